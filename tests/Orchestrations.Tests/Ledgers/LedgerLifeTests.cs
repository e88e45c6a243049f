using System.Text.Json;
using System.Text.Json.Nodes;
using Dazhou.Serverless.Approvals;
using Dazhou.Serverless.Deadlines;
using Dazhou.Serverless.Directory;
using Dazhou.Serverless.Ledgers;
using Dazhou.Serverless.Links;
using Dazhou.Serverless.Projects;
using Dazhou.Serverless.Records;
using Dazhou.Serverless.Subjects;
using Microsoft.Extensions.DependencyInjection;
using Orchestrations.Tests.Support;

namespace Orchestrations.Tests.Ledgers;

/// <summary>Ledgers of the gazette from their document's day on, in virtual time.</summary>
public sealed class LedgerLifeTests
{
    private const string Id = "fangguanfu-2023";

    [Fact]
    public async Task Fangguanfu_ThroughItsThreeQuarterEnds_IsSignedReportedUrgedExtendedClosedAndReopened()
    {
        await using var office = await OpenAsync("2023-05-26T10:00+08:00");
        var receipt = await StartAsync(office, KnownLedgers.Find(Id)!, "szgfj");
        Assert.Equal((true, 79, 17), (receipt.IsNew, receipt.Ledger!.Tasks, receipt.Ledger.Sections.Count));
        await office.SettleAsync();
        // Contact persons are asked for until 31 May, and every named unit is asked to sign.
        Assert.NotNull(await office.Get<ContactRegisters>().FindAsync(Id));
        Assert.NotNull(await AskAsync(office, "szj", LedgerKinds.Sign.Step));

        // 退办 of task 15 is agreed to, so that another unit compiles and is asked to sign.
        Assert.Equal(SubmissionStatus.HandedIn, await HandInAsync(office, "szj", LedgerKinds.Sign.Step, new { returned = new[] { "15" }, reason = "采购交易由交易中心组织", proposed = "市公共资源交易服务中心" }));
        await HandInAsync(office, "sggzyzx", LedgerKinds.Sign.Step, new { });
        await DecideAsync(office, "15", Decision.Agree);
        var task = await TaskAsync(office, "15");
        Assert.Equal(("sggzyzx", TaskPhase.Signed, 1), (task.State.Compiler, task.State.Phase, task.State.Watch));
        Assert.Contains("szj", (await TaskAsync(office, "7")).State.Signed);

        // The first quarter end: leads and the nine counties are asked; 30 June is a working day.
        await office.AdvanceToAsync("2023-06-20T10:00+08:00");
        var cycle = await CycleAsync(office, 1);
        Assert.Equal(9, cycle.Units.Count(unit => receipt.Ledger.Counties.Contains(unit.Unit)));
        Assert.Contains(cycle.Units, unit => unit.Unit == "szgfj");
        Assert.DoesNotContain(cycle.Units, unit => unit.Unit == "swbb");
        Assert.Equal(SubmissionStatus.Refused, await HandInAsync(office, "szgfj", LedgerKinds.Report.Step, Report("数据未通", ("25.text", "已梳理事项"), ("25.percent", 120))));
        Assert.Equal(SubmissionStatus.HandedIn, await HandInAsync(office, "szgfj", LedgerKinds.Report.Step, Report("数据未通", ("25.text", "已梳理事项"), ("25.percent", 45), ("25.f1", 40))));
        var reported = await TaskAsync(office, "25");
        Assert.Equal((TaskPhase.Reported, 45, (decimal?)40), (reported.State.Phase, reported.State.Percent, reported.State.Figures[0]));

        // Task 17 is due on 30 June: at its end it is late, and that is told once.
        await office.AdvanceToAsync("2023-06-30T23:59+08:00");
        Assert.Equal(0, (await TaskAsync(office, "17")).State.Criticised);
        await office.AdvanceToAsync("2023-07-03T10:00+08:00");
        Assert.Equal(1, (await TaskAsync(office, "17")).State.Criticised);
        await HandInAsync(office, "tcq", LedgerKinds.Report.Step, Report("无"));
        await office.AdvanceToAsync("2023-07-10T10:00+08:00");
        cycle = await CycleAsync(office, 1);
        Assert.NotNull(cycle.CompiledAt);
        Assert.Equal((0, 3), (cycle.Units.Single(unit => unit.Unit == "szgfj").DaysLate, cycle.Units.Single(unit => unit.Unit == "tcq").DaysLate));
        Assert.Contains("未报：", CompilationTexts.HandedInOf(cycle), StringComparison.Ordinal);
        Assert.NotNull(await office.Get<IDocumentStore>().FindAsync(LedgerSubject.Of(Id), CompilationDocument.NameOf(CycleMode.Report, 1)));
        Assert.Equal(1, (await TaskAsync(office, "17")).State.Criticised);

        // 延期 before expiry is decided by the coordinating office and moves the deadline itself.
        var act = await ActAsync(office, "25", TaskActKind.ExtensionAsked, "szgfj", sent => sent with { Until = new(2024, 1, 31), Text = "等待省级接口" });
        Assert.Empty(act.Failures);
        await office.SettleAsync();
        await DecideAsync(office, "25", Decision.Agree);
        Assert.Equal(new DateOnly(2024, 1, 31), (await TaskAsync(office, "25")).State.Due);
        await office.SettleAsync();
        Assert.Contains(await office.Tables.ListAsync<DeadlineRow>(LedgerSubject.OfTask(Id, "25")), row => row.Deadline.LastDay == new DateOnly(2024, 1, 31));

        // 催办, 销号 and 回头看.
        Assert.Empty((await ActAsync(office, "17", TaskActKind.Urged, "szgfj")).Failures);
        await ActAsync(office, "17", TaskActKind.Reported, (await TaskAsync(office, "17")).State.Compiler!, sent => sent with { Text = "清单已编制", Percent = 100 });
        // Of two leads the first compiles and the other confirms: before it does, closing needs a reason.
        Assert.Equal(["text"], (await ActAsync(office, "17", TaskActKind.Closed, "szgfj")).Failures.Select(failure => failure.Field));
        Assert.Empty((await ActAsync(office, "17", TaskActKind.ClosingAsked, (await TaskAsync(office, "17")).State.Compiler!)).Failures);
        await office.SettleAsync();
        Assert.Contains(office.Post.Sent, sent => sent.Mail.To.Address.StartsWith("ssfj.office", StringComparison.Ordinal) && sent.At > office.Now.AddMinutes(-1));
        Assert.Empty((await ActAsync(office, "17", TaskActKind.Confirmed, "ssfj")).Failures);
        Assert.Empty((await ActAsync(office, "17", TaskActKind.Closed, "szgfj")).Failures);
        await office.SettleAsync();
        Assert.All(await office.Tables.ListAsync<DeadlineRow>(LedgerSubject.OfTask(Id, "17")), row => Assert.True(row.IsClosed));
        Assert.Empty((await ActAsync(office, "17", TaskActKind.Reopened, "szgfj", sent => sent with { Text = "抽查发现漏项", Until = new(2023, 8, 31) })).Failures);
        await office.SettleAsync();
        Assert.Contains(await office.Tables.ListAsync<DeadlineRow>(LedgerSubject.OfTask(Id, "17")), row => !row.IsClosed && row.Deadline.LastDay == new DateOnly(2023, 8, 31));

        // The second quarter ends within the holidays: who reports on the make-up Saturday is not late.
        await office.AdvanceToAsync("2023-10-07T18:00+08:00");
        await HandInAsync(office, "szgfj", LedgerKinds.Report.Step, Report("无", ("25.text", "接口已通"), ("25.percent", 80), ("25.f1", 85)));
        await office.AdvanceToAsync("2024-01-15T10:00+08:00");
        Assert.Equal(0, (await CycleAsync(office, 2)).Units.Single(unit => unit.Unit == "szgfj").DaysLate);
        Assert.NotNull((await CycleAsync(office, 3)).CompiledAt);
        // The year is assessed next; see AssessmentLifeTests.
        Assert.Equal(1, (await office.Get<AssessmentBook>().FindAsync(Id))!.Row.Round);

        // What the index says is what the tasks are.
        var ledger = (await office.Get<LedgerBook>().FindAsync(Id))!;
        foreach (var entry in await office.Get<LedgerBook>().IndexAsync(ledger))
            Assert.Equivalent(LedgerIndexEntry.Of(ledger, (await office.Get<LedgerBook>().FindTaskAsync(ledger, entry.Key))!), entry);
    }

