using Dazhou.Serverless.Functions.Common;
using Dazhou.Serverless.Links;
using Microsoft.AspNetCore.Http;

namespace Dazhou.Serverless.Functions.Links;

/// <summary>The pages of links that cannot be used: the reason and what to do.</summary>
public static class DeadLinks
{
    /// <summary>The page for a link that does not exist.</summary>
    public static IResult Unknown(string id) => Show(
        StatusCodes.Status404NotFound, id, "没有这个链接", renewable: false,
        "链接不完整或者不正确。邮件软件有时会把长链接截断或者改写。",
        "请回到邮件，点击邮件中的按钮，或者完整复制链接地址。仍打不开的，可以等下一次提醒邮件（每封都带有可用的链接），或者打开同一事项较早的邮件，在链接页面选择“发新链接”。");

    /// <summary>The page for a link that its handler has nothing to show for.</summary>
    public static IResult Of(string id, LinkState state) => state switch
    {
        LinkState.Used => Show(StatusCodes.Status410Gone, id, "链接已使用", renewable: true,
            "本链接对应的事项已经办理或者转办，不需要再次提交。", "如果还有后续事项，请打开最新一封邮件中的链接，或者发一个新链接。"),
        LinkState.Expired => Show(StatusCodes.Status410Gone, id, "链接已过期", renewable: true,
            "本链接超过了有效期，不能再用于办理。", "事项仍待您办理的，请点击下面的按钮，新的链接会发送到您登记的邮箱。"),
        LinkState.Withdrawn => Show(StatusCodes.Status410Gone, id, "链接已撤销", renewable: true,
            "本环节已经办结、由他人办理，或者申报单位撤回了申请，本链接不再使用。", "需要了解结果或者确认是否还有待办事项的，请点击下面的按钮，情况会发送到您登记的邮箱。"),
        _ => Show(StatusCodes.Status409Conflict, id, "此事项请联系受理单位", renewable: false,
            "本链接对应的办理方式尚未开通网上提交。", "请按邮件中写明的要求，向邮件所列的受理单位办理。"),
    };

    /// <summary>The page for a link whose step is closed.</summary>
    public static IResult Closed(string id, IReadOnlyList<string> why) =>
        Show(StatusCodes.Status409Conflict, id, "事项已经办结", renewable: true,
            [.. why, "您的意见没有记录，也不需要再提交。需要了解结果的，请点击下面的按钮，情况会发送到您登记的邮箱。"]);

    /// <summary>The page for a link whose holder has left office.</summary>
    public static IResult Departed(string id) => Show(
        StatusCodes.Status410Gone, id, "办理人已经离任", renewable: false,
        "本链接对应的办理人已经离任，不能再用它办理，没有记录任何内容。", "事项仍待办理的，请联系系统管理员更换办理人；接任的人员会收到自己的链接。");

    /// <summary>Shows a page with the given texts.</summary>
    public static IResult Show(int status, string id, string title, bool renewable, params IReadOnlyList<string> paragraphs) =>
        Show(status, id, title, renewable, signIn: false, paragraphs);

    /// <summary>The page for an unusable sign-in link; a new one is available on the sign-in page.</summary>
    public static IResult SignIn(string id) => Show(
        StatusCodes.Status410Gone, id, "登录链接已失效", renewable: false, signIn: true, ["登录链接只能使用一次，并且很快过期。请打开登录页面，再发一封登录邮件。"]);

    private static IResult Show(int status, string id, string title, bool renewable, bool signIn, IReadOnlyList<string> paragraphs) =>
        Pages.Show(new DeadLinkPage
        {
            Title = title,
            Paragraphs = paragraphs,
            LinkId = id,
            Renewable = renewable,
            SignIn = signIn,
        }, status);
}
