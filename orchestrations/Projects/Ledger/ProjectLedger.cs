using Dazhou.Serverless.Records;

namespace Dazhou.Serverless.Projects;

/// <summary>
/// What is settled about a project after its technical review: amounts in 万元, days, blocks. Rules read it, stages write it.
/// Table ProjectLedgers: partition = project, row = <c>ledger</c>.
/// </summary>
public sealed record ProjectLedgerRow : IRow
{
    /// <summary>The row key of every ledger.</summary>
    public const string OnlyRowKey = "ledger";

    /// <inheritdoc/>
    public static string TableName => "ProjectLedgers";

    /// <summary>The project.</summary>
    public required string Project { get; init; }

    /// <summary>批复总投资</summary>
    public required decimal ApprovedTotal { get; init; }

    /// <summary>概算</summary>
    public decimal? Estimate { get; init; }

    /// <summary>招标控制价</summary>
    public decimal? ControlPrice { get; init; }

    /// <summary>The day of 市财政局's budget review; null before it.</summary>
    public DateOnly? ReviewedOn { get; init; }

    /// <summary>政府采购计划备案, where one is needed.</summary>
    public ProcurementPlan? ProcurementPlan { get; init; }

    /// <summary>合同</summary>
    public ContractRecord? Contract { get; init; }

    /// <summary>补充合同, by number.</summary>
    public IReadOnlyList<LedgerSupplement> Supplements { get; init; } = [];

    /// <summary>Whether it is being built.</summary>
    public bool Building { get; init; }

    /// <summary>Since when the building is paused; null if it is not.</summary>
    public DateTimeOffset? PausedAt { get; init; }

    /// <summary>When the contract's own term is over, with the days of the pauses so far; null before it is built, and where there is none.</summary>
    public DateTimeOffset? Term { get; init; }

    /// <summary>Whether its termination is being decided.</summary>
    public bool TerminationAsked { get; init; }

    /// <summary>建设完成日期</summary>
    public DateOnly? CompletedOn { get; init; }

    /// <summary>The minimum period of the trial run.</summary>
    public Deadline? TrialRun { get; init; }

    /// <summary>The day of the 核准复函.</summary>
    public DateOnly? LetterOn { get; init; }

    /// <summary>The acceptance report that passed.</summary>
    public AcceptanceReport? Acceptance { get; init; }

    /// <summary>What was paid, by number.</summary>
    public IReadOnlyList<LedgerPayment> Payments { get; init; } = [];

    /// <summary>What the years' budgets arrange for it (第二十八条第一款), by year.</summary>
    public IReadOnlyList<LedgerBudget> Budgets { get; init; } = [];

    /// <summary>Why nothing may be paid (第四十四条); null if it may.</summary>
    public string? PaymentBlocked { get; init; }

    /// <summary>结余 that was returned (第三十一条); null before the last payment.</summary>
    public decimal? Surplus { get; init; }

    /// <summary>When the self-evaluation may come (第五十二条).</summary>
    public EvaluationWindow? Evaluation { get; init; }

    /// <summary>The post-evaluation.</summary>
    public PostEvaluationResult? EvaluationResult { get; init; }

    /// <summary>The rectifications that were ordered and are not done, by number (第五十三条).</summary>
    public IReadOnlyList<int> OpenRectifications { get; init; } = [];

    /// <summary>通报批评, each once.</summary>
    public IReadOnlyList<string> Criticisms { get; init; } = [];

    /// <summary>暂缓安排投资计划</summary>
    public bool PlanHeld { get; init; }

    /// <summary>不安排运行维护经费 (第五十七条)</summary>
    public bool OperationBudgetHeld { get; init; }

    /// <summary>When it was terminated; null while it lives.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Whether it ended because its technical plan was overdue (第三十六条).</summary>
    public bool Lapsed { get; init; }

    /// <summary>Why.</summary>
    public string? EndReason { get; init; }

    /// <inheritdoc/>
    public string PartitionKey => Project;

    /// <inheritdoc/>
    public string RowKey => OnlyRowKey;

    /// <summary>As a payment on a day looks at it: with what the budgets have left.</summary>
    public PaymentLedger ForPayment(DateOnly on) => ForPayment() with { BudgetLeft = InvestmentBudgetRules.Left(this, on.Year) };

    /// <summary>As payments look at it.</summary>
    public PaymentLedger ForPayment() => new(
        LetterOn is not null,
        Acceptance is not null,
        Contract?.Amount ?? 0m,
        SupplementsWhere(LedgerSupplementState.Agreed),
        Estimate ?? 0m,
        Payments.Sum(payment => payment.Amount),
        PaymentBlocked);

    /// <summary>As pauses and terminations look at it.</summary>
    public BuildingState ForBuilding() => new(Building, PausedAt is not null, TerminationAsked);

    /// <summary>The sum of the supplements in some states, without one of them.</summary>
    public decimal SupplementsWhere(params LedgerSupplementState[] states) =>
        Supplements.Where(supplement => states.Contains(supplement.State)).Sum(supplement => supplement.Amount);
}

/// <summary>A 补充合同 in the ledger.</summary>
public sealed record LedgerSupplement(int Number, decimal Amount, LedgerSupplementState State);

/// <summary>How a 补充合同 stands.</summary>
[System.Text.Json.Serialization.JsonConverter(typeof(System.Text.Json.Serialization.JsonStringEnumConverter<LedgerSupplementState>))]
public enum LedgerSupplementState
{
    /// <summary>It is being decided; it counts towards the tenth.</summary>
    Asked,

    /// <summary>Agreed.</summary>
    Agreed,

    /// <summary>Not agreed; it no longer counts.</summary>
    Refused,
}

/// <summary>A payment in the ledger.</summary>
public sealed record LedgerPayment(int Number, decimal Amount, DateOnly On);

/// <summary>What is shown with the next applications of a unit (第五十二条). Table UnitEvaluations: partition = unit, row = project.</summary>
public sealed record UnitEvaluationRow : IRow
{
    /// <inheritdoc/>
    public static string TableName => "UnitEvaluations";

    /// <summary>The unit.</summary>
    public required string Unit { get; init; }

    /// <summary>The project.</summary>
    public required string Project { get; init; }

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>The result.</summary>
    public required PostEvaluationResult Result { get; init; }

    /// <summary>When it was concluded.</summary>
    public required DateOnly On { get; init; }

    /// <inheritdoc/>
    public string PartitionKey => Unit;

    /// <inheritdoc/>
    public string RowKey => Project;
}

/// <summary>Reads and changes ledgers.</summary>
internal static class ProjectLedgers
{
    public static Task<Row<ProjectLedgerRow>?> FindAsync(ITableStore tables, string project, CancellationToken cancellation) =>
        tables.FindAsync<ProjectLedgerRow>(project, ProjectLedgerRow.OnlyRowKey, cancellation);

    /// <summary>Changes the ledger, again if somebody else changed it meanwhile; opens it if it is not there.</summary>
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
