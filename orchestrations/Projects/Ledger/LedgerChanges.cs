namespace Dazhou.Serverless.Projects;

/// <summary>概算批复 (第三十七条).</summary>
public sealed record EstimateSettled(decimal Estimate) : LedgerChange
{
    /// <inheritdoc/>
    public override ProjectLedgerRow Apply(LedgerCase on) => on.Ledger with { Estimate = Estimate };
}

/// <summary>招标控制价 (第三十八条).</summary>
public sealed record ControlPriceSettled(decimal ControlPrice) : LedgerChange
{
    /// <summary>The date of the budget review.</summary>
    public required DateOnly On { get; init; }

    /// <inheritdoc/>
    public override ProjectLedgerRow Apply(LedgerCase on) => on.Ledger with { ControlPrice = ControlPrice, ReviewedOn = On };
}

/// <summary>政府采购计划备案 (第四十条).</summary>
public sealed record PlanFiled(ProcurementPlan Plan) : LedgerChange
{
    /// <inheritdoc/>
    public override ProjectLedgerRow Apply(LedgerCase on) => on.Ledger with { ProcurementPlan = Plan };
}

/// <summary>合同 (第四十二条).</summary>
public sealed record ContractSettled(ContractRecord Contract) : LedgerChange
{
    /// <inheritdoc/>
    public override ProjectLedgerRow Apply(LedgerCase on) => on.Ledger with { Contract = Contract };
}

/// <summary>Construction starts or ends.</summary>
public sealed record BuildingSet(bool Building) : LedgerChange
{
    /// <inheritdoc/>
    public override ProjectLedgerRow Apply(LedgerCase on) => on.Ledger with
    {
        Building = Building,
        PausedAt = Building ? on.Ledger.PausedAt : null,
        Term = on.Ledger.Term ?? PauseRules.TermOf(on.Ledger.Contract),
    };
}

/// <summary>暂停项目建设, or its end (第四十六条).</summary>
/// <param name="PausedAt">the start of the pause; null when construction resumes</param>
/// <param name="ResumedAt">when construction resumed; null while paused</param>
public sealed record PauseSet(DateTimeOffset? PausedAt, DateTimeOffset? ResumedAt = null) : LedgerChange
{
    /// <inheritdoc/>
    public override ProjectLedgerRow Apply(LedgerCase on) => on.Ledger with
    {
        PausedAt = PausedAt,
        Term = on.Ledger.PausedAt is { } before && ResumedAt is { } after ? PauseRules.TermAfter(on.Ledger.Term, before, after) : on.Ledger.Term,
    };
}

/// <summary>Whether a termination is being decided (第四十六条).</summary>
public sealed record TerminationAsked(bool Asked) : LedgerChange
{
    /// <inheritdoc/>
    public override ProjectLedgerRow Apply(LedgerCase on) => on.Ledger with { TerminationAsked = Asked };
}

/// <summary>补充合同 (第四十三条).</summary>
public sealed record SupplementSettled(int Number, decimal Amount, LedgerSupplementState State) : LedgerChange
{
    /// <inheritdoc/>
    public override ProjectLedgerRow Apply(LedgerCase on) => on.Ledger with
    {
        Supplements =
        [
            .. on.Ledger.Supplements.Where(supplement => supplement.Number != Number),
            new(Number, Amount, State),
        ],
    };
}

/// <summary>An adjustment approved above the established total, which raises the total and its limit (第四十四条).</summary>
public sealed record TotalAdjusted(decimal Total) : LedgerChange
{
    /// <inheritdoc/>
    public override ProjectLedgerRow Apply(LedgerCase on) => on.Ledger with { ApprovedTotal = Total, Estimate = Total };
}

/// <summary>不得拨付资金 (第四十四条).</summary>
public sealed record PaymentBlocked(string Reason) : LedgerChange
{
    /// <inheritdoc/>
    public override ProjectLedgerRow Apply(LedgerCase on) => on.Ledger with { PaymentBlocked = Reason };
}

