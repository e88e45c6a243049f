namespace Dazhou.Serverless.Approvals;

/// <summary>Provides the subjects that put several items before one meeting, which may reject some of them. Registered by their system.</summary>
public interface IMeetingBatches
{
    /// <summary>Returns the items a meeting decides about; null if the subject is not such a batch.</summary>
    /// <param name="subject">the subject's id</param>
    /// <param name="struckOut">the ids of the items that an earlier meeting rejected</param>
    /// <param name="cancellation">the cancellation token</param>
    Task<MeetingBatch?> FindBatchAsync(string subject, IReadOnlySet<string> struckOut, CancellationToken cancellation = default);
}

/// <summary>Items that one meeting decides about.</summary>
/// <param name="StrikesOut">The word for rejecting an item.</param>
/// <param name="Hint">What happens to rejected items.</param>
/// <param name="Items">The items that can be rejected.</param>
public sealed record MeetingBatch(string StrikesOut, string Hint, IReadOnlyList<MeetingBatchItem> Items);

/// <summary>An item of a batch.</summary>
/// <param name="Id">The id, as in <see cref="Resolution.StruckOut"/>.</param>
/// <param name="Text">The item's name and the figures that matter for the decision.</param>
public sealed record MeetingBatchItem(string Id, string Text);
