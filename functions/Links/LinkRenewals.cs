using Dazhou.Serverless.Links;
using Dazhou.Serverless.Mail;
using Microsoft.DurableTask.Client;

namespace Dazhou.Serverless.Functions.Links;

/// <summary>
/// 发新链接. The caller learns nothing: the person named by the old link gets a mail, with a new link if something is still asked of that
/// person, otherwise with the outcome.
/// </summary>
public sealed class LinkRenewals(LinkDesk desk, LinkKinds kinds, Outbox mails, TimeProvider time)
{
    private const int LinkDays = 60;

    /// <summary>Orders the mail, at most one per minute and link.</summary>
    public async Task RenewAsync(DurableTaskClient client, LinkRow link, CancellationToken cancellationToken)
    {
        var request = link.Request;
        if (!kinds.Of(request.Purpose).Renewable)
            return;
        var now = time.GetChinaNow();
        var matter = await desk.TellAsync(link, cancellationToken);
        MailMessage message = await desk.WaitsAsync(link, cancellationToken)
            ? new LinkRenewed
            {
                Title = matter.Title,
                ToDo = $"您申请了新的链接，请用它{matter.Act}。较早邮件中未使用的链接仍可以使用。",
                Until = matter.Until,
                Article = matter.Article,
                Link = request with { Expires = ChinaTime.At(now.AddDays(LinkDays)) },
            }
            : new Notice
            {
                Title = matter.Title,
                ToDo = matter.LastOpinion is { } opinion
                    ? $"该事项目前没有需要您办理的内容。最近的意见：{opinion}。"
                    : "该事项已经办结或者撤回，目前没有需要您办理的内容。",
                Article = matter.Article,
            };
        var order = new MailOrder
        {
            Subject = request.Subject,
            Key = $"renew|{link.Hash[..16]}|{now.UtcDateTime:yyyyMMddHHmm}",
            To = MailRecipient.Of(request.Person),
            Message = message,
        };
        await mails.EnqueueMail(order, client, cancellationToken);
    }
}
