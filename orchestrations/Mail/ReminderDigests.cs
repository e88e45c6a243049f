using Dazhou.Serverless.Deadlines;
using Dazhou.Serverless.Records;
using Microsoft.DurableTask.Client;

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
/// A weekly digest instead of many mails: when more than <see cref="DigestLimit.MostMails"/> reminders to a person fall on one day,
/// they become one digest that lists them, each with its link, and with them what else would remind the person within the week
/// that begins on that day. What it lists then comes no more by itself in that week, except that a matter's light
/// changes: each change of colour is a mail of its own (or, when many change on one day, of a new digest). So nothing
/// is told later than it would have been, and who is overdue with six matters hears of them once a week and not each working day.
/// What falls into a week is read from the record and not gathered over time, so that no mail waits for others, and every
/// reminder that no digest of the last seven days covers goes out by itself: none is lost.
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

    /// <summary>The digest that tells what a reminder would tell; null if it goes out by itself.</summary>
    public async Task<MailOrder?> FindAsync(MailOrder reminder, DateTimeOffset now, DurableTaskClient client, CancellationToken cancellation = default)
    {
        if (reminder.Message is not DeadlineReminded || reminder.To.Person is not { } person)
            return null;
        var day = ChinaTime.DayOf(now);
        var standing = await StandingAsync(person, day, cancellation);
        if (Covering(standing, reminder.Subject, reminder.Key) is { } covering)
            return covering;
        // A day has one digest; what it does not list goes out by itself.
        var (subject, key) = (SubjectOf(person), KeyOf(day));
        if (standing.Any(digest => digest.Key == key))
            return null;

        var week = await WeekAsync(person, day, cancellation);
        if (!AreTooMany(week, standing))
            return null;
        // Only what would make a digest is asked about: of terminated processes nobody is reminded any more.
        week = await OfThoseThatRunAsync(week, new DeadlineOwners(client), cancellation);
        if (!AreTooMany(week, standing))
            return null;
        var made = new MailOrder { Subject = subject, Key = key, To = reminder.To, Message = DigestOf(week, day) };
        await tables.TryInsertAsync(new OutboxRow { Order = made, State = MailState.Pending, CreatedAt = now }, cancellation);

        // Others may have made it in the same moment, of what they read: what stands decides.
        var stands = (await tables.FindAsync<OutboxRow>(subject, key, cancellation))!.Value.Order;
        return Covering([stands], reminder.Subject, reminder.Key);
    }

    /// <summary>The person's digests of the last seven days, the newest first. One that was given up told nobody anything.</summary>
    private async Task<IReadOnlyList<MailOrder>> StandingAsync(string person, DateOnly day, CancellationToken cancellation)
    {
        var standing = new List<MailOrder>();
        for (var back = 0; back < DigestWeek.Days; back++)
        {
            if (await tables.FindAsync<OutboxRow>(SubjectOf(person), KeyOf(day.AddDays(-back)), cancellation) is { Value: var row }
                && (back == 0 || row.State != MailState.GaveUp))
                standing.Add(row.Order);
        }

        return standing;
    }

    /// <summary>Whether more of a day's reminders would come by themselves than anybody should get.</summary>
    private bool AreTooMany(IReadOnlyList<DigestWeek> week, IReadOnlyList<MailOrder> standing) =>
        week.Sum(matter => matter.Today.Count(order => Covering(standing, order.Subject, order.Key) is null)) > _mostMails;

    private static async Task<IReadOnlyList<DigestWeek>> OfThoseThatRunAsync(
        IReadOnlyList<DigestWeek> week, DeadlineOwners owners, CancellationToken cancellation)
    {
        var running = new List<DigestWeek>();
        foreach (var matter in week)
        {
            if (!await owners.HaveEndedAsync(matter.Plan, cancellation)) running.Add(matter);
        }

        return running;
    }

    private static MailOrder? Covering(IReadOnlyList<MailOrder> digests, string subject, string key) =>
        digests.FirstOrDefault(digest => digest.Message is ReminderDigest { Reminders: var listed }
            && listed.Any(item => item.Subject == subject && (item.Key == key || item.Later.Contains(key, StringComparer.Ordinal))));

    /// <summary>What reminds a person from a day on for a week, matter by matter, by the record as it is now.</summary>
    private async Task<IReadOnlyList<DigestWeek>> WeekAsync(string person, DateOnly day, CancellationToken cancellation)
    {
        var calendar = await calendars.GetAsync(cancellation);
        var matters = new Dictionary<(string Subject, string Step), DigestWeek>();
        for (var ahead = 0; ahead < DigestWeek.Days; ahead++)
        {
            var partition = ReminderRow.PartitionKeyOf(person, day.AddDays(ahead));
            await foreach (var announced in tables.ReadPartitionAsync<ReminderRow>(partition, cancellation: cancellation))
            {
                // The earliest of a matter's announcements leads on to its later ones.
                var (at, subject, step) = (announced.Value.At, announced.Value.Subject, announced.Value.Step);
                if (!matters.ContainsKey((subject, step)) && await tables.FindAsync<DeadlineRow>(subject, step, cancellation) is { } row)
                    matters.Add((subject, step), DigestWeek.Of(row.Value, person, at, day, calendar));
            }
        }

        return [.. matters.Values
            .Where(matter => matter.First is not null)
            // What falls due today must be among the hundred.
            .OrderBy(matter => matter.Today.Count == 0)
            .ThenBy(matter => matter.First!.Message.Until)
            .ThenBy(matter => matter.First!.Key, StringComparer.Ordinal)
            .Take(MostListed)];
    }

    private static ReminderDigest DigestOf(IReadOnlyList<DigestWeek> week, DateOnly day)
    {
        var listed = week.SelectMany(matter => matter.Listed(day)).OrderBy(item => item.Message.Until).ThenBy(item => item.Key, StringComparer.Ordinal).ToList();
        var overdue = listed.Count(item => item.Message.DaysLeft < 0);
        return new ReminderDigest
        {
            Title = $"{listed.Count}件事项的期限提醒",
            ToDo = (overdue == 0 ? $"您有{listed.Count}件事项即将到期，请按期办理。" : $"您有{listed.Count}件事项需要办理，其中{overdue}件已逾期。")
                + $"至{day.AddDays(DigestWeek.Days - 1):M月d日}，这些事项只在转为黄灯、红灯时另行提醒。",
            Reminders = listed,
        };
    }

    private static string SubjectOf(string person) => $"digest|{person}";

    private static string KeyOf(DateOnly day) => $"{day:yyyy-MM-dd}";
}

/// <summary>How many reminders a day come one by one; with one more they become a digest.</summary>
/// <param name="MostMails">The number.</param>
public sealed record DigestLimit(int MostMails)
{
    /// <summary>Five.</summary>
    public static DigestLimit Default { get; } = new(5);
}
