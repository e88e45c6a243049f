using Dazhou.Serverless.Functions.Common;
using Microsoft.AspNetCore.Http;

namespace Dazhou.Serverless.Functions.Links;

/// <summary>Limits on how often links may be opened and renewed.</summary>
public static class LinkLimits
{
    private static readonly RateLimit Address = new("links-address", "从同一网络地址打开链接", AtOnce: 120, Refill: 120, TimeSpan.FromMinutes(1))
    {
        Setting = "Links:PerAddressPerMinute",
        SettingRefills = true,
    };

    private static readonly RateLimit Link = new("links-link", "打开同一链接", AtOnce: 30, Refill: 30, TimeSpan.FromMinutes(1));

    private static readonly RateLimit Renewal = new("links-mails", "向同一人发送新链接或者登录邮件", AtOnce: 3, Refill: 1, TimeSpan.FromMinutes(1))
    {
        Setting = "Links:NewLinksAtOnce",
    };

    /// <summary>Takes one try for a link and for the caller's address.</summary>
    public static Limited? TakeLink(this RateLimits limits, HttpContext context, string linkHash) =>
        limits.Take(Address, context) ?? limits.Take(Link, linkHash);

    /// <summary>Takes one try for an action that sends a mail each time.</summary>
    public static Limited? TakeRenewal(this RateLimits limits, HttpContext context, string linkHash) =>
        limits.TakeLink(context, linkHash) ?? limits.Take(Renewal, linkHash);
}
