using Dazhou.Serverless.Deadlines;
using Dazhou.Serverless.Functions.Approvals;
using Dazhou.Serverless.Functions.Common;
using Dazhou.Serverless.Functions.Links;
using Dazhou.Serverless.Links;
using Microsoft.AspNetCore.Http;
using Microsoft.DurableTask.Client;

namespace Dazhou.Serverless.Functions.Deadlines;

/// <summary>知悉 by the link of a warning. Once recorded, repeated posts and later visits show the record.</summary>
public sealed class AcknowledgeLink(LinkReader reader, LinkStore links, Acknowledgements acknowledgements, TimeProvider time) : ILinkHandler
{
    private static readonly Fault NotTicked = new("acknowledge", "请勾选“我已知悉”。");

    /// <inheritdoc/>
    public async Task<IResult?> ShowAsync(LinkVisit visit, CancellationToken cancellationToken)
    {
        if (await acknowledgements.FindAsync(visit.Link, cancellationToken) is not { } warning)
            return null;
        if (warning.Given is { } given)
            return await PageAsync(visit, given, [], comment: null, cancellationToken);
        if (visit.State != LinkState.Open)
            return null;
        return warning.Waits ? await PageAsync(visit, given: null, [], comment: null, cancellationToken) : Over(visit.Id, warning);
    }

    /// <inheritdoc/>
    public async Task<IResult?> PostAsync(LinkVisit visit, DurableTaskClient client, IFormCollection form, CancellationToken cancellationToken)
    {
        if (await acknowledgements.FindAsync(visit.Link, cancellationToken) is not { } warning)
            return null;
        var comment = form["comment"].ToString();
        if (warning.Waits && form["acknowledge"] != "yes")
            return await PageAsync(visit, given: null, [NotTicked], comment, cancellationToken);
        if (await acknowledgements.RecordAsync(visit.Link, comment, cancellationToken) is not { } given)
            return Over(visit.Id, warning);
        await links.TryUseAsync(visit.Link.Hash, cancellationToken);
        return await PageAsync(visit, given, [], comment: null, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<bool> WaitsAsync(LinkRow link, CancellationToken cancellationToken) =>
        await acknowledgements.FindAsync(link, cancellationToken) is { Waits: true };

    /// <inheritdoc/>
    public async Task<LinkMatter> TellAsync(LinkRequest of, CancellationToken cancellationToken) => (await ViewAsync(of, cancellationToken)).Told;

    // What was overdue is described by its deadline.
    private async Task<LinkView> ViewAsync(LinkRequest of, CancellationToken cancellationToken)
    {
        var (view, missed) = (await reader.ReadAsync(of, cancellationToken), await acknowledgements.FindMissedAsync(of, cancellationToken));
        return view with
        {
            Title = missed?.Plan.Title ?? view.Title,
            Act = "督促逾期事项",
            Summary = missed?.Plan.ToDo,
            Article = missed?.Deadline.Article,
            Deadline = missed?.Deadline,
        };
    }

    private async Task<IResult> PageAsync(
        LinkVisit visit, AcknowledgementRow? given, IReadOnlyList<Fault> faults, string? comment, CancellationToken cancellationToken) =>
        Pages.Show(new AcknowledgePage
        {
            View = await ViewAsync(visit.Of, cancellationToken),
            LinkId = visit.Id,
            Now = time.GetChinaNow(),
            Given = given,
            Faults = faults,
            Comment = comment,
        }, faults.Count > 0 ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status200OK);

    private static IResult Over(string id, Warning warning) => DeadLinks.Show(
        StatusCodes.Status409Conflict,
        id,
        "不再逾期",
        renewable: false,
        warning.Deadline.IsClosed ? "报告所说的事项已经办结，不需要再确认。" : "报告所说的期限已经延长或者暂停计算，不需要再确认。",
        "没有记录任何内容。办理情况见项目页面。");
}
