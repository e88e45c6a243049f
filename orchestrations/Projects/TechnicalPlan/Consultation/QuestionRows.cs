using Dazhou.Serverless.Records;

namespace Dazhou.Serverless.Projects;

/// <summary>
/// A question about a function list. It goes to the unit once it is confirmed from the asker's own mailbox, and is public
/// together with its answer. Table Questions: partition = project, row = id.
/// </summary>
public sealed record QuestionRow : IRow
{
    /// <inheritdoc/>
    public static string TableName => "Questions";

    /// <summary>The project.</summary>
    public required string Project { get; init; }

    /// <summary>Its id: random, and no secret.</summary>
    public required string Id { get; init; }

    /// <summary>The question.</summary>
    public required string Text { get; init; }

    /// <summary>The asker's address; shown to nobody.</summary>
    public required string Mail { get; init; }

    /// <summary>When it was asked, at +08:00.</summary>
    public required DateTimeOffset AskedAt { get; init; }

    /// <summary>When it was confirmed; null while it was not.</summary>
    public DateTimeOffset? ConfirmedAt { get; init; }

    /// <summary>The unit's answer.</summary>
    public string? Answer { get; init; }

    /// <summary>When it was answered.</summary>
    public DateTimeOffset? AnsweredAt { get; init; }

    /// <summary>Who answered: a person's or unit's id.</summary>
    public string? AnsweredBy { get; init; }

    /// <inheritdoc/>
    public string PartitionKey => Project;

    /// <inheritdoc/>
    public string RowKey => Id;
}
