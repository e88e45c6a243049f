using Dazhou.Serverless.Approvals;
using Dazhou.Serverless.Directory;
using Dazhou.Serverless.Records;

namespace Dazhou.Serverless.Functions.Approvals;

/// <summary>A person who is or was asked in a step.</summary>
/// <param name="Person">The person's id.</param>
/// <param name="Name">The name; for a substitute also that of the absent person.</param>
/// <param name="Decision">The person's decision; null if there is none yet, or if none was needed.</param>
public sealed record StepPerson(string Person, string Name, string? Decision);

/// <summary>A step of an approval on its subject's page.</summary>
/// <param name="Row">The step.</param>
/// <param name="People">The persons who are asked, in the order in which they were, with their decisions.</param>
/// <param name="Consulted">The persons who are consulted.</param>
public sealed record StepView(ApprovalStepRow Row, IReadOnlyList<StepPerson> People, IReadOnlyList<StepPerson> Consulted);

/// <summary>Reads the steps of a subject, with the names of people.</summary>
public sealed class StepsReader(ITableStore tables, IDirectory directory)
{
    /// <summary>Returns the steps, newest first.</summary>
    public async Task<IReadOnlyList<StepView>> ReadAsync(string subject, CancellationToken cancellationToken)
    {
        var steps = await tables.ListAsync<ApprovalStepRow>(subject, cancellationToken);
        if (steps.Count == 0)
            return [];
        var decisions = await tables.ListAsync<DecisionRow>(subject, cancellationToken);
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        var views = new List<StepView>(steps.Count);
        foreach (var step in steps.OrderByDescending(step => step.OpenedAt))
        {
            views.Add(new(
                step,
                await PeopleAsync(step, step.Approvers),
                await PeopleAsync(step, step.Consultations.Select(consultation => consultation.To))));
        }

        return views;

        async Task<IReadOnlyList<StepPerson>> PeopleAsync(ApprovalStepRow step, IEnumerable<string> people)
        {
            var asked = new List<StepPerson>();
            foreach (var person in people.Distinct(StringComparer.Ordinal))
                asked.Add(new(person, step.NameOf(person, await NameAsync(person)), DecisionOf(step, person)));
            return asked;
        }

        // Decisions carried over from the previous step are found only in the outcome.
        string? DecisionOf(ApprovalStepRow step, string person) =>
            decisions.Find(decision => decision.Step == step.Step.Key && decision.Round == step.Round && decision.Person == person)?.Decision.Chinese()
            ?? step.Outcome?.Decisions.FirstOrDefault(decision => decision.Person == person)?.Decision.Chinese();

        async Task<string> NameAsync(string person)
        {
            if (!names.TryGetValue(person, out var name))
                names[person] = name = await directory.NameOfAsync(person, cancellationToken);
            return name;
        }
    }
}
