using System.Text.Json.Serialization;
using Dazhou.Serverless.Records;

namespace Dazhou.Serverless.Works;

/// <summary>Where a piece of long work stands.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<WorkState>))]
public enum WorkState
{
    /// <summary>Not begun.</summary>
    Waiting,

    /// <summary>Under way.</summary>
    Running,

    /// <summary>Done; its result can be seen for a week.</summary>
    Done,

    /// <summary>Ended without a result; the row says why.</summary>
    Failed,
}

/// <summary>A piece of long work, as its page shows it. Table Works: partition = its id, one row.</summary>
public sealed record WorkRow : IRow
{
    /// <summary>The row key.</summary>
    public const string OnlyRowKey = "work";

    /// <inheritdoc/>
    public static string TableName => "Works";

    /// <summary>Its id: 128 random bits.</summary>
    public required string Id { get; init; }

    /// <summary>Which work: the name of its <see cref="ILongWork"/>.</summary>
    public required string Kind { get; init; }

    /// <summary>As people know it, e.g. 导入通讯录.</summary>
    public required string Title { get; init; }

    /// <summary>Whether only operators may see it.</summary>
    public bool ForOperators { get; init; }

    /// <summary>Who began it: a person's id, or what stands for nobody in particular.</summary>
    public required string By { get; init; }

    /// <summary>Where it stands.</summary>
    public required WorkState State { get; init; }

    /// <summary>How much is done.</summary>
    public int Done { get; init; }

    /// <summary>Of how much; null where nobody can tell.</summary>
    public int? Total { get; init; }

    /// <summary>What is done now or was found, in Chinese.</summary>
    public string? Says { get; init; }

    /// <summary>When it was asked for, at +08:00.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>When it ended.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <inheritdoc/>
    public string PartitionKey => Id;

    /// <inheritdoc/>
    public string RowKey => OnlyRowKey;
}

/// <summary>A part of what goes into a piece of work or comes out of it. Table WorkTexts: partition = work, row = which and part.</summary>
public sealed record WorkTextRow : IRow
{
    /// <summary>What goes in.</summary>
    public const string Input = "input";

    /// <summary>What comes out.</summary>
    public const string Result = "result";

    /// <inheritdoc/>
    public static string TableName => "WorkTexts";

    /// <summary>The work.</summary>
    public required string Work { get; init; }

    /// <summary><see cref="Input"/> or <see cref="Result"/>.</summary>
    public required string Which { get; init; }

    /// <summary>0 for the first part.</summary>
    public required int Part { get; init; }

    /// <summary>The text.</summary>
    public required string Text { get; init; }

    /// <inheritdoc/>
    public string PartitionKey => Work;

    /// <inheritdoc/>
    public string RowKey => $"{Which}|{Part:D5}";
}
