namespace Microsoft.DurableTask;

/// <summary>How an orchestration is to begin anew.</summary>
public class ContinueAsNewOptions
{
    /// <summary>The input of the new run.</summary>
    public object? NewInput { get; set; }

    /// <summary>Whether events that nobody took are kept for the new run.</summary>
    public bool PreserveUnprocessedEvents { get; set; } = true;

    /// <summary>The version of the new run; null for the present one.</summary>
    public string? NewVersion { get; set; }
}
