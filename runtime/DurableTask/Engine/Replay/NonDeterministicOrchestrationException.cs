namespace Dazhou.LocalRuntime;

/// <summary>
/// The orchestrator's code does not do what its history says it did: it was changed under a running instance,
/// or it depends on something that a replay cannot reproduce.
/// </summary>
public sealed class NonDeterministicOrchestrationException : Exception
{
    /// <summary>Creates the exception with a message that names the history event and what the code does instead.</summary>
    public NonDeterministicOrchestrationException(string message)
        : base(message)
    {
    }
}
