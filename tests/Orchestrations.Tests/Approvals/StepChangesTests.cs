using Dazhou.Serverless.Approvals;
using Dazhou.Serverless.Deadlines;
using Dazhou.Serverless.Directory;
using Dazhou.Serverless.Links;
using Dazhou.Serverless.Records;
using Dazhou.Serverless.Subjects;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Moq;

namespace Orchestrations.Tests.Approvals;

public sealed class StepChangesTests
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 3, 2, 9, 0, 0, ChinaTime.Offset));
    private readonly MemoryTableStore _tables = new();
    private readonly Mock<IDirectory> _directory = new();
    private readonly Mock<DurableTaskClient> _client = new("test");
    private readonly LinkStore _links;
    private readonly DeadlineBook _book;
    private readonly DecisionService _decisions;
    private readonly StepChanges _changes;
    private readonly ApprovalActivities _activities;

    public StepChangesTests()
    {
        var audit = new AuditTrail(_tables);
        var wakes = new Wakes(_tables, _time, NullLogger<Wakes>.Instance);
        _links = new LinkStore(_tables, _time);
        _book = new DeadlineBook(_tables, audit, new WorkCalendarSource(_tables), new SubjectWatchers([]));
        _decisions = new DecisionService(_tables, audit, _links, wakes, _time);
        _directory.Setup(it => it.FindPersonAsync(It.IsAny<string>(), It.IsAny<CancellationToken>()))
            .ReturnsAsync((string id, CancellationToken _) => id == "nobody" ? null : Person(id));
        _changes = new StepChanges(_tables, audit, _directory.Object, _links, wakes, _time);
        _activities = new ApprovalActivities(_tables, _directory.Object, audit, _links, wakes, new WorkCalendarSource(_tables), _book, new SubjectWatchers([]));
    }

    [Fact]
    public async Task Open_PostOfAnAbsentPerson_AsksTheSubstituteInThatPersonsName()
    {
        _directory.Setup(it => it.FindByPostAsync("szf", "市长", It.IsAny<DateOnly>(), It.IsAny<CancellationToken>()))
            .ReturnsAsync(new Incumbent(Person("szf.deputy"), Person("szf.mayor") with { Name = "市长" }));
        var request = new ApprovalRequest
        {
            Subject = new("project", "p9", "替岗的项目"),
            Stage = "Establishment",
            Summary = "测试",
            Applicant = new("unit", "项目负责人"),
            Steps = [new() { Key = "decision", Act = Act.Decide, Approvers = [new("szf", "市长")], Article = "第十条" }],
        };
        await _activities.OpenApprovalStep(new(request, 0, 1, "instance", _time.GetChinaNow(), new DateOnly(2026, 3, 2)));
        var step = (await _tables.FindAsync<ApprovalStepRow>("p9", new StepRound("decision", 1).RowKey))!.Value;

        Assert.Equal("副职（代市长）", step.NameOf("szf.deputy", "副职"));
        Assert.Equal("他人", step.NameOf("szf.other", "他人"));
        var minted = await _links.MintAsync(new() { Purpose = ApprovalLinks.Decide, Subject = "p9", Step = "decision", Person = "szf.deputy", Expires = _time.GetChinaNow().AddDays(1) });
        await _decisions.RecordAsync(_client.Object, minted.Link, new(Decision.Agree, null));
        Assert.Contains("审定意见：同意（代市长）", (await new AuditTrail(_tables).EntriesAsync("p9")).Select(entry => entry.Action));
    }

    [Fact]
    public async Task Transfer_ToAColleague_LetsThatOneDecideInstead()
    {
        var link = await OpenAsync();

        Assert.Null(await _changes.TransferAsync(_client.Object, link, "sjj.other", "出差"));

        Assert.Equal(["sjj.other", "szj.finance"], (await StepAsync()).Approvers);
        Assert.Equal(DecisionStatus.Closed, (await _decisions.RecordAsync(_client.Object, link, new(Decision.Agree, null))).Status);
        Assert.Equal(DecisionStatus.Recorded, (await _decisions.RecordAsync(_client.Object, await LinkAsync("sjj.other"), new(Decision.Agree, null))).Status);
    }

    [Fact]
    public async Task Reading_AfterHandovers_HasWhoHoldsTheStepReminded()
    {
        var link = await OpenAsync();
        Assert.Null(await _changes.TransferAsync(_client.Object, link, "sjj.other", "出差"));
        await _changes.TransferAsync(_client.Object, await LinkAsync("sjj.other"), "sjj.third", comment: null);

        await ReadAsync();
        Assert.Equal([("sjj.third", "sjj.third")], await RemindedAsync());

        Assert.Null(await _changes.TransferAsync(_client.Object, await LinkAsync("sjj.third"), "sjj.review", comment: null));
        await ReadAsync();
        Assert.Equal([("sjj.review", "sjj.review")], await RemindedAsync());
    }

    [Fact]
    public async Task Transfer_AfterItWasHandedBack_GoesTheSameWayAgain()
    {
        var link = await OpenAsync();
        Assert.Null(await _changes.TransferAsync(_client.Object, link, "sjj.other", "出差"));
        Assert.Null(await _changes.TransferAsync(_client.Object, await LinkAsync("sjj.other"), "sjj.review", comment: null));

        Assert.Null(await _changes.TransferAsync(_client.Object, await LinkAsync("sjj.review"), "sjj.other", "又出差"));

        Assert.Equal(["sjj.other", "szj.finance"], (await StepAsync()).Approvers);
        var reasons = new List<string?>();
        await foreach (var row in new AuditTrail(_tables).ReadAsync("p1"))
        {
            if (row.Entry.Action.EndsWith("sjj.review→sjj.other", StringComparison.Ordinal)) reasons.Add(row.Entry.Detail);
        }

        Assert.Equal(["出差", "又出差"], reasons);
    }

    [Fact]
    public async Task Transfer_Repeated_IsDoneOnce()
    {
        var link = await OpenAsync();

        Assert.Null(await _changes.TransferAsync(_client.Object, link, "sjj.other", "出差"));
        Assert.Null(await _changes.TransferAsync(_client.Object, link, "sjj.other", "出差"));

        Assert.Single((await StepAsync()).Handovers);
    }

    [Theory]
    [InlineData("szj.clerk", "转办只能交给本单位的其他人员。")]
    [InlineData("nobody", "转办只能交给本单位的其他人员。")]
    public async Task Transfer_OutsideTheUnit_IsRefused(string to, string why) =>
        Assert.Equal(why, await _changes.TransferAsync(_client.Object, await OpenAsync(), to, null));

    [Fact]
    public async Task Transfer_AfterDeciding_IsRefused()
    {
        var link = await OpenAsync();
        await _decisions.RecordAsync(_client.Object, link, new(Decision.Agree, null));

        Assert.Equal("您已经提出意见。", await _changes.TransferAsync(_client.Object, link, "sjj.other", null));
    }

    [Fact]
    public async Task Replace_ByAnAdministrator_MayLeaveTheUnit()
    {
        var link = await OpenAsync();

        Assert.Null(await _changes.ReplaceAsync(_client.Object, link.Request, "szj.clerk", "admin", "已调离"));

        Assert.Equal("admin", Assert.Single((await StepAsync()).Handovers).By);
        Assert.Equal("对方已经是本环节的办理人。", await _changes.ReplaceAsync(_client.Object, link.Request, "szj.finance", "admin", null));
    }

    [Fact]
    public async Task Consult_OpenOpinion_KeepsTheAskerFromDecidingUntilItIsHeard()
    {
        var link = await OpenAsync();
        Assert.Null(await _changes.ConsultAsync(_client.Object, link, "skjj.expert", "请看方案"));

        Assert.Equal(DecisionStatus.Invalid, (await _decisions.RecordAsync(_client.Object, link, new(Decision.Agree, null))).Status);
        Assert.Equal(DecisionStatus.Recorded, (await _decisions.RecordAsync(_client.Object, await LinkAsync("skjj.expert"), new(Decision.Refuse, "不成熟"))).Status);
        Assert.Equal(DecisionStatus.Recorded, (await _decisions.RecordAsync(_client.Object, link, new(Decision.Agree, null))).Status);
    }

    [Fact]
    public async Task Consult_ClosedStep_IsRefused()
    {
        var link = await OpenAsync();
        var now = _time.GetChinaNow();
        await _tables.UpsertAsync(await StepAsync() with { Outcome = new("step", 1, ApprovalResult.Agreed, [], now, now, 0, 0) });

        Assert.Equal("本环节已经办结。", await _changes.ConsultAsync(_client.Object, link, "skjj.expert", null));
    }

    private async Task<ApprovalStepRow> StepAsync() => (await _tables.FindAsync<ApprovalStepRow>("p1", new StepRound("step", 1).RowKey))!.Value;

    private Task<StepReading> ReadAsync() => _activities.ReadDecisions(new("p1", "step", 1, "instance", []));

    private async Task<IEnumerable<(string, string)>> RemindedAsync() =>
        (await _book.OfSubjectAsync("p1")).Single().Plan.Responsible.Select(contact => (contact.Person, contact.Link!.Person));

    private async Task<LinkRow> OpenAsync()
    {
        await _tables.TryInsertAsync(new ApprovalStepRow
        {
            Subject = new("project", "p1", "测试项目"),
            Stage = "Establishment",
            Step = new() { Key = "step", Act = Act.Review, Approvers = [], Article = "第十条" },
            Round = 1,
            Summary = "测试",
            InstanceId = "instance",
            Approvers = ["sjj.review", "szj.finance"],
            OpenedAt = _time.GetChinaNow(),
        });
        var link = await LinkAsync("sjj.review");
        await _book.OpenAsync(
            new WatchPlan
            {
                Subject = "p1",
                Step = DeadlineKey.Of(new StepRound("step", 1)),
                Title = "测试项目",
                ToDo = "请审核",
                Unit = "sjj",
                Deadline = DeadlineRules.Compute("Establishment", "第十条", new WorkingDays(5), new(2026, 3, 2), WorkCalendar.Default),
                Responsible = [new("sjj.review", link.Request)],
            },
            _time.GetChinaNow(),
            "watch");
        return link;
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

    private static PersonRow Person(string id) => new() { Id = id, Name = id, Unit = id.Split('.')[0], Post = "科员", Mail = $"{id}@dazhou.example" };
}
