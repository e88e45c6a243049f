using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Moq;

namespace Dazhou.LocalRuntime.Tests.Client;

public sealed class DurableTaskClientTests
{
    private readonly Mock<DurableTaskClient> client = new("office") { CallBase = true };
    private readonly CancellationToken token = new(canceled: true);

    [Fact]
    public async Task ShortForms_OfTheClient_ReachTheFullOnes()
    {
        var options = new StartOrchestrationOptions("id");

        await client.Object.ScheduleNewOrchestrationInstanceAsync("Review", token);
        await client.Object.ScheduleNewOrchestrationInstanceAsync("Review", (object)5, token);
        await client.Object.ScheduleNewOrchestrationInstanceAsync("Review", options, token);
        await client.Object.RaiseEventAsync("id", "decided", token);
        await client.Object.GetInstanceAsync("id", token);
        await client.Object.SuspendInstanceAsync("id", token);
        await client.Object.ResumeInstanceAsync("id", token);

        client.Verify(it => it.ScheduleNewOrchestrationInstanceAsync("Review", null, null, token));
        client.Verify(it => it.ScheduleNewOrchestrationInstanceAsync("Review", 5, null, token));
        client.Verify(it => it.ScheduleNewOrchestrationInstanceAsync("Review", null, options, token));
        client.Verify(it => it.RaiseEventAsync("id", "decided", null, token));
        client.Verify(it => it.GetInstancesAsync("id", false, token));
        client.Verify(it => it.SuspendInstanceAsync("id", null, token));
        client.Verify(it => it.ResumeInstanceAsync("id", null, token));
    }

    [Fact]
    public async Task TerminateInstanceAsync_Output_BecomesOptions()
    {
        TerminateInstanceOptions? seen = null;
        client.Setup(it => it.TerminateInstanceAsync("id", It.IsAny<TerminateInstanceOptions?>(), token))
            .Callback((string _, TerminateInstanceOptions? options, CancellationToken _) => seen = options)
            .Returns(Task.CompletedTask);

        await client.Object.TerminateInstanceAsync("id", (object)"withdrawn", token);
        Assert.Equal(new TerminateInstanceOptions("withdrawn"), seen);

        await client.Object.TerminateInstanceAsync("id", token);
        Assert.Null(seen);
    }

    [Fact]
    public async Task PurgeInstancesAsync_TimeAndStatuses_BecomeAFilter()
    {
        var (from, to) = (DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddDays(1));
        OrchestrationRuntimeStatus[] statuses = [OrchestrationRuntimeStatus.Failed];
        var expected = new PurgeResult(2);
        client.Setup(it => it.PurgeAllInstancesAsync(new PurgeInstancesFilter(from, to, statuses), null, token)).ReturnsAsync(expected);

        Assert.Same(expected, await client.Object.PurgeInstancesAsync(from, to, statuses, token));
    }

    [Fact]
    public void WhatAClientNeedNotDo_IsNotSupported()
    {
        Assert.Throws<NotSupportedException>(() => { _ = client.Object.RestartAsync("id", cancellation: token); });
        Assert.Throws<NotSupportedException>(() => { _ = client.Object.PurgeInstanceAsync("id", token); });
        Assert.Throws<NotSupportedException>(() => { _ = client.Object.TerminateInstanceAsync("id", token); });
    }
}
