using Dazhou.Serverless.Links;

namespace Dazhou.Serverless.Deadlines;

/// <summary>What the links of deadlines are for.</summary>
public static class DeadlineLinks
{
    /// <summary>Acknowledge that one was missed (知悉).</summary>
    public static LinkPurpose Acknowledge { get; } = new("Acknowledge");
}
