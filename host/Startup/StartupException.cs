namespace Dazhou.FunctionsHost;

/// <summary>
/// A reason not to start that a person can mend. The host prints the message alone, without a stack trace,
/// and ends with exit code 1.
/// </summary>
public sealed class StartupException : Exception
{
    /// <summary>Creates the exception with the message that is printed.</summary>
    public StartupException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with the message that is printed and what led to it.</summary>
    public StartupException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
