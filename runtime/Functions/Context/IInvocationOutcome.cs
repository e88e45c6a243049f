namespace Dazhou.LocalRuntime;

/// <summary>The host's feature behind <c>GetInvocationResult</c>.</summary>
public interface IInvocationOutcome
{
    /// <summary>What the function returned, or what middleware put in its place.</summary>
    object? Value { get; set; }
}
