using Dazhou.Serverless.Approvals;
using Dazhou.Serverless.Deadlines;
using Dazhou.Serverless.Links;
using Dazhou.Serverless.Projects;
using Dazhou.Serverless.Records;
using Dazhou.Serverless.Subjects;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Moq;

namespace Orchestrations.Tests.Projects;

/// <summary>What waits beside a life ends with it, also when the word of it gets lost.</summary>
public sealed class EndProjectTests
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 3, 2, 9, 0, 0, ChinaTime.Offset));
    private readonly MemoryTableStore _tables = new();
    private readonly Mock<DurableTaskClient> _client = new("test");

    [Fact]
    public async Task EndProject_EventsLost_AreRaisedAgainBySweepsUntilEverythingHasEnded()
    {
        var audit = new AuditTrail(_tables);
        var wakes = new Wakes(_tables, _time, NullLogger<Wakes>.Instance);
        var activities = new BuildingActivities(
            _tables, audit, new DeadlineBook(_tables, audit, new WorkCalendarSource(_tables), new SubjectWatchers([])),
            new DecisionService(_tables, audit, new LinkStore(_tables, _time), wakes, _time), wakes);
        var supervision = $"{ProjectLifecycle.InstanceIdOf("p1")}:{ProjectSupervision.Name}:1";
        _client.Setup(client => client.GetInstanceAsync(supervision, It.IsAny<CancellationToken>()))
            .ReturnsAsync(new OrchestrationMetadata(ProjectSupervision.Name, supervision) { RuntimeStatus = OrchestrationRuntimeStatus.Running });
        _client.Setup(client => client.RaiseEventAsync(It.IsAny<string>(), It.IsAny<string>(), It.IsAny<object?>(), It.IsAny<CancellationToken>()))
            .ThrowsAsync(new HttpRequestException("lost"));

        await activities.EndProject(new("p1", _time.GetChinaNow(), Stages.Completed, "", Reason: null), _client.Object);
        _client.Invocations.Clear();
        _time.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(1, await wakes.SweepAsync(_client.Object));

        _client.Verify(client => client.RaiseEventAsync(supervision, SubmissionEvents.Over, null, It.IsAny<CancellationToken>()), Times.Once);
        _client.Setup(client => client.GetInstanceAsync(supervision, It.IsAny<CancellationToken>())).ReturnsAsync((OrchestrationMetadata?)null);
        Assert.Equal(0, await wakes.SweepAsync(_client.Object));
        Assert.Empty(await _tables.ReadPartitionAsync<PendingWakeRow>(PendingWakeRow.Partition).ToListAsync());
    }
}
