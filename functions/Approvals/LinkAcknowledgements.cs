using Dazhou.Serverless.Approvals;
using Dazhou.Serverless.Deadlines;
using Dazhou.Serverless.Functions.Common;
using Microsoft.AspNetCore.Http;

namespace Dazhou.Serverless.Functions.Approvals;

/// <summary>知悉 by the link of a warning. The record answers: a repeated post and a later visit show what stands.</summary>
public sealed class LinkAcknowledgements(LinkReader reader, LinkStore links, Acknowledgements acknowledgements, TimeProvider time)
{
    private static readonly Fault NotTicked = new("acknowledge", "请勾选“我已知悉”。");

    /// <summary>The page of a warning; null for a link of another purpose, and for one that shows why it is of no use.</summary>
    public async Task<IResult?> ShowAsync(string id, LinkLookup lookup, CancellationToken cancellationToken)
    {
        if (lookup.Link is not { } link || await acknowledgements.FindAsync(link, cancellationToken) is not { } warning)
            return null;
        if (warning.Given is { } given)
            return await PageAsync(id, link, given, [], comment: null, cancellationToken);
        if (lookup.State != LinkState.Open)
            return null;
        return warning.Waits ? await PageAsync(id, link, given: null, [], comment: null, cancellationToken) : Over(id, warning);
    }

    /// <summary>Records it; null for a link of another purpose.</summary>
    public async Task<IResult?> PostAsync(string id, LinkRow link, IFormCollection form, CancellationToken cancellationToken)
    {
        if (await acknowledgements.FindAsync(link, cancellationToken) is not { } warning)
            return null;
        var comment = form["comment"].ToString();
        if (warning.Waits && form["acknowledge"] != "yes")
            return await PageAsync(id, link, given: null, [NotTicked], comment, cancellationToken);
        if (await acknowledgements.RecordAsync(link, comment, cancellationToken) is not { } given)
            return Over(id, warning);
        await links.TryUseAsync(link.Hash, cancellationToken);
        return await PageAsync(id, link, given, [], comment: null, cancellationToken);
    }

    private async Task<IResult> PageAsync(
        string id, LinkRow link, AcknowledgementRow? given, IReadOnlyList<Fault> faults, string? comment, CancellationToken cancellationToken) =>
        Pages.Show<AcknowledgePage>(
            new Dictionary<string, object?>(StringComparer.Ordinal)
            {
                [nameof(AcknowledgePage.View)] = await reader.ReadAsync(link.Request, cancellationToken),
                [nameof(AcknowledgePage.LinkId)] = id,
                [nameof(AcknowledgePage.Now)] = time.GetChinaNow(),
                [nameof(AcknowledgePage.Given)] = given,
                [nameof(AcknowledgePage.Faults)] = faults,
                [nameof(AcknowledgePage.Comment)] = comment,
            },
            faults.Count > 0 ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status200OK);

    private static IResult Over(string id, Warning warning) => LinkPages.Dead(
        StatusCodes.Status409Conflict,
        id,
        "不再逾期",
        renewable: false,
        warning.Deadline.IsClosed ? "报告所说的事项已经办结，不需要再确认。" : "报告所说的期限已经延长或者暂停计算，不需要再确认。",
        "没有记录任何内容。办理情况见项目页面。");
}
