using Dazhou.Serverless.Deadlines;

namespace Dazhou.Serverless.Projects;

/// <summary>The facts that the rules of a project's submissions check.</summary>
/// <param name="Project">the project</param>
/// <param name="Ledger">its ledger</param>
/// <param name="Ask">the request that is answered; null if nobody was asked</param>
/// <param name="At">when it is submitted, at +08:00</param>
public sealed record SubmissionCase(ProjectRow Project, ProjectLedgerRow Ledger, AskRow? Ask, DateTimeOffset At) : SubmissionFacts(Ask, At)
{
    /// <summary>The project's deadlines, if the kind needs them.</summary>
    public IReadOnlyList<DeadlineRow> Deadlines { get; init; } = [];

    /// <summary>专家库, if the kind chooses from it.</summary>
    public IReadOnlyList<Expert> Experts { get; init; } = [];

    /// <summary>Who has a stake in the project, where the kind chooses experts; null elsewhere.</summary>
    public PanelStakes? Stakes { get; init; }

    /// <summary>Who sits in the panel now, for its change.</summary>
    public IReadOnlyList<PanelMember> Panel { get; init; } = [];

    /// <summary>The project's entries in annual plans, for its budgets.</summary>
    public IReadOnlyList<PlanEntryRow> PlanEntries { get; init; } = [];
}
