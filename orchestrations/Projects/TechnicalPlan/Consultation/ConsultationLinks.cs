using Dazhou.Serverless.Links;

namespace Dazhou.Serverless.Projects;

/// <summary>What the links of the 价格咨询 are for (第三十五条).</summary>
public static class ConsultationLinks
{
    /// <summary>Confirm a quotation that was left under the holder's mail address.</summary>
    public static LinkPurpose ConfirmQuotation { get; } = new("ConfirmQuotation");

    /// <summary>Confirm a question that was asked under the holder's mail address.</summary>
    public static LinkPurpose ConfirmQuestion { get; } = new("ConfirmQuestion");

    /// <summary>Answer a question from the public.</summary>
    public static LinkPurpose AnswerQuestion { get; } = new("AnswerQuestion");
}
