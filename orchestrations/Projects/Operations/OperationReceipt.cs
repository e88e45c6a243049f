using Dazhou.Serverless.Records;

namespace Dazhou.Serverless.Projects;

/// <summary>The answer to an application for O&amp;M money, or to its withdrawal.</summary>
/// <param name="Status">what became of it</param>
/// <param name="Budget">the budget; null if there is none</param>
/// <param name="Failures">why it was not taken</param>
public sealed record OperationReceipt(SubmissionStatus Status, OperationBudgetRow? Budget, IReadOnlyList<RuleFailure> Failures)
{
    internal static OperationReceipt Taken(OperationBudgetRow budget) => new(SubmissionStatus.HandedIn, budget, []);

    internal static OperationReceipt Conflict(SubmissionStatus status, OperationBudgetRow budget, string article, string why) =>
        new(status, budget, [new("operation-state", article, "", why)]);
}

/// <summary>A budget whose orchestration may not have been started yet. Table OperationStarts: one partition, row = budget.</summary>
public sealed record OperationStartRow : IRow
{
    /// <summary>The one partition: it holds only what is under way.</summary>
    public const string Partition = "pending";

    /// <inheritdoc/>
    public static string TableName => "OperationStarts";

    /// <summary>The budget's id.</summary>
    public required string Budget { get; init; }

    /// <summary>When it was handed in, at +08:00.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <inheritdoc/>
    public string PartitionKey => Partition;

    /// <inheritdoc/>
    public string RowKey => Budget;
}
