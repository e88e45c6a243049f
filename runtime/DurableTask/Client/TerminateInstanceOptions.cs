namespace Microsoft.DurableTask.Client;

/// <summary>How to end an instance from outside.</summary>
/// <param name="Output">The output it ends with.</param>
/// <param name="Recursive">Whether its sub-orchestrations end too.</param>
public record TerminateInstanceOptions(object? Output = null, bool Recursive = false);
