using Dazhou.Serverless.Approvals;
using Dazhou.Serverless.Deadlines;
using Dazhou.Serverless.Records;

namespace Dazhou.Serverless.Functions.Approvals;

/// <summary>不是我本人操作: goes into the audit trail, once for a link, where administrators and reviewers see it.</summary>
public sealed class LinkDisputes(IAuditTrail audit, TimeProvider time)
{
    private const int LongestComment = 2000;

    /// <summary>Records it.</summary>
    public Task RecordAsync(LinkRow link, string comment, CancellationToken cancellationToken) => audit.AppendAsync(
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
}
