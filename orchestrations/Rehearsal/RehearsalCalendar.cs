using System.Text.Json.Serialization;
using Dazhou.Serverless.Deadlines;
using Dazhou.Serverless.Mail;
using Dazhou.Serverless.Records;

namespace Dazhou.Serverless.Rehearsal;

/// <summary>The kind of an entry.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RehearsalKind>))]
public enum RehearsalKind
{
    /// <summary>A stage begins.</summary>
    [JsonStringEnumMemberName("stage")]
    Stage,

    /// <summary>A period begins.</summary>
    [JsonStringEnumMemberName("deadline")]
    Deadline,

    /// <summary>Somebody is reminded of a deadline, or told that it passed.</summary>
    [JsonStringEnumMemberName("reminder")]
    Reminder,

    /// <summary>Any other mail.</summary>
    [JsonStringEnumMemberName("mail")]
    Mail,

    /// <summary>Somebody decides or submits something.</summary>
    [JsonStringEnumMemberName("decision")]
    Decision,
}

/// <summary>The kinds in words.</summary>
public static class RehearsalKinds
{
    /// <summary>Returns a kind's name as people know it.</summary>
    public static string Chinese(this RehearsalKind kind) => kind switch
    {
        RehearsalKind.Stage => "阶段",
        RehearsalKind.Deadline => "期限",
        RehearsalKind.Reminder => "提醒",
        RehearsalKind.Decision => "意见",
        _ => "邮件",
    };
}

/// <summary>An entry of the calendar.</summary>
/// <param name="At">when, at +08:00</param>
/// <param name="Kind">the kind</param>
/// <param name="Stage">the stage, if it belongs to one</param>
/// <param name="Article">the article that applies</param>
/// <param name="Text">what happens, in Chinese</param>
/// <param name="From">for a deadline: the starting day, which is not counted</param>
/// <param name="Period">for a deadline: its length</param>
/// <param name="Due">for a deadline: the instant at which its last day ends</param>
/// <param name="Provisional">for a deadline: whether a holiday arrangement still to be published may move it</param>
public sealed record RehearsalEntry(
    DateTimeOffset At,
    RehearsalKind Kind,
    string? Stage,
    string? Article,
    string Text,
    DateOnly? From = null,
    string? Period = null,
    DateTimeOffset? Due = null,
    bool? Provisional = null);

/// <summary>Builds the calendar of finished lives from their records.</summary>
internal static class RehearsalCalendar
{
    public static async Task<IReadOnlyList<RehearsalEntry>> ReadAsync(
        ITableStore tables, IAuditTrail audit, IRehearsedSystem system, Func<string, Task<string>> nameOf, IReadOnlyList<string> subjects, CancellationToken cancellation)
    {
        var entries = new List<RehearsalEntry>();
        foreach (var subject in subjects) await AddAsync(entries, tables, audit, system, nameOf, subject, cancellation);
        // Entries of the same instant: first the stage, then its period, then mails and acts.
        return [.. entries.OrderBy(entry => entry.At).ThenBy(entry => Rank(entry.Kind))];
    }

    private static async Task AddAsync(
        List<RehearsalEntry> entries, ITableStore tables, IAuditTrail audit, IRehearsedSystem system, Func<string, Task<string>> nameOf, string subject,
        CancellationToken cancellation)
    {
        await foreach (var row in audit.ReadAsync(subject, cancellation))
        {
            var entry = row.Entry;
            if (system.KindOf(entry) is not { } kind) continue;
            entries.Add(new(entry.At, kind, entry.Stage, entry.Article, kind == RehearsalKind.Decision ? $"{await nameOf(entry.Actor)}：{entry.Action}" : entry.Action));
        }

        await foreach (var row in tables.ReadPartitionAsync<DeadlineRow>(subject, cancellation: cancellation))
        {
            var (plan, deadline) = (row.Value.Plan, row.Value.Deadline);
            entries.Add(new(
                row.Value.OpenedAt, RehearsalKind.Deadline, deadline.Stage, deadline.Article,
                $"{plan.ToDo.TrimEnd('。')}：{deadline.Period.Chinese}，至{deadline.LastDay:yyyy年M月d日}24时{(deadline.Provisional ? "（暂定）" : string.Empty)}",
                deadline.From, deadline.Period.ToString(), deadline.Due, deadline.Provisional));
        }

        await foreach (var row in tables.ReadPartitionAsync<OutboxRow>(subject, cancellation: cancellation))
            entries.Add(await MailAsync(row.Value, system, nameOf));
    }

    private static async Task<RehearsalEntry> MailAsync(OutboxRow row, IRehearsedSystem system, Func<string, Task<string>> nameOf)
    {
        var message = row.Order.Message;
        var to = row.Order.To.Person is { } person ? await nameOf(person) : row.Order.To.Name ?? row.Order.To.Address;
        var (kind, text) = message switch
        {
            DeadlineReminded { Responsible: not null } urged => (RehearsalKind.Reminder, $"督促{to}：{urged.ToDo}（{DaysText(urged.DaysLeft)}）"),
            DeadlineReminded reminded => (RehearsalKind.Reminder, $"提醒{to}：{reminded.ToDo}（{DaysText(reminded.DaysLeft)}）"),
            DeadlineEscalated escalated => (RehearsalKind.Reminder, $"报告{to}：{escalated.ToDo}"),
            _ => (RehearsalKind.Mail, $"邮件至{to}：{message.ToDo}"),
        };
        var stage = message switch
        {
            DeadlineReminded reminded => reminded.Deadline.Stage,
            DeadlineEscalated escalated => escalated.Deadline.Stage,
            _ => system.StageOf(row.Order),
        };
        return new(row.SentAt ?? row.CreatedAt, kind, stage, message.Article, text);
    }

    private static string DaysText(int left) => left switch
    {
        > 0 => $"还有{left}日",
        0 => "今日到期",
        _ => $"逾期{-left}日",
    };

    private static int Rank(RehearsalKind kind) => kind switch
    {
        RehearsalKind.Decision => 0,
        RehearsalKind.Stage => 1,
        RehearsalKind.Deadline => 2,
        RehearsalKind.Mail => 3,
        _ => 4,
    };
}
