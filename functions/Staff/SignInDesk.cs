using Dazhou.Serverless.Directory;
using Dazhou.Serverless.Links;
using Dazhou.Serverless.Mail;
using Microsoft.DurableTask.Client;

namespace Dazhou.Serverless.Functions.Staff;

/// <summary>Mails sign-in links to people of the directory; does nothing for other addresses.</summary>
public sealed class SignInDesk(IDirectory directory, Outbox mails, TimeProvider time)
{
    /// <summary>The lifetime of the link.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(30);

    /// <summary>Orders the mail, at most one per minute and person.</summary>
    public async Task AskAsync(DurableTaskClient client, string mail, CancellationToken cancellationToken)
    {
        if (await directory.FindPersonByMailAsync(mail, cancellationToken) is { } person)
            await AskAsync(client, person, cancellationToken);
    }

    /// <summary>Orders the mail for a known person; does nothing for one who has left.</summary>
    public async Task AskAsync(DurableTaskClient client, PersonRow person, CancellationToken cancellationToken)
    {
        var now = time.GetChinaNow();
        if (!person.ServesOn(ChinaTime.DayOf(now)))
            return;
        var subject = $"staff-{person.Id}";
        await mails.EnqueueMail(
            new MailOrder
            {
                Subject = subject,
                Key = $"sign-in|{now.UtcDateTime:yyyyMMddHHmm}",
                To = MailRecipient.Of(person.Id),
                Message = new SignInOffered
                {
                    Title = "达州市政务流程",
                    ToDo = "请打开链接登录工作台。如果不是您本人要求登录的，不需要处理。",
                    Until = now + Lifetime,
                    Link = new LinkRequest { Purpose = SignInLink.Kind.Purpose, Subject = subject, Step = "sign-in", Person = person.Id, Expires = now + Lifetime },
                },
            },
            client,
            cancellationToken);
    }
}
