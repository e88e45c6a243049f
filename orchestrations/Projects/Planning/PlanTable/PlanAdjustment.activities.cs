using Dazhou.Serverless.Approvals;
using Dazhou.Serverless.Deadlines;
using Dazhou.Serverless.Records;
using Microsoft.Azure.Functions.Worker;

namespace Dazhou.Serverless.Projects;

/// <summary>Activities of the mid-year adjustment.</summary>
public sealed class PlanAdjustmentActivities(
    PlanAdjustments adjustments, Directory.IDirectory directory, Wakes wakes, WorkCalendarSource calendars)
{
    /// <summary>Opens the deadline for the proposal; returns it with the people to ask.</summary>
    [Function(nameof(OpenAdjustment))]
    public async Task<WatchPlan> OpenAdjustment([ActivityTrigger] CycleStep step, CancellationToken cancellation = default)
    {
        var on = ChinaTime.DayOf(step.At);
        var people = new List<string>();
        foreach (var post in (ApproverPost[])[ProjectPosts.Planners, ProjectPosts.DevelopmentAndReform, ProjectPosts.Treasury])
            people.Add(await PostHolders.FindAsync(directory, post, on, cancellation));
        return new()
        {
            Subject = AnnualCycle.SubjectOf(step.Year),
            Step = DeadlineKey.Of(nameof(PlanAdjustment)),
            Title = $"{step.Year}年度信息化项目计划中期调整",
            ToDo = $"请会同提出{step.Year}年度信息化项目计划中期调整建议，由市数字经济局在年度计划页面（/plans/{step.Year}）提交；不作调整的，也请在该页面说明",
            Unit = ProjectPosts.DigitalEconomyBureau,
            Deadline = DeadlineRules.Compute(
                nameof(PlanAdjustment), PlanAdjustmentRules.Article, AnnualCycleRules.AdjustmentUntil(step.Year), on, await calendars.GetAsync(cancellation)),
            Responsible = [.. people.Distinct(StringComparer.Ordinal).Select(person => new DeadlineContact(person))],
            Escalation = [await PostHolders.FindAsync(directory, ProjectPosts.ReviewersSuperior, on, cancellation)],
        };
    }

    /// <summary>Returns whether a proposal was made and until when it can be; clears the note for the sweep.</summary>
    [Function(nameof(ReadAdjustment))]
    public async Task<AdjustmentReading> ReadAdjustment([ActivityTrigger] AdjustmentQuestion question, CancellationToken cancellation = default)
    {
        var until = PlanAdjustmentRules.ProposedUntil(question.Year);
        if (!await adjustments.IsAnsweredAsync(question.Year, cancellation)) return new(Answered: false, question.At >= until, until);
        await wakes.TakenAsync(question.InstanceId, PlanAdjustment.ProposedEvent, $"{question.Year}", cancellation);
        return new(Answered: true, Over: false, until);
    }
}

/// <summary>The input of <see cref="PlanAdjustmentActivities.ReadAdjustment"/>.</summary>
public sealed record AdjustmentQuestion(int Year, string InstanceId, DateTimeOffset At);

/// <summary>The state of the wait for a proposal.</summary>
/// <param name="Answered">whether a proposal was made</param>
/// <param name="Over">whether the time for it is over</param>
/// <param name="Until">when that time ends, at +08:00</param>
public sealed record AdjustmentReading(bool Answered, bool Over, DateTimeOffset Until);
