namespace Dazhou.Serverless.Approvals;

/// <summary>Subjects that put several things before a meeting at once; the meeting may agree to all but some. Registered by their system.</summary>
public interface IMeetingBatches
{
    /// <summary>What a meeting decides about; null where the subject is no batch of this kind.</summary>
    /// <param name="subject">the subject</param>
    /// <param name="struckOut">what an earlier meeting struck out</param>
    /// <param name="cancellation">ends the reading</param>
    Task<MeetingBatch?> FindBatchAsync(string subject, IReadOnlySet<string> struckOut, CancellationToken cancellation = default);
}

/// <summary>What a meeting decides about at once.</summary>
/// <param name="StrikesOut">What it is called not to agree to some of it.</param>
/// <param name="Hint">What becomes of those.</param>
/// <param name="Items">What may be struck out.</param>
public sealed record MeetingBatch(string StrikesOut, string Hint, IReadOnlyList<MeetingBatchItem> Items);

/// <summary>One of the things.</summary>
/// <param name="Id">Its id, as <see cref="Resolution.StruckOut"/> names it.</param>
/// <param name="Text">Its name, with what decides about it.</param>
public sealed record MeetingBatchItem(string Id, string Text);
