using System.Text.Json.Serialization;
using Dazhou.Serverless.Records;

namespace Dazhou.Serverless.Projects;

/// <summary>The state of an O&amp;M budget.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<OperationState>))]
public enum OperationState
{
    /// <summary>论证评估 (第三十二条第二项)</summary>
    Assessment,

    /// <summary>退回补正: the unit corrects its application</summary>
    Correction,

    /// <summary>市财政局审核 (第三十三条)</summary>
    Review,

    /// <summary>统筹安排 (第三十三条)</summary>
    Arrangement,

    /// <summary>已安排</summary>
    Arranged,

    /// <summary>不予安排</summary>
    Refused,

    /// <summary>已撤回</summary>
    Withdrawn,
}

/// <summary>
/// An O&amp;M budget application. Table OperationBudgets: partition = budget year, row = system and attempt, so that a
/// system has one at a time.
/// </summary>
public sealed record OperationBudgetRow : IRow
{
    /// <inheritdoc/>
    public static string TableName => "OperationBudgets";

    /// <summary>The budget year.</summary>
    public required int Year { get; init; }

    /// <summary>The system's id.</summary>
    public required string System { get; init; }

    /// <summary>The number of this application for the system and year; a new one is possible only after the previous was refused or withdrawn.</summary>
    public required int Attempt { get; init; }

    /// <summary>The system's name at the time of the application.</summary>
    public required string SystemName { get; init; }

    /// <summary>The unit's id.</summary>
    public required string Unit { get; init; }

    /// <summary>The unit's name.</summary>
    public required string UnitName { get; init; }

    /// <summary>The application of the latest round.</summary>
    public required OperationApplication Application { get; init; }

    /// <summary>When it was first submitted, at +08:00.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Whether it was submitted after the end of the call, 31 October.</summary>
    public bool Late { get; init; }

    /// <summary>The sender's idempotency key.</summary>
    public string? Key { get; init; }

    /// <summary>The state.</summary>
    public required OperationState State { get; init; }

    /// <summary>The round, starting at 1.</summary>
    public int Round { get; init; } = 1;

    /// <summary>建议金额 of the latest assessment, 万元; null if there is none.</summary>
    public decimal? Proposed { get; init; }

    /// <summary>安排金额, 万元; null if nothing is arranged.</summary>
    public decimal? Arranged { get; init; }

    /// <summary>The person now asked; null if nobody is.</summary>
    public string? Asked { get; init; }

    /// <summary>The policy at the start.</summary>
    public required ProjectPolicy Policy { get; init; }

    /// <summary>The step and round that the budget waits for; null if it waits for none. The 审核 by 市财政局 is an approval and not included.</summary>
    [JsonIgnore]
    public StepRound? Waits => State switch
    {
        OperationState.Assessment => new(OperationSteps.Assessment, Round),
        OperationState.Correction => new(OperationSteps.Application, Round + 1),
        OperationState.Arrangement => new(OperationSteps.Arrangement, Round),
        _ => null,
    };

    /// <summary>The name of the event that the budget waits for in its state.</summary>
    [JsonIgnore]
    public string Event => OperationSteps.Recorded(Waits ?? new(OperationSteps.Assessment, Round));

    /// <summary>The subject id for approvals, deadlines and documents.</summary>
    public string Id => IdOf(Year, System, Attempt);

    /// <summary>The title for people.</summary>
    public string Title => $"{SystemName}{Year}年度运维预算";

    /// <summary>The highest amount that can be arranged, 万元: the proposed amount, otherwise the requested one.</summary>
    public decimal Ceiling => Proposed ?? Application.Amount ?? 0m;

    /// <summary>Whether the budget has reached a final state.</summary>
    public bool Ended => State is OperationState.Arranged or OperationState.Refused or OperationState.Withdrawn;

    /// <inheritdoc/>
    public string PartitionKey => $"{Year:D4}";

    /// <inheritdoc/>
    public string RowKey => $"{System}|{Attempt:D2}";

    /// <summary>The id of a budget.</summary>
    public static string IdOf(int year, string system, int attempt) => $"om-{year:D4}-{system}-{attempt:D2}";

