using Dazhou.Serverless.Mail;
using Dazhou.Serverless.Records;
using Microsoft.DurableTask.Client;

namespace Dazhou.Serverless.Deadlines;

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
    public required DeadlineKey Step { get; init; }

    /// <inheritdoc/>
    public string PartitionKey => PartitionKeyOf(Person, ChinaTime.DayOf(At));

    /// <inheritdoc/>
    public string RowKey => $"{Subject}|{Step}";

    /// <summary>The partition of a person's day.</summary>
    public static string PartitionKeyOf(string person, DateOnly day) => $"{person}|{day:yyyy-MM-dd}";
}

/// <summary>
/// A weekly digest instead of many mails: when more than <see cref="DigestLimit.MostMails"/> reminders to a person fall on one day, or that
/// many notices of what is overdue into one week (<see cref="OverdueRhythm.Weekly"/>: each comes once in it, on a day of its own),
/// they become one digest that lists them, each with its link, and with them what else would remind the person within the week
/// that begins on that day. What it lists then comes no more by itself in that week, except that a matter's light
/// changes: each change of colour is a mail of its own (or, when many change on one day, of a new digest). So nothing
/// is told later than it would have been, and who is overdue with six matters hears of them once a week and not each working day.
/// What falls into a week is read from the record and not gathered over time, so that no mail waits for others, and every
/// reminder that no digest of the last seven days covers goes out by itself: none is lost.
/// </summary>
public sealed class ReminderDigests(ITableStore tables, WorkCalendarSource calendars, DigestLimit? limit = null) : IMailDigests
{
    /// <summary>The outbox keeps a digest in one row; what goes beyond comes by itself.</summary>
    private const int MostListed = 100;

    private readonly int _mostMails = (limit ?? DigestLimit.Default).MostMails;
    private readonly SharedReads<(string Person, DateOnly Day), IReadOnlyList<OutboxRow>> _standing = new();
    private readonly SharedReads<(string Person, DateOnly Day, int Ahead), IReadOnlyList<DigestWeek>> _matters = new();
    private readonly SharedReads<(string Person, DateOnly Day), OutboxRow?> _made = new();

    /// <summary>Announces when a deadline next reminds its people, and whomever else it then tells.</summary>
    public async Task AnnounceAsync(DeadlineRow row, DateTimeOffset next, WorkCalendar calendar, CancellationToken cancellation = default)
    {
        var told = WatchRules.Check(row, next.AddTicks(-1), next, calendar).Mails.Where(mail => mail.Message is DeadlineReminded).Select(mail => mail.To.Person!);
        foreach (var person in row.Plan.Responsible.Select(contact => contact.Person).Union(told, StringComparer.Ordinal))
        {
            await tables.UpsertAsync(
                new ReminderRow { Person = person, At = next, Subject = row.Plan.Subject, Step = row.Plan.Step }, cancellation);
        }
    }

    /// <inheritdoc/>
    public async Task<OutboxRow?> FindAsync(MailOrder order, DateTimeOffset now, DurableTaskClient client, CancellationToken cancellation = default)
    {
        if (order.Message is not DeadlineReminded reminded || order.To.Person is not { } person)
            return null;
        // The reminders of a person come in the same moment, and each of them asks.
        var day = ChinaTime.DayOf(now);
        var standing = await _standing.ReadAsync((person, day), () => StandingAsync(person, day));
        if (Covering(standing, order.Subject, order.Key) is { } covering)
            return covering;
        // A day has one digest; what it does not list goes out by itself.
        if (standing.Any(digest => digest.RowKey == KeyOf(day)))
            return null;

        // What is announced for later reminds of nothing today: the week is read where a digest may be to be made, or where a notice
        // comes once a week, so that those of a week count together.
        var ahead = reminded is { Light: Light.Red, Urgent: false } ? DigestWeek.Days : 1;
        var near = await _matters.ReadAsync((person, day, ahead), () => MattersAsync(person, day, ahead));
        if (!AreTooMany(near, standing))
            return null;
        var made = await _made.ReadAsync((person, day), () => MakeAsync(order.To, person, day, now, client));
        return made is null ? null : Covering([made], order.Subject, order.Key);
    }

