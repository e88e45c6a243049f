using Dazhou.Serverless.Deadlines;

namespace Dazhou.Serverless.Projects;

/// <summary>Everything that the check of a project's submission looks at.</summary>
/// <param name="Project">the project</param>
/// <param name="Ledger">what is settled about it</param>
/// <param name="Ask">the request that it answers; null for what nobody asked for</param>
/// <param name="At">when it comes, at +08:00</param>
public sealed record SubmissionCase(ProjectRow Project, ProjectLedgerRow Ledger, AskRow? Ask, DateTimeOffset At) : SubmissionFacts(Ask, At)
{
    /// <summary>The project's deadlines, where the kind is about them.</summary>
    public IReadOnlyList<DeadlineRow> Deadlines { get; init; } = [];

    /// <summary>专家库, where the kind chooses from it.</summary>
    public IReadOnlyList<Expert> Experts { get; init; } = [];

    /// <summary>Who has a stake in the project, where the kind chooses experts; null elsewhere.</summary>
    public PanelStakes? Stakes { get; init; }

    /// <summary>Who sits in the panel now, for its change.</summary>
    public IReadOnlyList<PanelMember> Panel { get; init; } = [];

    /// <summary>Where the project stands in the plans of the years, for its budgets.</summary>
    public IReadOnlyList<PlanEntryRow> PlanEntries { get; init; } = [];
}
