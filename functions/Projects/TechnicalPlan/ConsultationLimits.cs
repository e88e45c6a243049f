using Dazhou.Serverless.Functions.Common;

namespace Dazhou.Serverless.Functions.Projects.TechnicalPlan;

/// <summary>
/// What the public may leave, quotations and questions together, so that nobody can flood an office, or a stranger's mailbox through one.
/// </summary>
public static class ConsultationLimits
{
    /// <summary>From one network address 60 forms at once, and 60 an hour.</summary>
    public static RateLimit Forms { get; } = new("consultation-forms", "从同一网络地址提交报价和提问", AtOnce: 60, Refill: 1, TimeSpan.FromMinutes(1));

    /// <summary>To one mailbox 3 mails at once, and 3 an hour.</summary>
    public static RateLimit Mails { get; } = new("consultation-mails", "向同一邮箱发送确认邮件", AtOnce: 3, Refill: 1, TimeSpan.FromMinutes(20));
}
