namespace Dazhou.Serverless.Mail;

/// <summary>A mail address with a display name.</summary>
/// <param name="Address">e.g. sjj.sck@dazhou.example.</param>
/// <param name="Name">e.g. 市数字经济局审查科.</param>
public sealed record MailAddress(string Address, string Name);

/// <summary>A mail as rendered by its template.</summary>
/// <param name="Subject">The subject line.</param>
/// <param name="Text">The text part.</param>
/// <param name="Html">The HTML part.</param>
/// <param name="Links">The links in the mail, for the local mailbox.</param>
public sealed record ComposedMail(string Subject, string Text, string Html, IReadOnlyList<ComposedLink> Links);

/// <summary>A link in a mail.</summary>
/// <param name="Text">The text of the link.</param>
/// <param name="Href">The target.</param>
public sealed record ComposedLink(string Text, string Href);

/// <summary>A mail ready to be sent.</summary>
/// <param name="Id">The id, the same for every attempt; a service that can drop duplicates gets it.</param>
/// <param name="To">The recipient.</param>
/// <param name="Content">The content.</param>
public sealed record OutgoingMail(string Id, MailAddress To, ComposedMail Content);

/// <summary>Renders messages; implemented by the templates in functions/Mail.</summary>
public interface IMailComposer
{
    /// <summary>Renders a message; <paramref name="linkSecret"/> is the part of the link after <c>/l/</c>, null without a link.</summary>
    Task<ComposedMail> ComposeAsync(MailMessage message, MailAddress to, string? linkSecret, CancellationToken cancellation = default);

    /// <summary>Renders a digest; the secrets are those of its reminders' links in order, null for a reminder without one.</summary>
    Task<ComposedMail> ComposeDigestAsync(
        ReminderDigest digest, MailAddress to, IReadOnlyList<string?> linkSecrets, CancellationToken cancellation = default) =>
        ComposeAsync(digest, to, linkSecret: null, cancellation);
}

/// <summary>
/// Sends mails and returns when the service has accepted them. Throws <see cref="MailRefusedException"/> if retrying is useless (e.g. no
/// such address), any other exception if it may help.
/// </summary>
public interface IMailSender
{
    /// <summary>Sends a mail.</summary>
    Task SendAsync(OutgoingMail mail, CancellationToken cancellation = default);
}

/// <summary>The mail was refused permanently.</summary>
public sealed class MailRefusedException : Exception
{
    /// <summary>Creates the exception without a reason.</summary>
    public MailRefusedException()
    {
    }

    /// <summary>Creates the exception with the service's reason.</summary>
    public MailRefusedException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with the service's reason and its cause.</summary>
    public MailRefusedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
