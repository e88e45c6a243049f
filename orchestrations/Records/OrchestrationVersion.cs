using Microsoft.DurableTask;

namespace Dazhou.Serverless.Records;

/// <summary>
/// The version with which instances start. One number for all orchestrators, because a host admits instances by one: who
/// changes the order of what an orchestrator asks for raises it and gates the change with <c>context.CompareVersionTo</c>.
/// </summary>
public static class OrchestrationVersion
{
    /// <summary>The version of today's code.</summary>
    public const string Current = "1.0";

    /// <summary>How an orchestration of an id is started.</summary>
    public static StartOrchestrationOptions Start(string instanceId) => new(InstanceId: instanceId) { Version = new TaskVersion(Current) };

    /// <summary>How a sub-orchestration of an id is called: it begins as of today, whatever its caller began as.</summary>
    public static SubOrchestrationOptions Part(string instanceId) => new(instanceId: instanceId) { Version = new TaskVersion(Current) };
}
