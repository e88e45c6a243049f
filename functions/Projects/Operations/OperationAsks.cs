using Dazhou.Serverless.Approvals;
using Dazhou.Serverless.Deadlines;
using Dazhou.Serverless.Functions.Approvals;
using Dazhou.Serverless.Functions.Common;
using Dazhou.Serverless.Projects;
using Dazhou.Serverless.Records;
using Microsoft.AspNetCore.Http;
using Microsoft.DurableTask.Client;

namespace Dazhou.Serverless.Functions.Projects.Operations;

/// <summary>
/// What an O&amp;M budget waits for, recorded by who was asked: behind a mailed link, or from the 工作台 (第三十二、三十三条).
/// </summary>
public sealed class OperationAsks(OperationBudgets budgets, OperationDesk desk, LinkReader reader, LinkStore links, ITableStore tables, TimeProvider time)
{
    /// <summary>Whether a request is about an O&amp;M budget.</summary>
    public static bool IsOf(LinkRequest of) => OperationBudgetRow.KeysOf(of.Subject) is not null;

    /// <summary>The page of an open link; null where it is about something else, or of no use any more.</summary>
    public async Task<IResult?> ShowAsync(string id, LinkLookup lookup, CancellationToken cancellationToken) =>
        lookup is { State: LinkState.Open, Link.Request: { Purpose: LinkPurpose.Report } of } && IsOf(of)
            ? await ShowAsync(AskPlace.OfLink(id), of, cancellationToken)
            : null;

    /// <summary>Records what was posted to an open link; null where the link is of no use any more.</summary>
    public async Task<IResult?> PostAsync(DurableTaskClient client, string id, LinkLookup lookup, IFormCollection form, CancellationToken cancellationToken) =>
        lookup is { State: LinkState.Open, Link: { } link }
            ? await TakeAsync(client, AskPlace.OfLink(id), link.Request, link.Hash, form, cancellationToken)
            : null;

    /// <summary>The form.</summary>
    public async Task<IResult> ShowAsync(AskPlace place, LinkRequest of, CancellationToken cancellationToken) =>
        await FindAsync(of, cancellationToken) is { } budget
            ? await FormAsync(place, of, budget, StatusCodes.Status200OK, typed: null, [], cancellationToken)
            : Over();

    /// <summary>Records what was posted; <paramref name="link"/> is the hash of the link that is used up, null without one.</summary>
    public async Task<IResult> TakeAsync(
        DurableTaskClient client, AskPlace place, LinkRequest of, string? link, IFormCollection form, CancellationToken cancellationToken)
    {
        if (await FindAsync(of, cancellationToken) is not { } budget)
            return Over();
        var kind = KindOf(of.Step);
        if (SubmissionForm.Read(kind, form) is not { } data)
            return SubmissionForm.Unreadable();
        var files = await SubmissionForm.FilesAsync(form.Files, cancellationToken);
        var outcome = await desk.ActAsAskedAsync(client, budget, OperationForms.ActOf(kind), data, files, of.Person, link, cancellationToken);
        if (outcome.Result is null)
            return await FormAsync(place, of, budget, outcome.Status, SubmissionForm.Typed(kind, form), outcome.Faults, cancellationToken);
        if (link is not null)
            await links.TryUseAsync(link, cancellationToken);
        return LinkReports.Done(place, $"{kind.Title}已提交", [$"已于{OfficeText.Time(time.GetChinaNow())}记录，{budget.Title}进入下一环节。"]);
    }

    private async Task<IResult> FormAsync(
        AskPlace place, LinkRequest of, OperationBudgetRow budget, int status, IReadOnlyDictionary<string, string>? typed, IReadOnlyList<Fault> faults,
        CancellationToken cancellationToken)
    {
        var kind = KindOf(of.Step);
        var deadline = (await tables.FindAsync<DeadlineRow>(budget.Id, $"{of.Step}|{of.Round}", cancellationToken))?.Value;
        var view = await reader.ReadAsync(of, cancellationToken) with
        {
            Title = budget.Title,
            Act = $"提交{kind.Title}",
            Article = kind.Article,
            Summary = $"{deadline?.Plan.ToDo}\n{budget.UnitName}申报{OfficeText.Amount(budget.Application.Amount ?? 0m)}"
                + (budget.Proposed is { } proposed ? $"，论证评估建议{OfficeText.Amount(proposed)}" : "")
                + $"，{budget.Application.From:yyyy年M月d日}至{budget.Application.Until:yyyy年M月d日}：{budget.Application.Need}",
            Deadline = deadline?.Deadline,
        };
        return Pages.Show(new ReportPage
        {
            View = view,
            Place = place,
            Now = time.GetChinaNow(),
            Kind = kind,
            TakesFile = kind != OperationForms.Arrangement,
            // The periods of O&M are the office's own; nobody extends them.
            Extends = false,
            Typed = typed ?? (kind == OperationForms.Correction ? OperationForms.Typed(budget.Application) : null),
            Faults = faults,
        }, status);
    }

    /// <summary>The budget, while it waits for what the request names.</summary>
    private async Task<OperationBudgetRow?> FindAsync(LinkRequest of, CancellationToken cancellationToken) =>
        await budgets.FindAsync(of.Subject, cancellationToken) is { } budget
        && budget.Waits == (of.Step, of.Round)
        && !(await budgets.ActsAsync(of.Subject, cancellationToken)).Any(act => act.Step == of.Step && act.Round == of.Round)
            ? budget
            : null;

    private static SubmissionKind KindOf(string step) => step switch
    {
        OperationSteps.Assessment => OperationForms.Assessment,
        OperationSteps.Arrangement => OperationForms.Arrangement,
        _ => OperationForms.Correction,
    };

    private static IResult Over() => Pages.Message(
        StatusCodes.Status410Gone, "已提交或不再需要", "此事项已经提交，或者运维预算已经进入其他环节，不需要再提交。", "还有待办事项的，请打开最新一封邮件中的链接，或者登录后查看“待我办理”。");
}
