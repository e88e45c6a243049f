using Dazhou.Serverless.Directory;
using Dazhou.Serverless.Links;
using Dazhou.Serverless.Mail;
using Microsoft.DurableTask.Client;

namespace Dazhou.Serverless.Functions.Staff;

/// <summary>Mails the link by which a person of the directory signs in; for any other address it does nothing.</summary>
public sealed class SignInDesk(IDirectory directory, MailActivities mails, TimeProvider time)
{
    /// <summary>How long the link can be used.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(30);

    /// <summary>Orders the mail; at most one a minute for a person, whatever is pressed.</summary>
    public async Task AskAsync(DurableTaskClient client, string mail, CancellationToken cancellationToken)
    {
        if (await directory.FindPersonByMailAsync(mail, cancellationToken) is { } person)
            await AskAsync(client, person, cancellationToken);
    }

    /// <summary>The same for a person who is known already; for one who left it does nothing.</summary>
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
