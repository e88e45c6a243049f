using System.Text.Json;
using Dazhou.Serverless.Approvals;
using Dazhou.Serverless.Directory;
using Dazhou.Serverless.Ledgers;
using Dazhou.Serverless.Links;
using Dazhou.Serverless.Records;
using Orchestrations.Tests.Support;

namespace Orchestrations.Tests.Ledgers;

/// <summary>The assessment at a ledger's end, in virtual time: drafts, objections, answers, the decision.</summary>
public sealed class AssessmentLifeTests
{
    internal const string Id = "kaohe-2023";

    [Fact]
    public async Task Assessment_OneObjectionUpheldOneRejected_IsDecidedByTheLeaderAndTold()
    {
        await using var office = await EndedAsync();
        // Nothing before the ledger's last day has ended, though every unit had reported by then.
        Assert.Null(await office.Get<AssessmentBook>().FindAsync(Id));
        await office.AdvanceToAsync("2024-01-01T10:00+08:00");
        var draft = (await office.Get<AssessmentBook>().FindAsync(Id))!;
        // 2024-01-06 is a Saturday: five natural days end on the next working day.
        Assert.Equal(new DateOnly(2024, 1, 8), draft.Row.ObjectUntil);
        Assert.Equal([("szj", 94m), ("szjj", 97m), ("sjyj", 100m)], draft.Units.Select(unit => (unit.Unit, unit.Points)));
        Assert.Equal(["1.Open", "1.Criticised"], draft.Units[0].Lines.Select(line => line.Key));
        Assert.Contains(office.Post.Sent, sent => sent.Mail.To.Address.StartsWith("sjyj.office", StringComparison.Ordinal));

        Assert.Equal(SubmissionStatus.Refused, await HandInAsync(office, "sjyj", AssessmentKinds.Objection, new { objects = true, reason = "没有扣分" }));
        Assert.Equal(SubmissionStatus.Refused, await HandInAsync(office, "szj", AssessmentKinds.Objection, new { objects = true, lines = new[] { "2.Late" }, reason = "错" }));
        Assert.Equal(SubmissionStatus.HandedIn, await HandInAsync(office, "szj", AssessmentKinds.Objection, new { objects = true, lines = new[] { "1.Criticised" }, reason = "通报时已经申请协调" }));
        Assert.Equal(SubmissionStatus.HandedIn, await HandInAsync(office, "szjj", AssessmentKinds.Objection, new { objects = true, reason = "省级接口延误" }));
        Assert.Equal(["2.Late", "2.Criticised"], (await UnitAsync(office, "szjj")).Objection!.Lines);
        Assert.Equal(SubmissionStatus.Refused, await HandInAsync(office, "szj", AssessmentKinds.Answer, new { cancelled = new[] { "1.Open" }, reason = "没有异议的项" }, "szgfj.office"));
        Assert.Equal(SubmissionStatus.HandedIn, await HandInAsync(office, "szj", AssessmentKinds.Answer, new { cancelled = new[] { "1.Criticised" }, reason = "情况属实" }, "szgfj.office"));
        Assert.Equal(SubmissionStatus.HandedIn, await HandInAsync(office, "szjj", AssessmentKinds.Answer, new { reason = "可以申请延期而没有申请" }, "szgfj.office"));
        // Both are answered, but 市教育局 may object until the period ends.
        Assert.Empty(await StepsAsync(office));
        await office.AdvanceToAsync("2024-01-09T09:00+08:00");
        Assert.Equal(SubmissionStatus.NotAwaited, await HandInAsync(office, "sjyj", AssessmentKinds.Objection, new { objects = false }));
        Assert.Equal([("szj", 95m), ("szjj", 97m), ("sjyj", 100m)], (await office.Get<AssessmentBook>().FindAsync(Id))!.Units.Select(unit => (unit.Unit, unit.Points)));

        await DecideAsync(office, 1, Decision.Agree);
        Assert.Equal(1, await office.OutputAsync<int>(LedgerLife.InstanceIdOf(Id)));
        Assert.True((await office.Get<AssessmentBook>().FindAsync(Id))!.Row.IsFinal);
        Assert.NotNull(await office.Get<IDocumentStore>().FindAsync(LedgerSubject.Of(Id), AssessmentDocument.Name));
        var trail = await office.Get<IAuditTrail>().EntriesAsync(AssessmentSubject.Of(Id));
        Assert.Equal(["drafted|1", "decided|1"], trail.Select(entry => entry.Key).Where(key => key is "drafted|1" or "decided|1"));
        foreach (var unit in (string[])["szj", "szjj", "sjyj"])
            Assert.True(office.Post.Sent.Count(sent => sent.At > DateTimeOffset.Parse("2024-01-09T00:00+08:00") && sent.Mail.To.Address.StartsWith($"{unit}.office", StringComparison.Ordinal)) == 1, unit);
    }

