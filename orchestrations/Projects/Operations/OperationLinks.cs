using Dazhou.Serverless.Links;

namespace Dazhou.Serverless.Projects;

/// <summary>What the links of O&amp;M budgets are for (第三十二、三十三条).</summary>
public static class OperationLinks
{
    /// <summary>Record what a budget waits for: its correction, the assessment, the arrangement.</summary>
    public static LinkPurpose Record { get; } = new("OperationRecord");
}
