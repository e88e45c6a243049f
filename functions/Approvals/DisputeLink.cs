using Dazhou.Serverless.Functions.Common;
using Dazhou.Serverless.Functions.Links;
using Dazhou.Serverless.Links;
using Dazhou.Serverless.Records;
using Microsoft.AspNetCore.Http;
using Microsoft.DurableTask.Client;

namespace Dazhou.Serverless.Functions.Approvals;

/// <summary>不是我本人操作: adds a dispute to the audit trail, once per link, for administrators and reviewers.</summary>
public sealed class DisputeLink(LinkReader reader, IAuditTrail audit, TimeProvider time) : ILinkHandler
{
    private const int LongestComment = 2000;
    private static readonly Fault NotTicked = new("dispute", "请勾选确认。");

    /// <inheritdoc/>
    public async Task<IResult?> ShowAsync(LinkVisit visit, CancellationToken cancellationToken) =>
        visit.State == LinkState.Open ? await PageAsync(visit, [], recorded: false, cancellationToken) : null;

    /// <inheritdoc/>
    public async Task<IResult?> PostAsync(LinkVisit visit, DurableTaskClient client, IFormCollection form, CancellationToken cancellationToken)
    {
        if (form["dispute"] != "yes")
            return await PageAsync(visit, [NotTicked], recorded: false, cancellationToken);
        await RecordAsync(visit.Link, form["comment"].ToString(), cancellationToken);
        return await PageAsync(visit, [], recorded: true, cancellationToken);
    }

    /// <summary>A decision can be disputed however old it is.</summary>
    public Task<bool> WaitsAsync(LinkRow link, CancellationToken cancellationToken) => Task.FromResult(link is { UsedAt: null, WithdrawnAt: null });

    /// <inheritdoc/>
    public async Task<LinkMatter> TellAsync(LinkRequest of, CancellationToken cancellationToken) => (await reader.ReadAsync(of, cancellationToken)).Told;

    private Task RecordAsync(LinkRow link, string comment, CancellationToken cancellationToken) => audit.AppendAsync(
        new AuditEntry
        {
            Subject = link.Request.Subject,
            Key = $"dispute|{link.Hash}",
            At = time.GetChinaNow(),
            Actor = link.Request.Person,
            Action = "声明该意见不是本人操作",
            Link = link.Hash,
            Detail = comment.Length > LongestComment ? comment[..LongestComment] : comment,
        },
        cancellationToken);

    private async Task<IResult> PageAsync(LinkVisit visit, IReadOnlyList<Fault> faults, bool recorded, CancellationToken cancellationToken) =>
        Pages.Show(new DisputePage
        {
            View = await reader.ReadAsync(visit.Of, cancellationToken),
            LinkId = visit.Id,
            Faults = faults,
            Recorded = recorded,
        }, faults.Count > 0 ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status200OK);
}