/// <summary>建设完成 (第四十七条).</summary>
public sealed record BuildingCompleted(DateOnly On) : LedgerChange
{
    /// <inheritdoc/>
    public override ProjectLedgerRow Apply(LedgerCase on) => on.Ledger with { CompletedOn = On, Building = false };
}

/// <summary>试运行开始 (第四十七条).</summary>
public sealed record TrialRunStarted(DateOnly On) : LedgerChange
{
    /// <inheritdoc/>
    public override ProjectLedgerRow Apply(LedgerCase on) =>
        on.Ledger.TrialRun is not null ? on.Ledger : on.Ledger with { TrialRun = TrialRunRules.Minimum(On, on.Project.Policy, on.Calendar) };
}

/// <summary>核准复函 (第四十七条).</summary>
public sealed record LetterIssued(DateOnly On) : LedgerChange
{
    /// <inheritdoc/>
    public override ProjectLedgerRow Apply(LedgerCase on) => on.Ledger with { LetterOn = On };
}

/// <summary>验收合格 (第四十九条): the project goes into operation, and the evaluation period starts.</summary>
public sealed record AcceptancePassed(AcceptanceReport Report) : LedgerChange
{
    /// <inheritdoc/>
    public override ProjectLedgerRow Apply(LedgerCase on) => on.Ledger with
    {
        Acceptance = Report,
        Evaluation = on.Ledger.Evaluation ?? EvaluationRules.Window(Report.OperationFrom!.Value, on.Project.Policy, on.Calendar),
    };
}

/// <summary>拨付 (第四十九条).</summary>
public sealed record PaymentSettled(int Number, decimal Amount, DateOnly On) : LedgerChange
{
    /// <inheritdoc/>
    public override ProjectLedgerRow Apply(LedgerCase on) => on.Ledger with
    {
        Payments = [.. on.Ledger.Payments.Where(payment => payment.Number != Number), new(Number, Amount, On)],
    };
}

/// <summary>结余退回 (第三十一条).</summary>
public sealed record SurplusReturned : LedgerChange
{
    /// <inheritdoc/>
    public override ProjectLedgerRow Apply(LedgerCase on) => on.Ledger with { Surplus = PaymentRules.Surplus(on.Ledger.ForPayment()) };
}

/// <summary>后评价 (第五十二条).</summary>
public sealed record EvaluationConcluded(PostEvaluationResult Result) : LedgerChange
{
    /// <inheritdoc/>
    public override ProjectLedgerRow Apply(LedgerCase on) => on.Ledger with { EvaluationResult = Result };
}

/// <summary>
/// A 限期整改 was ordered or completed (第五十三条). 暂缓 ends with the last open rectification. Entries in the unit's record
/// (第五十七条) are lifted by 市数字经济局 itself.
/// </summary>
public sealed record RectificationSet(int Number, bool Open) : LedgerChange
{
    /// <inheritdoc/>
    public override ProjectLedgerRow Apply(LedgerCase on)
    {
        var others = on.Ledger.OpenRectifications.Where(number => number != Number).ToList();
        var held = Open || others.Count > 0;
        return on.Ledger with
        {
            OpenRectifications = Open ? [.. others, Number] : others,
            PlanHeld = on.Ledger.PlanHeld && held,
            OperationBudgetHeld = on.Ledger.OperationBudgetHeld && held,
        };
    }
}

/// <summary>The sanctions for a failed rectification (第五十三、五十七条).</summary>
public sealed record Sanctioned(int Number, int Round, SanctionEffects Effects, string Ground) : LedgerChange
{
    /// <inheritdoc/>
    public override ProjectLedgerRow Apply(LedgerCase on)
    {
        var criticism = $"第{Number}次整改第{Round}轮：{Ground}";
        return on.Ledger with
        {
            Criticisms = Effects.Criticised && !on.Ledger.Criticisms.Contains(criticism)
                ? [.. on.Ledger.Criticisms, criticism]
                : on.Ledger.Criticisms,
            PlanHeld = on.Ledger.PlanHeld || Effects.PlanHeld,
            OperationBudgetHeld = on.Ledger.OperationBudgetHeld || Effects.NoOperationBudget,
        };
    }
}