    [Fact]
    public async Task Start_AfterTheFirstQuarter_AsksNothingForThePast()
    {
        await using var office = await OpenAsync("2023-08-01T10:00+08:00");
        await StartAsync(office, KnownLedgers.Find(Id)!, "szgfj");
        await office.AdvanceToAsync("2023-09-21T10:00+08:00");
        Assert.Null(await office.Tables.FindAsync<CompilationRow>(CompilationRow.PartitionOf(Id, CycleMode.Report), CompilationRow.RowKeyOf(1)));
        Assert.NotNull(await CycleAsync(office, 2));
        // The contacts' day and task 17's have passed: nobody is asked or criticised for them.
        Assert.Null(await office.Get<ContactRegisters>().FindAsync(Id));
        Assert.Equal(0, (await TaskAsync(office, "17")).State.Criticised);
    }

    [Fact]
    public async Task Xinwuranwu_ToItsEvaluation_AsksTheDepartmentsOnce()
    {
        await using var office = await OpenAsync("2023-05-31T10:00+08:00");
        var ledger = (await StartAsync(office, KnownLedgers.Find("xinwuranwu-2023")!, "shbj")).Ledger!;
        await office.SettleAsync();
        foreach (var unit in ledger.Units) await HandInAsync(office, unit.Id, LedgerKinds.Sign.Step, new { }, ledger.Id);
        // Nothing is reported on until the evaluation opens, two and a half years later.
        await office.AdvanceToAsync("2025-11-19T10:00+08:00");
        Assert.Null(await office.Tables.FindAsync<CompilationRow>(CompilationRow.PartitionOf("xinwuranwu-2023", CycleMode.Report), CompilationRow.RowKeyOf(1)));
        await office.AdvanceToAsync("2025-11-20T10:00+08:00");
        var cycle = await CycleAsync(office, 1, "xinwuranwu-2023");
        Assert.DoesNotContain(cycle.Units, unit => unit.Unit == "tcq");
        Assert.Contains(cycle.Units, unit => unit.Unit == "skjj");
        // 30 November 2025 is a Sunday.
        Assert.Equal((new DateOnly(2025, 11, 30), new DateOnly(2025, 12, 1)), (cycle.Dates.Day, cycle.Dates.LastDay));
        Assert.Equal(SubmissionStatus.HandedIn, await HandInAsync(office, "skjj", LedgerKinds.Evaluation.Step, new { evaluation = "已安排科技项目" }, "xinwuranwu-2023"));
        await office.AdvanceToAsync("2025-12-15T10:00+08:00");
        cycle = await CycleAsync(office, 1, "xinwuranwu-2023");
        Assert.NotNull(await office.Get<IDocumentStore>().FindAsync(LedgerSubject.Of("xinwuranwu-2023"), CompilationDocument.NameOf(CycleMode.Report, 1)));
        Assert.Contains(office.Post.Sent, sent => sent.At > DateTimeOffset.Parse("2025-12-02T00:00+08:00") && sent.Mail.To.Address.StartsWith("shbj.office", StringComparison.Ordinal));
        Assert.Equal((true, "已安排科技项目"), (cycle.CompiledAt is not null, cycle.Units.Single(unit => unit.Unit == "skjj").Evaluation));
        Assert.Equal(1, await office.OutputAsync<int>(LedgerLife.InstanceIdOf("xinwuranwu-2023")));
    }

