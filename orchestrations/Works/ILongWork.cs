namespace Dazhou.Serverless.Works;

/// <summary>A task that takes too long for a page request. It may run again after a crash and must be safe to repeat.</summary>
public interface ILongWork
{
    /// <summary>Gets the name, stored in rows of work: never reuse it for other work.</summary>
    string Kind { get; }

    /// <summary>Does the work. Throws <see cref="WorkRefusedException"/> if the input cannot be processed.</summary>
    /// <param name="input">the input</param>
    /// <param name="progress">reports the progress</param>
    /// <param name="cancellation">the cancellation token</param>
    Task<WorkOutcome> RunAsync(string input, WorkProgress progress, CancellationToken cancellation);
}

/// <summary>The outcome of work.</summary>
/// <param name="Says">a description of what was done, in Chinese</param>
/// <param name="Result">the result; null if there is only the description</param>
public sealed record WorkOutcome(string Says, string? Result = null);

/// <summary>The input of work cannot be processed; retrying would not help. The message, in Chinese, gives the reason.</summary>
public sealed class WorkRefusedException : Exception
{
    /// <summary>Creates the exception without a reason.</summary>
    public WorkRefusedException()
        : base("不能完成。")
    {
    }

    /// <summary>Creates the exception with a reason.</summary>
    public WorkRefusedException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with a reason and its cause.</summary>
    public WorkRefusedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>The errors in machine-readable form, stored as the work's result; null if the message says it all.</summary>
    public string? Result { get; init; }
}
