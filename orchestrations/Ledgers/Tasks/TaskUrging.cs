using Dazhou.Serverless.Mail;

namespace Dazhou.Serverless.Ledgers;

/// <summary>催办 by hand: what the urged unit is mailed. Tasks urged together are one mail to each unit, which its desk then lists.</summary>
public static class TaskUrging
{
    private const string Together = "urged|";

    /// <summary>Returns the key of acts that urge several tasks at once.</summary>
    public static string KeyOf(DateTimeOffset at) => $"{Together}{at:yyyyMMddHHmm}";

    /// <summary>Returns the mail that asks a person of another lead to confirm, once for each report of the compiling unit.</summary>
    internal static MailOrder ConfirmationOf(LedgerRow ledger, LedgerTaskRow task, string person) => new()
    {
        Subject = LedgerSubject.OfTask(ledger.Id, task.Key),
        Key = $"confirm|{task.State.ReportedAt:yyyyMMddHHmmss}|{person}",
        To = MailRecipient.Of(person),
        Message = new Notice
        {
            Title = ledger.Title,
            ToDo = $"{ledger.NameOf(task.State.Compiler!)}对第{task.Key}项“{task.Definition.Title}”申请销号，请本单位作为牵头单位核对其汇总的推进情况，在任务页面确认；不一致的，填写本单位的推进情况。",
            Article = ledger.Document,
            Page = LedgerSubject.PathOf(LedgerSubject.OfTask(ledger.Id, task.Key)),
        },
    };

    /// <summary>Returns the mail to a person of the urged unit; the same act, or acts together, make the same mail.</summary>
    internal static MailOrder MailOf(LedgerRow ledger, LedgerTaskRow task, TaskAct act, string person)
    {
        var together = act.Key.StartsWith(Together, StringComparison.Ordinal);
        var unit = act.Unit!;
        var what = together
            ? $"{ledger.CoordinatorName}催办{ledger.NameOf(unit)}牵头汇总的任务，请逐项抓紧办理并反馈推进情况。"
            : $"{ledger.CoordinatorName}催办第{task.Key}项“{task.Definition.Title}”：完成时限{ChinaTime.Text(task.State.Due)}，目前进度{task.State.Percent}%，请抓紧办理并反馈推进情况。";
        var subject = together ? LedgerSubject.OfUnit(ledger.Id, unit) : LedgerSubject.OfTask(ledger.Id, task.Key);
        return new()
        {
            Subject = subject,
            Key = $"{act.Key}|{person}",
            To = MailRecipient.Of(person),
            Message = new Notice
            {
                Title = ledger.Title,
                ToDo = act.Text is { Length: > 0 } said ? $"{what}{said}" : what,
                Article = ledger.Document,
                Page = LedgerSubject.PathOf(subject),
            },
        };
    }
}
