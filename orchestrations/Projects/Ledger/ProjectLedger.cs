using Dazhou.Serverless.Records;

namespace Dazhou.Serverless.Projects;

/// <summary>
/// The facts of a project after its technical review: amounts in 万元, dates, blocks. Stages write them, rules read them.
/// Table ProjectLedgers: partition = project, row = <c>ledger</c>.
/// </summary>
public sealed record ProjectLedgerRow : IRow
{
    /// <summary>The row key of every ledger.</summary>
    public const string OnlyRowKey = "ledger";

    /// <inheritdoc/>
    public static string TableName => "ProjectLedgers";

    /// <summary>The project id.</summary>
    public required string Project { get; init; }

    /// <summary>批复总投资</summary>
    public required decimal ApprovedTotal { get; init; }

    /// <summary>概算</summary>
    public decimal? Estimate { get; init; }

    /// <summary>招标控制价</summary>
    public decimal? ControlPrice { get; init; }

    /// <summary>The date of the budget review by 市财政局; null before it.</summary>
    public DateOnly? ReviewedOn { get; init; }

    /// <summary>政府采购计划备案; null if none was required or filed.</summary>
    public ProcurementPlan? ProcurementPlan { get; init; }

    /// <summary>合同</summary>
    public ContractRecord? Contract { get; init; }

    /// <summary>补充合同, by number.</summary>
    public IReadOnlyList<LedgerSupplement> Supplements { get; init; } = [];

    /// <summary>Whether the project is under construction.</summary>
    public bool Building { get; init; }

    /// <summary>When construction was paused, at +08:00; null if it is not paused.</summary>
    public DateTimeOffset? PausedAt { get; init; }

    /// <summary>When the contract term ends, extended by pauses, at +08:00; null before construction and if the contract has no term.</summary>
    public DateTimeOffset? Term { get; init; }

    /// <summary>Whether a termination is being decided.</summary>
    public bool TerminationAsked { get; init; }

    /// <summary>建设完成日期</summary>
    public DateOnly? CompletedOn { get; init; }

    /// <summary>The minimum period of the trial run; null before its start.</summary>
    public Deadline? TrialRun { get; init; }

    /// <summary>The date of the 核准复函.</summary>
    public DateOnly? LetterOn { get; init; }

    /// <summary>The acceptance report that passed; null before it.</summary>
    public AcceptanceReport? Acceptance { get; init; }

    /// <summary>The payments, by number.</summary>
    public IReadOnlyList<LedgerPayment> Payments { get; init; } = [];

    /// <summary>The yearly budgets arranged for the project (第二十八条第一款), by year.</summary>
    public IReadOnlyList<LedgerBudget> Budgets { get; init; } = [];

    /// <summary>Why payment is blocked (第四十四条); null if it is not.</summary>
    public string? PaymentBlocked { get; init; }

    /// <summary>The returned 结余, 万元 (第三十一条); null before the last payment.</summary>
    public decimal? Surplus { get; init; }

    /// <summary>The period in which the self-evaluation is accepted (第五十二条).</summary>
    public EvaluationWindow? Evaluation { get; init; }

    /// <summary>The post-evaluation.</summary>
    public PostEvaluationResult? EvaluationResult { get; init; }

    /// <summary>The numbers of the rectifications still open (第五十三条).</summary>
    public IReadOnlyList<int> OpenRectifications { get; init; } = [];

    /// <summary>通报批评, without duplicates.</summary>
    public IReadOnlyList<string> Criticisms { get; init; } = [];

    /// <summary>暂缓安排投资计划</summary>
    public bool PlanHeld { get; init; }

    /// <summary>不安排运行维护经费 (第五十七条)</summary>
    public bool OperationBudgetHeld { get; init; }

    /// <summary>When the project was terminated, at +08:00; null if it was not.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Whether the project lapsed because its technical plan was overdue (第三十六条).</summary>
    public bool Lapsed { get; init; }

    /// <summary>The reason for the end.</summary>
    public string? EndReason { get; init; }

    /// <inheritdoc/>
    public string PartitionKey => Project;

