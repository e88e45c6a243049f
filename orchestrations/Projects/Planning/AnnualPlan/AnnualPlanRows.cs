using System.Text.Json.Serialization;
using Dazhou.Serverless.Approvals;
using Dazhou.Serverless.Records;

namespace Dazhou.Serverless.Projects;

/// <summary>A batch of projects that the leadership decides together (第十条第一款). Table AnnualPlans: partition = year, row = number.</summary>
public sealed record AnnualPlanRow : IRow
{
    /// <inheritdoc/>
    public static string TableName => "AnnualPlans";

    /// <summary>The year of the plan.</summary>
    public required int Year { get; init; }

    /// <summary>Which batch of the year, 1 for the first.</summary>
    public required int Number { get; init; }

    /// <summary>Its projects.</summary>
    public required IReadOnlyList<PlannedProject> Projects { get; init; }

    /// <summary>The sender's key against repetition.</summary>
    public string? Key { get; init; }

    /// <summary>When it was handed to the meetings, at +08:00.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The projects that were agreed to; null while the meetings have not decided.</summary>
    public IReadOnlyList<string>? Agreed { get; init; }

    /// <summary>Whether it is the mid-year adjustment of a plan (第十三条) and no batch of it.</summary>
    public bool MidYear { get; init; }

    /// <summary>Its id as a subject of approvals and documents.</summary>
    public string Id => $"plan-{Year:D4}-{Number:D2}";

    /// <summary>As people know it.</summary>
    public string Title => MidYear ? $"{Year}年度信息化项目计划中期调整（第{Number}号）" : $"{Year}年度信息化项目计划（第{Number}批）";

    /// <inheritdoc/>
    public string PartitionKey => $"{Year:D4}";

    /// <inheritdoc/>
    public string RowKey => $"{Number:D2}";

    /// <summary>The keys of a plan by its id; null if it is none.</summary>
    public static (string Partition, string Row)? KeysOf(string id) =>
        id.Split('-') is ["plan", { Length: 4 } year, var number] ? (year, number) : null;
}

/// <summary>A project of a plan.</summary>
/// <param name="Id">its id</param>
/// <param name="Name">its name</param>
/// <param name="UnitName">its unit's name</param>
/// <param name="TotalInvestment">总投资, 万元</param>
public sealed record PlannedProject(string Id, string Name, string UnitName, decimal TotalInvestment)
{
    /// <summary>What is to become of its line; other than added only in a mid-year adjustment.</summary>
    public PlanChangeKind Kind { get; init; }

    /// <summary>年度投资, 万元; null where nobody stated it, and for a project that is dropped.</summary>
    public decimal? ThisYear { get; init; }

    /// <summary>Why, for a mid-year adjustment.</summary>
    public string? Reason { get; init; }

    /// <summary>What meetings read about it.</summary>
    [JsonIgnore]
    public string Text => Kind switch
    {
        PlanChangeKind.Changed => $"年度投资调整为{Amounts.Text(ThisYear ?? 0m)}（总投资{Amounts.Text(TotalInvestment)}）：{Reason}",
        PlanChangeKind.Dropped => $"不再列入计划（总投资{Amounts.Text(TotalInvestment)}）：{Reason}",
        _ => $"{(Reason is null ? "" : "增补，")}{Amounts.Text(TotalInvestment)}{(ThisYear is { } amount && amount != TotalInvestment ? $"，年度投资{Amounts.Text(amount)}" : "")}{(Reason is null ? "" : $"：{Reason}")}",
    };
}

/// <summary>What the meetings concluded about a project of a plan.</summary>
/// <param name="Plan">the plan's id</param>
/// <param name="Title">the plan's title</param>
/// <param name="Agreed">whether it is established; else it stays in the library</param>
/// <param name="Comment">why not</param>
/// <param name="Outcome">what the meetings decided</param>
public sealed record PlanConclusion(string Plan, string Title, bool Agreed, string? Comment, ApprovalOutcome Outcome);

/// <summary>A project in a plan. Table PlanMembers: partition = project, row = which of its plans, 1 for the first.</summary>
public sealed record PlanMemberRow : IRow
{
    /// <inheritdoc/>
    public static string TableName => "PlanMembers";

    /// <summary>The project.</summary>
    public required string Project { get; init; }

    /// <summary>Which of its plans.</summary>
    public required int Number { get; init; }

    /// <summary>The plan's id.</summary>
    public required string Plan { get; init; }

    /// <summary>What was concluded; null while the meetings have not decided.</summary>
    public PlanConclusion? Conclusion { get; init; }

    /// <inheritdoc/>
    public string PartitionKey => Project;

    /// <inheritdoc/>
    public string RowKey => $"{Number:D4}";
}
