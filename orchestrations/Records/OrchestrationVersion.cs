using Microsoft.DurableTask;

namespace Dazhou.Serverless.Records;

/// <summary>
/// The version of new instances. One number for all orchestrators, because a host accepts instances by a single version. A change in the
/// order of an orchestrator's calls must raise it and be gated with <c>context.CompareVersionTo</c>.
/// </summary>
public static class OrchestrationVersion
{
    /// <summary>The current version.</summary>
    public const string Current = "1.0";

    /// <summary>Returns the options for starting an orchestration with an id.</summary>
    public static StartOrchestrationOptions Start(string instanceId) => new(InstanceId: instanceId) { Version = new TaskVersion(Current) };

    /// <summary>Returns the options for a sub-orchestration with an id: it has the current version, whatever its caller's.</summary>
    public static SubOrchestrationOptions Part(string instanceId) => new(instanceId: instanceId) { Version = new TaskVersion(Current) };
}