    /// <summary>The digest of a day; null where none is needed.</summary>
    private async Task<OutboxRow?> MakeAsync(MailRecipient to, string person, DateOnly day, DateTimeOffset now, DurableTaskClient client)
    {
        var standing = await StandingAsync(person, day);
        if (standing.FirstOrDefault(digest => digest.RowKey == KeyOf(day)) is { } there)
            return there;
        // Only what would make a digest is asked about: of terminated processes nobody is reminded any more.
        var week = await OfThoseThatRunAsync(await MattersAsync(person, day, DigestWeek.Days), new DeadlineOwners(client));
        if (!AreTooMany(week, standing))
            return null;
        var order = new MailOrder { Subject = SubjectOf(person), Key = KeyOf(day), To = to, Message = DigestOf(week, day) };
        await tables.TryInsertAsync(new OutboxRow { Order = order, State = MailState.Pending, CreatedAt = now });
        // Another process may have made it in the same moment, of what it read: what stands decides.
        return (await tables.FindAsync<OutboxRow>(order.Subject, order.Key))!.Value;
    }

    /// <summary>
    /// Whether more of a day's reminders would come by themselves than anybody should get, the notices counted that come once in this week.
    /// </summary>
    private bool AreTooMany(IReadOnlyList<DigestWeek> week, IReadOnlyList<OutboxRow> standing) =>
        week.Sum(matter => matter.Today.Concat(matter.Notices).Count(order => Covering(standing, order.Subject, order.Key) is null)) > _mostMails;

    private static async Task<IReadOnlyList<DigestWeek>> OfThoseThatRunAsync(IReadOnlyList<DigestWeek> week, DeadlineOwners owners)
    {
        var (running, _) = await week.FollowAsync(int.MaxValue, async matter => await owners.HaveEndedAsync(matter.Plan) ? null : matter);
        return running;
    }

    /// <summary>The person's digests of the last seven days, the newest first. One that was given up told nobody anything.</summary>
    private async Task<IReadOnlyList<OutboxRow>> StandingAsync(string person, DateOnly day)
    {
        var (first, today) = (KeyOf(day.AddDays(1 - DigestWeek.Days)), KeyOf(day));
        var standing = new List<OutboxRow>();
        // The days of a week begin alike but for the last digit, unless a ten of days ends among them.
        foreach (var tenDays in new[] { first[..^1], today[..^1] }.Distinct(StringComparer.Ordinal))
        {
            await foreach (var row in tables.ReadPartitionAsync<OutboxRow>(SubjectOf(person), tenDays))
            {
                var key = row.Value.RowKey;
                if (string.CompareOrdinal(key, first) >= 0 && string.CompareOrdinal(key, today) <= 0
                    && (key == today || row.Value.State != MailState.GaveUp))
                    standing.Add(row.Value);
            }
        }

        standing.Reverse();
        return standing;
    }

    private static OutboxRow? Covering(IReadOnlyList<OutboxRow> digests, string subject, string key) =>
        digests.FirstOrDefault(digest => digest.Order.Message is ReminderDigest { Reminders: var listed }
            && listed.Any(item => item.Subject == subject && (item.Key == key || item.Later.Contains(key, StringComparer.Ordinal))));

    /// <summary>
    /// What reminds a person from a day on for a week, matter by matter, by the record as it is now, of what is announced for some days.
    /// </summary>
    private async Task<IReadOnlyList<DigestWeek>> MattersAsync(string person, DateOnly day, int days)
    {
        var calendar = await calendars.GetAsync();
        var partitions = await Task.WhenAll(Enumerable.Range(0, days)
            .Select(ahead => tables.ListAsync<ReminderRow>(ReminderRow.PartitionKeyOf(person, day.AddDays(ahead)))));
        // The earliest of a matter's announcements leads on to its later ones.
        var announced = partitions.SelectMany(reminders => reminders).DistinctBy(reminder => (reminder.Subject, reminder.Step)).ToList();
        var (matters, _) = await announced.FollowAsync(
            int.MaxValue,
            async reminder => await tables.FindDeadlineAsync(reminder.Subject, reminder.Step) is { Value: var row }
                ? DigestWeek.Of(row, person, reminder.At, day, calendar)
                : null);
        return [.. matters
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
        var urging = listed.Any(item => item.Message.Responsible is not null);
        return new ReminderDigest
        {
            Title = $"{listed.Count}件事项的期限提醒",
            ToDo = (overdue == 0 ? $"您有{listed.Count}件事项即将到期，请按期办理。" : $"您有{listed.Count}件事项需要{(urging ? "办理或者督促" : "办理")}，其中{overdue}件已逾期。")
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