    [Fact]
    public async Task Shitang_ThroughAMonth_AsksByTheTenDaysCompilesByTheWeekAndRecordsFindings()
    {
        const string shitang = "shitang-2023";
        await using var office = await OpenAsync("2023-04-27T10:00+08:00");
        await StartAsync(office, KnownLedgers.Find(shitang)!, "sjyj");
        await office.AdvanceToAsync("2023-05-08T10:00+08:00");
        var ten = await CycleAsync(office, 2, shitang);
        Assert.Equal(new DateOnly(2023, 5, 10), ten.Dates.Day);
        Assert.Equal(9, ten.Units.Count(unit => unit.Unit is "tcq" or "dcq" or "wys" or "xhx" or "kjx" or "dzx" or "qx" or "gxq" or "djq"));
        var bulletin = (await office.Tables.FindAsync<CompilationRow>(CompilationRow.PartitionOf(shitang, CycleMode.Bulletin), CompilationRow.RowKeyOf(2)))!.Value;
        Assert.Equal((0, true, 6), (bulletin.Units.Count, bulletin.CompiledAt is not null, bulletin.ByStatus.Values.Sum()));
        await office.AdvanceToAsync("2023-05-25T10:00+08:00");
        Assert.Equal(SubmissionStatus.HandedIn, await HandInAsync(office, "sjyj", LedgerKinds.Findings.Step, new { findings = "两所学校未接入" }, shitang));
        await office.AdvanceToAsync("2023-06-10T10:00+08:00");
        var findings = (await office.Tables.FindAsync<CompilationRow>(CompilationRow.PartitionOf(shitang, CycleMode.Inspection), CompilationRow.RowKeyOf(2)))!.Value;
        Assert.Equal("两所学校未接入", Assert.Single(findings.Units).Findings);
    }

