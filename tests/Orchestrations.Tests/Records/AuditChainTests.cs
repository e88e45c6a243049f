using Dazhou.Serverless.Records;

namespace Orchestrations.Tests.Records;

public sealed class AuditChainTests
{
    /// <summary>
    /// Fixed for ever: a change of the canonical form would break every chain that exists. The hash is that of
    /// 64 zeros, a line feed, <c>1</c>, a line feed and the entry's members in ordinal order, by another program.
    /// </summary>
    [Fact]
    public void Link_EntryOfTodaysForm_HasTheHashItAlwaysHad()
    {
        var row = AuditChain.Link(
            1,
            new AuditEntry
            {
                Subject = "p1",
                Key = "k",
                At = new DateTimeOffset(2026, 3, 9, 9, 0, 0, TimeSpan.FromHours(8)),
                Actor = "szjj.review",
                Action = "审核：同意",
                Article = "第十条",
            },
            AuditChain.NoHash);
        Assert.Equal("09f592740c3a250f7cadfe7ea057e5837a3a725c9fe76a7b5639354118ac40d7", row.Hash);
    }
}
