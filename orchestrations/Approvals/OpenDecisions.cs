using Dazhou.Serverless.Records;

namespace Dazhou.Serverless.Approvals;

/// <summary>
/// An index of open steps by person. Table OpenDecisions: partition = person, row = subject, step and round. Only a pointer: whether the
/// person is still asked is read from <see cref="ApprovalStepRow"/>.
/// </summary>
public sealed record OpenDecisionRow : IRow, IOfStepRound
{
    /// <inheritdoc/>
    public static string TableName => "OpenDecisions";

    /// <summary>The person who is asked.</summary>
    public required string Person { get; init; }

    /// <summary>The subject's id.</summary>
    public required string Subject { get; init; }

    /// <summary>The step.</summary>
    public required string Step { get; init; }

    /// <summary>The round.</summary>
    public required int Round { get; init; }

    /// <summary>The due date when the step opened; null if nothing sets a period.</summary>
    public DateTimeOffset? Due { get; init; }

    /// <inheritdoc/>
    public string PartitionKey => Person;

    /// <inheritdoc/>
    public string RowKey => $"{Subject}|{this.StepRound.RowKey}";
}

/// <summary>Lists the steps that a person is asked to decide.</summary>
public sealed class OpenDecisions(ITableStore tables)
{
    /// <summary>
    /// Returns the open steps that a person has not answered, by their original deadlines. Reads no more steps than it returns, plus those
    /// closed meanwhile.
    /// </summary>
    /// <param name="person">the person's id</param>
    /// <param name="most">the maximum number of steps; above zero</param>
    /// <param name="after">the <see cref="OpenDecisionPage.Next"/> of the previous page; null for the first page</param>
    /// <param name="cancellation">the cancellation token</param>
    /// <param name="step">the key of the steps to return; null for all</param>
    public async Task<OpenDecisionPage> PageAsync(
        string person, int most, string? after = null, CancellationToken cancellation = default, string? step = null)
    {
        var pointers = (await tables.ListAsync<OpenDecisionRow>(person, cancellation)).Where(pointer => step is null || pointer.Step == step).ToList();
        var rest = pointers
            .Where(pointer => after is null || string.CompareOrdinal(PlaceOf(pointer), after) > 0)
            .OrderBy(PlaceOf, StringComparer.Ordinal)
            .ToList();
        var (steps, followed) = await rest.FollowAsync(most, pointer => FindOpenAsync(pointer, cancellation));
        return new(
            [.. steps.OrderBy(open => open.Deadline?.Due ?? DateTimeOffset.MaxValue).ThenBy(open => open.OpenedAt)],
            pointers.Count - (followed - steps.Count),
            followed < rest.Count ? PlaceOf(rest[followed - 1]) : null);
    }

    /// <summary>Returns a position in the list that stays valid when other items are removed.</summary>
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

    /// <summary>Deletes the pointers of a closed step, including those of people who handed it over.</summary>
    internal static async Task ForgetAsync(ITableStore tables, ApprovalStepRow step, CancellationToken cancellation)
    {
        IEnumerable<string> asked =
            [.. step.Approvers, .. step.Handovers.Select(handover => handover.From), .. step.Consultations.Select(consultation => consultation.To)];
        foreach (var person in asked.Distinct(StringComparer.Ordinal))
            await tables.DeleteAsync<OpenDecisionRow>(person, $"{step.Subject.Id}|{step.RowKey}", cancellation);
    }
}

/// <summary>A page of the steps that a person is asked to decide.</summary>
/// <param name="Steps">the steps of this page</param>
/// <param name="Count">the total number; may include steps answered moments ago</param>
/// <param name="Next">the start of the next page; null at the end</param>
public sealed record OpenDecisionPage(IReadOnlyList<ApprovalStepRow> Steps, int Count, string? Next);
