using System.Text.Json.Serialization;
using Dazhou.Serverless.Records;

namespace Dazhou.Serverless.Submissions;

/// <summary>How a request ended.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<AskEnd>))]
public enum AskEnd
{
    /// <summary>The submission arrived.</summary>
    HandedIn,

    /// <summary>The request was cancelled, because the subject or the stage ended.</summary>
    Cancelled,
}

/// <summary>A request to a person to hand something in. Table ProjectAsks: partition = subject, row = step and round.</summary>
public sealed record AskRow : IRow, IOfStepRound
{
    /// <inheritdoc/>
    public static string TableName => "ProjectAsks";

    /// <summary>The subject's id.</summary>
    [JsonPropertyName("Project")]
    public required string Subject { get; init; }

    /// <summary>The step, e.g. <c>Procurement.contract</c>.</summary>
    public required string Step { get; init; }

    /// <summary>The round.</summary>
    public required int Round { get; init; }

    /// <summary>The stage, named after its orchestration.</summary>
    public required string Stage { get; init; }

    /// <summary>The task, in Chinese.</summary>
    public required string ToDo { get; init; }

    /// <summary>The article that requires it.</summary>
    public required string Article { get; init; }

    /// <summary>The person who is asked.</summary>
    public required string Person { get; init; }

    /// <summary>The id of the waiting orchestration; null if none waits.</summary>
    public string? InstanceId { get; init; }

    /// <summary>The time of opening.</summary>
    public required DateTimeOffset OpenedAt { get; init; }

    /// <summary>The deadline; null if nothing sets one.</summary>
    public Deadline? Deadline { get; init; }

    /// <summary>How the request ended; null while it is open.</summary>
    public AskEnd? End { get; init; }

    /// <summary>The time of closing; null while it is open.</summary>
    public DateTimeOffset? ClosedAt { get; init; }

    /// <inheritdoc/>
    public string PartitionKey => Subject;

    /// <inheritdoc/>
    public string RowKey => this.StepRound.RowKey;

    /// <summary>Returns the prefix of the row keys of a step.</summary>
    public static string Prefix(string step) => $"{step}|";
}

/// <summary>
/// A submission, written before the orchestration is woken, once per step and round. Table ProjectSubmissions: partition = subject, row =
/// step and round.
/// </summary>
public sealed record SubmissionRow : IRow, IOfStepRound
{
    /// <inheritdoc/>
    public static string TableName => "ProjectSubmissions";

    /// <summary>The subject's id.</summary>
    [JsonPropertyName("Project")]
    public required string Subject { get; init; }

    /// <summary>The step.</summary>
    public required string Step { get; init; }

    /// <summary>The round; for unsolicited submissions, a consecutive number.</summary>
    public required int Round { get; init; }

    /// <summary>The content as JSON, of the record type of the step's kind.</summary>
    public required string Data { get; init; }

    /// <summary>The files.</summary>
    public IReadOnlyList<SubmittedDocument> Documents { get; init; } = [];

    /// <summary>The id of the person or unit that submitted.</summary>
    public required string By { get; init; }

    /// <summary>The time of submission, at +08:00.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The sender's idempotency key, for unsolicited submissions.</summary>
    public string? Key { get; init; }

    /// <inheritdoc/>
    public string PartitionKey => Subject;

    /// <inheritdoc/>
    public string RowKey => this.StepRound.RowKey;
}

/// <summary>A file of a submission.</summary>
public sealed record SubmittedDocument(string Name, int Version, string FileName, string Sha256);