    /// <summary>36 Sundays, 25 ends of ten days and nine of months from 27 April to 31 December 2023, side by side.</summary>
    [Fact]
    public async Task Shitang_ThroughItsLife_CompilesEveryCycleOfItsThreeRhythms()
    {
        const string shitang = "shitang-2023";
        await using var office = await OpenAsync("2023-04-27T10:00+08:00");
        var ledger = (await StartAsync(office, KnownLedgers.Find(shitang)!, "sjyj")).Ledger!;
        await office.SettleAsync();
        foreach (var unit in ledger.Units) await HandInAsync(office, unit.Id, LedgerKinds.Sign.Step, new { }, shitang);
        await office.AdvanceToAsync("2024-01-11T10:00+08:00");
        var compiled = await office.Get<LedgerBook>().CompiledAsync(ledger);
        Assert.Equal((36, 25, 9), (CountOf(CycleMode.Bulletin), CountOf(CycleMode.Report), CountOf(CycleMode.Inspection)));
        // Nobody reported: every unit that was asked is named as missing, and a bulletin waits for nobody.
        Assert.All(compiled.Where(row => row.Mode == CycleMode.Report), row => Assert.All(row.Units, unit => Assert.Null(unit.At)));
        Assert.All(compiled.Where(row => row.Mode == CycleMode.Bulletin), row => Assert.Equal(row.Dates.Day.AddDays(1), ChinaTime.DayOf(row.CompiledAt!.Value)));
        Assert.Equal(6, compiled[0].ByStatus[WorkStatus.Overdue]);

        int CountOf(CycleMode mode) => compiled.Count(row => row.Mode == mode);
    }

