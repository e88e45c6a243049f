using System.Text.Json.Serialization;
using Dazhou.Serverless.Deadlines;
using Dazhou.Serverless.Mail;
using Dazhou.Serverless.Records;

namespace Dazhou.Serverless.Projects.Rehearsal;

/// <summary>The kind of an entry.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RehearsalKind>))]
public enum RehearsalKind
{
    /// <summary>The project enters a stage.</summary>
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

/// <summary>Builds the calendar of a finished life from its records.</summary>
internal static class RehearsalCalendar
{
    public static async Task<IReadOnlyList<RehearsalEntry>> ReadAsync(
        ITableStore tables, IAuditTrail audit, Func<string, Task<string>> nameOf, string project, CancellationToken cancellation)
    {
        var entries = new List<RehearsalEntry>();
        await foreach (var row in audit.ReadAsync(project, cancellation))
        {
            // The keys in the trail are written by the stages, the ledger, decisions and submissions.
            var entry = row.Entry;
            if (StartsWith(entry.Key, "stage|", "settled|") || entry.Key is "submitted" or "issued" or "publicity-ended" or "library" or "argumentation" or "ended")
                entries.Add(new(entry.At, RehearsalKind.Stage, entry.Stage, entry.Article, entry.Action));
            else if (StartsWith(entry.Key, "decision|", "technical-plan|", "act|", "handed-in|"))
                entries.Add(new(entry.At, RehearsalKind.Decision, entry.Stage, entry.Article, $"{await nameOf(entry.Actor)}：{entry.Action}"));
        }

        await foreach (var row in tables.ReadPartitionAsync<DeadlineRow>(project, cancellation: cancellation))
        {
            var (plan, deadline) = (row.Value.Plan, row.Value.Deadline);
            entries.Add(new(
                row.Value.OpenedAt, RehearsalKind.Deadline, deadline.Stage, deadline.Article,
                $"{plan.ToDo.TrimEnd('。')}：{deadline.Period.Chinese}，至{deadline.LastDay:yyyy年M月d日}24时{(deadline.Provisional ? "（暂定）" : string.Empty)}",
                deadline.From, deadline.Period.ToString(), deadline.Due, deadline.Provisional));
        }

        await foreach (var row in tables.ReadPartitionAsync<OutboxRow>(project, cancellation: cancellation))
            entries.Add(await MailAsync(row.Value, nameOf));

        // Entries of the same instant: first the stage, then its period, then mails and acts.
        return [.. entries.OrderBy(entry => entry.At).ThenBy(entry => Rank(entry.Kind))];
    }

    private static async Task<RehearsalEntry> MailAsync(OutboxRow row, Func<string, Task<string>> nameOf)
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
            // Keys of mails start with the id of the instance that ordered them, which contains its stage.
            _ => Stages.All.Concat(Stages.Beside).LastOrDefault(stage => row.Order.Key.Contains($":{stage}:", StringComparison.Ordinal)),
        };
        return new(row.SentAt ?? row.CreatedAt, kind, stage, message.Article, text);
    }

    private static bool StartsWith(string key, params ReadOnlySpan<string> beginnings)
    {
        foreach (var beginning in beginnings)
        {
            if (key.StartsWith(beginning, StringComparison.Ordinal)) return true;
        }

        return false;
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