    [Fact]
    public async Task Assessment_NobodyAnswersAndNotAgreedTo_IsReviewedComputedAnewAndThenDecided()
    {
        await using var office = await EndedAsync();
        await office.AdvanceToAsync("2024-01-09T09:00+08:00");
        Assert.All((await office.Get<AssessmentBook>().FindAsync(Id))!.Units, unit => Assert.Null(unit.Objection));
        await DecideAsync(office, 1, Decision.Refuse);
        Assert.Equal("理由不充分", (await office.Get<AssessmentBook>().FindAsync(Id))!.Row.Comment);
        // The office corrects the record: the task was done, and is closed late.
        await ActAsync(office, "1", TaskActKind.Reported, "szj", act => act with { Text = "已建成", Percent = 100 });
        await ActAsync(office, "1", TaskActKind.Closed, "szgfj");
        Assert.Equal(SubmissionStatus.Refused, await HandInAsync(office, null, AssessmentKinds.Review, new { text = " " }, "szgfj.office"));
        Assert.Equal(SubmissionStatus.HandedIn, await HandInAsync(office, null, AssessmentKinds.Review, new { text = "第1项已补充办结" }, "szgfj.office"));
        var second = (await office.Get<AssessmentBook>().FindAsync(Id))!;
        Assert.Equal((2, 97m), (second.Row.Round, second.Units[0].Points));
        // All units answer, so that nobody waits for the end of the period.
        foreach (var unit in (string[])["szj", "szjj", "sjyj"]) await HandInAsync(office, unit, AssessmentKinds.Objection, new { objects = false });
        await DecideAsync(office, 2, Decision.Agree);
        Assert.Equal(2, (await office.Get<AssessmentBook>().FindAsync(Id))!.Row.Round);
        Assert.Equal(1, await office.OutputAsync<int>(LedgerLife.InstanceIdOf(Id)));
    }

    [Fact]
    public async Task Objection_NotAnsweredInTime_IsEscalatedAndHoldsTheDecision()
    {
        await using var office = await EndedAsync();
        await office.AdvanceToAsync("2024-01-02T10:00+08:00");
        await HandInAsync(office, "szj", AssessmentKinds.Objection, new { objects = true, reason = "已办结" });
        // Five working days from 2 January end on the 9th; the leader is told when they have passed.
        await office.AdvanceToAsync("2024-01-20T10:00+08:00");
        Assert.Empty(await StepsAsync(office));
        Assert.Contains(office.Post.Lines, line => line.Contains("vm-digital", StringComparison.Ordinal) && line.Contains("escalated", StringComparison.Ordinal));
        await HandInAsync(office, "szj", AssessmentKinds.Answer, new { cancelled = new[] { "1.Open" }, reason = "经核实" }, "szgfj.office");
        Assert.Single(await StepsAsync(office));
        await DecideAsync(office, 1, Decision.Agree);
        Assert.Equal(99m, (await UnitAsync(office, "szj")).Points);
    }

