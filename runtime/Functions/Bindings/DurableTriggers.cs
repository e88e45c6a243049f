using System.Diagnostics;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Makes the function an orchestrator.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
[DebuggerDisplay("{Orchestration}")]
public sealed class OrchestrationTriggerAttribute : TriggerBindingAttribute
{
    /// <summary>The name of the orchestrator; the function's name where absent.</summary>
    public string? Orchestration { get; set; }
}

/// <summary>Makes the function an activity.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
[DebuggerDisplay("{Activity}")]
public sealed class ActivityTriggerAttribute : TriggerBindingAttribute
{
    /// <summary>The name of the activity; the function's name where absent.</summary>
    public string? Activity { get; set; }
}

/// <summary>Gives the function the client of the orchestrations.</summary>
public sealed class DurableClientAttribute : InputBindingAttribute
{
    /// <summary>The task hub; the local runtime has one.</summary>
    public string? TaskHub { get; set; }

    /// <summary>The connection; the local runtime has one.</summary>
    public string? ConnectionName { get; set; }
}
