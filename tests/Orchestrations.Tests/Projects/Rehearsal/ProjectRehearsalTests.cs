using Dazhou.Serverless.Approvals;
using Dazhou.Serverless.Directory;
using Dazhou.Serverless.Projects;
using Dazhou.Serverless.Projects.Rehearsal;
using Dazhou.Serverless.Records;
using Dazhou.Serverless.Rehearsal;
using Microsoft.Extensions.DependencyInjection;
using Orchestrations.Tests.Support;

namespace Orchestrations.Tests.Projects;

/// <summary>Whole lives on the local runtime in virtual time; every turn is replayed from its history.</summary>
public sealed class ProjectRehearsalTests
{
    private static readonly DateTimeOffset Start = At("2026-03-02T00:00");

    [Fact]
    public async Task Rehearse_Tier150_GoesThroughTheStagesOnTheDaysOfTheRegulation()
    {
        var result = await RehearseAsync("tier-150");

        Assert.Equal(Stages.Completed, result.End);
        Assert.Equal(
            [
                ("2026-03-02T00:00", null, "提交项目申报"),
                ("2026-03-02T00:00", Stages.Establishment, "进入立项审批"),
                ("2026-03-03T09:00", Stages.Establishment, "出具立项批复达数批〔2026〕1号"),
                ("2026-03-03T09:00", Stages.Publicity, "具体功能清单开始公示"),
                ("2026-03-11T00:00", Stages.Publicity, "公示期满"),
                ("2026-03-11T00:00", Stages.TechnicalPlan, "编制项目建设技术方案（第1轮）"),
                ("2026-03-11T09:00", Stages.TechnicalReview, "进入技术性审查（第1轮）"),
            ],
            Of(result, RehearsalKind.Stage).TakeWhile(entry => entry.Stage != Stages.BudgetReview).Select(entry => ($"{entry.At:yyyy-MM-ddTHH:mm}", entry.Stage, entry.Text)));
    }

    [Fact]
    public async Task Rehearse_Tier150_ChainsThePeriodsByTheirLastDays()
    {
        var deadlines = Of(await RehearseAsync("tier-150"), RehearsalKind.Deadline).TakeWhile(entry => entry.Stage != Stages.BudgetReview).ToList();

        Assert.Equal(
            [
                (Stages.Establishment, "第十条第二款第一项", "2026-03-02", "5 working days", "2026-03-10"),
                (Stages.Establishment, "第十条第二款第一项", "2026-03-02", "5 working days", "2026-03-10"),
                (Stages.Publicity, "第三十五条", "2026-03-03", "7 days", "2026-03-11"),
                (Stages.TechnicalPlan, "第三十六条", "2026-03-10", "60 days", "2026-05-10"),
                (Stages.TechnicalReview, "第三十七条", "2026-03-11", "10 days", "2026-03-24"),
            ],
            deadlines.Select(entry => (entry.Stage!, entry.Article!, $"{entry.From:yyyy-MM-dd}", entry.Period!, $"{entry.Due:yyyy-MM-dd}")));
        Assert.All(deadlines, entry => Assert.Equal((TimeSpan.FromHours(8), TimeSpan.Zero, false), (entry.Due!.Value.Offset, entry.Due.Value.TimeOfDay, entry.Provisional)));
    }

    [Theory]
    [InlineData("tier-150", "分管市场监管工作的副市长：审核意见：同意 分管数字经济工作的副市长：审核意见：同意 分管财政工作的副市长：审定意见：同意")]
    [InlineData("tier-320", "分管政法应急工作的副市长：审核意见：同意 分管数字经济工作的副市长：审核意见：同意 分管财政工作的副市长：审签意见：同意 市长：审定意见：同意")]
    [InlineData("tier-760", "市政府常务会议秘书：审定意见：同意")]
    [InlineData("tier-1800", "市政府常务会议秘书：审议意见：同意 市委常委会秘书：审定意见：同意")]
    public async Task Rehearse_Tiers_AskWhomTheTableNames(string sample, string decisions)
    {
        var result = await RehearseAsync(sample);

        Assert.Equal(Stages.Completed, result.End);
        Assert.Equal(
            decisions.Split(' '),
            Of(result, RehearsalKind.Decision).Where(entry => entry.Stage == Stages.Establishment).Select(entry => entry.Text).OrderBy(text => Array.IndexOf(decisions.Split(' '), text)));
    }

    [Fact]
    public async Task Rehearse_Twice_GivesTheSameCalendar()
    {
        var first = await RehearseAsync("tier-320");
        var second = await RehearseAsync("tier-320");

        Assert.Equal(first.Calendar.Select(entry => (entry.At, entry.Kind, entry.Text)).Order(), second.Calendar.Select(entry => (entry.At, entry.Kind, entry.Text)).Order());
    }

    [Fact]
    public async Task Rehearse_DecisionRefuses_EndsWithoutANumber()
    {
        var result = await RehearseAsync("tier-150", new([new("Establishment.decision", Decision: Decision.Refuse, Comment: "暂缓")]));

        Assert.Equal(Stages.Refused, result.End);
        Assert.DoesNotContain(result.Calendar, entry => entry.Text.Contains("立项批复", StringComparison.Ordinal));
        Assert.DoesNotContain(result.Calendar, entry => entry.Stage == Stages.Publicity);
    }

