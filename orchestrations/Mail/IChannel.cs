namespace Dazhou.Serverless.Mail;

/// <summary>A channel other than mail for messages that are <see cref="MailMessage.Urgent"/>, e.g. text messages or a 企业微信 robot.</summary>
public interface IChannel
{
    /// <summary>Gets the name, which the outbox stores.</summary>
    string Name { get; }

    /// <summary>
    /// Sends a message and returns when the service has accepted it. Throws <see cref="MailRefusedException"/> if retrying is useless, any
    /// other exception if it may help.
    /// </summary>
    Task SendAsync(ChannelMessage message, CancellationToken cancellation = default);
}

/// <summary>A message for a channel. Contains no link: a robot posts to a whole group, but links are personal.</summary>
/// <param name="Id">the id, the same for every attempt</param>
/// <param name="Person">
/// the person's id in the directory; null for an address outside it. The gateway knows the telephone numbers, the directory does not.
/// </param>
/// <param name="To">the mail address of the recipient</param>
/// <param name="Text">the text</param>
public sealed record ChannelMessage(string Id, string? Person, MailAddress To, string Text);
