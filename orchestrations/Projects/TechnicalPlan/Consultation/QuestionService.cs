using System.Security.Cryptography;
using Dazhou.Serverless.Directory;
using Dazhou.Serverless.Links;
using Dazhou.Serverless.Mail;
using Dazhou.Serverless.Records;
using Microsoft.DurableTask.Client;

namespace Dazhou.Serverless.Projects;

/// <summary>
/// Takes questions about a function list and their answers (第三十五条). A question is confirmed from the asker's mailbox
/// before anybody sees it and published only with its answer: an office does not publish text from strangers.
/// </summary>
public sealed class QuestionService(ITableStore tables, IAuditTrail audit, IDirectory directory, Outbox mails, TimeProvider time)
{
    /// <summary>The step of links that confirm or answer a question.</summary>
    public const string Step = "Publicity.question";

    private const int IdBytes = 8;
    private const int AnswerDays = 60;

    // The link outlives the publicity, which a correction may extend; the record decides whether it is too late.
    private const int LinkDays = 30;

    /// <summary>Stores a question and mails its link; if it breaks rules, returns them and stores nothing.</summary>
    public async Task<ConsultationReceipt> AskAsync(
        DurableTaskClient client, string project, string? text, string? mail, CancellationToken cancellation = default)
    {
        if (await FindPublicityAsync(project, cancellation) is not { } publicity) return ConsultationReceipt.Of(ConsultationStatus.NotPublic);
        var at = time.GetChinaNow();
        if (!publicity.IsOpenAt(at)) return ConsultationReceipt.Of(ConsultationStatus.Ended);
        if (QuestionRules.Check(text, mail) is { Count: > 0 } failures) return new(ConsultationStatus.Refused, failures);
        var question = new QuestionRow
        {
            Project = project,
            Id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(IdBytes)),
            Text = text!.Trim(),
            Mail = mail!,
            AskedAt = at,
        };
        await tables.TryInsertAsync(question, cancellation);
        await mails.EnqueueMail(
            Order(question, "confirm", question.Mail, new ConfirmationWanted
            {
                Title = publicity.Name,
                What = "提问",
                ToDo = "有人以本邮箱就该项目公示的功能清单提问。请打开链接核对后确认；确认后问题转项目建设单位答复，问题和答复一并公开，您的邮箱不公开。不是您提交的，不需要处理。",
                Until = publicity.Until,
                Article = FunctionListRules.Article,
                Link = LinkOf(question, ConsultationLinks.ConfirmQuestion, question.Id, publicity.Until.AddDays(LinkDays)),
            }),
            client,
            cancellation);
        return ConsultationReceipt.Of(ConsultationStatus.Kept);
    }

    /// <summary>Returns the question named by the link's step; null if there is none.</summary>
    public async Task<QuestionRow?> FindAsync(LinkRequest of, CancellationToken cancellation = default) =>
        of.Step.StartsWith($"{Step}|", StringComparison.Ordinal) ? await FindAsync(of.Subject, of.Step[(Step.Length + 1)..], cancellation) : null;

    /// <summary>Returns a question; null if there is none.</summary>
    public async Task<QuestionRow?> FindAsync(string project, string id, CancellationToken cancellation = default) =>
        (await tables.FindAsync<QuestionRow>(project, id, cancellation))?.Value;

    /// <summary>Returns whether a question waits for confirmation and can still be confirmed.</summary>
    public async Task<bool> MayConfirmAsync(QuestionRow question, CancellationToken cancellation = default) =>
        question.ConfirmedAt is null
        && await FindPublicityAsync(question.Project, cancellation) is { } publicity
        && publicity.IsOpenAt(time.GetChinaNow());

    /// <summary>Confirms the question of a link and sends it to the unit; safe to repeat.</summary>
    public async Task<ConsultationStatus> ConfirmAsync(DurableTaskClient client, LinkRequest of, CancellationToken cancellation = default)
    {
        while (await FindAsync(of, cancellation) is { } question && await tables.FindAsync<QuestionRow>(question.Project, question.Id, cancellation) is { } seen)
        {
            var publicity = (await FindPublicityAsync(question.Project, cancellation))!;
            var at = time.GetChinaNow();
            if (seen.Value.ConfirmedAt is null && !publicity.IsOpenAt(at)) return ConsultationStatus.Ended;
            var confirmed = seen.Value.ConfirmedAt is null ? seen.Value with { ConfirmedAt = at } : seen.Value;
            if (seen.Value.ConfirmedAt is null && !await tables.TryReplaceAsync(seen, confirmed, cancellation)) continue;
            await PassOnAsync(client, confirmed, publicity, cancellation);
            return ConsultationStatus.Confirmed;
        }

        return ConsultationStatus.NotPublic;
    }

    /// <summary>
    /// Answers a confirmed question: both are published and the asker is told. The first answer stands; later calls
    /// return it. After the publicity has ended, only the asker is told.
    /// </summary>
    public async Task<AnswerReceipt> AnswerAsync(
        DurableTaskClient client, string project, string id, string? answer, string by, string? link, CancellationToken cancellation = default)
    {
        while (await tables.FindAsync<QuestionRow>(project, id, cancellation) is { Value.ConfirmedAt: not null } seen)
        {
            var question = seen.Value;
            if (question.Answer is null)
            {
                if (QuestionRules.CheckAnswer(answer) is { Count: > 0 } failures) return new(null, false, failures);
                question = question with { Answer = answer!.Trim(), AnsweredAt = time.GetChinaNow(), AnsweredBy = by };
                if (!await tables.TryReplaceAsync(seen, question, cancellation)) continue;
            }

            await TellAsync(client, question, link, cancellation);
            return new(question, seen.Value.Answer is not null, []);
        }

        return new(null, false, []);
    }

    /// <summary>Returns the confirmed questions of a project, in the order of confirmation.</summary>
    public async Task<IReadOnlyList<QuestionRow>> ReadAsync(string project, CancellationToken cancellation = default)
    {
        var questions = new List<QuestionRow>();
        await foreach (var row in tables.ReadPartitionAsync<QuestionRow>(project, cancellation: cancellation))
        {
            if (row.Value.ConfirmedAt is not null) questions.Add(row.Value);
        }

        return [.. questions.OrderBy(question => question.ConfirmedAt).ThenBy(question => question.Id, StringComparer.Ordinal)];
    }

    private async Task PassOnAsync(DurableTaskClient client, QuestionRow question, PublicityRow publicity, CancellationToken cancellation)
    {
        await audit.AppendAsync(Entry(question, "asked", question.ConfirmedAt!.Value, "公众", "收到对功能清单的提问", question.Text, link: null), cancellation);
        var unit = (await tables.FindAsync<ProjectRow>(question.Project, ProjectRow.OnlyRowKey, cancellation))!.Value.Unit;
        var post = ProjectPosts.ContactOf(unit);
        // If the post is vacant, the question waits on the project's page.
        if (await directory.FindByPostAsync(post.Unit, post.Post!, ChinaTime.DayOf(question.ConfirmedAt!.Value), cancellation) is not { } contact) return;
        var order = Order(question, "asked", address: null, new QuestionAsked
        {
            Title = publicity.Name,
            ToDo = $"公示期间收到提问，请答复。问题和答复将一并在公示页面公开。问题：{question.Text}",
            Article = FunctionListRules.Article,
            Link = LinkOf(question, ConsultationLinks.AnswerQuestion, contact.Person.Id, question.ConfirmedAt!.Value.AddDays(AnswerDays)),
        });
        await mails.EnqueueMail(order with { To = MailRecipient.Of(contact.Person.Id) }, client, cancellation);
    }

    private async Task TellAsync(DurableTaskClient client, QuestionRow question, string? link, CancellationToken cancellation)
    {
        await audit.AppendAsync(
            Entry(question, "answered", question.AnsweredAt!.Value, question.AnsweredBy!, "答复对功能清单的提问", question.Answer, link), cancellation);
        var publicity = (await FindPublicityAsync(question.Project, cancellation))!;
        await mails.EnqueueMail(
            Order(question, "answered", question.Mail, new Notice
            {
                Title = publicity.Name,
                ToDo = "您的提问已经答复。",
                Article = FunctionListRules.Article,
                Lines = [new("问题", question.Text), new("答复", question.Answer!)],
                Page = publicity.IsOpenAt(question.AnsweredAt!.Value) ? $"/publicity/{question.Project}" : null,
            }),
            client,
            cancellation);
    }

    private static AuditEntry Entry(QuestionRow question, string key, DateTimeOffset at, string actor, string action, string? detail, string? link) => new()
    {
        Subject = question.Project,
        Key = $"question|{question.Id}|{key}",
        At = at,
        Actor = actor,
        Action = action,
        Article = FunctionListRules.Article,
        Stage = Stages.Publicity,
        Link = link,
        Detail = detail,
    };

    private static MailOrder Order(QuestionRow question, string key, string? address, MailMessage message) => new()
    {
        Subject = question.Project,
        Key = $"question|{question.Id}|{key}",
        To = new MailRecipient { Address = address, Name = address },
        Message = message,
    };

    private static LinkRequest LinkOf(QuestionRow question, LinkPurpose purpose, string person, DateTimeOffset expires) => new()
    {
        Purpose = purpose,
        Subject = question.Project,
        Step = $"{Step}|{question.Id}",
        Person = person,
        Expires = expires,
    };

    private async Task<PublicityRow?> FindPublicityAsync(string project, CancellationToken cancellation) =>
        (await tables.FindAsync<PublicityRow>(project, PublicityRow.OnlyRowKey, cancellation))?.Value;
}

/// <summary>The result of an answer.</summary>
/// <param name="Question">the current question; null if the answer was refused or there is no such question</param>
/// <param name="Before">whether it was already answered</param>
/// <param name="Failures">the rules that the answer breaks</param>
public sealed record AnswerReceipt(QuestionRow? Question, bool Before, IReadOnlyList<RuleFailure> Failures);
