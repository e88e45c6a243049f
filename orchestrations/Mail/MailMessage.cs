using System.Text.Json.Serialization;
using Dazhou.Serverless.Links;

namespace Dazhou.Serverless.Mail;

/// <summary>
/// A message to one person, written once as a record; its template in functions/Mail turns it into subject,
/// text and HTML. Every message says what must be done, until when and on what article.
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
    /// <summary>The matter's title, e.g. the project's name.</summary>
    public required string Title { get; init; }

    /// <summary>What must be done, in Chinese; for a notice, what happened.</summary>
    public required string ToDo { get; init; }

    /// <summary>Until when; null if nothing is awaited.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>The article it rests on.</summary>
    public string? Article { get; init; }

    /// <summary>The link to be made when the mail is sent.</summary>
    public LinkRequest? Link { get; init; }

    /// <summary>Where there is no link: a page that anybody may open, as a path, e.g. <c>/publicity/abc</c>.</summary>
    public string? Page { get; init; }

    /// <summary>Whether it also goes out by the channels that are configured: that a deadline turned 红, a warning to evacuate.</summary>
    public bool Urgent { get; init; }

    /// <summary>Further lines of the message, e.g. amounts and numbers, as label and value.</summary>
    public IReadOnlyList<MailLine> Lines { get; init; } = [];
}

/// <summary>A line of a message.</summary>
/// <param name="Label">e.g. 项目总投资.</param>
/// <param name="Value">e.g. 150.00 万元.</param>
public sealed record MailLine(string Label, string Value);

/// <summary>Asks an approver to decide.</summary>
public sealed record ApprovalRequested : MailMessage
{
    /// <summary>The act: 审核, 审签, 审定, 初审, 评审...</summary>
    public required string Act { get; init; }
}

/// <summary>Confirms a decision to the person who made it; its link leads to 不是我本人操作.</summary>
public sealed record DecisionConfirmed : MailMessage
{
    /// <summary>同意, 不同意 or 退回补正.</summary>
    public required string Decision { get; init; }

    /// <summary>When it was recorded.</summary>
    public required DateTimeOffset DecidedAt { get; init; }

    /// <summary>The comment, if there was one.</summary>
    public string? Comment { get; init; }
}

/// <summary>Asks for a document.</summary>
public sealed record DocumentRequested : MailMessage
{
    /// <summary>The document, e.g. 项目建设技术方案.</summary>
    public required string Document { get; init; }
}

/// <summary>Reminds the responsible person of a deadline, or says that its light changed.</summary>
public sealed record DeadlineReminded : MailMessage
{
    /// <summary>The deadline as it stands.</summary>
    public required Deadline Deadline { get; init; }

    /// <summary>Its light.</summary>
    public required Light Light { get; init; }

    /// <summary>Natural days until the last day; 0 on it, negative when overdue.</summary>
    public required int DaysLeft { get; init; }

    /// <summary>Who should have acted, as shown to people, where the reader is to urge them; null where the reader must act.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Responsible { get; init; }
}

/// <summary>Tells the supervisor and the escalation contact that a deadline was missed.</summary>
public sealed record DeadlineEscalated : MailMessage
{
    /// <summary>The deadline that was missed.</summary>
    public required Deadline Deadline { get; init; }

    /// <summary>Who should have acted, as shown to people.</summary>
    public required string Responsible { get; init; }
}

/// <summary>The reminders of a day and of the week that begins with it in one mail, see <see cref="IMailDigests"/>.</summary>
public sealed record ReminderDigest : MailMessage
{
    /// <summary>The reminders by due instant.</summary>
    public required IReadOnlyList<ListedReminder> Reminders { get; init; }
}

/// <summary>A reminder in a digest.</summary>
/// <param name="Subject">Whose mail it would have been.</param>
/// <param name="Key">What its key would have been.</param>
/// <param name="Message">What it says; its link is made when the digest is sent.</param>
public sealed record ListedReminder(string Subject, string Key, DeadlineReminded Message)
{
    /// <summary>The keys of the matter's later reminders that this listing stands for.</summary>
    public IReadOnlyList<string> Later { get; init; } = [];
}

/// <summary>A fresh link, which only ever goes to the person's own mailbox.</summary>
public sealed record LinkRenewed : MailMessage;

/// <summary>Carries the link by which a person of the directory signs in.</summary>
public sealed record SignInOffered : MailMessage;

/// <summary>Asks the owner of an address to confirm what somebody left under it on a public page.</summary>
public sealed record ConfirmationWanted : MailMessage
{
    /// <summary>What was left: 报价, 提问.</summary>
    public required string What { get; init; }
}

/// <summary>Brings a question from the public to whoever answers for the unit.</summary>
public sealed record QuestionAsked : MailMessage;

/// <summary>Tells what happened; nothing is awaited.</summary>
public sealed record Notice : MailMessage;

/// <summary>Who gets a mail: a person of the directory, whose address is looked up when it is sent, or an address outside it.</summary>
public sealed record MailRecipient
{
    /// <summary>The person's id in the directory.</summary>
    public string? Person { get; init; }

    /// <summary>An address outside the directory, e.g. a supplier's.</summary>
    public string? Address { get; init; }

    /// <summary>A name to go with <see cref="Address"/>.</summary>
    public string? Name { get; init; }

    /// <summary>A person of the directory.</summary>
    public static MailRecipient Of(string person) => new() { Person = person };
}

/// <summary>A mail to be sent: the input of the activity <c>EnqueueMail</c>.</summary>
public sealed record MailOrder
{
    /// <summary>Whose mail it is, e.g. a project's id: the outbox is read by subject.</summary>
    public required string Subject { get; init; }

    /// <summary>Names this mail among the subject's, usually instance id and step and person: enqueued twice, it is sent once.</summary>
    public required string Key { get; init; }

    /// <summary>Who gets it.</summary>
    public required MailRecipient To { get; init; }

    /// <summary>What it says.</summary>
    public required MailMessage Message { get; init; }

    /// <summary>The <see cref="IChannel"/> by which it goes; null for mail.</summary>
    public string? Channel { get; init; }
}
