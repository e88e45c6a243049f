using Dazhou.Serverless.Approvals;
using Dazhou.Serverless.Documents;
using Dazhou.Serverless.Records;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Dazhou.Serverless.Projects;

/// <summary>Activities of an annual plan.</summary>
public sealed class AnnualPlanActivities(
    ITableStore tables, IDocumentStore documents, IAuditTrail audit, Wakes wakes, AnnualPlans plans, PlanTables planTables, BudgetOrders budgets)
{
    /// <summary>Adds the projects to the plan; returns the approval request and the projects added, since another plan may have taken one first.</summary>
    [Function(nameof(OpenPlan))]
    public async Task<OpenedBatch> OpenPlan([ActivityTrigger] PlanStep step, CancellationToken cancellation = default)
    {
        var taken = new List<PlannedProject>();
        foreach (var project in step.Plan.Projects)
        {
            while (true)
            {
                var (members, open) = await plans.MembersAsync(project.Id, cancellation);
                if (open is not null && open.Plan != step.Plan.Id) break;
                var row = new PlanMemberRow { Project = project.Id, Number = members + 1, Plan = step.Plan.Id };
                if (open is null && !await tables.TryInsertAsync(row, cancellation)) continue;
                taken.Add(project);
                await NoteAsync(project.Id, $"planned|{step.Plan.Id}", step.At, $"列入{step.Plan.Title}，报请审议审定", detail: null, cancellation, AnnualPlanTexts.ArticleOf(step.Plan));
                break;
            }
        }

        return new(taken, AnnualPlanRoute.RequestFor(step.Plan with { Projects = taken }, step.Policy));
    }

    /// <summary>
    /// Records the conclusion for every project, then wakes the waiting ones. Returns the approved projects; if
    /// repeated, those of the first time.
    /// </summary>
    [Function(nameof(ConcludePlan))]
    public async Task<IReadOnlyList<string>> ConcludePlan([ActivityTrigger] ConcludePlan conclude, [DurableClient] DurableTaskClient client, CancellationToken cancellation = default)
    {
        var plan = conclude.Plan;
        var agreed = await AgreeAsync(conclude, cancellation);
        await documents.SaveAsync(
            plan.Id, AnnualPlanDocument.Name, $"{plan.Title}.docx", "concluded", AnnualPlanDocument.Of(conclude, agreed), cancellation);
        await ChangeTableAsync(conclude, agreed, client, cancellation);
        foreach (var project in plan.Projects)
        {
            var isAgreed = agreed.Contains(project.Id);
            var comment = isAgreed ? null : conclude.Outcome.Comment;
            var conclusion = new PlanConclusion(plan.Id, plan.Title, isAgreed, comment, conclude.Outcome);
            var instance = await plans.WaitingAsync(project.Id, cancellation);
            if (instance is not null) await wakes.NoteAsync(instance, LibraryEvents.PlanConcluded, plan.Id, cancellation);
            while (await plans.MemberAsync(project.Id, plan.Id, cancellation) is { Value.Conclusion: null } seen)
            {
                if (await tables.TryReplaceAsync(seen, seen.Value with { Conclusion = conclusion }, cancellation)) break;
            }

            await NoteAsync(
                project.Id, $"concluded|{plan.Id}", conclude.At, AnnualPlanTexts.ConclusionOf(plan, project, isAgreed), MeetingsOf(conclude.Outcome), cancellation,
                AnnualPlanTexts.ArticleOf(plan));
            if (instance is not null) await wakes.RaiseAsync(client, instance, LibraryEvents.PlanConcluded, cancellation);
        }

        return agreed;
    }

    /// <summary>Returns the approved projects: the recorded ones, otherwise those that follow from the outcome.</summary>
    private async Task<IReadOnlyList<string>> AgreeAsync(ConcludePlan conclude, CancellationToken cancellation)
    {
        var agreed = AnnualPlanRules.AgreedOf(conclude.Plan.Projects, conclude.Outcome);
        while (await tables.FindAsync<AnnualPlanRow>(conclude.Plan.PartitionKey, conclude.Plan.RowKey, cancellation) is { } seen)
        {
            if (seen.Value.Agreed is { } stands) return stands;
            if (await tables.TryReplaceAsync(seen, seen.Value with { Agreed = agreed }, cancellation)) break;
        }

        return agreed;
    }

    /// <summary>Returns the conclusions on a project beyond those already read; clears the notes for the sweep.</summary>
    [Function(nameof(ReadPlanConclusions))]
    public async Task<IReadOnlyList<PlanConclusion>> ReadPlanConclusions([ActivityTrigger] PlanQuestion question, CancellationToken cancellation = default)
    {
        var conclusions = new List<PlanConclusion>();
        await foreach (var row in tables.ReadPartitionAsync<PlanMemberRow>(question.Project, cancellation: cancellation))
        {
            if (row.Value.Conclusion is not { } conclusion) continue;
            conclusions.Add(conclusion);
            await wakes.TakenAsync(question.InstanceId, LibraryEvents.PlanConcluded, conclusion.Plan, cancellation);
        }

        return [.. conclusions.Skip(question.Seen)];
    }

    /// <summary>Writes the approved changes as the next version of the year's plan table and requests their budgets (第二十九条、第三十四条).</summary>
    private async Task ChangeTableAsync(ConcludePlan conclude, IReadOnlyList<string> agreed, DurableTaskClient client, CancellationToken cancellation)
    {
        var plan = conclude.Plan;
        var changes = new List<PlanChange>();
        foreach (var planned in plan.Projects.Where(project => agreed.Contains(project.Id)))
        {
            if (await plans.ChangeOfAsync(plan, planned, cancellation) is { } change) changes.Add(change);
        }

        if (changes.Count == 0) return;
        var version = await planTables.WriteAsync(
            new()
            {
                Year = plan.Year,
                Version = 0,
                Key = plan.Id,
                Title = plan.Title,
                Article = AnnualPlanTexts.ArticleOf(plan),
                At = conclude.At,
                Meetings = MeetingsOf(conclude.Outcome),
                Changes = changes,
            },
            cancellation);
        foreach (var change in version.Changes) await budgets.FollowAsync(client, plan, change, conclude.At, cancellation);
    }

    private static string MeetingsOf(ApprovalOutcome outcome) => string.Join('；', DecisionTexts.Resolutions(outcome));

    private Task NoteAsync(
        string project, string key, DateTimeOffset at, string action, string? detail, CancellationToken cancellation, string article = "第十条第一款") =>
        audit.AppendAsync(
            new AuditEntry
            {
                Subject = project,
                Key = key,
                At = at,
                Actor = ProjectPosts.DigitalEconomyBureau,
                Action = action,
                Article = article,
                Stage = Stages.Establishment,
                Detail = string.IsNullOrEmpty(detail) ? null : detail,
            },
            cancellation);
}

/// <summary>The input of <see cref="AnnualPlanActivities.OpenPlan"/>.</summary>
public sealed record PlanStep(AnnualPlanRow Plan, ProjectPolicy Policy, DateTimeOffset At);

/// <summary>A plan as submitted to the meetings.</summary>
/// <param name="Projects">the projects in the plan</param>
/// <param name="Request">the approval request</param>
public sealed record OpenedBatch(IReadOnlyList<PlannedProject> Projects, ApprovalRequest Request);

/// <summary>The input of <see cref="AnnualPlanActivities.ConcludePlan"/>.</summary>
public sealed record ConcludePlan(AnnualPlanRow Plan, ApprovalOutcome Outcome, DateTimeOffset At);

/// <summary>The input of <see cref="AnnualPlanActivities.ReadPlanConclusions"/>; <c>Seen</c> is the number of conclusions already read.</summary>
public sealed record PlanQuestion(string Project, string InstanceId, int Seen);
