using Dazhou.Serverless.Records;

namespace Dazhou.Serverless.Projects;

/// <summary>
/// A question about a function list. It goes to the unit once confirmed from the asker's mailbox, and is published
/// together with its answer. Table Questions: partition = project, row = id.
/// </summary>
public sealed record QuestionRow : IRow
{
    /// <inheritdoc/>
    public static string TableName => "Questions";

    /// <summary>The project id.</summary>
    public required string Project { get; init; }

    /// <summary>The question's id: random, not a secret.</summary>
    public required string Id { get; init; }

    /// <summary>The question.</summary>
    public required string Text { get; init; }

    /// <summary>The asker's mail address; never shown.</summary>
    public required string Mail { get; init; }

    /// <summary>When it was asked, at +08:00.</summary>
    public required DateTimeOffset AskedAt { get; init; }

    /// <summary>When it was confirmed, at +08:00; null if it was not.</summary>
    public DateTimeOffset? ConfirmedAt { get; init; }

    /// <summary>The unit's answer.</summary>
    public string? Answer { get; init; }

    /// <summary>When it was answered, at +08:00.</summary>
    public DateTimeOffset? AnsweredAt { get; init; }

    /// <summary>The id of the person or unit that answered.</summary>
    public string? AnsweredBy { get; init; }

    /// <inheritdoc/>
    public string PartitionKey => Project;

    /// <inheritdoc/>
    public string RowKey => Id;
}
