using Dazhou.Serverless.Approvals;
using Dazhou.Serverless.Directory;
using Dazhou.Serverless.Links;
using Dazhou.Serverless.Records;
using Dazhou.Serverless.Subjects;

namespace Dazhou.Serverless.Functions.Approvals;

/// <summary>Reads what the holder of a link may see of its subject.</summary>
public sealed class LinkReader(
    ITableStore tables, IDocumentStore documents, IDirectory directory, SubjectKinds subjects, IEnumerable<IMeetingBatches> batches)
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

        var opinions = new List<OpinionView>();
        foreach (var decision in given.OrderBy(decision => decision.At))
        {
            var asked = steps.GetValueOrDefault(decision.StepRound.RowKey);
            var act = asked is null ? "意见" : StepRules.OnlyAdvises(asked, decision.Person) ? $"{asked.Step.Act.Chinese()}前的加签意见" : asked.Step.Act.Chinese();
            var name = await NameAsync(decision.Person, cancellationToken);
            opinions.Add(new(decision.At, asked?.NameOf(decision.Person, name) ?? name, act, decision.Decision.Chinese(), decision.Comment));
        }

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
            Opinions = opinions,
            Batch = step is { Step.Meeting: true } ? await BatchAsync(link.Subject, given, cancellationToken) : null,
            Facts = await subjects.FactsAsync(link.Subject, cancellationToken),
        };
    }

    private async Task<MeetingBatch?> BatchAsync(string subject, IEnumerable<DecisionRow> given, CancellationToken cancellationToken)
    {
        var struckOut = given.SelectMany(decision => decision.Resolution?.StruckOut ?? []).ToHashSet(StringComparer.Ordinal);
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
