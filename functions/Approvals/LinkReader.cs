using Dazhou.Serverless.Approvals;
using Dazhou.Serverless.Deadlines;
using Dazhou.Serverless.Directory;
using Dazhou.Serverless.Functions.Common;
using Dazhou.Serverless.Projects;
using Dazhou.Serverless.Records;

namespace Dazhou.Serverless.Functions.Approvals;

/// <summary>Gathers what the holder of a link may see of its matter.</summary>
public sealed class LinkReader(
    ITableStore tables, IDocumentStore documents, IDirectory directory, ProjectQueries projects, UnitRecords units, OpenActs acts, AnnualPlans plans)
{
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
        var mayChange = link.Purpose == LinkPurpose.Decide && step is { Outcome: null } && step.Approvers.Contains(link.Person);
        var ask = link.Purpose == LinkPurpose.Report ? await acts.FindAskAsync(link.Subject, link.Step, link.Round, cancellationToken) : null;
        // What a file is wanted for, or was not done in time, stands with its deadline.
        var deadline = link.Purpose switch { LinkPurpose.Upload => DeadlineKey.Of(link.Step, link.Round), LinkPurpose.Acknowledge => DeadlineKey.Parse(link.Step), _ => (DeadlineKey?)null };
        var watched = deadline is { } key ? (await tables.FindDeadlineAsync(link.Subject, key, cancellationToken))?.Value : null;
        return new LinkView
        {
            MayChange = mayChange,
            Consulted = step is not null && StepRules.OnlyAdvises(step, link.Person),
            Awaited = mayChange ? await AwaitedAsync(step!, link.Person, given, cancellationToken) : [],
            Colleagues = mayChange ? await ColleaguesAsync(link.Person, cancellationToken) : [],
            Title = (step ?? steps.Values.FirstOrDefault())?.Subject.Title
                ?? watched?.Plan.Title
                ?? (await tables.FindAsync<ProjectRow>(link.Subject, ProjectRow.OnlyRowKey, cancellationToken))?.Value.Name
                ?? await BudgetTitleAsync(link.Subject, cancellationToken)
                ?? "政务事项",
            Act = ActOf(link, step),
            Person = step?.NameOf(link.Person, await NameAsync(link.Person, cancellationToken)) ?? await NameAsync(link.Person, cancellationToken),
            Summary = watched?.Plan.ToDo ?? ask?.ToDo ?? step?.Summary,
            Article = watched?.Deadline.Article ?? ask?.Article ?? step?.Step.Article ?? (link.Purpose == LinkPurpose.Report ? SubmissionKinds.Find(link.Step)?.Article : null),
            Meeting = step?.Step.Meeting ?? false,
            // The clock of a returned step stands still while its applicant mends.
            Deadline = link.Purpose switch { LinkPurpose.Report => ask?.Deadline, LinkPurpose.Upload or LinkPurpose.Acknowledge => watched?.Deadline, _ => step?.Deadline },
            Documents = await documents.ListAsync(link.Subject, cancellationToken),
            Opinions = opinions,
            Adjusts = step?.Step.Article == PlanAdjustmentRules.Article,
            Batch = step is { Subject.Kind: AnnualPlan.SubjectKind, Step.Meeting: true } ? await BatchAsync(link.Subject, given, cancellationToken) : [],
            Evaluations = await EvaluationsAsync(link.Subject, cancellationToken),
        };
    }

    private async Task<string?> BudgetTitleAsync(string subject, CancellationToken cancellationToken) =>
        OperationBudgetRow.KeysOf(subject) is { } keys ? (await tables.FindAsync<OperationBudgetRow>(keys.Partition, keys.Row, cancellationToken))?.Value.Title : null;

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

    private static string ActOf(LinkRequest link, ApprovalStepRow? step) => link.Purpose switch
    {
        LinkPurpose.Upload => "提交项目建设技术方案",
        LinkPurpose.Acknowledge => "督促逾期事项",
        LinkPurpose.Report when SubmissionKinds.Find(link.Step) is { } kind => $"提交{kind.Title}",
        LinkPurpose.Report when step is not null => "补正",
        _ => step?.Step.Act.Chinese() ?? "办理",
    };

    private Task<string> NameAsync(string person, CancellationToken cancellationToken) => directory.NameOfAsync(person, cancellationToken);
}
