using Dazhou.Serverless.Mail;

namespace Orchestrations.Tests.Simulation;

/// <summary>A mail service that fails at times, and brings what it took over to its reader.</summary>
internal sealed class SimulatedPost(Faults faults, TimeProvider time, Action<MailMessage, string> received) : IMailComposer, IMailSender
{
    private readonly Dictionary<string, MailMessage> _bySecret = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _taken = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _unrecorded = new(StringComparer.Ordinal);
    private readonly HashSet<Attempt> _open = [];

    /// <summary>Until when the service is away.</summary>
    public DateTimeOffset AwayUntil { get; set; }

    /// <summary>How often a mail was taken over, by its id.</summary>
    public IReadOnlyDictionary<string, int> Taken => _taken;

    public Task<ComposedMail> ComposeAsync(MailMessage message, MailAddress to, string? linkSecret, CancellationToken cancellation = default)
    {
        if (linkSecret is not null) _bySecret[linkSecret] = message;
        return Task.FromResult(new ComposedMail(message.Title, linkSecret ?? "", "", []));
    }

    public Task<ComposedMail> ComposeDigestAsync(
        ReminderDigest digest, MailAddress to, IReadOnlyList<string?> linkSecrets, CancellationToken cancellation = default)
    {
        for (var i = 0; i < linkSecrets.Count; i++)
        {
            if (linkSecrets[i] is { } secret) _bySecret[secret] = digest.Reminders[i].Message;
        }

        return Task.FromResult(new ComposedMail(digest.Title, string.Join('\n', linkSecrets), "", []));
    }

    public async Task SendAsync(OutgoingMail mail, CancellationToken cancellation = default)
    {
        await Task.Yield();
        if (time.GetUtcNow() < AwayUntil) throw new SimulatedFaultException("The mail service is away.");
        faults.MayThrow(0.02, "before the mail was taken over");
        _taken[mail.Id] = CountOf(mail.Id) + 1;
        foreach (var secret in mail.Content.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries)) received(_bySecret[secret], secret);
        if (!faults.Strike(0.01)) return;
        // The sender cannot know that it was taken over, and sends it once more.
        faults.Note($"fault: after the mail was taken over in {Faults.Who}");
        _unrecorded[mail.Id] = _unrecorded.GetValueOrDefault(mail.Id) + 1;
        foreach (var attempt in _open.Where(attempt => attempt.Id == mail.Id)) attempt.Excuse();
        throw new SimulatedFaultException("after the mail was taken over");
    }

    /// <summary>Notes that an attempt begins: what ends between taking over and its record is sent once more, and may be.</summary>
    public Attempt Begin(string instance)
    {
        var attempt = new Attempt(this, instance, CountOf(instance));
        _open.Add(attempt);
        return attempt;
    }

    /// <summary>The process died: whatever was under way ended there.</summary>
    public void Crash()
    {
        foreach (var attempt in _open.ToList()) attempt.Failed();
    }

    /// <summary>How often a mail may have been taken over: once, and again for every attempt that ended between that and its record.</summary>
    public int MayBeTaken(string id) => 1 + _unrecorded.GetValueOrDefault(id);

    private int CountOf(string id) => _taken.GetValueOrDefault(id);

    internal sealed class Attempt(SimulatedPost post, string id, int before)
    {
        private int _before = before;

        public string Id => id;

        public void Done() => post._open.Remove(this);

        public void Excuse() => _before = post.CountOf(id);

        public void Failed()
        {
            if (!post._open.Remove(this) || post.CountOf(id) == _before) return;
            post._unrecorded[id] = post._unrecorded.GetValueOrDefault(id) + 1;
        }
    }
}
