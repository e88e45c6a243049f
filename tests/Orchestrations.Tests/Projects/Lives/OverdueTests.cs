using Dazhou.Serverless.Projects;
using Dazhou.Serverless.Rehearsal;

namespace Orchestrations.Tests.Projects.Lives;

/// <summary>What is late is reminded of on exactly the expected days, and still taken.</summary>
public sealed class OverdueTests
{
    [Fact]
    public async Task BudgetReview_AcrossSpringFestival_CountsTheMakeUpDays()
    {
        // Handed in on Saturday 17 January 2026. Spring Festival is 15 to 23 February; 14 and 28 February are worked.
        var result = await Life.RehearseAsync("tier-150", new([new("BudgetReview", Morning: 57)]), Life.At("2026-01-05T00:00"));

        var review = result.Of(RehearsalKind.Deadline, Stages.BudgetReview).Single();
        Assert.Equal(("2026-01-17", "30 working days", "2026-03-06"), ($"{review.From:yyyy-MM-dd}", review.Period, $"{review.Due:yyyy-MM-dd}"));
        Assert.Equal(
            [
                "02-26 09:00", "03-02 09:00", "03-04 09:00", "03-05 09:00",
                "03-06 09:00", "03-13 09:00",
            ],
            result.Reminders(Stages.BudgetReview));
        Assert.Equal(
            ["03-06 09:00 报告市财政局分管局长"],
            result.Of(RehearsalKind.Reminder, Stages.BudgetReview)
                .Where(entry => entry.Text.StartsWith("报告", StringComparison.Ordinal))
                .Select(entry => $"{entry.At:MM-dd HH:mm} {entry.Text.Split('：')[0]}"));
        Assert.Equal(Stages.Completed, result.End);
    }

    [Fact]
    public async Task BudgetReview_AcrossNationalDay_CountsTheMakeUpDays()
    {
        // Handed in on Saturday 5 September 2026. Off: 25 to 27 September, 1 to 7 October; worked: 20 September, 10 October.
        var result = await Life.RehearseAsync("tier-150", new([new("BudgetReview", Morning: 50)]), Life.At("2026-08-24T00:00"));

        var review = result.Of(RehearsalKind.Deadline, Stages.BudgetReview).Single();
        Assert.Equal(("2026-09-05", "2026-10-23"), ($"{review.From:yyyy-MM-dd}", $"{review.Due:yyyy-MM-dd}"));
        Assert.Equal(["10-15 09:00", "10-19 09:00", "10-21 09:00", "10-22 09:00", "10-23 09:00"], result.Reminders(Stages.BudgetReview));
    }

    [Fact]
    public async Task Construction_BeyondContractAndYear_TurnsYellowThenRed()
    {
        var result = await Life.RehearseAsync("tier-150", new([new("Construction.completion", Morning: 380)]));

        // yellow when the contract's own term is over; the year ends on 17 March 2027; handed in on 1 April
        Assert.Equal(
            [
                "09-18 00:00", "03-10 09:00", "03-14 09:00", "03-16 09:00", "03-17 09:00",
                "03-18 09:00", "03-25 09:00",
            ],
            result.Reminders(Stages.Construction).Where(at => at != "04-01 09:00"));
        Assert.Equal(Stages.Completed, result.End);
    }

    [Theory]
    [InlineData("Procurement.plan", Stages.Procurement, 40, "2026-04-14")]
    [InlineData("PreAcceptance.application", Stages.PreAcceptance, 40, "2026-11-18")]
    [InlineData("Acceptance.report", Stages.Acceptance, 40, "2026-11-20")]
    [InlineData("Payment.application", Stages.Payment, 40, "2026-11-23")]
    public async Task Documents_LaterThanTheirDay_AreRemindedOfReportedAndTaken(string step, string stage, int morning, string lastDay)
    {
        var result = await Life.RehearseAsync("tier-150", new([new(step, Morning: morning)]));

        var day = DateOnly.Parse(lastDay);
        var reminders = result.Of(RehearsalKind.Reminder, stage);
        Assert.Equal(
            new[] { 7, 3, 1, 0 }.Select(days => $"{day.AddDays(-days):yyyy-MM-dd} 09:00"),
            reminders.Where(entry => entry.At < Life.At($"{day.AddDays(1):yyyy-MM-dd}T00:00")).Select(entry => $"{entry.At:yyyy-MM-dd HH:mm}"));
        Assert.Contains(reminders, entry => entry.Text.StartsWith("报告", StringComparison.Ordinal));
        Assert.Equal(Stages.Completed, result.End);
    }

    [Theory]
    [InlineData("BudgetReview.estimate")]
    [InlineData("BudgetReview.application")]
    [InlineData("TrialRun.start")]
    public async Task Documents_WithoutAPeriod_AreUrgedAtGrowingDistance(string step)
    {
        var result = await Life.RehearseAsync("tier-150", new([new(step, Morning: 20)]));

        var first = result.Of(RehearsalKind.Mail).First(entry => entry.Text.Contains(
            step switch { "BudgetReview.estimate" => "请登记概算批复", "TrialRun.start" => "请开展试运行", _ => "请向市财政局申报" }, StringComparison.Ordinal));
        Assert.Equal(
            new[] { 3, 7, 15 }.Select(days => first.At.AddDays(days)),
            result.Of(RehearsalKind.Mail)
                .Where(entry => entry.Text.Contains("催办", StringComparison.Ordinal) && entry.At < first.At.AddDays(20))
                .Select(entry => entry.At));
    }

    [Fact]
    public async Task Monitoring_AcrossTheYear_IsDueOnItsLastDay()
    {
        var result = await Life.RehearseAsync("tier-150", new([new("AnnualMonitoring.report", 2026, Morning: 40)]), Life.At("2026-08-24T00:00"));

        var report = result.Of(RehearsalKind.Deadline, Stages.AnnualMonitoring).First();
        Assert.Equal(("2026-12-01", "2026-12-31", "2027-01-01"), ($"{report.At:yyyy-MM-dd}", report.Period, $"{report.Due:yyyy-MM-dd}"));
        // 1 January is off; of 2027 nothing else is known yet
        Assert.Equal(
            ["12-24 09:00", "12-28 09:00", "12-30 09:00", "12-31 09:00", "01-04 09:00"],
            result.Reminders(Stages.AnnualMonitoring));
    }

    [Fact]
    public async Task Evaluation_AfterTwentyFourMonths_IsOverdueAndStillTaken()
    {
        var result = await Life.RehearseAsync("tier-150", new([new("PostEvaluation.self", Morning: 373)]));

        // In operation from 22 October 2026; 22 October 2028 is a Sunday.
        Assert.Equal(
            ["10-16 09:00", "10-20 09:00", "10-22 09:00", "10-23 09:00", "10-24 09:00"],
            result.Reminders(Stages.PostEvaluation));
        Assert.Equal(Stages.Completed, result.End);
    }
}
