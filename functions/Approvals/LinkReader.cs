using Dazhou.Serverless.Approvals;
using Dazhou.Serverless.Deadlines;
using Dazhou.Serverless.Directory;
using Dazhou.Serverless.Functions.Common;
using Dazhou.Serverless.Functions.Links;
using Dazhou.Serverless.Links;
using Dazhou.Serverless.Projects;
using Dazhou.Serverless.Records;

namespace Dazhou.Serverless.Functions.Approvals;

/// <summary>Gathers what the holder of a link may see of its matter.</summary>
public sealed class LinkReader(
    ITableStore tables, IDocumentStore documents, IDirectory directory, ProjectQueries projects, UnitRecords units, OpenActs acts, SubmissionSources sources, AnnualPlans plans)
    : ILinkMatters
{
    /// <inheritdoc/>
    public async Task<LinkMatter> TellAsync(LinkRequest of, CancellationToken cancellationToken)
    {
        var view = await ReadAsync(of, cancellationToken);
        return new(view.Title, view.Act, view.Article, view.Deadline?.Due, view.Opinions is [.., var last] ? $"{last.Person}{last.Act}{last.Decision}" : null);
    }

    /// <summary>The matter of a link.</summary>
    public async Task<LinkView> ReadAsync(LinkRequest link, CancellationToken cancellationToken)
    {
        var steps = new Dictionary<string, ApprovalStepRow>(StringComparer.Ordinal);
        await foreach (var row in tables.ReadPartitionAsync<ApprovalStepRow>(link.Subject, cancellation: cancellationToken))
            steps[row.Value.RowKey] = row.Value;
        var given = new List<DecisionRow>();
        await foreach (var row in tables.ReadPartitionAsync<DecisionRow>(link.Subject, cancellation: cancellationToken))
            given.Add(row.Value);

        var opinions = new List<OpinionView>();
        foreach (var decision in given.OrderBy(decision => decision.At))
        {
            var asked = steps.GetValueOrDefault(ApprovalStepRow.RowKeyOf(decision.Step, decision.Round));
            var act = asked is null ? "意见" : StepRules.OnlyAdvises(asked, decision.Person) ? $"{asked.Step.Act.Chinese()}前的加签意见" : asked.Step.Act.Chinese();
            var name = await NameAsync(decision.Person, cancellationToken);
            opinions.Add(new(decision.At, asked?.NameOf(decision.Person, name) ?? name, act, decision.Decision.Chinese(), decision.Comment));
        }

        var step = steps.GetValueOrDefault(ApprovalStepRow.RowKeyOf(link.Step, link.Round));
        var mayChange = link.Purpose == ApprovalLinks.Decide && step is { Outcome: null } && step.Approvers.Contains(link.Person);
        var kind = SubmissionLinks.Takes(link.Purpose) ? sources.FindKind(link.Subject, link.Step) : null;
        var ask = kind is null ? null : await acts.FindAskAsync(link.Subject, link.Step, link.Round, cancellationToken);
        // What was not done in time stands with its deadline.
        var watched = link.Purpose == DeadlineLinks.Acknowledge ? (await tables.FindDeadlineAsync(link.Subject, DeadlineKey.Parse(link.Step), cancellationToken))?.Value : null;
        return new LinkView
        {
            MayChange = mayChange,
            Consulted = step is not null && StepRules.OnlyAdvises(step, link.Person),
            Awaited = mayChange ? await AwaitedAsync(step!, link.Person, given, cancellationToken) : [],
            Colleagues = mayChange ? await ColleaguesAsync(link.Person, cancellationToken) : [],
            Title = (step ?? steps.Values.FirstOrDefault())?.Subject.Title
                ?? watched?.Plan.Title
                ?? (sources.Of(link.Subject) is { } source ? (await source.FindAsync(link.Subject, cancellationToken))?.Name : null)
                ?? "政务事项",
            Act = ActOf(link, step, kind),
            Person = step?.NameOf(link.Person, await NameAsync(link.Person, cancellationToken)) ?? await NameAsync(link.Person, cancellationToken),
            Summary = watched?.Plan.ToDo ?? ask?.ToDo ?? step?.Summary,
            Article = watched?.Deadline.Article ?? ask?.Article ?? step?.Step.Article ?? kind?.Article,
            Meeting = step?.Step.Meeting ?? false,
            // The clock of a returned step stands still while its applicant mends.
            Deadline = watched?.Deadline ?? ask?.Deadline ?? (kind is not null || link.Purpose == ApprovalLinks.Correct ? null : step?.Deadline),
            Documents = await documents.ListAsync(link.Subject, cancellationToken),
            Opinions = opinions,
            Adjusts = step?.Step.Article == PlanAdjustmentRules.Article,
            Batch = step is { Subject.Kind: AnnualPlan.SubjectKind, Step.Meeting: true } ? await BatchAsync(link.Subject, given, cancellationToken) : [],
            Evaluations = await EvaluationsAsync(link.Subject, cancellationToken),
        };
    }

    /// <summary>The projects of a plan that no meeting has struck out yet.</summary>
    private async Task<IReadOnlyList<(string Project, string Name)>> BatchAsync(string plan, IEnumerable<DecisionRow> given, CancellationToken cancellationToken)
    {
        var struckOut = given.SelectMany(decision => decision.Resolution?.StruckOut ?? []).ToHashSet(StringComparer.Ordinal);
        return await plans.FindAsync(plan, cancellationToken) is { } batch
            ? [.. batch.Projects.Where(project => !struckOut.Contains(project.Id)).Select(project => (project.Id, $"{project.Name}（{project.UnitName}，{(batch.MidYear ? project.Text : OfficeText.Amount(project.TotalInvestment))}）"))]
            : [];
    }

    /// <summary>Of the unit's other projects.</summary>
    private async Task<IReadOnlyList<UnitEvaluationRow>> EvaluationsAsync(string project, CancellationToken cancellationToken) =>
        await projects.FindRowAsync(project, cancellationToken) is { } row
            ? [.. (await units.EvaluationsAsync(row.Unit, cancellationToken)).Where(evaluation => evaluation.Project != project)]
            : [];

    private async Task<IReadOnlyList<(string Person, string Name)>> ColleaguesAsync(string person, CancellationToken cancellationToken)
    {
        var colleagues = new List<(string Person, string Name)>();
        if (await directory.FindPersonAsync(person, cancellationToken) is { } holder)
        {
            await foreach (var other in directory.PeopleOfAsync(holder.Unit, cancellationToken))
            {
                if (other.Id != person)
                    colleagues.Add((other.Id, other.Name));
            }
        }

        return colleagues;
    }

    private async Task<IReadOnlyList<string>> AwaitedAsync(
        ApprovalStepRow step, string person, IReadOnlyList<DecisionRow> given, CancellationToken cancellationToken)
    {
        var names = new List<string>();
        foreach (var consulted in StepRules.ConsultedBy(step, person))
        {
            if (!given.Any(decision => decision.Step == step.Step.Key && decision.Round == step.Round && decision.Person == consulted))
                names.Add(await NameAsync(consulted, cancellationToken));
        }

        return names;
    }

    private static string ActOf(LinkRequest link, ApprovalStepRow? step, SubmissionKind? kind)
    {
        if (link.Purpose == DeadlineLinks.Acknowledge)
            return "督促逾期事项";
        if (kind is not null)
            return $"提交{kind.Title}";
        return link.Purpose == ApprovalLinks.Correct ? "补正" : step?.Step.Act.Chinese() ?? "办理";
    }

    private Task<string> NameAsync(string person, CancellationToken cancellationToken) => directory.NameOfAsync(person, cancellationToken);
}
