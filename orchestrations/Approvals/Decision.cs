using System.Text.Json.Serialization;

namespace Dazhou.Serverless.Approvals;

/// <summary>An approver's decision; in JSON and in forms it has its Chinese name.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Decision>))]
public enum Decision
{
    /// <summary>同意</summary>
    [JsonStringEnumMemberName("同意")]
    Agree,

    /// <summary>不同意</summary>
    [JsonStringEnumMemberName("不同意")]
    Refuse,

    /// <summary>退回补正: back to the applicant, with a comment on what is missing</summary>
    [JsonStringEnumMemberName("退回补正")]
    Return,
}

/// <summary>What an approver is asked to do, in the words of the regulations.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Act>))]
public enum Act
{
    /// <summary>审核</summary>
    [JsonStringEnumMemberName("审核")]
    Review,

    /// <summary>审签</summary>
    [JsonStringEnumMemberName("审签")]
    Endorse,

    /// <summary>审定</summary>
    [JsonStringEnumMemberName("审定")]
    Decide,

    /// <summary>审议</summary>
    [JsonStringEnumMemberName("审议")]
    Deliberate,

    /// <summary>核准</summary>
    [JsonStringEnumMemberName("核准")]
    Approve,

    /// <summary>备案</summary>
    [JsonStringEnumMemberName("备案")]
    File,

    /// <summary>初审</summary>
    [JsonStringEnumMemberName("初审")]
    FirstReview,

    /// <summary>评审</summary>
    [JsonStringEnumMemberName("评审")]
    Assess,
}

/// <summary>Converts decisions and acts to and from Chinese words.</summary>
public static class ApprovalWords
{
    /// <summary>Returns 同意, 不同意 or 退回补正.</summary>
    public static string Chinese(this Decision decision) => decision switch
    {
        Decision.Agree => "同意",
        Decision.Refuse => "不同意",
        _ => "退回补正",
    };

    /// <summary>Returns the decision for a word from a form; null for any other word.</summary>
    public static Decision? ParseDecision(string? word) => word switch
    {
        "同意" => Decision.Agree,
        "不同意" => Decision.Refuse,
        "退回补正" => Decision.Return,
        _ => null,
    };

    /// <summary>Returns 同意, 不同意, 退回补正 or 申报单位撤回.</summary>
    public static string Chinese(this ApprovalResult result) => result switch
    {
        ApprovalResult.Agreed => "同意",
        ApprovalResult.Refused => "不同意",
        ApprovalResult.Returned => "退回补正",
        _ => "申报单位撤回",
    };

    /// <summary>Returns 审核, 审签, 审定 etc.</summary>
    public static string Chinese(this Act act) => act switch
    {
        Act.Review => "审核",
        Act.Endorse => "审签",
        Act.Decide => "审定",
        Act.Deliberate => "审议",
        Act.Approve => "核准",
        Act.File => "备案",
        Act.FirstReview => "初审",
        _ => "评审",
    };
}
