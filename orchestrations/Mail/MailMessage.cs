using System.Text.Json.Serialization;
using Dazhou.Serverless.Links;

namespace Dazhou.Serverless.Mail;

/// <summary>
/// A message to one person; its template in functions/Mail renders subject, text and HTML. Every message says what must be done, until when
/// and by what article.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "message")]
[JsonDerivedType(typeof(ApprovalRequested), nameof(ApprovalRequested))]
[JsonDerivedType(typeof(DecisionConfirmed), nameof(DecisionConfirmed))]
[JsonDerivedType(typeof(DocumentRequested), nameof(DocumentRequested))]
[JsonDerivedType(typeof(DeadlineReminded), nameof(DeadlineReminded))]
[JsonDerivedType(typeof(DeadlineEscalated), nameof(DeadlineEscalated))]
[JsonDerivedType(typeof(ReminderDigest), nameof(ReminderDigest))]
[JsonDerivedType(typeof(LinkRenewed), nameof(LinkRenewed))]
[JsonDerivedType(typeof(SignInOffered), nameof(SignInOffered))]
[JsonDerivedType(typeof(ConfirmationWanted), nameof(ConfirmationWanted))]
[JsonDerivedType(typeof(QuestionAsked), nameof(QuestionAsked))]
[JsonDerivedType(typeof(Notice), nameof(Notice))]
public abstract record MailMessage
{
    /// <summary>The title of the subject, e.g. the project's name.</summary>
    public required string Title { get; init; }

    /// <summary>The task, in Chinese; in a notice, what happened.</summary>
    public required string ToDo { get; init; }

    /// <summary>The due instant; null if nothing is to be done.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>The article; null if there is none.</summary>
    public string? Article { get; init; }

    /// <summary>The link to create when the mail is sent; null for none.</summary>
    public LinkRequest? Link { get; init; }

    /// <summary>The path of a public page for a message without a link, e.g. <c>/publicity/abc</c>; null for none.</summary>
    public string? Page { get; init; }

    /// <summary>Whether it is also sent through the configured channels, e.g. for a deadline that turned 红 or a warning to evacuate.</summary>
    public bool Urgent { get; init; }

    /// <summary>Additional lines with label and value, e.g. amounts and numbers.</summary>
    public IReadOnlyList<MailLine> Lines { get; init; } = [];
}

/// <summary>An additional line of a message.</summary>
/// <param name="Label">e.g. 项目总投资.</param>
/// <param name="Value">e.g. 150.00 万元.</param>
public sealed record MailLine(string Label, string Value);

/// <summary>Asks an approver to decide.</summary>
public sealed record ApprovalRequested : MailMessage
{
    /// <summary>The act: 审核, 审签, 审定, 初审, 评审 etc.</summary>
    public required string Act { get; init; }
}

/// <summary>Confirms a decision to the person who made it; the link leads to 不是我本人操作.</summary>
public sealed record DecisionConfirmed : MailMessage
{
    /// <summary>同意, 不同意 or 退回补正.</summary>
    public required string Decision { get; init; }

    /// <summary>The time of recording.</summary>
    public required DateTimeOffset DecidedAt { get; init; }

    /// <summary>The comment; null if there is none.</summary>
    public string? Comment { get; init; }
}

/// <summary>Asks for a document.</summary>
public sealed record DocumentRequested : MailMessage
{
    /// <summary>The document, e.g. 项目建设技术方案.</summary>
    public required string Document { get; init; }
}

/// <summary>Reminds the responsible person of a deadline, or reports a change of its light.</summary>
public sealed record DeadlineReminded : MailMessage
{
    /// <summary>The current deadline.</summary>
    public required Deadline Deadline { get; init; }

    /// <summary>The warning light.</summary>
    public required Light Light { get; init; }

    /// <summary>The natural days until the last day; 0 on that day, negative when overdue.</summary>
    public required int DaysLeft { get; init; }

    /// <summary>Who should have acted, as shown to people, where the reader is to urge them; null where the reader must act.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Responsible { get; init; }
}

/// <summary>Reports a missed deadline to the supervisor and the escalation contact.</summary>
public sealed record DeadlineEscalated : MailMessage
{
    /// <summary>The missed deadline.</summary>
    public required Deadline Deadline { get; init; }

    /// <summary>The names of the persons who should have acted.</summary>
    public required string Responsible { get; init; }
}

/// <summary>Combines the reminders of a day and of the week beginning with it in one mail; see <see cref="IMailDigests"/>.</summary>
public sealed record ReminderDigest : MailMessage
{
    /// <summary>The reminders, by due instant.</summary>
    public required IReadOnlyList<ListedReminder> Reminders { get; init; }
}

/// <summary>A reminder in a digest.</summary>
/// <param name="Subject">The subject of the separate mail that it replaces.</param>
/// <param name="Key">The key of that mail.</param>
/// <param name="Message">The reminder; its link is created when the digest is sent.</param>
public sealed record ListedReminder(string Subject, string Key, DeadlineReminded Message)
{
    /// <summary>The keys of the later reminders of the same deadline that this one replaces.</summary>
    public IReadOnlyList<string> Later { get; init; } = [];
}

/// <summary>Sends a new link, only ever to the person's own mailbox.</summary>
public sealed record LinkRenewed : MailMessage;

/// <summary>Sends a person of the directory the link to sign in.</summary>
public sealed record SignInOffered : MailMessage;

/// <summary>Asks the owner of an address to confirm what was submitted with it on a public page.</summary>
public sealed record ConfirmationWanted : MailMessage
{
    /// <summary>What was submitted: 报价, 提问.</summary>
    public required string What { get; init; }
}

/// <summary>Forwards a question from the public to the person who answers for the unit.</summary>
public sealed record QuestionAsked : MailMessage;

/// <summary>Reports an event; nothing is to be done.</summary>
public sealed record Notice : MailMessage;

/// <summary>The recipient of a mail: a person of the directory, whose address is looked up when the mail is sent, or an address outside it.</summary>
public sealed record MailRecipient
{
    /// <summary>The person's id in the directory; null for an address outside it.</summary>
    public string? Person { get; init; }

    /// <summary>The address outside the directory, e.g. of a supplier; null for a person.</summary>
    public string? Address { get; init; }

    /// <summary>The display name for <see cref="Address"/>.</summary>
    public string? Name { get; init; }

    /// <summary>Returns a person of the directory as recipient.</summary>
    public static MailRecipient Of(string person) => new() { Person = person };
}

/// <summary>An order to send a mail; the input of the activity <c>EnqueueMail</c>.</summary>
public sealed record MailOrder
{
    /// <summary>The id of the subject, e.g. of a project; the outbox is partitioned by it.</summary>
    public required string Subject { get; init; }

    /// <summary>The key of the mail within the subject, usually instance id, step and person. Orders with the same key send one mail.</summary>
    public required string Key { get; init; }

    /// <summary>The recipient.</summary>
    public required MailRecipient To { get; init; }

    /// <summary>The message.</summary>
    public required MailMessage Message { get; init; }

    /// <summary>The name of the <see cref="IChannel"/> to use; null for mail.</summary>
    public string? Channel { get; init; }
}
