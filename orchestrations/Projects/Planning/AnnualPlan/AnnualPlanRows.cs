using System.Text.Json.Serialization;
using Dazhou.Serverless.Approvals;
using Dazhou.Serverless.Records;

namespace Dazhou.Serverless.Projects;

/// <summary>A batch of projects decided together by the leadership (第十条第一款). Table AnnualPlans: partition = year, row = number.</summary>
public sealed record AnnualPlanRow : IRow
{
    /// <inheritdoc/>
    public static string TableName => "AnnualPlans";

    /// <summary>The year of the plan.</summary>
    public required int Year { get; init; }

    /// <summary>The number of the batch in the year, starting at 1.</summary>
    public required int Number { get; init; }

    /// <summary>The projects in the batch.</summary>
    public required IReadOnlyList<PlannedProject> Projects { get; init; }

    /// <summary>The sender's idempotency key.</summary>
    public string? Key { get; init; }

    /// <summary>When it was submitted to the meetings, at +08:00.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The ids of the approved projects; null until the meetings have decided.</summary>
    public IReadOnlyList<string>? Agreed { get; init; }

    /// <summary>Whether this is the mid-year adjustment of a plan (第十三条) instead of a batch.</summary>
    public bool MidYear { get; init; }

    /// <summary>The subject id for approvals and documents.</summary>
    public string Id => $"plan-{Year:D4}-{Number:D2}";

    /// <summary>The title for people.</summary>
    public string Title => MidYear ? $"{Year}年度信息化项目计划中期调整（第{Number}号）" : $"{Year}年度信息化项目计划（第{Number}批）";

    /// <inheritdoc/>
    public string PartitionKey => $"{Year:D4}";

    /// <inheritdoc/>
    public string RowKey => $"{Number:D2}";

    /// <summary>The table keys of a plan id; null if it is not one.</summary>
    public static (string Partition, string Row)? KeysOf(string id) =>
        id.Split('-') is ["plan", { Length: 4 } year, var number] ? (year, number) : null;
}

/// <summary>A project of a plan.</summary>
/// <param name="Id">the project id</param>
/// <param name="Name">the project's name</param>
/// <param name="UnitName">the unit's name</param>
/// <param name="TotalInvestment">总投资, 万元</param>
public sealed record PlannedProject(string Id, string Name, string UnitName, decimal TotalInvestment)
{
    /// <summary>How the project's line changes; always added, except in a mid-year adjustment.</summary>
    public PlanChangeKind Kind { get; init; }

    /// <summary>年度投资, 万元; null if not stated, and for a dropped project.</summary>
    public decimal? ThisYear { get; init; }

    /// <summary>The reason, for a mid-year adjustment.</summary>
    public string? Reason { get; init; }

    /// <summary>The text about the project that meetings read.</summary>
    [JsonIgnore]
    public string Text => Kind switch
    {
        PlanChangeKind.Changed => $"年度投资调整为{Amounts.Text(ThisYear ?? 0m)}（总投资{Amounts.Text(TotalInvestment)}）：{Reason}",
        PlanChangeKind.Dropped => $"不再列入计划（总投资{Amounts.Text(TotalInvestment)}）：{Reason}",
        _ => $"{(Reason is null ? "" : "增补，")}{Amounts.Text(TotalInvestment)}{(ThisYear is { } amount && amount != TotalInvestment ? $"，年度投资{Amounts.Text(amount)}" : "")}{(Reason is null ? "" : $"：{Reason}")}",
    };
}

/// <summary>The conclusion of the meetings on a project in a plan.</summary>
/// <param name="Plan">the plan's id</param>
/// <param name="Title">the plan's title</param>
/// <param name="Agreed">whether the project is established; otherwise it stays in the library</param>
/// <param name="Comment">the reason if it is not</param>
/// <param name="Outcome">the outcome of the approval</param>
public sealed record PlanConclusion(string Plan, string Title, bool Agreed, string? Comment, ApprovalOutcome Outcome);

/// <summary>A project's membership in a plan. Table PlanMembers: partition = project, row = number of the plan for this project, starting at 1.</summary>
public sealed record PlanMemberRow : IRow
{
    /// <inheritdoc/>
    public static string TableName => "PlanMembers";

    /// <summary>The project id.</summary>
    public required string Project { get; init; }

    /// <summary>The number of the plan for this project, starting at 1.</summary>
    public required int Number { get; init; }

    /// <summary>The plan's id.</summary>
    public required string Plan { get; init; }

    /// <summary>The conclusion; null until the meetings have decided.</summary>
    public PlanConclusion? Conclusion { get; init; }

    /// <inheritdoc/>
    public string PartitionKey => Project;

    /// <inheritdoc/>
    public string RowKey => $"{Number:D4}";
}
