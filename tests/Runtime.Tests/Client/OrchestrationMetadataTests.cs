using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Converters;

namespace Dazhou.LocalRuntime.Tests.Client;

public sealed class OrchestrationMetadataTests
{
    [Theory]
    [InlineData(OrchestrationRuntimeStatus.Pending, false)]
    [InlineData(OrchestrationRuntimeStatus.Running, false)]
    [InlineData(OrchestrationRuntimeStatus.Suspended, false)]
    [InlineData(OrchestrationRuntimeStatus.Completed, true)]
    [InlineData(OrchestrationRuntimeStatus.Failed, true)]
    [InlineData(OrchestrationRuntimeStatus.Terminated, true)]
    public void IsCompleted_Status_IsTrueOfFinalOnes(OrchestrationRuntimeStatus status, bool expected)
    {
        var metadata = new OrchestrationMetadata("Review", "id") { RuntimeStatus = status };

        Assert.Equal(expected, metadata.IsCompleted);
        Assert.Equal(status == OrchestrationRuntimeStatus.Running, metadata.IsRunning);
    }

    [Fact]
    public void Read_WithoutConverter_ThrowsWithTheMethodsName()
    {
        var metadata = new OrchestrationMetadata("Review", "id") { SerializedInput = "1" };

        var thrown = Assert.Throws<InvalidOperationException>(() => metadata.ReadInputAs<int>());

        Assert.StartsWith("ReadInputAs ", thrown.Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => metadata.ReadOutputAs<int>());
        Assert.Throws<InvalidOperationException>(() => metadata.ReadCustomStatusAs<int>());
    }

    [Fact]
    public void Read_WithConverter_GivesEachItsOwn()
    {
        var metadata = new OrchestrationMetadata("Review", "id")
        {
            DataConverter = JsonDataConverter.Default,
            SerializedInput = "1",
            SerializedOutput = "\"two\"",
        };

        Assert.Equal(1, metadata.ReadInputAs<int>());
        Assert.Equal("two", metadata.ReadOutputAs<string>());
        Assert.Null(metadata.ReadCustomStatusAs<string>());
    }

    [Fact]
    public void ToString_LongPayload_IsShortened()
    {
        var metadata = new OrchestrationMetadata("Review", "id")
        {
            SerializedInput = new string('x', 51),
            FailureDetails = new TaskFailureDetails("T", "no", null, null, null),
        };

        Assert.Contains($"Input: '{new string('x', 50)}...'", metadata.ToString(), StringComparison.Ordinal);
        Assert.EndsWith("FailureDetails: 'T - no']", metadata.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void WithDedupeStatuses_Options_HoldTheirNamesAndKeepTheRest()
    {
        var options = new StartOrchestrationOptions("id").WithDedupeStatuses(
            OrchestrationRuntimeStatus.Running, OrchestrationRuntimeStatus.Completed);

        Assert.Equal("id", options.InstanceId);
        Assert.Equal(["Running", "Completed"], options.DedupeStatuses!);
    }
}
