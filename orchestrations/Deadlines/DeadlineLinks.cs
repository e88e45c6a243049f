using Dazhou.Serverless.Links;

namespace Dazhou.Serverless.Deadlines;

/// <summary>The purposes of links for deadlines.</summary>
public static class DeadlineLinks
{
    /// <summary>Acknowledge a missed deadline (知悉).</summary>
    public static LinkPurpose Acknowledge { get; } = new("Acknowledge");
}