    /// <summary>The table keys of a budget id; null if it is not one.</summary>
    public static (string Partition, string Row)? KeysOf(string id) =>
        id.Split('-') is ["om", { Length: 4 } year, { Length: > 0 } system, { Length: 2 } attempt] && id.All(c => char.IsAsciiLetterOrDigit(c) || c == '-')
            ? (year, $"{system}|{attempt}")
            : null;

    /// <summary>Finds a budget by its id; null if there is none.</summary>
    public static async Task<OperationBudgetRow?> FindAsync(ITableStore tables, string id, CancellationToken cancellation = default) =>
        KeysOf(id) is { } keys ? (await tables.FindAsync<OperationBudgetRow>(keys.Partition, keys.Row, cancellation))?.Value : null;

    /// <summary>The budget as a subject of submissions.</summary>
    public SubmissionSubject ToSubmissionSubject() => new(Id, Title, Unit)
    {
        Kinds = OperationKinds.Catalogue,
        Lines = [new("申报单位", UnitName), new("信息系统", SystemName)],
        Noun = "运维预算",
    };
}

/// <summary>Index of a unit's budgets. Table OperationBudgetsByUnit: partition = unit, row = budget.</summary>
public sealed record OperationBudgetOfUnitRow : IRow
{
    /// <inheritdoc/>
    public static string TableName => "OperationBudgetsByUnit";

    /// <summary>The unit's id.</summary>
    public required string Unit { get; init; }

    /// <summary>The budget's id.</summary>
    public required string Budget { get; init; }

    /// <inheritdoc/>
    public string PartitionKey => Unit;

    /// <inheritdoc/>
    public string RowKey => Budget;
}

/// <summary>An act recorded for a budget; only the content of its step is set.</summary>
/// <param name="Budget">the budget's id</param>
/// <param name="Step">the step, see <see cref="OperationSteps"/></param>
/// <param name="Round">the round</param>
/// <param name="By">the id of the unit or person who acted</param>
/// <param name="At">when, at +08:00</param>
public sealed record OperationAct(string Budget, string Step, int Round, string By, DateTimeOffset At)
{
    /// <summary>For <see cref="OperationSteps.Application"/>.</summary>
    public OperationApplication? Application { get; init; }

    /// <summary>For <see cref="OperationSteps.Assessment"/>.</summary>
    public OperationAssessment? Assessment { get; init; }

    /// <summary>For <see cref="OperationSteps.Arrangement"/>.</summary>
    public OperationArrangement? Arrangement { get; init; }

    /// <summary>For <see cref="OperationSteps.Withdrawal"/>.</summary>
    public OperationWithdrawal? Withdrawal { get; init; }

    /// <summary>Reads the act from its submission.</summary>
    internal static OperationAct Of(SubmissionRow row) => new(row.Subject, row.Step, row.Round, row.By, row.At)
    {
        Application = row.Step == OperationSteps.Application ? row.Read<OperationApplication>() : null,
        Assessment = row.Step == OperationSteps.Assessment ? row.Read<OperationAssessment>() : null,
        Arrangement = row.Step == OperationSteps.Arrangement ? row.Read<OperationArrangement>() : null,
        Withdrawal = row.Step == OperationSteps.Withdrawal ? row.Read<OperationWithdrawal>() : null,
    };
}

/// <summary>The steps of a budget, by their names in the API.</summary>
public static class OperationSteps
{
    /// <summary>The unit's application, once a round.</summary>
    public const string Application = "application";

    /// <summary>论证评估</summary>
    public const string Assessment = "assessment";

    /// <summary>The step key of the 审核 by 市财政局 in approvals.</summary>
    public const string Review = "OperationBudget.review";

    /// <summary>统筹安排</summary>
    public const string Arrangement = "arrangement";

    /// <summary>撤回, which holds for all rounds</summary>
    public const string Withdrawal = "withdrawal";

    /// <summary>The round of acts that belong to no single round.</summary>
    public const int OfAllRounds = 0;

    /// <summary>The event raised when a step of a round was recorded. It carries no content; the orchestrator reads the record.</summary>
    public static string Recorded(StepRound of) => $"recorded-{of.Step}-{of.Round}";
}