    [Fact]
    public async Task Rehearse_ReviewReturns_AsksForThePlanAgainInTheNextRound()
    {
        var result = await RehearseAsync("tier-150", new([new(Stages.TechnicalReview, Decision: Decision.Return, Comment: "补充概算依据")]));

        Assert.Equal(Stages.Completed, result.End);
        var plans = Of(result, RehearsalKind.Deadline).Where(entry => entry.Stage == Stages.TechnicalPlan).ToList();
        Assert.Equal(["2026-03-10", "2026-03-12"], plans.Select(entry => $"{entry.From:yyyy-MM-dd}"));
        Assert.Contains(result.Calendar, entry => entry.Text == "进入技术性审查（第2轮）");
        Assert.Contains(result.Calendar, entry => entry.Kind == RehearsalKind.Mail && entry.Text.Contains("补充概算依据", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Rehearse_EstablishmentReturns_WaitsForTheApplicantAndKeepsEarlierReviews()
    {
        var result = await RehearseAsync("tier-150", new(
        [
            new("Establishment.decision", Person: "sscjgj.project"),
            new("Establishment.decision", Decision: Decision.Return, Comment: "补充必要性", Morning: 2),
        ]));

        Assert.Equal(Stages.Completed, result.End);
        var decisions = Of(result, RehearsalKind.Decision).Where(entry => entry.Stage == Stages.Establishment).Select(entry => $"{entry.At:MM-dd} {entry.Text}");
        Assert.Equal(
            ["03-02", "03-02", "03-04 分管财政工作的副市长：审定意见：退回补正", "03-05 市市场监管局项目负责人：补正后重新提交", "03-06 分管财政工作的副市长：审定意见：同意"],
            decisions.Select((text, i) => i < 2 ? text[..5] : text));
    }

    [Fact]
    public async Task Rehearse_PlanIsLate_RemindsReportsAndGoesOnWaiting()
    {
        var result = await RehearseAsync("tier-150", new([new(Stages.TechnicalPlan, Morning: 65)]));

        Assert.Equal(Stages.Completed, result.End);
        var reminders = Of(result, RehearsalKind.Reminder).Where(entry => entry.Stage == Stages.TechnicalPlan).ToList();
        // 7, 3 and 1 days before, on the day; then the day on which it is overdue, 11 May, until it is handed in on 14 May
        Assert.Equal(
            ["05-02", "05-06", "05-08", "05-09"],
            reminders.Where(entry => entry.Text.StartsWith("提醒", StringComparison.Ordinal) && entry.At < At("2026-05-10T00:00")).Select(entry => $"{entry.At:MM-dd}"));
        Assert.Contains(reminders, entry => entry.Text.StartsWith("报告市数字经济局审查科", StringComparison.Ordinal));
        Assert.Equal(At("2026-05-14T09:00"), Of(result, RehearsalKind.Decision).Single(entry => entry.Stage == Stages.TechnicalPlan).At);
    }

    [Fact]
    public async Task Rehearse_FarBeyondThePublishedCalendar_MarksTheDeadlineProvisional()
    {
        var result = await RehearseAsync("tier-150", start: At("2026-11-20T00:00"));

        var plan = Of(result, RehearsalKind.Deadline).Single(entry => entry.Stage == Stages.TechnicalPlan);
        Assert.True(plan.Provisional);
        Assert.Contains("暂定", plan.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rehearse_ApplicationBreaksRules_ListsThemAndLivesNothing()
    {
        var result = await RehearseAsync("refused-20-negative-list");

        Assert.Null(result.End);
        Assert.Empty(result.Calendar);
        Assert.Equal(["negative-list-1", "negative-list-8"], result.Failures.Select(failure => failure.Rule));
    }

    [Fact]
    public async Task From_NeedsNoHost_AndGivesTheCalendarThatEveryTurnReplayedGives()
    {
        using var directory = Directory();
        var application = Samples.Load("tier-150");
        var unit = (await directory.FindUnitAsync(application.Unit!))!;

        var kept = await ProjectRehearsal.From(directory).RunAsync(application, unit, Start, policy: new());

        var replayed = await RehearseAsync("tier-150", policy: new());
        Assert.Equal(replayed.End, kept.End);
        Assert.Equal(replayed.Calendar.Select(entry => (entry.At, entry.Kind)).Order(), kept.Calendar.Select(entry => (entry.At, entry.Kind)).Order());
    }

    private static List<RehearsalEntry> Of(RehearsalResult result, RehearsalKind kind) => [.. result.Calendar.Where(entry => entry.Kind == kind)];

    private static async Task<RehearsalResult> RehearseAsync(string sample, RehearsalScript? script = null, DateTimeOffset? start = null, ProjectPolicy? policy = null)
    {
        using var directory = Directory();
        var application = Samples.Load(sample);
        var unit = (await directory.FindUnitAsync(application.Unit!))!;
        return await new ProjectRehearsal(VirtualHosts.Build, directory).RunAsync(application, unit, start ?? Start, script, policy ?? new());
    }

    private static DirectoryRecords Directory() => new(new MemoryTableStore(), TimeProvider.System, DirectorySample.Read());

    private static DateTimeOffset At(string local) => DateTimeOffset.Parse($"{local}+08:00");
}
