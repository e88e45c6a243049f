namespace DurableTask.Core.Exceptions;

/// <summary>An instance of the same id exists in a status in which a second start is refused.</summary>
public class OrchestrationAlreadyExistsException : Exception
{
    /// <summary>A refusal without a message of its own.</summary>
    public OrchestrationAlreadyExistsException()
    {
    }

    /// <summary>A refusal with a message.</summary>
    /// <param name="message">The message.</param>
    public OrchestrationAlreadyExistsException(string message)
        : base(message)
    {
    }

    /// <summary>A refusal with a message and a cause.</summary>
    /// <param name="message">The message.</param>
    /// <param name="innerException">The cause.</param>
    public OrchestrationAlreadyExistsException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