    [Fact]
    public async Task Draft_RepeatedOrCutShort_IsOneRoundWithTheSamePoints()
    {
        await using var office = await EndedAsync();
        await office.AdvanceToAsync("2024-01-01T10:00+08:00");
        var before = (await office.Get<AssessmentBook>().FindAsync(Id))!;
        var call = AssessmentCall.Of((await office.Get<LedgerBook>().FindAsync(Id))!);
        await ActAsync(office, "1", TaskActKind.Urged, "szgfj");
        var activities = office.Create<AssessmentActivities>();
        var again = await activities.DraftAssessment(new(call, 1, office.Now.AddDays(3)));
        Assert.Equal(before.Row.ObjectUntil, again.Until);
        Assert.Equivalent(before, await office.Get<AssessmentBook>().FindAsync(Id));
        // The process ended after the units were written: no round is seen until all of it is there.
        await office.Tables.DeleteAsync<AssessmentRow>(Id, AssessmentRow.RowKeyOf(1));
        Assert.Null(await office.Get<AssessmentBook>().FindAsync(Id));
        await activities.DraftAssessment(new(call, 1, before.Row.DraftedAt));
        Assert.Equivalent(before, await office.Get<AssessmentBook>().FindAsync(Id));
    }

    [Fact]
    public async Task Shitang_AtItsEnd_AssessesTheCountiesByTheirOwnParts()
    {
        const string shitang = "shitang-2023";
        await using var office = await LedgerLifeTests.OpenAsync("2023-12-20T10:00+08:00");
        await LedgerLifeTests.StartAsync(office, KnownLedgers.Find(shitang)!, "sjyj");
        await office.AdvanceToAsync("2023-12-29T10:00+08:00");
        var report = LedgerLifeTests.Report("无", ("1-3.text", "已全部接入"), ("1-3.percent", 100), ("1-3.f1", 100), ("1-2.text", "已建成"), ("1-2.percent", 100));
        Assert.Equal(SubmissionStatus.HandedIn, await LedgerLifeTests.HandInAsync(office, "tcq", LedgerKinds.Report.Step, report, shitang));
        // The last findings may be recorded until 9 January.
        await office.AdvanceToAsync("2024-01-11T10:00+08:00");
        var round = (await office.Get<AssessmentBook>().FindAsync(shitang))!;
        Assert.Equal(9, round.Units.Count);
        var own = round.Units.Single(unit => unit.Unit == "tcq").Lines.Select(line => line.Key).ToList();
        Assert.Contains("1-2.Late", own);
        Assert.DoesNotContain(own, key => key.StartsWith("1-3.", StringComparison.Ordinal));
        var other = round.Units.Single(unit => unit.Unit == "dcq").Lines.Select(line => line.Key).ToList();
        Assert.Contains("1-3.Open", other);
        Assert.Contains("1-3.Figure", other);
        Assert.Contains(other, key => key.EndsWith(".MissingReport", StringComparison.Ordinal));
    }

    /// <summary>A ledger to its assessment, its objections and its second round; for the histories.</summary>
    internal static async Task<VirtualOffice> LiveAsync()
    {
        var office = await EndedAsync();
        await office.AdvanceToAsync("2024-01-02T10:00+08:00");
        await HandInAsync(office, "szj", AssessmentKinds.Objection, new { objects = true, reason = "已办结" });
        await HandInAsync(office, "szj", AssessmentKinds.Answer, new { cancelled = new[] { "1.Open" }, reason = "经核实" }, "szgfj.office");
        await HandInAsync(office, "szjj", AssessmentKinds.Objection, new { objects = false });
        await office.AdvanceToAsync("2024-01-09T09:00+08:00");
        await DecideAsync(office, 1, Decision.Refuse);
        await HandInAsync(office, null, AssessmentKinds.Review, new { text = "记录无误" }, "szgfj.office");
        await office.AdvanceToAsync("2024-02-01T09:00+08:00");
        await DecideAsync(office, 2, Decision.Agree);
        return office;
    }

