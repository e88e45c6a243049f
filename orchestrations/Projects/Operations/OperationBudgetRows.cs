using System.Text.Json.Serialization;
using Dazhou.Serverless.Records;

namespace Dazhou.Serverless.Projects;

/// <summary>How an O&amp;M budget stands.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<OperationState>))]
public enum OperationState
{
    /// <summary>论证评估 (第三十二条第二项)</summary>
    Assessment,

    /// <summary>退回补正: its unit puts it right</summary>
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
/// An O&amp;M budget application. Table OperationBudgets: partition = the budget's year, row = system and attempt, so that a
/// system has one at a time.
/// </summary>
public sealed record OperationBudgetRow : IRow
{
    /// <inheritdoc/>
    public static string TableName => "OperationBudgets";

    /// <summary>The budget's year.</summary>
    public required int Year { get; init; }

    /// <summary>The system's id.</summary>
    public required string System { get; init; }

    /// <summary>Which application of this system for this year; another only after the one before was refused or withdrawn.</summary>
    public required int Attempt { get; init; }

    /// <summary>The system's name as it was.</summary>
    public required string SystemName { get; init; }

    /// <summary>The unit's id.</summary>
    public required string Unit { get; init; }

    /// <summary>The unit's name.</summary>
    public required string UnitName { get; init; }

    /// <summary>The application of the newest round.</summary>
    public required OperationApplication Application { get; init; }

    /// <summary>When it was first handed in, at +08:00.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Whether that was after the end of the call, 31 October.</summary>
    public bool Late { get; init; }

    /// <summary>The sender's key against repetition.</summary>
    public string? Key { get; init; }

    /// <summary>How it stands.</summary>
    public required OperationState State { get; init; }

    /// <summary>The round, 1 first.</summary>
    public int Round { get; init; } = 1;

    /// <summary>建议金额 of the newest assessment, 万元; null without one.</summary>
    public decimal? Proposed { get; init; }

    /// <summary>安排金额, 万元; null while nothing is arranged.</summary>
    public decimal? Arranged { get; init; }

    /// <summary>Who is asked for what it waits for; null where nobody is.</summary>
    public string? Asked { get; init; }

    /// <summary>The policy it began with.</summary>
    public required ProjectPolicy Policy { get; init; }

    /// <summary>The step and round for which it waits, besides 市财政局's 审核, which is an approval; null while it waits for none.</summary>
    [JsonIgnore]
    public StepRound? Waits => State switch
    {
        OperationState.Assessment => new(OperationSteps.Assessment, Round),
        OperationState.Correction => new(OperationSteps.Application, Round + 1),
        OperationState.Arrangement => new(OperationSteps.Arrangement, Round),
        _ => null,
    };

    /// <summary>The event for which it waits in its state.</summary>
    [JsonIgnore]
    public string Event => OperationSteps.Recorded(Waits ?? new(OperationSteps.Assessment, Round));

    /// <summary>Its id as a subject of approvals, deadlines and documents.</summary>
    public string Id => IdOf(Year, System, Attempt);

    /// <summary>As people know it.</summary>
    public string Title => $"{SystemName}{Year}年度运维预算";

    /// <summary>What may be arranged at most, 万元: what was proposed, else what was applied for.</summary>
    public decimal Ceiling => Proposed ?? Application.Amount ?? 0m;

    /// <summary>Whether nothing happens to it any more.</summary>
    public bool Ended => State is OperationState.Arranged or OperationState.Refused or OperationState.Withdrawn;

    /// <inheritdoc/>
    public string PartitionKey => $"{Year:D4}";

    /// <inheritdoc/>
    public string RowKey => $"{System}|{Attempt:D2}";

    /// <summary>The id.</summary>
    public static string IdOf(int year, string system, int attempt) => $"om-{year:D4}-{system}-{attempt:D2}";

    /// <summary>The keys of a budget by its id; null if it is none.</summary>
    public static (string Partition, string Row)? KeysOf(string id) =>
        id.Split('-') is ["om", { Length: 4 } year, { Length: > 0 } system, { Length: 2 } attempt] && id.All(c => char.IsAsciiLetterOrDigit(c) || c == '-')
            ? (year, $"{system}|{attempt}")
            : null;

    /// <summary>A budget by its id; null if there is none.</summary>
    public static async Task<OperationBudgetRow?> FindAsync(ITableStore tables, string id, CancellationToken cancellation = default) =>
        KeysOf(id) is { } keys ? (await tables.FindAsync<OperationBudgetRow>(keys.Partition, keys.Row, cancellation))?.Value : null;

    /// <summary>As the subject for which something is handed in.</summary>
    public SubmissionSubject ToSubmissionSubject() => new(Id, Title, Unit)
    {
        Kinds = OperationKinds.Catalogue,
        Lines = [new("申报单位", UnitName), new("信息系统", SystemName)],
        Noun = "运维预算",
    };
}

/// <summary>Finds the budgets of a unit. Table OperationBudgetsByUnit: partition = unit, row = budget.</summary>
public sealed record OperationBudgetOfUnitRow : IRow
{
    /// <inheritdoc/>
    public static string TableName => "OperationBudgetsByUnit";

    /// <summary>The unit.</summary>
    public required string Unit { get; init; }

    /// <summary>The budget.</summary>
    public required string Budget { get; init; }

    /// <inheritdoc/>
    public string PartitionKey => Unit;

    /// <inheritdoc/>
    public string RowKey => Budget;
}

/// <summary>What somebody recorded about a budget: one of the contents, by its step.</summary>
/// <param name="Budget">the budget</param>
/// <param name="Step">the step, see <see cref="OperationSteps"/></param>
/// <param name="Round">the round</param>
/// <param name="By">who: a unit's or person's id</param>
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

    /// <summary>As it was handed in.</summary>
    internal static OperationAct Of(SubmissionRow row) => new(row.Subject, row.Step, row.Round, row.By, row.At)
    {
        Application = row.Step == OperationSteps.Application ? row.Read<OperationApplication>() : null,
        Assessment = row.Step == OperationSteps.Assessment ? row.Read<OperationAssessment>() : null,
        Arrangement = row.Step == OperationSteps.Arrangement ? row.Read<OperationArrangement>() : null,
        Withdrawal = row.Step == OperationSteps.Withdrawal ? row.Read<OperationWithdrawal>() : null,
    };
}

/// <summary>What is recorded about a budget, by its name in the API.</summary>
public static class OperationSteps
{
    /// <summary>The unit's application, in each round.</summary>
    public const string Application = "application";

    /// <summary>论证评估</summary>
    public const string Assessment = "assessment";

    /// <summary>The key of 市财政局's 审核 among the approvals.</summary>
    public const string Review = "OperationBudget.review";

    /// <summary>统筹安排</summary>
    public const string Arrangement = "arrangement";

    /// <summary>撤回, which is once and for all rounds</summary>
    public const string Withdrawal = "withdrawal";

    /// <summary>The round of what is not of one.</summary>
    public const int OfAllRounds = 0;

    /// <summary>
    /// The event that something was recorded that a round waits for. It carries no content: the record decides, the event only wakes.
    /// </summary>
    public static string Recorded(StepRound of) => $"recorded-{of.Step}-{of.Round}";
}
