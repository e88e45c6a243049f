namespace Dazhou.Serverless.Mail;

/// <summary>An address with the name to be shown.</summary>
/// <param name="Address">e.g. sjj.sck@dazhou.example.</param>
/// <param name="Name">e.g. 市数字经济局审查科.</param>
public sealed record MailAddress(string Address, string Name);

/// <summary>A message as its template made it.</summary>
/// <param name="Subject">The subject line.</param>
/// <param name="Text">The text part.</param>
/// <param name="Html">The HTML part.</param>
/// <param name="Links">The links in it, with the words they stand behind, for the local mailbox.</param>
public sealed record ComposedMail(string Subject, string Text, string Html, IReadOnlyList<ComposedLink> Links);

/// <summary>A link in a mail.</summary>
/// <param name="Text">The words it stands behind.</param>
/// <param name="Href">Where it leads.</param>
public sealed record ComposedLink(string Text, string Href);

/// <summary>A mail ready to go.</summary>
/// <param name="Id">Stable over attempts; a sender whose service can drop repetitions passes it on.</param>
/// <param name="To">Who gets it.</param>
/// <param name="Content">What it says.</param>
public sealed record OutgoingMail(string Id, MailAddress To, ComposedMail Content);

/// <summary>Turns messages into mails; implemented by the templates in functions/Mail.</summary>
public interface IMailComposer
{
    /// <summary>Writes a message for its reader; <paramref name="linkSecret"/> is what stands behind <c>/l/</c>, null without a link.</summary>
    Task<ComposedMail> ComposeAsync(MailMessage message, MailAddress to, string? linkSecret, CancellationToken cancellation = default);

    /// <summary>Writes a digest, with the secrets of its reminders' links in their order, null for one without a link.</summary>
    Task<ComposedMail> ComposeDigestAsync(
        ReminderDigest digest, MailAddress to, IReadOnlyList<string?> linkSecrets, CancellationToken cancellation = default) =>
        ComposeAsync(digest, to, linkSecret: null, cancellation);
}

/// <summary>
/// Sends a mail; returns when the service has taken it over. Throws <see cref="MailRefusedException"/> if trying
/// again is of no use (no such address), anything else if it may be.
/// </summary>
public interface IMailSender
{
    /// <summary>Sends one mail.</summary>
    Task SendAsync(OutgoingMail mail, CancellationToken cancellation = default);
}

/// <summary>The mail was refused for good.</summary>
public sealed class MailRefusedException : Exception
{
    /// <summary>Without a reason.</summary>
    public MailRefusedException()
    {
    }

    /// <summary>With the service's reason.</summary>
    public MailRefusedException(string message)
        : base(message)
    {
    }

    /// <summary>With the service's reason and its cause.</summary>
    public MailRefusedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