    /// <summary>A ledger on its last day: one task not finished, one finished late, every unit has signed and reported.</summary>
    private static async Task<VirtualOffice> EndedAsync()
    {
        var office = await LedgerLifeTests.OpenAsync("2023-11-01T09:00+08:00");
        await LedgerLifeTests.StartAsync(office, new()
        {
            Id = Id,
            Document = "达市府办发〔2023〕16号",
            Title = "考核的台账",
            Coordinator = "市政管局",
            Assessor = "市政管局",
            Cycle = LedgerRhythm.QuarterEnd,
            From = new(2023, 11, 1),
            To = new(2023, 12, 31),
            Tasks =
            [
                new() { N = 1, Title = "建成平台", Lead = ["市财政局"], Due = new(2023, 12, 15) },
                new() { N = 2, Title = "梳理事项", Lead = ["市数字经济局"], Units = ["市教育局"], Due = new(2023, 12, 15) },
            ],
        }, "szgfj");
        await office.SettleAsync();
        foreach (var unit in (string[])["szj", "szjj", "sjyj"]) await LedgerLifeTests.HandInAsync(office, unit, LedgerKinds.Sign.Step, new { }, Id);
        await office.AdvanceToAsync("2023-12-20T10:00+08:00");
        await ActAsync(office, "2", TaskActKind.Reported, "szjj", act => act with { Text = "已梳理", Percent = 100 });
        await ActAsync(office, "2", TaskActKind.ClosingAsked, "szjj");
        await office.AdvanceToAsync("2023-12-28T10:00+08:00");
        await ActAsync(office, "2", TaskActKind.Closed, "szgfj");
        foreach (var unit in (string[])["szj", "szjj"]) await LedgerLifeTests.HandInAsync(office, unit, LedgerKinds.Report.Step, LedgerLifeTests.Report("无"), Id);
        await office.AdvanceToAsync("2023-12-31T20:00+08:00");
        return office;
    }

    private static async Task<AssessedUnitRow> UnitAsync(VirtualOffice office, string unit) => (await office.Get<AssessmentBook>().FindUnitAsync(Id, unit))!;

    private static async Task<SubmissionStatus> HandInAsync(VirtualOffice office, string? unit, SubmissionKind kind, object data, string? by = null)
    {
        var receipt = await office.Get<SubmissionService>().SubmitAsync(office.Client, new()
        {
            Subject = unit is null ? AssessmentSubject.Of(Id) : AssessmentSubject.Of(Id, unit),
            Step = kind.Step,
            Data = JsonSerializer.Serialize(data, RecordJson.Options),
            By = by ?? $"{unit}.office",
        });
        await office.SettleAsync();
        return receipt.Status;
    }

    private static async Task ActAsync(VirtualOffice office, string key, TaskActKind kind, string unit, Func<TaskAct, TaskAct>? with = null)
    {
        var act = new TaskAct { Kind = kind, Unit = unit, By = unit, At = office.Now, Key = $"{kind}|{unit}|{office.Now:yyyyMMddHHmm}" };
        var ledger = (await office.Get<LedgerBook>().FindAsync(Id))!;
        Assert.Empty((await office.Get<TaskService>().ActAsync(office.Client, ledger, await LedgerLifeTests.TaskAsync(office, key, Id), with?.Invoke(act) ?? act)).Failures);
        await office.SettleAsync();
    }

    private static async Task<IReadOnlyList<ApprovalStepRow>> StepsAsync(VirtualOffice office) =>
        [.. (await office.Tables.ListAsync<ApprovalStepRow>(AssessmentSubject.Of(Id))).Where(step => step.Outcome is null)];

    private static async Task DecideAsync(VirtualOffice office, int round, Decision decision)
    {
        var of = new LinkRequest
        {
            Purpose = ApprovalLinks.Decide,
            Subject = AssessmentSubject.Of(Id),
            Step = LedgerAssessment.DecisionStep,
            Round = round,
            Person = (await office.Get<IDirectory>().FindSupervisorAsync("szgfj", ChinaTime.DayOf(office.Now)))!.Person.Id,
            Expires = office.Now.AddDays(60),
        };
        var comment = decision == Decision.Agree ? null : "理由不充分";
        Assert.Equal(DecisionStatus.Recorded, (await office.Get<DecisionService>().RecordAsync(office.Client, of, link: null, new DecisionInput(decision, comment))).Status);
        await office.SettleAsync();
    }
}
