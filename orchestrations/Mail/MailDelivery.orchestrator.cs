using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Dazhou.Serverless.Mail;

/// <summary>
/// Sends one mail, however long its service is away: tries, waits, tries again, for 72 hours. Time in which the machine stood
/// still does not count: nobody tried. Runs beside the process that ordered the mail and never holds it up.
/// </summary>
public static class MailDelivery
{
    private static readonly int[] WaitMinutes = [1, 5, 15, 60];

    private const int PatienceHours = 72;

    /// <summary>How often it is tried: the minutes 0, 1, 6 and 21, then each hour until 72 hours are over.</summary>
    public static readonly int MostAttempts = WaitMinutes.Length + (((PatienceHours * 60) - WaitMinutes.Sum()) / WaitMinutes[^1]) + 1;

    /// <summary>Runs a <see cref="MailRef"/>; answers how it ended.</summary>
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
            // The attempt could not even be recorded: storage is away. The last one is repeated until it is.
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
            return await context.CallActivityAsync<MailState>(nameof(MailActivities.SendMail), attempt);
        }
        catch (TaskFailedException)
        {
            return null;
        }
    }
}

/// <summary>Names a mail in the outbox.</summary>
public sealed record MailRef(string Subject, string Key);

/// <summary>An attempt to send.</summary>
/// <param name="Mail">Which mail.</param>
/// <param name="Attempt">1 for the first.</param>
/// <param name="NextAt">When the next one would follow.</param>
/// <param name="IsLast">Whether none follows.</param>
public sealed record MailAttempt(MailRef Mail, int Attempt, DateTimeOffset NextAt, bool IsLast);
