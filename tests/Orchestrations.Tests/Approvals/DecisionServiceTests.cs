using Dazhou.Serverless.Approvals;
using Dazhou.Serverless.Links;
using Dazhou.Serverless.Records;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Moq;

namespace Orchestrations.Tests.Approvals;

public sealed class DecisionServiceTests
{
    private static readonly DecisionInput Agree = new(Decision.Agree, "  同意立项  ");

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 3, 2, 9, 0, 0, ChinaTime.Offset));
    private readonly MemoryTableStore _tables = new();
    private readonly AuditTrail _audit;
    private readonly Mock<DurableTaskClient> _client = new("test");
    private readonly Wakes _wakes;
    private readonly LinkStore _links;
    private readonly DecisionService _decisions;

    public DecisionServiceTests()
    {
        _audit = new AuditTrail(_tables);
        _wakes = new Wakes(_tables, _time, NullLogger<Wakes>.Instance);
        _links = new LinkStore(_tables, _time);
        _decisions = new DecisionService(_tables, _audit, _links, _wakes, _time);
    }

    [Fact]
    public async Task Record_OpenStep_WritesMarksAndWakes()
    {
        await OpenStepAsync();
        var link = await LinkAsync("vm-a");

        var receipt = await _decisions.RecordAsync(_client.Object, link, Agree);

        Assert.Equal((DecisionStatus.Recorded, true), (receipt.Status, receipt.Counts));
        Assert.Equal((Decision.Agree, "同意立项", link.Hash), (receipt.Recorded!.Decision, receipt.Recorded.Comment, receipt.Recorded.Link));
        Assert.NotNull((await _tables.FindAsync<LinkRow>(link.Hash, LinkRow.OnlyRowKey))!.Value.UsedAt);
        Assert.Equal(["审核意见：同意"], await ActionsAsync());
        _client.Verify(client => client.RaiseEventAsync("instance", "decided-step-1", null, It.IsAny<CancellationToken>()), Times.Once);
    }

    [Fact]
    public async Task Record_SameLinkTwice_AnswersTheFirstDecision()
    {
        await OpenStepAsync();
        var link = await LinkAsync("vm-a");
        await _decisions.RecordAsync(_client.Object, link, Agree);
        _time.Advance(TimeSpan.FromHours(1));

        var again = await _decisions.RecordAsync(_client.Object, link, new(Decision.Refuse, "改变主意"));

        Assert.Equal(DecisionStatus.AlreadyRecorded, again.Status);
        Assert.Equal(Decision.Agree, again.Recorded!.Decision);
        Assert.Single(await ActionsAsync());
    }

    [Fact]
    public async Task Record_AnotherLinkOfTheSamePerson_AnswersTheFirstDecisionAndIsUsedUp()
    {
        await OpenStepAsync();
        await _decisions.RecordAsync(_client.Object, await LinkAsync("vm-a"), Agree);
        var second = await LinkAsync("vm-a");

        var again = await _decisions.RecordAsync(_client.Object, second, new(Decision.Refuse, "改变主意"));

        Assert.Equal((DecisionStatus.AlreadyRecorded, Decision.Agree), (again.Status, again.Recorded!.Decision));
        Assert.NotNull((await _tables.FindAsync<LinkRow>(second.Hash, LinkRow.OnlyRowKey))!.Value.UsedAt);
    }

    [Fact]
    public async Task Record_SameLinkManyTimesAtOnce_KeepsOneDecision()
    {
        await OpenStepAsync();
        var link = await LinkAsync("vm-a");

        var receipts = await Task.WhenAll(Enumerable.Range(0, 16).Select(i => Task.Run(() =>
            _decisions.RecordAsync(_client.Object, link, new(i % 2 == 0 ? Decision.Agree : Decision.Refuse, $"第{i}次")))));

        var standing = Assert.Single(receipts, receipt => receipt.Status == DecisionStatus.Recorded).Recorded;
        Assert.All(receipts, receipt => Assert.Equal(standing, receipt.Recorded));
        Assert.Single(await ActionsAsync());
    }

    [Theory]
    [InlineData(Decision.Refuse, null, "不同意须写明理由。")]
    [InlineData(Decision.Return, "  ", "退回补正须写明需要补正的内容。")]
    public async Task Record_WithoutReason_WritesNothing(Decision decision, string? comment, string problem)
    {
        await OpenStepAsync();
        var link = await LinkAsync("vm-a");

        var receipt = await _decisions.RecordAsync(_client.Object, link, new(decision, comment));

        Assert.Equal((DecisionStatus.Invalid, problem), (receipt.Status, Assert.Single(receipt.Problems)));
        Assert.Null((await _tables.FindAsync<LinkRow>(link.Hash, LinkRow.OnlyRowKey))!.Value.UsedAt);
        Assert.Empty(await ActionsAsync());
    }

    [Fact]
    public async Task Record_Meeting_NeedsItsResolution()
    {
        await OpenStepAsync(step => step with { Meeting = true });
        var link = await LinkAsync("vm-a");

        Assert.Equal(DecisionStatus.Invalid, (await _decisions.RecordAsync(_client.Object, link, Agree)).Status);
        var receipt = await _decisions.RecordAsync(_client.Object, link, Agree with { Resolution = new("第12次常务会议纪要", new(2026, 3, 1)) });

        Assert.Equal(DecisionStatus.Recorded, receipt.Status);
        Assert.Equal("第12次常务会议纪要", receipt.Recorded!.Resolution!.Number);
    }

    [Fact]
    public async Task Record_StepClosed_SaysSoAndWritesNothing()
    {
        await OpenStepAsync(outcome: Outcome(ApprovalResult.Refused, "vm-b"));

        var receipt = await _decisions.RecordAsync(_client.Object, await LinkAsync("vm-a"), Agree);

        Assert.Equal((DecisionStatus.Closed, null), (receipt.Status, receipt.Recorded));
        _client.VerifyNoOtherCalls();
    }

    [Fact]
    public async Task Record_RepeatedAfterTheStepClosed_StillAnswersTheDecision()
    {
        var row = await OpenStepAsync();
        var link = await LinkAsync("vm-a");
        await _decisions.RecordAsync(_client.Object, link, Agree);
        await CloseAsync(row, Outcome(ApprovalResult.Agreed, "vm-a"));

        var again = await _decisions.RecordAsync(_client.Object, link, Agree);

        Assert.Equal((DecisionStatus.AlreadyRecorded, true), (again.Status, again.Counts));
    }

    [Fact]
    public async Task Record_StepClosedInTheSameMoment_TellsThatItDoesNotCount()
    {
        var row = await OpenStepAsync();
        var link = await LinkAsync("vm-a");
        // the step closes by the other approver's word between the record and its event
        _client.Setup(client => client.RaiseEventAsync(It.IsAny<string>(), It.IsAny<string>(), It.IsAny<object?>(), It.IsAny<CancellationToken>()))
            .Returns(() => CloseAsync(row, Outcome(ApprovalResult.Refused, "vm-b")));

        var receipt = await _decisions.RecordAsync(_client.Object, link, Agree);

        Assert.Equal((DecisionStatus.Recorded, false), (receipt.Status, receipt.Counts));
    }

    [Fact]
    public async Task Record_AfterWithdrawal_IsClosed()
    {
        await OpenStepAsync();
        Assert.True(await _decisions.WithdrawAsync(_client.Object, "p1", "step", 1, "unit", "重新论证"));

        var receipt = await _decisions.RecordAsync(_client.Object, await LinkAsync("vm-a"), Agree);

        Assert.Equal(DecisionStatus.Closed, receipt.Status);
        Assert.Equal(["撤回申请"], await ActionsAsync());
    }

    [Fact]
    public async Task Record_PersonWhoIsNotAsked_IsClosed()
    {
        await OpenStepAsync();

        Assert.Equal(DecisionStatus.Closed, (await _decisions.RecordAsync(_client.Object, await LinkAsync("vm-x"), Agree)).Status);
    }

    [Fact]
    public async Task Record_BeforeTheStepOpens_IsKeptAndWakesNobody()
    {
        var receipt = await _decisions.RecordAsync(_client.Object, await LinkAsync("vm-a"), Agree);

        Assert.Equal((DecisionStatus.Recorded, null), (receipt.Status, receipt.Step));
        _client.VerifyNoOtherCalls();
    }

    [Fact]
    public async Task Record_EventIsLost_StaysNotedUntilTheSweepRaisesIt()
    {
        await OpenStepAsync();
        _client.Setup(client => client.RaiseEventAsync(It.IsAny<string>(), It.IsAny<string>(), It.IsAny<object?>(), It.IsAny<CancellationToken>()))
            .ThrowsAsync(new InvalidOperationException("the service is away"));
        var receipt = await _decisions.RecordAsync(_client.Object, await LinkAsync("vm-a"), Agree);
        Assert.Equal(DecisionStatus.Recorded, receipt.Status);

        _client.Reset();
        InstanceIs(OrchestrationRuntimeStatus.Running);
        Assert.Equal(0, await _wakes.SweepAsync(_client.Object));
        _time.Advance(Wakes.Patience);
        Assert.Equal(1, await _wakes.SweepAsync(_client.Object));

        _client.Verify(client => client.RaiseEventAsync("instance", "decided-step-1", null, It.IsAny<CancellationToken>()), Times.Once);
    }

    [Fact]
    public async Task Sweep_NoteWhoseRecordWasNeverWritten_IsForgottenAfterADozenEvents()
    {
        await _wakes.NoteAsync("instance", "decided-step-1", "the second of two");
        InstanceIs(OrchestrationRuntimeStatus.Running);
        for (var i = 0; i < 3 * Wakes.MostRaised; i++)
        {
            _time.Advance(TimeSpan.FromMinutes(5));
            await _wakes.SweepAsync(_client.Object);
        }

        _client.Verify(
            client => client.RaiseEventAsync("instance", "decided-step-1", null, It.IsAny<CancellationToken>()), Times.Exactly(Wakes.MostRaised));
    }

    [Theory]
    [InlineData(OrchestrationRuntimeStatus.Completed)]
    [InlineData(OrchestrationRuntimeStatus.Terminated)]
    [InlineData(null)]
    public async Task Sweep_InstanceIsOver_ForgetsTheNote(OrchestrationRuntimeStatus? status)
    {
        await _wakes.NoteAsync("instance", "decided-step-1", "vm-a");
        _time.Advance(Wakes.Patience);
        InstanceIs(status);

        Assert.Equal(0, await _wakes.SweepAsync(_client.Object));

        InstanceIs(OrchestrationRuntimeStatus.Running);
        Assert.Equal(0, await _wakes.SweepAsync(_client.Object));
    }

    [Fact]
    public async Task Resubmit_OnlyAReturnedRound_IsAccepted()
    {
        var row = await OpenStepAsync();
        Assert.False(await _decisions.ResubmitAsync(_client.Object, "p1", "step", 1, "unit", null));
        await CloseAsync(row, Outcome(ApprovalResult.Returned, "vm-a"));

        Assert.True(await _decisions.ResubmitAsync(_client.Object, "p1", "step", 1, "unit", "已补充"));
        Assert.True(await _decisions.ResubmitAsync(_client.Object, "p1", "step", 1, "unit", "已补充"));

        Assert.Equal(["补正后重新提交"], await ActionsAsync());
        _client.Verify(client => client.RaiseEventAsync("instance", "resubmitted-step-1", null, It.IsAny<CancellationToken>()), Times.Exactly(2));
    }

    [Theory]
    [InlineData(ApprovalResult.Agreed)]
    [InlineData(ApprovalResult.Refused)]
    public async Task Withdraw_FinalDecisionStands_IsRefused(ApprovalResult result)
    {
        await OpenStepAsync(outcome: Outcome(result, "vm-a"));

        Assert.False(await _decisions.WithdrawAsync(_client.Object, "p1", "step", 1, "unit", null));
        Assert.Empty(await ActionsAsync());
    }

    private async Task<ApprovalStepRow> OpenStepAsync(Func<ApprovalStep, ApprovalStep>? change = null, StepOutcome? outcome = null)
    {
        var step = new ApprovalStep { Key = "step", Act = Act.Review, Approvers = [new("szf", "a"), new("szf", "b")], Article = "第十条" };
        var row = new ApprovalStepRow
        {
            Subject = new("project", "p1", "测试项目"),
            Stage = "Establishment",
            Step = change is null ? step : change(step),
            Round = 1,
            Summary = "测试",
            InstanceId = "instance",
            Approvers = ["vm-a", "vm-b"],
            OpenedAt = _time.GetChinaNow(),
            Outcome = outcome,
        };
        await _tables.TryInsertAsync(row);
        return row;
    }

    private Task CloseAsync(ApprovalStepRow row, StepOutcome outcome) => _tables.UpsertAsync(row with { Outcome = outcome });

    private StepOutcome Outcome(ApprovalResult result, string person)
    {
        var now = _time.GetChinaNow();
        return new("step", 1, result, [new(person, Decision.Agree, null, now)], now, now, 0, 0);
    }

    private async Task<LinkRow> LinkAsync(string person) =>
        (await _links.MintAsync(new LinkRequest
        {
            Purpose = ApprovalLinks.Decide,
            Subject = "p1",
            Step = "step",
            Person = person,
            Expires = _time.GetChinaNow().AddDays(60),
        })).Link;

    private async Task<List<string>> ActionsAsync()
    {
        var actions = new List<string>();
        await foreach (var row in _audit.ReadAsync("p1")) actions.Add(row.Entry.Action);
        return actions;
    }

    private void InstanceIs(OrchestrationRuntimeStatus? status) =>
        _client.Setup(client => client.GetInstanceAsync("instance", It.IsAny<CancellationToken>()))
            .ReturnsAsync(status is { } known ? new OrchestrationMetadata("Approval", "instance") { RuntimeStatus = known } : null);
}
