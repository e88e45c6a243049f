using Dazhou.Serverless.Deadlines;
using Dazhou.Serverless.Records;

namespace Dazhou.Serverless.Mail;

/// <summary>
/// Announces the next reminder of a deadline to a person, so that those of a day can be counted before the first of
/// them is sent. Table Reminders: partition = person and day, row = subject and step. A hint: the deadline's row alone says
/// what is true.
/// </summary>
public sealed record ReminderRow : IRow
{
    /// <inheritdoc/>
    public static string TableName => "Reminders";

    /// <summary>The person's id.</summary>
    public required string Person { get; init; }

    /// <summary>When it goes out.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The deadline's subject.</summary>
    public required string Subject { get; init; }

    /// <summary>The deadline's step.</summary>
    public required string Step { get; init; }

    /// <inheritdoc/>
    public string PartitionKey => PartitionKeyOf(Person, ChinaTime.DayOf(At));

    /// <inheritdoc/>
    public string RowKey => $"{Subject}|{Step}";

    /// <summary>The partition of a person's day.</summary>
    public static string PartitionKeyOf(string person, DateOnly day) => $"{person}|{day:yyyy-MM-dd}";
}

/// <summary>
/// One mail instead of many: when more than <see cref="DigestLimit.MostMails"/> reminders to a person fall on one day, they become
/// one digest that lists them, each with its link. The spec calls it weekly; it is read by the day, since a reminder of the
/// last day must not wait for the week's end. Who is overdue with six matters hence gets one digest each working day.
/// Which reminders fall on a day is read from the record and not gathered over time, so that no mail waits for others,
/// and every reminder that is not in the digest that stands goes out by itself: none is lost.
/// </summary>
public sealed class ReminderDigests(ITableStore tables, WorkCalendarSource calendars, DigestLimit? limit = null)
{
    /// <summary>The outbox keeps a digest in one row; what goes beyond comes by itself.</summary>
    private const int MostListed = 100;

    private readonly int _mostMails = (limit ?? DigestLimit.Default).MostMails;

    /// <summary>Announces when a deadline next reminds its people.</summary>
    public async Task AnnounceAsync(WatchPlan plan, DateTimeOffset next, CancellationToken cancellation = default)
    {
        foreach (var contact in plan.Responsible)
        {
            await tables.UpsertAsync(
                new ReminderRow { Person = contact.Person, At = next, Subject = plan.Subject, Step = plan.Step }, cancellation);
        }
    }

    /// <summary>The digest that a reminder goes into; null if it goes out by itself.</summary>
    public async Task<MailOrder?> FindAsync(MailOrder reminder, DateTimeOffset now, CancellationToken cancellation = default)
    {
        if (reminder.Message is not DeadlineReminded || reminder.To.Person is not { } person)
            return null;
        var day = ChinaTime.DayOf(now);
        var (subject, key) = ($"digest|{person}", $"{day:yyyy-MM-dd}");
        if (await tables.FindAsync<OutboxRow>(subject, key, cancellation) is not { } digest)
        {
            var reminders = await OfDayAsync(person, day, cancellation);
            if (reminders.Count <= _mostMails)
                return null;
            var order = new MailOrder { Subject = subject, Key = key, To = reminder.To, Message = DigestOf(reminders) };
            await tables.TryInsertAsync(new OutboxRow { Order = order, State = MailState.Pending, CreatedAt = now }, cancellation);
            digest = (await tables.FindAsync<OutboxRow>(subject, key, cancellation))!;
        }

        // Others may have made it in the same moment, of what they read: what stands decides.
        return digest.Value.Order.Message is ReminderDigest { Reminders: var listed }
            && listed.Any(item => item.Subject == reminder.Subject && item.Key == reminder.Key)
            ? digest.Value.Order
            : null;
    }

    private async Task<IReadOnlyList<ListedReminder>> OfDayAsync(string person, DateOnly day, CancellationToken cancellation)
    {
        var calendar = await calendars.GetAsync(cancellation);
        var reminders = new List<ListedReminder>();
        await foreach (var announced in tables.ReadPartitionAsync<ReminderRow>(ReminderRow.PartitionKeyOf(person, day), cancellation: cancellation))
        {
            var (at, subject, step) = (announced.Value.At, announced.Value.Subject, announced.Value.Step);
            if (await tables.FindAsync<DeadlineRow>(subject, step, cancellation) is not { } row)
                continue;
            // Exactly what its watch orders when it wakes then, if nothing changes until then.
            reminders.AddRange(WatchRules.Check(row.Value, at.AddTicks(-1), at, calendar, responsible: "").Mails
                .Where(mail => mail.To.Person == person)
                .Select(mail => mail.Message is DeadlineReminded message ? new ListedReminder(mail.Subject, mail.Key, message) : null)
                .OfType<ListedReminder>());
        }

        return [.. reminders.OrderBy(reminder => reminder.Message.Until).ThenBy(reminder => reminder.Key, StringComparer.Ordinal).Take(MostListed)];
    }

    private static ReminderDigest DigestOf(IReadOnlyList<ListedReminder> reminders)
    {
        var overdue = reminders.Count(reminder => reminder.Message.DaysLeft < 0);
        return new ReminderDigest
        {
            Title = $"{reminders.Count}件事项的期限提醒",
            ToDo = overdue == 0 ? $"您有{reminders.Count}件事项即将到期，请按期办理。" : $"您有{reminders.Count}件事项需要办理，其中{overdue}件已逾期。",
            Reminders = reminders,
        };
    }
}

/// <summary>How many reminders a day come one by one; with one more they become a digest.</summary>
/// <param name="MostMails">The number.</param>
public sealed record DigestLimit(int MostMails)
{
    /// <summary>Five.</summary>
    public static DigestLimit Default { get; } = new(5);
}
