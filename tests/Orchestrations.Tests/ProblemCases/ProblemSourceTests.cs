using System.Text.Json;
using Dazhou.Serverless.Campaigns;
using Dazhou.Serverless.Ledgers;
using Dazhou.Serverless.ProblemCases;
using Dazhou.Serverless.Records;
using Orchestrations.Tests.Campaigns;
using Orchestrations.Tests.Ledgers;
using Orchestrations.Tests.Support;

namespace Orchestrations.Tests.ProblemCases;

/// <summary>Reports that raise problems: the weekly report of a campaign (53号 二（六）), the progress on a ledger's task (16号).</summary>
public sealed class ProblemSourceTests
{
    [Fact]
    public async Task WeeklyReport_WithSomethingToCoordinate_RaisesOneProblemForTheBureau()
    {
        await using var office = await CampaignOffice.OpenAsync("2023-05-24T09:00+08:00");
        await CampaignOffice.StartAsync(office);
        await office.AdvanceToAsync("2023-05-29T10:00+08:00");
        await CampaignOffice.ReportAsync(office, "tcq", 1, "用地指标不足");
        await CampaignOffice.ReportAsync(office, "dcq", 1, "暂无。");
        await CampaignOffice.ReportAsync(office, "wys", 1);

        var problem = Assert.Single(await office.Get<ProblemBook>().ListAsync(new()));
        Assert.Equal(("campaign.season-3.tcq.1", "用地指标", "用地指标不足"), (problem.Id, problem.Kind, problem.Text));
        Assert.Equal(("tcq", "sjxj", "campaigns", "/campaigns/season-3"), (problem.Raiser, problem.Office, problem.Origin.System, problem.Origin.Path));
        Assert.Equal(["sjhj"], problem.Readers);
        Assert.EndsWith("二（六）", problem.Origin.Article, StringComparison.Ordinal);
        Assert.NotNull((await office.Tables.FindAsync<AskRow>(ProblemSubject.Of(problem.Id), new StepRound(ProblemKinds.Assign.Step, 1).RowKey))?.Value);

        // The activity may run twice.
        await office.Create<CampaignActivities>().TakeReport(new("season-3", "tcq", 1, 1), office.Client);
        await office.SettleAsync();
        Assert.Single(await office.Get<ProblemBook>().ListAsync(new()));
        Assert.Single(office.Post.Sent, sent => sent.Mail.To.Address.StartsWith("sjxj.office", StringComparison.Ordinal) && sent.Mail.Content.Subject.Contains("用地指标问题", StringComparison.Ordinal));

        // The same words in the week after are noted on it.
        await office.AdvanceToAsync("2023-06-05T10:00+08:00");
        await CampaignOffice.ReportAsync(office, "tcq", 2, "用地指标不足");
        Assert.Single(await office.Get<ProblemBook>().ListAsync(new()));
        Assert.Contains(await office.Get<IAuditTrail>().EntriesAsync(ProblemSubject.Of(problem.Id)), entry => entry.Key == "again|2");
    }

    [Fact]
    public async Task Progress_OnALedgersTask_RaisesItsProblemOnceForTheCoordinatingOffice()
    {
        await using var office = await LedgerLifeTests.OpenAsync("2023-05-26T10:00+08:00");
        await LedgerLifeTests.StartAsync(office, LedgerLifeTests.Small(KnownLedgers.Find("fangguanfu-2023")!), "szgfj");
        await office.SettleAsync();
        var compiler = (await LedgerLifeTests.TaskAsync(office, "17")).State.Compiler!;
        // By cycle, and by an act of its own.
        await office.AdvanceToAsync("2023-06-20T10:00+08:00");
        Assert.Equal(SubmissionStatus.HandedIn, await LedgerLifeTests.HandInAsync(
            office, compiler, LedgerKinds.Report.Step, LedgerLifeTests.Report("无", ("17.text", "正在编制"), ("17.problems", "部门数据未提供"))));
        Assert.Empty((await LedgerLifeTests.ActAsync(office, "17", TaskActKind.Reported, compiler, act => act with { Text = "正在核对", Problems = "无" })).Failures);
        await office.AdvanceToAsync("2023-06-20T10:01+08:00");
        Assert.Empty((await LedgerLifeTests.ActAsync(office, "17", TaskActKind.Reported, compiler, act => act with { Text = "正在核对", Problems = "部门数据未提供" })).Failures);
        await office.AdvanceToAsync("2023-06-20T10:02+08:00");
        Assert.Empty((await LedgerLifeTests.ActAsync(office, "17", TaskActKind.Reported, compiler, act => act with { Text = "正在核对", Problems = "系统接口未开通" })).Failures);
        await office.SettleAsync();

        var problems = await office.Get<ProblemBook>().ListAsync(new(System: "ledgers"));
        Assert.Equal(["系统接口未开通", "部门数据未提供"], problems.Select(problem => problem.Text).Order(StringComparer.Ordinal));
        Assert.All(problems, problem => Assert.Equal((compiler, "szgfj", "/ledgers/fangguanfu-2023/tasks/17"), (problem.Raiser, problem.Office, problem.Origin.Path)));
        Assert.All(problems, problem => Assert.StartsWith("ledgers.fangguanfu-2023.t.17.", problem.Id, StringComparison.Ordinal));
        Assert.Equal(2, (await office.Tables.ListAsync<ProblemRow>(ProblemRow.Partition)).Count);

        // Answered by another unit, confirmed by whoever reported.
        var id = problems.First(problem => problem.Text == "部门数据未提供").Id;
        await HandInAsync(office, id, ProblemKinds.Assign, "szgfj", new { unit = "szjj" });
        await HandInAsync(office, id, ProblemKinds.Answer, "szjj", new { outcome = "done", text = "已经共享" });
        await HandInAsync(office, id, ProblemKinds.Confirm, compiler, new { solved = true });
        Assert.Equal(ProblemPhase.Confirmed, await office.OutputAsync<ProblemPhase>(ProblemCase.InstanceIdOf(id)));
    }

    private static async Task HandInAsync(VirtualOffice office, string problem, SubmissionKind kind, string unit, object data)
    {
        var receipt = await office.Get<SubmissionService>().SubmitAsync(office.Client, new()
        {
            Subject = ProblemSubject.Of(problem),
            Step = kind.Step,
            Data = JsonSerializer.Serialize(data),
            By = $"{unit}.office",
        });
        Assert.Equal(SubmissionStatus.HandedIn, receipt.Status);
        await office.SettleAsync();
    }
}
