using Dazhou.Serverless.Records;

namespace Dazhou.Serverless.Approvals;

/// <summary>
/// Finds the steps in which a person is asked. Table OpenDecisions: partition = person, row = subject, step and round.
/// Only a pointer: whether the person is still asked, the step's own row says.
/// </summary>
public sealed record OpenDecisionRow : IRow, IOfStepRound
{
    /// <inheritdoc/>
    public static string TableName => "OpenDecisions";

    /// <summary>Who is asked.</summary>
    public required string Person { get; init; }

    /// <summary>The subject's id.</summary>
    public required string Subject { get; init; }

    /// <summary>The step.</summary>
    public required string Step { get; init; }

    /// <summary>The round.</summary>
    public required int Round { get; init; }

    /// <summary>When it was due as it was asked; null if nothing sets a period.</summary>
    public DateTimeOffset? Due { get; init; }

    /// <inheritdoc/>
    public string PartitionKey => Person;

    /// <inheritdoc/>
    public string RowKey => $"{Subject}|{this.StepRound.RowKey}";
}

/// <summary>What a person is asked to decide.</summary>
public sealed class OpenDecisions(ITableStore tables)
{
    /// <summary>
    /// The open steps in which the person is asked and has not answered, by the deadlines with which they were asked. Reads no more
    /// steps than it answers, and those that are closed meanwhile.
    /// </summary>
    /// <param name="person">who is asked</param>
    /// <param name="most">how many steps at most, above zero</param>
    /// <param name="after">where the page before ended, as its <see cref="OpenDecisionPage.Next"/>; null for the first</param>
    /// <param name="cancellation">ends the reading</param>
    public async Task<OpenDecisionPage> PageAsync(string person, int most, string? after = null, CancellationToken cancellation = default)
    {
        var pointers = await tables.ListAsync<OpenDecisionRow>(person, cancellation);
        var rest = pointers
            .Where(pointer => after is null || string.CompareOrdinal(PlaceOf(pointer), after) > 0)
            .OrderBy(PlaceOf, StringComparer.Ordinal)
            .ToList();
        var (steps, followed) = await rest.FollowAsync(most, pointer => FindOpenAsync(pointer, cancellation));
        return new(
            [.. steps.OrderBy(step => step.Deadline?.Due ?? DateTimeOffset.MaxValue).ThenBy(step => step.OpenedAt)],
            pointers.Count - (followed - steps.Count),
            followed < rest.Count ? PlaceOf(rest[followed - 1]) : null);
    }

    /// <summary>A place in the list that stays where it is while others leave it.</summary>
    private static string PlaceOf(OpenDecisionRow pointer) => $"{(pointer.Due ?? DateTimeOffset.MinValue).UtcDateTime:yyyyMMddHHmm}|{pointer.RowKey}";

    private async Task<ApprovalStepRow?> FindOpenAsync(OpenDecisionRow pointer, CancellationToken cancellation)
    {
        var key = pointer.StepRound.RowKey;
        return await tables.FindAsync<ApprovalStepRow>(pointer.Subject, key, cancellation) is { Value: { Outcome: null } step }
            && StepRules.MayDecide(step, pointer.Person)
            && await tables.FindAsync<DecisionRow>(step.Subject.Id, DecisionRow.Prefix(step.StepRound) + pointer.Person, cancellation) is null
            ? step
            : null;
    }

    internal static Task PointAsync(ITableStore tables, ApprovalStepRow step, string person, CancellationToken cancellation) =>
        tables.UpsertAsync(
            new OpenDecisionRow { Person = person, Subject = step.Subject.Id, Step = step.Step.Key, Round = step.Round, Due = step.Deadline?.Due }, cancellation);

    /// <summary>Removes the pointers of a step that is closed, also of those who handed it over.</summary>
    internal static async Task ForgetAsync(ITableStore tables, ApprovalStepRow step, CancellationToken cancellation)
    {
        IEnumerable<string> asked =
            [.. step.Approvers, .. step.Handovers.Select(handover => handover.From), .. step.Consultations.Select(consultation => consultation.To)];
        foreach (var person in asked.Distinct(StringComparer.Ordinal))
            await tables.DeleteAsync<OpenDecisionRow>(person, $"{step.Subject.Id}|{step.RowKey}", cancellation);
    }
}

/// <summary>Some of what a person is asked to decide.</summary>
/// <param name="Steps">the steps of this page</param>
/// <param name="Count">how many there are in all; may include some that the person answered a moment ago</param>
/// <param name="Next">where the next page begins; null at the end</param>
public sealed record OpenDecisionPage(IReadOnlyList<ApprovalStepRow> Steps, int Count, string? Next);
