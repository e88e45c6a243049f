namespace Dazhou.Serverless.Canteens;

/// <summary>What the document (达市府办发〔2023〕11号) leaves to those who run it, and whom it names.</summary>
public static class CanteensPolicy
{
    /// <summary>The document.</summary>
    public const string Document = "达市府办发〔2023〕11号";

    /// <summary>The paragraph on sources (源头关): registers, movements and their trace.</summary>
    public const string Sources = "三（一）";

    /// <summary>The paragraph on operation (运营关): data that cannot be tampered with.</summary>
    public const string Operation = "三（二）";

    /// <summary>The paragraph on safety (安全关): every level deals with warnings at once.</summary>
    public const string Safety = "三（四）";

    /// <summary>市教育局, whose 专班 leads the reform (四（二）).</summary>
    public const string LeadingBureau = "sjyj";

    /// <summary>市市场监管局, to which the list of the document gives the suppliers (附件第2项).</summary>
    public const string SupplyBureau = "sscjgj";

    /// <summary>How far ahead of the server's clock an entry may be: kitchens' clocks differ.</summary>
    public static readonly TimeSpan ClockTolerance = TimeSpan.FromMinutes(10);
}
