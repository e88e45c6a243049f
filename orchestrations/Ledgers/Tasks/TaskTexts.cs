using Dazhou.Serverless.Records;

namespace Dazhou.Serverless.Ledgers;

/// <summary>Texts about ledgers and tasks, as people read them.</summary>
public static class TaskTexts
{
    /// <summary>The Chinese name of a status.</summary>
    public static string Chinese(WorkStatus status) => status switch
    {
        WorkStatus.NotStarted => "未启动",
        WorkStatus.InProgress => "推进中",
        WorkStatus.Behind => "滞后",
        WorkStatus.Overdue => "逾期",
        _ => "已完成",
    };

    /// <summary>Returns the status of a Chinese or English name; null for none.</summary>
    public static WorkStatus? StatusOf(string? text) =>
        Enum.GetValues<WorkStatus>().Where(status => Chinese(status) == text || string.Equals(status.ToString(), text, StringComparison.OrdinalIgnoreCase))
            .Concat(text is "已销号" ? [WorkStatus.Done] : []).Cast<WorkStatus?>().FirstOrDefault();

    /// <summary>The Chinese name of a light.</summary>
    public static string Chinese(TaskLight light) => light switch
    {
        TaskLight.Green => "绿灯",
        TaskLight.Yellow => "黄灯",
        _ => "红灯",
    };

    /// <summary>Returns the light of a Chinese or English name; null for none.</summary>
    public static TaskLight? LightOf(string? text) =>
        Enum.GetValues<TaskLight>().Where(light => Chinese(light) == text || Chinese(light)[..1] == text || string.Equals(light.ToString(), text, StringComparison.OrdinalIgnoreCase))
            .Cast<TaskLight?>().FirstOrDefault();

    /// <summary>The Chinese name of a phase.</summary>
    public static string Chinese(TaskPhase phase) => phase switch
    {
        TaskPhase.Registered => "立项",
        TaskPhase.Assigned => "交办",
        TaskPhase.Signed => "办理",
        TaskPhase.Reported => "反馈",
        TaskPhase.UnderReview => "复核",
        _ => "办结（销号）",
    };

    /// <summary>The Chinese name of an act.</summary>
    public static string Chinese(TaskActKind kind) => kind switch
    {
        TaskActKind.Resolved => "明确责任单位",
        TaskActKind.Signed => "签收",
        TaskActKind.ReturnAsked => "退办申请",
        TaskActKind.ReturnDecided => "退办决定",
        TaskActKind.Reported => "反馈",
        TaskActKind.ExtensionAsked => "延期申请",
        TaskActKind.ExtensionDecided => "延期决定",
        TaskActKind.Urged => "催办",
        TaskActKind.Criticised => "通报",
        TaskActKind.ClosingAsked => "销号申请",
        TaskActKind.ClosingRefused => "复核未通过",
        TaskActKind.Closed => "办结（销号）",
        TaskActKind.Confirmed => "确认",
        _ => "重新打开（回头看）",
    };

    /// <summary>The Chinese name of a rhythm.</summary>
    public static string Chinese(LedgerRhythm rhythm) => rhythm switch
    {
        LedgerRhythm.Weekly => "每周",
        LedgerRhythm.TenDay => "每旬",
        LedgerRhythm.Monthly => "每月",
        LedgerRhythm.QuarterEnd => "每季度末",
        LedgerRhythm.HalfYear => "每半年",
        LedgerRhythm.Year => "每年",
        _ => "一次",
    };

    /// <summary>What an act did, in one clause.</summary>
    public static string Says(LedgerRow ledger, TaskAct act)
    {
        var unit = act.Unit is null ? "" : ledger.NameOf(act.Unit);
        return act.Kind switch
        {
            TaskActKind.Resolved => $"明确责任单位：{string.Join('、', (act.Lead ?? []).Select(lead => $"{ledger.NameOf(lead)}（牵头）").Concat((act.Units ?? []).Select(ledger.NameOf)).DefaultIfEmpty("没有其他单位"))}",
            TaskActKind.Signed => $"{unit}签收",
            TaskActKind.ReturnAsked => $"{unit}申请退办{(act.ToUnit is null ? "" : $"，建议改由{ledger.NameOf(act.ToUnit)}办理")}",
            TaskActKind.ReturnDecided => act.Agreed == true ? $"同意{unit}退办{(act.ToUnit is null ? "" : $"，改由{ledger.NameOf(act.ToUnit)}办理")}" : $"不同意{unit}退办",
            TaskActKind.Reported => $"{unit}反馈推进情况{(act.Percent is { } percent ? $"，完成{percent}%" : "")}",
            TaskActKind.ExtensionAsked => $"{unit}申请延期至{ChinaTime.Text(act.Until!.Value)}",
            TaskActKind.ExtensionDecided => act.Agreed == true ? $"同意延期至{ChinaTime.Text(act.Until!.Value)}" : "不同意延期",
            TaskActKind.Urged => $"催办{unit}",
            TaskActKind.Criticised => $"通报{unit}逾期未完成",
            TaskActKind.ClosingAsked => $"{unit}申请销号",
            TaskActKind.ClosingRefused => "复核未通过，继续办理",
            TaskActKind.Closed => "复核通过，办结销号",
            TaskActKind.Confirmed => $"{unit}确认汇总的推进情况",
            _ => $"回头看，重新打开{(act.Until is { } until ? $"，时限{ChinaTime.Text(until)}" : "")}",
        };
    }

    /// <summary>The entry of an act in the audit trail.</summary>
    internal static AuditEntry EntryOf(LedgerRow ledger, LedgerTaskRow task, TaskActRow row) => new()
    {
        Subject = LedgerSubject.OfTask(ledger.Id, task.Key),
        Key = $"act|{row.Number}",
        At = row.Act.At,
        Actor = row.Act.By,
        Action = Says(ledger, row.Act),
        Article = ledger.Document,
        Stage = nameof(TaskWatch),
        Detail = row.Act.Text,
    };
}
