using System.Text.Json.Serialization;
using Dazhou.Serverless.Records;

namespace Dazhou.Serverless.Submissions;

/// <summary>How a request for something ended.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<AskEnd>))]
public enum AskEnd
{
    /// <summary>It was handed in.</summary>
    HandedIn,

    /// <summary>Its subject ended, or what it was part of did.</summary>
    Cancelled,
}

/// <summary>
/// Something that somebody is asked to hand in. Table ProjectAsks: partition = subject, row = step and round.
/// </summary>
public sealed record AskRow : IRow, IOfStepRound
{
    /// <inheritdoc/>
    public static string TableName => "ProjectAsks";

    /// <summary>The subject.</summary>
    [JsonPropertyName("Project")]
    public required string Subject { get; init; }

    /// <summary>The step, e.g. <c>Procurement.contract</c>; its kind says what it takes.</summary>
    public required string Step { get; init; }

    /// <summary>The round.</summary>
    public required int Round { get; init; }

    /// <summary>The stage, named as its orchestration.</summary>
    public required string Stage { get; init; }

    /// <summary>What must be done, in Chinese.</summary>
    public required string ToDo { get; init; }

    /// <summary>The article it rests on.</summary>
    public required string Article { get; init; }

    /// <summary>Who is asked.</summary>
    public required string Person { get; init; }

    /// <summary>The orchestration that waits for it; null if nothing does.</summary>
    public string? InstanceId { get; init; }

    /// <summary>Since when.</summary>
    public required DateTimeOffset OpenedAt { get; init; }

    /// <summary>Until when; null if nothing sets it.</summary>
    public Deadline? Deadline { get; init; }

    /// <summary>How it ended; null while it is open.</summary>
    public AskEnd? End { get; init; }

    /// <summary>When it ended.</summary>
    public DateTimeOffset? ClosedAt { get; init; }

    /// <inheritdoc/>
    public string PartitionKey => Subject;

    /// <inheritdoc/>
    public string RowKey => this.StepRound.RowKey;

    /// <summary>What the row keys of a step begin with.</summary>
    public static string Prefix(string step) => $"{step}|";
}

/// <summary>
/// What was handed in: written before anything is woken, once for a step and round.
/// Table ProjectSubmissions: partition = subject, row = step and round.
/// </summary>
public sealed record SubmissionRow : IRow, IOfStepRound
{
    /// <inheritdoc/>
    public static string TableName => "ProjectSubmissions";

    /// <summary>The subject.</summary>
    [JsonPropertyName("Project")]
    public required string Subject { get; init; }

    /// <summary>The step.</summary>
    public required string Step { get; init; }

    /// <summary>The round; for what nobody asked for, its number.</summary>
    public required int Round { get; init; }

    /// <summary>Its content as JSON; the step's kind says which record.</summary>
    public required string Data { get; init; }

    /// <summary>The files that came with it.</summary>
    public IReadOnlyList<SubmittedDocument> Documents { get; init; } = [];

    /// <summary>Who handed it in.</summary>
    public required string By { get; init; }

    /// <summary>When, at +08:00.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The sender's key against repetition, for what nobody asked for.</summary>
    public string? Key { get; init; }

    /// <inheritdoc/>
    public string PartitionKey => Subject;

    /// <inheritdoc/>
    public string RowKey => this.StepRound.RowKey;
}

/// <summary>A file of a submission.</summary>
public sealed record SubmittedDocument(string Name, int Version, string FileName, string Sha256);