    [Fact]
    public async Task Start_CutShortAndRepeated_IsStartedOnce()
    {
        await using var office = await OpenAsync("2023-05-26T10:00+08:00");
        var definition = KnownLedgers.Find(Id)!;
        await StartAsync(office, definition, "szgfj");
        await office.SettleAsync();
        var again = await StartAsync(office, definition, "szgfj");
        Assert.Equal((false, 0), (again.IsNew, again.Failures.Count));
        var other = await office.Get<LedgerIntake>().StartAsync(office.Client, definition with { Title = "另一个" }, new("szgfj"));
        Assert.Equal(["id"], other!.Failures.Select(failure => failure.Field));
        Assert.Null(await office.Get<LedgerIntake>().StartAsync(office.Client, definition, new("szj")));
        // A crash between the record and the start: the sweep starts it.
        var small = Small(definition) with { Id = "small" };
        await StartAsync(office, small, "szgfj");
        await office.SettleAsync();
        await office.Client.TerminateInstanceAsync(LedgerLife.InstanceIdOf("small"));
        await office.SettleAsync();
        await office.Client.PurgeInstanceAsync(LedgerLife.InstanceIdOf("small"));
        await office.Tables.UpsertAsync(new PendingStartRow { Kind = LedgerIntake.Kind, Id = "small", Since = office.Now });
        await office.AdvanceToAsync("2023-05-26T10:30+08:00");
        Assert.Equal(1, await office.Create<PendingStarts>().SweepAsync(office.Client));
        await office.SettleAsync();
        Assert.NotNull(await office.Client.GetInstanceAsync(LedgerLife.InstanceIdOf("small")));
    }

    [Fact]
    public async Task Act_WrittenWithoutItsTask_IsTakenInByTheSweep()
    {
        await using var office = await OpenAsync("2023-05-26T10:00+08:00");
        var ledger = (await StartAsync(office, KnownLedgers.Find(Id)!, "szgfj")).Ledger!;
        await office.SettleAsync();
        var task = await TaskAsync(office, "25");
        await office.Tables.UpsertAsync(new LedgerPendingRow { Ledger = Id, Ordinal = task.Ordinal, Since = office.Now });
        await office.Tables.TryInsertAsync(new TaskActRow
        {
            Of = TaskActRow.PartitionOf(task),
            Number = 1,
            Act = new() { Kind = TaskActKind.Reported, Unit = "szgfj", By = "szgfj", At = office.Now, Key = "1", Text = "已办", Percent = 10 },
        });
        await office.AdvanceToAsync("2023-05-26T10:30+08:00");
        Assert.Equal(1, await office.Get<TaskService>().SweepAsync(office.Client));
        Assert.Equal(10, (await TaskAsync(office, "25")).State.Percent);
        Assert.Equal(10, (await office.Get<LedgerBook>().IndexAsync(ledger)).Single(entry => entry.Key == "25").Percent);
        Assert.Equal(0, await office.Get<TaskService>().SweepAsync(office.Client));
    }

    /// <summary>Two tasks through a quarter: one returned, one late, extended and closed.</summary>
    internal static async Task LiveAsync(VirtualOffice office)
    {
        await StartAsync(office, Small(KnownLedgers.Find(Id)!), "szgfj");
        await office.SettleAsync();
        await HandInAsync(office, "szj", LedgerKinds.Sign.Step, new { returned = new[] { "15" }, reason = "采购交易由交易中心组织", proposed = "市公共资源交易服务中心" });
        await DecideAsync(office, "15", Decision.Agree);
        await office.AdvanceToAsync("2023-06-20T10:00+08:00");
        var compiler = (await TaskAsync(office, "17")).State.Compiler!;
        await ActAsync(office, "17", TaskActKind.ExtensionAsked, compiler, sent => sent with { Until = new(2023, 7, 31), Text = "清单核对" });
        await office.SettleAsync();
        await DecideAsync(office, "17", Decision.Refuse);
        await HandInAsync(office, compiler, LedgerKinds.Report.Step, Report("无", ("17.text", "正在编制")));
        await office.AdvanceToAsync("2023-07-12T10:00+08:00");
        await ActAsync(office, "17", TaskActKind.Closed, "szgfj", sent => sent with { Text = "已经核实" });
        await office.SettleAsync();
        await office.AdvanceToAsync("2024-01-15T10:00+08:00");
    }

