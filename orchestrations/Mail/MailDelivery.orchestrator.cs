using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Dazhou.Serverless.Mail;

/// <summary>
/// Sends one mail, with retries for 72 hours if the service is unavailable. Downtime of this system does not count, since it makes no
/// attempts then. Runs beside the process that ordered the mail and never delays it.
/// </summary>
public static class MailDelivery
{
    private static readonly int[] WaitMinutes = [1, 5, 15, 60];

    private const int PatienceHours = 72;

    /// <summary>The maximum number of attempts: after 0, 1, 6 and 21 minutes, then hourly until 72 hours have passed.</summary>
    public static readonly int MostAttempts = WaitMinutes.Length + (((PatienceHours * 60) - WaitMinutes.Sum()) / WaitMinutes[^1]) + 1;

    /// <summary>Delivers the mail of a <see cref="MailRef"/> and returns its final state.</summary>
    [Function(nameof(MailDelivery))]
    public static async Task<MailState> RunAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var mail = context.GetInput<MailRef>()!;
        for (var attempt = 1; ; attempt++)
        {
            var nextAt = context.CurrentUtcDateTime + TimeSpan.FromMinutes(WaitMinutes[Math.Min(attempt, WaitMinutes.Length) - 1]);
            var last = attempt >= MostAttempts;
            var state = await TryAsync(context, new MailAttempt(mail, attempt, ChinaTime.At(nextAt), last));
            if (state is MailState.Sent or MailState.GaveUp)
                return state.Value;
            // A null state means that the attempt could not be recorded because storage is unavailable; the last attempt is repeated until
            // it is.
            if (last && state is not null)
                return state.Value;
            if (nextAt > context.CurrentUtcDateTime)
                await context.CreateTimer(nextAt, CancellationToken.None);
        }
    }

    private static async Task<MailState?> TryAsync(TaskOrchestrationContext context, MailAttempt attempt)
    {
        try
        {
            return await context.CallActivityAsync<MailState>(nameof(Outbox.SendMail), attempt);
        }
        catch (TaskFailedException)
        {
            return null;
        }
    }
}

/// <summary>The key of a mail in the outbox.</summary>
public sealed record MailRef(string Subject, string Key);

/// <summary>An attempt to send a mail.</summary>
/// <param name="Mail">The mail.</param>
/// <param name="Attempt">The number of the attempt, from 1.</param>
/// <param name="NextAt">The time of the next attempt.</param>
/// <param name="IsLast">Whether this is the last attempt.</param>
public sealed record MailAttempt(MailRef Mail, int Attempt, DateTimeOffset NextAt, bool IsLast);
