using System.Text.Json;
using Dazhou.Serverless.Approvals;
using Dazhou.Serverless.Deadlines;
using Dazhou.Serverless.Directory;
using Dazhou.Serverless.ProblemCases;
using Dazhou.Serverless.Projects;
using Dazhou.Serverless.Records;
using Dazhou.Serverless.Subjects;
using Microsoft.Extensions.DependencyInjection;
using Orchestrations.Tests.Support;

namespace Orchestrations.Tests.ProblemCases;

/// <summary>Problems from a report to their end, in virtual time (达市府办函〔2023〕53号 二（六）).</summary>
public sealed class ProblemLifeTests
{
    private const string Id = "campaign.season-3.tcq.2";

    [Fact]
    public async Task Problem_AssignedAnsweredAndConfirmed_EndsAndIsToldToAll()
    {
        await using var office = await OpenAsync();
        await RaiseAsync(office);
        // 2 June 2023 is a Friday: three working days later it is Wednesday.
        Assert.Equal(new DateOnly(2023, 6, 7), (await AskAsync(office, ProblemKinds.Assign, 1)).Deadline!.LastDay);
        Assert.Equal("sjxj.office", (await AskAsync(office, ProblemKinds.Assign, 1)).Person);

        Assert.Equal(SubmissionStatus.Refused, await HandInAsync(office, ProblemKinds.Assign, 1, "sjxj", new { unit = "没有的局" }));
        Assert.Equal(SubmissionStatus.HandedIn, await HandInAsync(office, ProblemKinds.Assign, 1, "sjxj", new { unit = "市自然资源规划局", instruction = "请优先保障" }));
        var problem = await FindAsync(office);
        Assert.Equal((ProblemPhase.Assigned, "szgj", new DateOnly(2023, 6, 16)), (problem.State.Phase, problem.State.Unit, problem.State.Until));
        Assert.Equal("szgj.office", (await AskAsync(office, ProblemKinds.Answer, 1)).Person);
        Assert.Equal(new DateOnly(2023, 6, 16), (await AskAsync(office, ProblemKinds.Answer, 1)).Deadline!.LastDay);

        Assert.Equal(SubmissionStatus.HandedIn, await HandInAsync(office, ProblemKinds.Answer, 1, "szgj", new { outcome = "done", text = "已经下达指标。" }));
        Assert.Equal("tcq.office", (await AskAsync(office, ProblemKinds.Confirm, 1)).Person);
        Assert.Equal(SubmissionStatus.HandedIn, await HandInAsync(office, ProblemKinds.Confirm, 1, "tcq", new { solved = true }));

        Assert.Equal(ProblemPhase.Confirmed, await office.OutputAsync<ProblemPhase>(ProblemCase.InstanceIdOf(Id)));
        Assert.Equal((ProblemPhase.Confirmed, office.Now), ((await FindAsync(office)).State.Phase, (await FindAsync(office)).State.EndedAt));
        Assert.All(await office.Tables.ListAsync<DeadlineRow>(ProblemSubject.Of(Id)), row => Assert.Equal(DeadlineState.Done, row.State));
        // Asked: office, unit, raiser; told: the raiser of the assignment, office and unit of the end.
        Assert.Equal(["sjxj", "sjxj", "szgj", "szgj", "tcq", "tcq"], Receivers(office));
        Assert.Equal(
            ["提出需协调的问题（用地指标）", "提交交办意见", "交由市自然资源规划局办理，2023年6月16日前答复", "提交问题办理情况", "确认问题已经解决"],
            (await TrailAsync(office)).Select(entry => entry.Action).Where(action => !action.StartsWith("计时", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Problem_NotTheUnitsAndThenNotSolved_GoesRoundTwiceMore()
    {
        await using var office = await OpenAsync();
        await RaiseAsync(office);
        await HandInAsync(office, ProblemKinds.Assign, 1, "sjxj", new { unit = "shbj" });
        await HandInAsync(office, ProblemKinds.Answer, 1, "shbj", new { outcome = "notOurs", text = "用地不归本局" });
        Assert.Equal((ProblemPhase.Raised, 2), ((await FindAsync(office)).State.Phase, (await FindAsync(office)).State.Round));
        Assert.Contains("用地不归本局。请重新交办", (await AskAsync(office, ProblemKinds.Assign, 2)).ToDo, StringComparison.Ordinal);

        await HandInAsync(office, ProblemKinds.Assign, 2, "sjxj", new { unit = "szgj", until = "2023-06-30" });
        await HandInAsync(office, ProblemKinds.Answer, 2, "szgj", new { outcome = "done", text = "已经研究" });
        await HandInAsync(office, ProblemKinds.Confirm, 2, "tcq", new { solved = false, reason = "指标没有下达" });
        var offer = await office.Get<ProblemSubmissions>().OfferAsync(ProblemSubject.Of(Id), ProblemKinds.Assign, default);
        Assert.Equal("szgj", offer.Begun!["unit"]);
        Assert.DoesNotContain(offer.Kind.Fields[0].Choices!, choice => choice.Value is "tcq" or "szf" or "mkjgs");

        await HandInAsync(office, ProblemKinds.Assign, 3, "sjxj", new { unit = "szgj" });
        await HandInAsync(office, ProblemKinds.Answer, 3, "szgj", new { outcome = "done", text = "已经下达" });
        await HandInAsync(office, ProblemKinds.Confirm, 3, "tcq", new { solved = true });
        var problem = await FindAsync(office);
        Assert.Equal((ProblemPhase.Confirmed, 3), (problem.State.Phase, problem.State.Round));
        Assert.Equal(["shbj", "szgj"], problem.State.Units);
        Assert.Equal(ProblemPhase.Confirmed, await office.OutputAsync<ProblemPhase>(ProblemCase.InstanceIdOf(Id)));
    }

    [Fact]
    public async Task Problem_NobodyActsInTime_IsEscalatedToTheOfficeAndItsSupervisor()
    {
        await using var office = await OpenAsync();
        await RaiseAsync(office);
        await office.AdvanceToAsync("2023-06-08T08:59+08:00");
        Assert.DoesNotContain(office.Post.Lines, line => line.Contains("escalated", StringComparison.Ordinal));
        // The office itself is late: 分管领导 hears.
        await office.AdvanceToAsync("2023-06-08T10:00+08:00");
        Assert.Contains(office.Post.Lines, line => line.Contains("vm-digital escalated", StringComparison.Ordinal));

        await HandInAsync(office, ProblemKinds.Assign, 1, "sjxj", new { unit = "szgj", until = "2023-06-09" });
        await office.AdvanceToAsync("2023-06-12T10:00+08:00");
        Assert.Contains(office.Post.Lines, line => line.Contains("sjxj.office escalated", StringComparison.Ordinal));
        // Three weeks later 分管领导 of the late unit hears too.
        await office.AdvanceToAsync("2023-07-05T10:00+08:00");
        Assert.Contains(office.Post.Lines, line => line.Contains("vm-construction", StringComparison.Ordinal));
        // A late answer is taken.
        Assert.Equal(SubmissionStatus.HandedIn, await HandInAsync(office, ProblemKinds.Answer, 1, "szgj", new { outcome = "done", text = "已经下达" }));
        Assert.Equal(ProblemPhase.Answered, (await FindAsync(office)).State.Phase);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Problem_WithdrawnOnItsWay_EndsAndAsksNobody(int steps)
    {
        await using var office = await OpenAsync();
        await RaiseAsync(office);
        if (steps > 0) await HandInAsync(office, ProblemKinds.Assign, 1, "sjxj", new { unit = "szgj" });
        if (steps > 1) await HandInAsync(office, ProblemKinds.Answer, 1, "szgj", new { outcome = "done", text = "已经下达" });
        Assert.NotEmpty(await WithdrawAsync(office, " "));
        Assert.Empty(await WithdrawAsync(office, "已经自行解决"));
        Assert.Equal(ProblemPhase.Withdrawn, await office.OutputAsync<ProblemPhase>(ProblemCase.InstanceIdOf(Id)));
        Assert.All(await office.Tables.ListAsync<AskRow>(ProblemSubject.Of(Id)), ask => Assert.NotNull(ask.End));
        Assert.Contains(office.Post.Sent, sent => sent.Mail.To.Address.StartsWith("sjxj.office", StringComparison.Ordinal));
        // Again it changes nothing, and nothing more is taken.
        Assert.Empty(await WithdrawAsync(office, "另一个原因"));
        Assert.Equal("已经自行解决", (await FindAsync(office)).State.Reason);
        Assert.NotEqual(SubmissionStatus.HandedIn, await HandInAsync(office, ProblemKinds.Assign, 1, "sjxj", new { unit = "szgj" }));
        Assert.Single(await TrailAsync(office), entry => entry.Action == "撤回问题");
    }

    [Fact]
    public async Task Raise_ByTheSameReportTwice_MakesOneProblem()
    {
        await using var office = await OpenAsync();
        await RaiseAsync(office);
        var raised = await RaiseAsync(office);
        Assert.Equal(Id, raised!.Id);
        Assert.Single(office.Post.Sent);
        Assert.Single(await office.Get<ProblemBook>().ListAsync(new()));

        // The same words a week later are noted; other words are another problem; none is none.
        Assert.Equal(Id, (await RaiseAsync(office, 3))!.Id);
        Assert.Equal("campaign.season-3.tcq.4", (await RaiseAsync(office, 4, "施工许可证没有办理"))!.Id);
        Assert.Null(await RaiseAsync(office, 5, "无。"));
        Assert.Equal(2, (await office.Get<ProblemBook>().ListAsync(new())).Count);
        Assert.Single(await TrailAsync(office), entry => entry.Action == "再次反映同一问题");

        // Once the first has ended, the same words raise another.
        await WithdrawAsync(office, "已经自行解决");
        Assert.Equal("campaign.season-3.tcq.6", (await RaiseAsync(office, 6))!.Id);
        Assert.Equal(Id, (await RaiseAsync(office))!.Id);
    }

    [Fact]
    public async Task Raise_CutShortBeforeItsStart_IsStartedByTheSweep()
    {
        await using var office = await OpenAsync();
        var cut = ProblemRow.Of(ProblemRulesTests.Definition());
        await office.Tables.UpsertAsync(new PendingStartRow { Kind = ProblemBook.Kind, Id = Id, Since = office.Now });
        await office.Tables.TryInsertAsync(cut);
        await office.AdvanceToAsync("2023-06-02T10:30+08:00");
        Assert.Equal(1, await office.Create<PendingStarts>().SweepAsync(office.Client));
        await office.SettleAsync();
        Assert.Single(office.Post.Sent);
        Assert.Single(await TrailAsync(office), entry => entry.Key == "raised");
        Assert.Equal(0, await office.Create<PendingStarts>().SweepAsync(office.Client));
    }

    [Fact]
    public async Task Withdrawal_CutShortAfterItsRecord_IsFinishedByTheSweep()
    {
        await using var office = await OpenAsync();
        await RaiseAsync(office);
        await office.Tables.UpsertAsync(new PendingStartRow { Kind = ProblemWithdrawals.Kind, Id = Id, Since = office.Now });
        var act = new ProblemAct(ProblemActKind.Withdrawn, 1, office.Now) { Text = "已经自行解决" };
        await office.Get<ProblemBook>().ChangeAsync(Id, state => ProblemRules.Apply(state, act), default);
        await office.AdvanceToAsync("2023-06-02T10:30+08:00");
        Assert.Equal(1, await office.Create<PendingStarts>().SweepAsync(office.Client));
        await office.SettleAsync();
        Assert.Equal(ProblemPhase.Withdrawn, await office.OutputAsync<ProblemPhase>(ProblemCase.InstanceIdOf(Id)));
    }

    [Fact]
    public async Task Subject_OfAProblem_HasTitlePathAndOwner()
    {
        await using var office = await OpenAsync();
        await RaiseAsync(office);
        var kinds = office.Get<SubjectKinds>();
        var subject = ProblemSubject.Of(Id);
        var view = (await kinds.FindAsync(subject))!;
        Assert.Equal(("“百日攻坚”第三季：通川区提出的用地指标问题", "tcq"), (view.Title, view.Unit));
        Assert.Equal(($"/problems/{Id}", "问题协调"), (kinds.PathOf(subject), kinds.StageTitle(nameof(ProblemCase))));
        Assert.Null(await kinds.FindAsync("problem.none"));
        var access = office.Get<SubjectAccess>();
        Assert.True(await access.MayReadAsync(new("sjxj", "sjxj.office"), subject));
        Assert.False(await access.MayReadAsync(new("dcq", "dcq.office"), subject));
    }

    /// <summary>A problem that is returned, late, sent back and confirmed, and one that is withdrawn; returns their instances.</summary>
    internal static async Task<IReadOnlyList<string>> LiveAsync(VirtualOffice office)
    {
        await RaiseAsync(office);
        await HandInAsync(office, ProblemKinds.Assign, 1, "sjxj", new { unit = "shbj" });
        await HandInAsync(office, ProblemKinds.Answer, 1, "shbj", new { outcome = "notOurs", text = "用地不归本局" });
        await HandInAsync(office, ProblemKinds.Assign, 2, "sjxj", new { unit = "szgj", until = "2023-06-09" });
        await office.AdvanceToAsync("2023-06-13T10:00+08:00");
        await HandInAsync(office, ProblemKinds.Answer, 2, "szgj", new { outcome = "done", text = "已经研究" });
        await HandInAsync(office, ProblemKinds.Confirm, 2, "tcq", new { solved = false, reason = "指标没有下达" });
        await HandInAsync(office, ProblemKinds.Assign, 3, "sjxj", new { unit = "szgj" });
        await HandInAsync(office, ProblemKinds.Answer, 3, "szgj", new { outcome = "done", text = "已经下达" });
        await HandInAsync(office, ProblemKinds.Confirm, 3, "tcq", new { solved = true });
        var second = (await RaiseAsync(office, 4, "施工许可证没有办理"))!;
        Assert.Empty(await office.Get<ProblemWithdrawals>().WithdrawAsync(office.Client, second, "已经自行解决", "tcq.office"));
        await office.AdvanceToAsync("2023-06-13T11:00+08:00");
        // The withdrawn one has the same name of orchestrator: one history of each is kept.
        return [ProblemCase.InstanceIdOf(Id), ProblemWithdrawal.InstanceIdOf(second.Id)];
    }

    internal static Task<VirtualOffice> OpenAsync() => VirtualOffice.OpenAsync("2023-06-02T10:00+08:00", services =>
    {
        // Beside another system, whose subjects these are not.
        services.AddApprovals().AddProjects().AddProblemCases().AddProblemCases().AddSingleton(provider => provider.GetServices<ISubmissionSource>().OfType<ProblemSubmissions>().Single());
        services.AddSingleton<IDirectory>(_ => new DirectoryRecords(new MemoryTableStore(), TimeProvider.System, DirectorySample.Read()));
    });

    private static async Task<ProblemRow?> RaiseAsync(VirtualOffice office, int report = 2, string text = "用地指标不足")
    {
        var raised = await office.Get<ProblemBook>().RaiseAsync(office.Client, ProblemRulesTests.Definition(report, text));
        await office.SettleAsync();
        return raised;
    }

    private static async Task<IReadOnlyList<RuleFailure>> WithdrawAsync(VirtualOffice office, string reason)
    {
        var failures = await office.Get<ProblemWithdrawals>().WithdrawAsync(office.Client, await FindAsync(office), reason, "tcq.office");
        await office.SettleAsync();
        return failures;
    }

    private static async Task<SubmissionStatus> HandInAsync(VirtualOffice office, SubmissionKind kind, int round, string unit, object data)
    {
        var receipt = await office.Get<SubmissionService>().SubmitAsync(office.Client, new()
        {
            Subject = ProblemSubject.Of(Id),
            Step = kind.Step,
            Round = round,
            Data = JsonSerializer.Serialize(data),
            By = $"{unit}.office",
        });
        await office.SettleAsync();
        return receipt.Status;
    }

    private static async Task<ProblemRow> FindAsync(VirtualOffice office) => (await office.Get<ProblemBook>().FindAsync(Id))!;

    private static async Task<AskRow> AskAsync(VirtualOffice office, SubmissionKind kind, int round) =>
        (await office.Tables.FindAsync<AskRow>(ProblemSubject.Of(Id), new StepRound(kind.Step, round).RowKey))!.Value;

    private static IEnumerable<string> Receivers(VirtualOffice office) => office.Post.Sent.Select(sent => sent.Mail.To.Address.Split('.')[0]).Order(StringComparer.Ordinal);

    private static async Task<IReadOnlyList<AuditEntry>> TrailAsync(VirtualOffice office) =>
        await office.Get<IAuditTrail>().EntriesAsync(ProblemSubject.Of(Id));
}