    internal static Task<VirtualOffice> OpenAsync(string at) => VirtualOffice.OpenAsync(at, services =>
    {
        services.AddApprovals().AddProjects().AddLedgers();
        services.AddSingleton<IDirectory>(_ => new DirectoryRecords(new MemoryTableStore(), TimeProvider.System, DirectorySample.Read()));
    });

    internal static LedgerDefinition Small(LedgerDefinition definition) =>
        definition with { ContactsDue = null, Assessor = null, EveryCounty = false, Tasks = [.. definition.Tasks!.Where(task => task.Row is "15" or "17")] };

    internal static async Task<LedgerReceipt> StartAsync(VirtualOffice office, LedgerDefinition definition, string unit)
    {
        var receipt = await office.Get<LedgerIntake>().StartAsync(office.Client, definition, new SubjectReader(unit));
        Assert.Empty(receipt!.Failures);
        return receipt;
    }

    internal static JsonObject Report(string words, params (string Field, object Value)[] fields)
    {
        var json = new JsonObject { ["difficulties"] = words, ["blockages"] = "无", ["highlights"] = "无" };
        foreach (var (field, value) in fields) json[field] = JsonSerializer.SerializeToNode(value);
        return json;
    }

    internal static async Task<SubmissionStatus> HandInAsync(VirtualOffice office, string unit, string step, object data, string ledger = Id)
    {
        var receipt = await office.Get<SubmissionService>().SubmitAsync(office.Client, new()
        {
            Subject = LedgerSubject.OfUnit(ledger, unit),
            Step = step,
            Data = JsonSerializer.Serialize(data, RecordJson.Options),
            By = $"{unit}.office",
        });
        await office.SettleAsync();
        return receipt.Status;
    }

    private static async Task<AskRow?> AskAsync(VirtualOffice office, string unit, string step) =>
        await office.Get<OpenActs>().LastAskAsync(LedgerSubject.OfUnit(Id, unit), step);

    internal static async Task<LedgerTaskRow> TaskAsync(VirtualOffice office, string key, string ledger = Id)
    {
        var book = office.Get<LedgerBook>();
        return (await book.FindTaskAsync((await book.FindAsync(ledger))!, key))!;
    }

    private static async Task<CompilationRow> CycleAsync(VirtualOffice office, int number, string ledger = Id) =>
        (await office.Tables.FindAsync<CompilationRow>(CompilationRow.PartitionOf(ledger, CycleMode.Report), CompilationRow.RowKeyOf(number)))!.Value;

    internal static async Task<ActReceipt> ActAsync(VirtualOffice office, string key, TaskActKind kind, string unit, Func<TaskAct, TaskAct>? with = null)
    {
        var act = new TaskAct { Kind = kind, Unit = unit, By = unit, At = office.Now, Key = $"{kind}|{unit}|{office.Now:yyyyMMddHHmm}" };
        var ledger = (await office.Get<LedgerBook>().FindAsync(Id))!;
        return await office.Get<TaskService>().ActAsync(office.Client, ledger, await TaskAsync(office, key), with?.Invoke(act) ?? act);
    }

    private static async Task DecideAsync(VirtualOffice office, string key, Decision decision)
    {
        var number = Assert.Single((await TaskAsync(office, key)).State.Open).Number;
        var of = new LinkRequest
        {
            Purpose = ApprovalLinks.Decide,
            Subject = LedgerSubject.OfTask(Id, key),
            Step = $"{nameof(TaskApplication)}.{number}",
            Round = 1,
            Person = "szgfj.office",
            Expires = office.Now.AddDays(60),
        };
        var comment = decision == Decision.Agree ? null : "理由不充分";
        Assert.Equal(DecisionStatus.Recorded, (await office.Get<DecisionService>().RecordAsync(office.Client, of, link: null, new DecisionInput(decision, comment))).Status);
        await office.SettleAsync();
    }
}
