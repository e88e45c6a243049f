namespace Dazhou.Serverless.Works;

/// <summary>Something that takes longer than a page may. It may run again after a crash and must not mind.</summary>
public interface ILongWork
{
    /// <summary>Its name, kept in rows of work: never reuse it for other work.</summary>
    string Kind { get; }

    /// <summary>Does it. Throws <see cref="WorkRefusedException"/> where it cannot be done as it was asked for.</summary>
    /// <param name="input">what goes in</param>
    /// <param name="progress">where to say how far it is</param>
    /// <param name="cancellation">ends it</param>
    Task<WorkOutcome> RunAsync(string input, WorkProgress progress, CancellationToken cancellation);
}

/// <summary>What work came to.</summary>
/// <param name="Says">what was done, in Chinese</param>
/// <param name="Result">what comes out; null if nothing but what it says</param>
public sealed record WorkOutcome(string Says, string? Result = null);

/// <summary>Work cannot be done as it was asked for; the message, in Chinese, says why. Trying again would not help.</summary>
public sealed class WorkRefusedException : Exception
{
    /// <summary>Without a reason.</summary>
    public WorkRefusedException()
        : base("不能完成。")
    {
    }

    /// <summary>With the reason.</summary>
    public WorkRefusedException(string message)
        : base(message)
    {
    }

    /// <summary>With the reason and its cause.</summary>
    public WorkRefusedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>What is wrong in a form that programs read; kept as the work's result. Null if the message says it all.</summary>
    public string? Result { get; init; }
}
