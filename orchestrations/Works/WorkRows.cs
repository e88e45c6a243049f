using System.Text.Json.Serialization;
using Dazhou.Serverless.Records;

namespace Dazhou.Serverless.Works;

/// <summary>The state of work.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<WorkState>))]
public enum WorkState
{
    /// <summary>Not started.</summary>
    Waiting,

    /// <summary>Running.</summary>
    Running,

    /// <summary>Done; the result is kept for a week.</summary>
    Done,

    /// <summary>Failed; the row gives the reason.</summary>
    Failed,
}

/// <summary>Long work, as its page shows it. Table Works: partition = id, one row.</summary>
public sealed record WorkRow : IRow
{
    /// <summary>The row key.</summary>
    public const string OnlyRowKey = "work";

    /// <inheritdoc/>
    public static string TableName => "Works";

    /// <summary>The id: 128 random bits.</summary>
    public required string Id { get; init; }

    /// <summary>The <see cref="ILongWork.Kind"/>.</summary>
    public required string Kind { get; init; }

    /// <summary>The title, e.g. 导入通讯录.</summary>
    public required string Title { get; init; }

    /// <summary>Whether it is visible to operators only.</summary>
    public bool ForOperators { get; init; }

    /// <summary>The id of the person who started it, or a placeholder if nobody is signed in.</summary>
    public required string By { get; init; }

    /// <summary>The state.</summary>
    public required WorkState State { get; init; }

    /// <summary>The amount done.</summary>
    public int Done { get; init; }

    /// <summary>The total amount; null if unknown.</summary>
    public int? Total { get; init; }

    /// <summary>The present activity, or the outcome, in Chinese.</summary>
    public string? Says { get; init; }

    /// <summary>The time of the start, at +08:00.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The time of the end; null if not ended.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <inheritdoc/>
    public string PartitionKey => Id;

    /// <inheritdoc/>
    public string RowKey => OnlyRowKey;
}

/// <summary>A part of the input or result of work. Table WorkTexts: partition = work, row = which and part.</summary>
public sealed record WorkTextRow : IRow
{
    /// <summary>The value of <see cref="Which"/> for input.</summary>
    public const string Input = "input";

    /// <summary>The value of <see cref="Which"/> for a result.</summary>
    public const string Result = "result";

    /// <inheritdoc/>
    public static string TableName => "WorkTexts";

    /// <summary>The id of the work.</summary>
    public required string Work { get; init; }

    /// <summary><see cref="Input"/> or <see cref="Result"/>.</summary>
    public required string Which { get; init; }

    /// <summary>The number of the part, from 0.</summary>
    public required int Part { get; init; }

    /// <summary>The text.</summary>
    public required string Text { get; init; }

    /// <inheritdoc/>
    public string PartitionKey => Work;

    /// <inheritdoc/>
    public string RowKey => $"{Which}|{Part:D5}";
}
