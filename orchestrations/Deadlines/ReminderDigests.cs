using Dazhou.Serverless.Mail;
using Dazhou.Serverless.Records;
using Microsoft.DurableTask.Client;

namespace Dazhou.Serverless.Deadlines;

/// <summary>
/// The announcement of a deadline's next reminder to a person, so that a day's reminders can be counted before the first is sent. Table
/// Reminders: partition = person and day, row = subject and step. Only a hint: the deadline's own row counts.
/// </summary>
public sealed record ReminderRow : IRow
{
    /// <inheritdoc/>
    public static string TableName => "Reminders";

    /// <summary>The person's id.</summary>
    public required string Person { get; init; }

    /// <summary>The time of the reminder.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The deadline's subject.</summary>
    public required string Subject { get; init; }

    /// <summary>The deadline's step.</summary>
    public required DeadlineKey Step { get; init; }

    /// <inheritdoc/>
    public string PartitionKey => PartitionKeyOf(Person, ChinaTime.DayOf(At));

    /// <inheritdoc/>
    public string RowKey => $"{Subject}|{Step}";

    /// <summary>Returns the partition key for a person and a day.</summary>
    public static string PartitionKeyOf(string person, DateOnly day) => $"{person}|{day:yyyy-MM-dd}";
}

/// <summary>
/// Replaces many reminders by a weekly digest: if more than <see cref="DigestLimit.MostMails"/> reminders to a person fall on one day, or
/// as many weekly notices of overdue tasks (<see cref="OverdueRhythm.Weekly"/>) in one week, one mail lists them, each with its link, and
/// also the person's other reminders of the week that begins on that day.
/// </summary>
/// <remarks>
/// What is listed is not sent separately in that week, except when a deadline's light changes: each change is a mail of its own or, if
/// there are many on one day, part of a new digest. So nothing is told later than otherwise, and a person with six overdue tasks is
/// reminded weekly, not every working day. The week is computed from the record rather than collected over time: no mail waits for others,
/// and reminders that no digest of the last seven days covers are sent separately.
/// </remarks>
public sealed class ReminderDigests(ITableStore tables, WorkCalendarSource calendars, DigestLimit? limit = null) : IMailDigests
{
    /// <summary>The maximum number of reminders in a digest, which is stored in one outbox row; the others are sent separately.</summary>
    private const int MostListed = 100;

    private readonly int _mostMails = (limit ?? DigestLimit.Default).MostMails;
    private readonly SharedReads<(string Person, DateOnly Day), IReadOnlyList<OutboxRow>> _standing = new();
    private readonly SharedReads<(string Person, DateOnly Day, int Ahead), IReadOnlyList<DigestWeek>> _matters = new();
    private readonly SharedReads<(string Person, DateOnly Day), OutboxRow?> _made = new();

    /// <summary>Announces the next reminder of a deadline to its people and to everybody else whom it tells then.</summary>
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
        // A person's reminders come at the same moment, and each of them asks here.
        var day = ChinaTime.DayOf(now);
        var standing = await _standing.ReadAsync((person, day), () => StandingAsync(person, day));
        if (Covering(standing, order.Subject, order.Key) is { } covering)
            return covering;
        // A day has one digest; what it does not list is sent separately.
        if (standing.Any(digest => digest.RowKey == KeyOf(day)))
            return null;

        // Read the week only for a weekly notice, since those of a week count together, or if today alone could require a digest.
        var ahead = reminded is { Light: Light.Red, Urgent: false } ? DigestWeek.Days : 1;
        var near = await _matters.ReadAsync((person, day, ahead), () => MattersAsync(person, day, ahead));
        if (!AreTooMany(near, standing))
            return null;
        var made = await _made.ReadAsync((person, day), () => MakeAsync(order.To, person, day, now, client));
        return made is null ? null : Covering([made], order.Subject, order.Key);
    }

    /// <summary>Returns the digest of a day, creating it if necessary; null if none is needed.</summary>
    private async Task<OutboxRow?> MakeAsync(MailRecipient to, string person, DateOnly day, DateTimeOffset now, DurableTaskClient client)
    {
        var standing = await StandingAsync(person, day);
        if (standing.FirstOrDefault(digest => digest.RowKey == KeyOf(day)) is { } there)
            return there;
        // Check owners only if a digest seems necessary: terminated processes send no reminders.
        var week = await OfThoseThatRunAsync(await MattersAsync(person, day, DigestWeek.Days), new DeadlineOwners(client));
        if (!AreTooMany(week, standing))
            return null;
        var order = new MailOrder { Subject = SubjectOf(person), Key = KeyOf(day), To = to, Message = DigestOf(week, day) };
        await tables.TryInsertAsync(new OutboxRow { Order = order, State = MailState.Pending, CreatedAt = now });
        // A concurrent process may have created the digest; the stored one counts.
        return (await tables.FindAsync<OutboxRow>(order.Subject, order.Key))!.Value;
    }

    /// <summary>
    /// Returns whether more reminders of a day, and weekly notices of the week, would be sent separately than the limit allows.
    /// </summary>
    private bool AreTooMany(IReadOnlyList<DigestWeek> week, IReadOnlyList<OutboxRow> standing) =>
        week.Sum(matter => matter.Today.Concat(matter.Notices).Count(order => Covering(standing, order.Subject, order.Key) is null)) > _mostMails;

    private static async Task<IReadOnlyList<DigestWeek>> OfThoseThatRunAsync(IReadOnlyList<DigestWeek> week, DeadlineOwners owners)
    {
        var (running, _) = await week.FollowAsync(int.MaxValue, async matter => await owners.HaveEndedAsync(matter.Plan) ? null : matter);
        return running;
    }

    /// <summary>Returns the person's digests of the last seven days, newest first; without those whose mail was given up, except today's.</summary>
    private async Task<IReadOnlyList<OutboxRow>> StandingAsync(string person, DateOnly day)
    {
        var (first, today) = (KeyOf(day.AddDays(1 - DigestWeek.Days)), KeyOf(day));
        var standing = new List<OutboxRow>();
        // The dates of a week share all but the last digit, unless they cross into another ten.
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
    /// Returns a person's reminders for a week from a day, per deadline, as computed from the current record and the announcements of the
    /// given number of days.
    /// </summary>
    private async Task<IReadOnlyList<DigestWeek>> MattersAsync(string person, DateOnly day, int days)
    {
        var calendar = await calendars.GetAsync();
        var partitions = await Task.WhenAll(Enumerable.Range(0, days)
            .Select(ahead => tables.ListAsync<ReminderRow>(ReminderRow.PartitionKeyOf(person, day.AddDays(ahead)))));
        // The earliest announcement of a deadline leads to its later ones.
        var announced = partitions.SelectMany(reminders => reminders).DistinctBy(reminder => (reminder.Subject, reminder.Step)).ToList();
        var (matters, _) = await announced.FollowAsync(
            int.MaxValue,
            async reminder => await tables.FindDeadlineAsync(reminder.Subject, reminder.Step) is { Value: var row }
                ? DigestWeek.Of(row, person, reminder.At, day, calendar)
                : null);
        return [.. matters
            .Where(matter => matter.First is not null)
            // What is due today must be among the first hundred.
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

/// <summary>The number of reminders per day that are sent separately; with one more they become a digest.</summary>
/// <param name="MostMails">the number</param>
public sealed record DigestLimit(int MostMails)
{
    /// <summary>Gets the default limit: five.</summary>
    public static DigestLimit Default { get; } = new(5);
}
