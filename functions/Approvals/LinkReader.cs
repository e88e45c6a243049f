using Dazhou.Serverless.Approvals;
using Dazhou.Serverless.Directory;
using Dazhou.Serverless.Links;
using Dazhou.Serverless.Records;
using Dazhou.Serverless.Subjects;

namespace Dazhou.Serverless.Functions.Approvals;

/// <summary>Reads what the holder of a link may see of its subject.</summary>
public sealed class LinkReader(
    ITableStore tables, IDocumentStore documents, IDirectory directory, SubjectKinds subjects, SubjectContents contents, OpinionReader opinions,
    IEnumerable<IMeetingBatches> batches)
{
    /// <summary>Returns the view of a link from the records of approvals; other kinds of links replace the texts that differ.</summary>
    public async Task<LinkView> ReadAsync(LinkRequest link, CancellationToken cancellationToken)
    {
        var steps = new Dictionary<string, ApprovalStepRow>(StringComparer.Ordinal);
        await foreach (var row in tables.ReadPartitionAsync<ApprovalStepRow>(link.Subject, cancellation: cancellationToken))
            steps[row.Value.RowKey] = row.Value;
        var given = new List<DecisionRow>();
        await foreach (var row in tables.ReadPartitionAsync<DecisionRow>(link.Subject, cancellation: cancellationToken))
            given.Add(row.Value);

        var step = steps.GetValueOrDefault(link.StepRound.RowKey);
        var mayChange = link.Purpose == ApprovalLinks.Decide && step is { Outcome: null } && step.Approvers.Contains(link.Person);
        return new LinkView
        {
            MayChange = mayChange,
            Consulted = step is not null && StepRules.OnlyAdvises(step, link.Person),
            Awaited = mayChange ? await AwaitedAsync(step!, link.Person, given, cancellationToken) : [],
            Colleagues = mayChange ? await ColleaguesAsync(link.Person, cancellationToken) : [],
            Title = (step ?? steps.Values.FirstOrDefault())?.Subject.Title
                ?? (await subjects.FindAsync(link.Subject, cancellationToken))?.Title
                ?? "政务事项",
            Act = step?.Step.Act.Chinese() ?? "办理",
            Person = step?.NameOf(link.Person, await NameAsync(link.Person, cancellationToken)) ?? await NameAsync(link.Person, cancellationToken),
            Summary = step?.Summary,
            Article = step?.Step.Article,
            Meeting = step?.Step.Meeting ?? false,
            Deadline = step?.Deadline,
            Documents = await documents.ListAsync(link.Subject, cancellationToken),
            Paper = subjects.Of(link.Subject)?.Paper,
            // Who is asked for an opinion of his own, as an expert, reads none of the others'.
            Opinions = await opinions.ReadAsync(link.Subject, steps, given, withOthers: step is not null, cancellationToken),
            Since = ReturnedBefore(steps.Values, step?.Stage, step?.OpenedAt),
            Batch = step is { Step.Meeting: true } ? await BatchAsync(link.Subject, given, cancellationToken) : null,
            Facts = await subjects.FactsAsync(link.Subject, cancellationToken),
        };
    }

    /// <summary>The same with the whole of what is decided, for a page on which it is; <paramref name="stage"/> is of what is no step.</summary>
    public async Task<LinkView> ReadWholeAsync(LinkRequest link, string? stage, CancellationToken cancellationToken)
    {
        var view = await ReadAsync(link, cancellationToken);
        var step = (await tables.FindAsync<ApprovalStepRow>(link.Subject, link.StepRound.RowKey, cancellationToken))?.Value;
        if ((step?.Stage ?? stage) is not { } of)
            return view;
        var since = step is null ? ReturnedBefore(await tables.ListAsync<ApprovalStepRow>(link.Subject, cancellationToken), of, at: null) : view.Since;
        return view with { Since = since, Sections = await contents.SectionsAsync(link.Subject, of, since, cancellationToken) };
    }

    /// <summary>When a stage was last returned before an instant; null if it was not.</summary>
    public static DateTimeOffset? ReturnedBefore(IEnumerable<ApprovalStepRow> steps, string? stage, DateTimeOffset? at) => steps
        .Where(step => step.Stage == stage && step.Outcome is { Result: ApprovalResult.Returned } outcome && (at is null || outcome.ClosedAt <= at))
        .Max(step => step.Outcome?.ClosedAt);

    private async Task<MeetingBatch?> BatchAsync(string subject, IEnumerable<DecisionRow> given, CancellationToken cancellationToken)
    {
        var struckOut = Resolution.StruckOutBy(given.Select(decision => decision.Resolution));
        foreach (var batch in batches)
        {
            if (await batch.FindBatchAsync(subject, struckOut, cancellationToken) is { } found)
                return found;
        }

        return null;
    }

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

    private Task<string> NameAsync(string person, CancellationToken cancellationToken) => directory.NameOfAsync(person, cancellationToken);
}
