using Dazhou.Serverless.Directory;
using Dazhou.Serverless.Links;
using Dazhou.Serverless.Mail;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Hosting;

namespace Dazhou.Serverless.Functions.Submissions;

/// <summary>Mails the link by which somebody of the unit goes on with a draft.</summary>
public sealed class DraftMails(Drafts drafts, IDirectory directory, Outbox outbox, IHostEnvironment environment, TimeProvider time)
{
    /// <summary>What the link is for.</summary>
    public static LinkPurpose Purpose { get; } = new("Draft");

    /// <summary>Whether the published key is of use.</summary>
    public bool IsDevelopment => environment.IsDevelopment();

    /// <summary>Who can be mailed: the people of the unit who are in office.</summary>
    public async Task<IReadOnlyList<PersonRow>> PeopleAsync(string unit, CancellationToken cancellationToken)
    {
        var people = new List<PersonRow>();
        await foreach (var person in directory.PeopleOfAsync(unit, cancellationToken))
            people.Add(person);
        return people;
    }

    /// <summary>Orders the mail, at most one a minute for a person; null where the person is nobody of the unit, and nothing is sent.</summary>
    public async Task<PersonRow?> SendAsync(DurableTaskClient client, DraftRow draft, DraftKind kind, string person, string by, CancellationToken cancellationToken)
    {
        if ((await PeopleAsync(draft.Owner, cancellationToken)).FirstOrDefault(one => one.Id == person) is not { } to)
            return null;
        var now = time.GetChinaNow();
        await drafts.NoteAsync(draft, $"mailed|{to.Id}|{now.UtcDateTime:yyyyMMddHHmm}", by, $"发送继续填写的链接：{to.Name}", cancellationToken);
        await outbox.EnqueueMail(
            new MailOrder
            {
                Subject = Drafts.SubjectOf(draft.Id),
                Key = $"go-on|{to.Id}|{now.UtcDateTime:yyyyMMddHHmm}",
                To = MailRecipient.Of(to.Id),
                Message = new DocumentRequested
                {
                    Title = TitleOf(draft),
                    Document = $"{kind.Title}（草稿）",
                    ToDo = $"{await NameOfAsync(by, cancellationToken)}请您继续填写{kind.Title}的草稿。",
                    Until = draft.Expires,
                    Article = kind.Article,
                    Link = new LinkRequest { Purpose = Purpose, Subject = Drafts.SubjectOf(draft.Id), Step = draft.Id, Person = to.Id, Expires = draft.Expires },
                },
            },
            client,
            cancellationToken);
        return to;
    }

    /// <summary>What people know a draft by.</summary>
    public static string TitleOf(DraftRow draft) => draft.Title.Length > 0 ? draft.Title : "尚未命名";

    /// <summary>The name of a person or unit.</summary>
    public async Task<string> NameOfAsync(string by, CancellationToken cancellationToken) =>
        await directory.FindPersonAsync(by, cancellationToken) is { } person ? person.Name : (await directory.FindUnitAsync(by, cancellationToken))?.Name ?? by;
}
