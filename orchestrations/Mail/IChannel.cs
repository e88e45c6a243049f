namespace Dazhou.Serverless.Mail;

/// <summary>A way beside mail, for messages that are <see cref="MailMessage.Urgent"/>: a short message, a robot of 企业微信.</summary>
public interface IChannel
{
    /// <summary>Its name, which the outbox keeps.</summary>
    string Name { get; }

    /// <summary>
    /// Sends one message; returns when the service has taken it over. Throws <see cref="MailRefusedException"/> if
    /// trying again is of no use, anything else if it may be.
    /// </summary>
    Task SendAsync(ChannelMessage message, CancellationToken cancellation = default);
}

/// <summary>A message by a channel. It never holds a link: a robot speaks to a whole group, and links are personal.</summary>
/// <param name="Id">Stable over attempts.</param>
/// <param name="Person">The person's id in the directory, which keeps no telephone numbers: the gateway knows them. Null for an address outside it.</param>
/// <param name="To">The address that the mail goes to.</param>
/// <param name="Text">What it says.</param>
public sealed record ChannelMessage(string Id, string? Person, MailAddress To, string Text);