    /// <inheritdoc/>
    public string RowKey => OnlyRowKey;

    /// <summary>The amounts that payment rules check on this day, including what remains of the budgets.</summary>
    public PaymentLedger ForPayment(DateOnly on) => ForPayment() with { BudgetLeft = InvestmentBudgetRules.Left(this, on.Year) };

    /// <summary>The amounts that payment rules check, without budgets.</summary>
    public PaymentLedger ForPayment() => new(
        LetterOn is not null,
        Acceptance is not null,
        Contract?.Amount ?? 0m,
        SupplementsWhere(LedgerSupplementState.Agreed),
        Estimate ?? 0m,
        Payments.Sum(payment => payment.Amount),
        PaymentBlocked);

    /// <summary>The state that rules of pauses and terminations check.</summary>
    public BuildingState ForBuilding() => new(Building, PausedAt is not null, TerminationAsked);

    /// <summary>The sum of the supplements in these states, in 万元.</summary>
    public decimal SupplementsWhere(params LedgerSupplementState[] states) =>
        Supplements.Where(supplement => states.Contains(supplement.State)).Sum(supplement => supplement.Amount);
}

/// <summary>A 补充合同 in the ledger.</summary>
public sealed record LedgerSupplement(int Number, decimal Amount, LedgerSupplementState State);

/// <summary>The state of a 补充合同.</summary>
[System.Text.Json.Serialization.JsonConverter(typeof(System.Text.Json.Serialization.JsonStringEnumConverter<LedgerSupplementState>))]
public enum LedgerSupplementState
{
    /// <summary>Being decided; counts towards the tenth.</summary>
    Asked,

    /// <summary>Approved.</summary>
    Agreed,

    /// <summary>Refused; no longer counts.</summary>
    Refused,
}

/// <summary>A payment in the ledger.</summary>
public sealed record LedgerPayment(int Number, decimal Amount, DateOnly On);

/// <summary>An evaluation shown with the unit's next applications (第五十二条). Table UnitEvaluations: partition = unit, row = project.</summary>
public sealed record UnitEvaluationRow : IRow
{
    /// <inheritdoc/>
    public static string TableName => "UnitEvaluations";

    /// <summary>The unit's id.</summary>
    public required string Unit { get; init; }

    /// <summary>The project id.</summary>
    public required string Project { get; init; }

    /// <summary>The project's name.</summary>
    public required string Name { get; init; }

    /// <summary>The result.</summary>
    public required PostEvaluationResult Result { get; init; }

    /// <summary>The date on which it was concluded.</summary>
    public required DateOnly On { get; init; }

    /// <inheritdoc/>
    public string PartitionKey => Unit;

    /// <inheritdoc/>
    public string RowKey => Project;
}

/// <summary>Reading and changing of ledgers.</summary>
internal static class ProjectLedgers
{
    public static Task<Row<ProjectLedgerRow>?> FindAsync(ITableStore tables, string project, CancellationToken cancellation) =>
        tables.FindAsync<ProjectLedgerRow>(project, ProjectLedgerRow.OnlyRowKey, cancellation);

    /// <summary>Applies a change to the ledger, again after a concurrent change; creates the ledger if there is none.</summary>
    public static async Task<ProjectLedgerRow> ChangeAsync(
        ITableStore tables, string project, Func<ProjectLedgerRow, ProjectLedgerRow> change, CancellationToken cancellation)
    {
        while (true)
        {
            if (await FindAsync(tables, project, cancellation) is { } seen)
            {
                var next = change(seen.Value);
                if (next == seen.Value || await tables.TryReplaceAsync(seen, next, cancellation)) return next;
                continue;
            }

            var row = (await tables.FindAsync<ProjectRow>(project, ProjectRow.OnlyRowKey, cancellation))?.Value
                ?? throw new InvalidOperationException($"There is no project {project}.");
            await tables.TryInsertAsync(
                new ProjectLedgerRow { Project = project, ApprovedTotal = row.Application.TotalInvestment ?? 0m }, cancellation);
        }
    }
}
