using Dazhou.Serverless.Links;

namespace Dazhou.Serverless.Projects;

/// <summary>The purposes of links in the 价格咨询 (第三十五条).</summary>
public static class ConsultationLinks
{
    /// <summary>Confirms a quotation submitted under the holder's mail address.</summary>
    public static LinkPurpose ConfirmQuotation { get; } = new("ConfirmQuotation");

    /// <summary>Confirms a question asked under the holder's mail address.</summary>
    public static LinkPurpose ConfirmQuestion { get; } = new("ConfirmQuestion");

    /// <summary>Answers a question from the public.</summary>
    public static LinkPurpose AnswerQuestion { get; } = new("AnswerQuestion");
}
