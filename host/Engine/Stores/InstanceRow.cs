using Dazhou.DurableEngine.History;
using Microsoft.DurableTask.Protobuf;

namespace Dazhou.DurableEngine.Stores;

/// <summary>What a store keeps of an instance beside its history: all that a waiting instance costs.</summary>
internal sealed record InstanceRow
{
    /// <summary>The store's own key; a replaced instance of the same id has another.</summary>
    public long Key { get; init; }

    public required string Id { get; init; }

    public required string Name { get; init; }

    public string? Version { get; init; }

    public InstanceStatus Status { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset UpdatedAt { get; init; }

    public DateTimeOffset? CompletedAt { get; init; }

    /// <summary>The earliest timer or the scheduled start, null when only a message can wake the instance.</summary>
    public DateTimeOffset? NextDue { get; init; }

    /// <summary>Whether activities are scheduled whose results are not in the history: they run again after a crash.</summary>
    public bool HasOpenTasks { get; init; }

    /// <summary>Grows by one when the instance continues as new; starts anywhere, so that instances of one id that follow each other differ.</summary>
    public int Generation { get; init; }

    /// <summary>How many rows of history the present generation has.</summary>
    public int HistoryRows { get; init; }

    public string? ParentId { get; init; }

    public string? CustomStatus { get; init; }

    public TaskFailureDetails? Failure { get; init; }

    public IReadOnlyDictionary<string, string>? Tags { get; init; }

    /// <summary>The generation as the protocol names it: an answer to one that has ended is told by it.</summary>
    public string ExecutionId => ExecutionIds.Of(Generation);
}

/// <summary>A message that waits for its instance's next turn.</summary>
/// <param name="Sequence">gives the order; those carried over to a new generation are negative</param>
/// <param name="Event">the message</param>
/// <param name="Generation">for an answer: the generation that asked; null for what is meant for whichever runs</param>
internal readonly record struct StoredMessage(long Sequence, HistoryEvent Event, int? Generation = null);

/// <summary>Generations as execution ids.</summary>
internal static class ExecutionIds
{
    public static string Of(int generation) => generation.ToString("x8");

    public static int? Generation(string? executionId) =>
        int.TryParse(executionId, System.Globalization.NumberStyles.HexNumber, null, out var generation) ? generation : null;
}

/// <summary>An instance with all that a turn needs.</summary>
internal sealed record LoadedInstance(InstanceRow Row, IReadOnlyList<HistoryEvent> History, IReadOnlyList<StoredMessage> Inbox);

/// <summary>Which instances a query wants; instants are UTC, the created range includes both ends.</summary>
internal sealed record InstanceFilter
{
    public DateTimeOffset? CreatedFrom { get; init; }

    public DateTimeOffset? CreatedTo { get; init; }

    public DateTimeOffset? CompletedFrom { get; init; }

    public DateTimeOffset? CompletedTo { get; init; }

    public IReadOnlyCollection<InstanceStatus>? Statuses { get; init; }

    public string? IdPrefix { get; init; }

    public string? ParentId { get; init; }

    /// <summary>Only rows whose key is greater: the place where the page before ended.</summary>
    public long AfterKey { get; init; }

    public int Limit { get; init; } = 100;

    /// <summary>Whether a row passes all but the paging.</summary>
    public bool Matches(InstanceRow row) =>
        (CreatedFrom is null || row.CreatedAt >= CreatedFrom)
        && (CreatedTo is null || row.CreatedAt <= CreatedTo)
        && (CompletedFrom is null || row.CompletedAt >= CompletedFrom)
        && (CompletedTo is null || row.CompletedAt <= CompletedTo)
        && (Statuses is null || Statuses.Contains(row.Status))
        && (IdPrefix is null || row.Id.StartsWith(IdPrefix, StringComparison.Ordinal))
        && (ParentId is null || row.ParentId == ParentId);
}
