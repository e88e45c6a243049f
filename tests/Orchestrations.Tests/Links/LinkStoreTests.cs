using System.Text.Json;
using Dazhou.Serverless.Approvals;
using Dazhou.Serverless.Links;
using Dazhou.Serverless.Records;
using Microsoft.Extensions.Time.Testing;

namespace Orchestrations.Tests.Links;

public sealed class LinkStoreTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 9, 9, 0, 0, TimeSpan.FromHours(8));

    private readonly FakeTimeProvider _time = new(Start);
    private readonly MemoryTableStore _tables = new();
    private readonly LinkStore _links;

    public LinkStoreTests() => _links = new LinkStore(_tables, _time);

    [Fact]
    public async Task Mint_Link_Has256BitsAndIsKeptOnlyAsItsHash()
    {
        var minted = await _links.MintAsync(Request());
        Assert.Equal(43, minted.Secret.Length);
        Assert.Matches("^[A-Za-z0-9_-]{43}$", minted.Secret);
        Assert.Equal(Secrets.HashOf(minted.Secret), minted.Link.Hash);
        var stored = (await _tables.FindAsync<LinkRow>(minted.Link.Hash, LinkRow.OnlyRowKey))!.Value;
        Assert.DoesNotContain(minted.Secret, System.Text.Json.JsonSerializer.Serialize(stored, RecordJson.Options));
        Assert.NotEqual(minted.Secret, (await _links.MintAsync(Request())).Secret);
    }

    [Fact]
    public async Task Find_OpenLink_MayBeLookedAtOften()
    {
        var minted = await _links.MintAsync(Request());
        for (var i = 0; i < 5; i++)
            Assert.Equal(new LinkLookup(LinkState.Open, minted.Link), await _links.FindAsync(minted.Secret));
        Assert.True(await _links.TryUseAsync(minted.Link.Hash));
    }

    [Theory]
    [InlineData("")]
    [InlineData("short")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("../../../../../../../../../../../etc/passwd..")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAA AAAAAAAAAAAAAAAAAAAAA")]
    public async Task Find_NoLink_IsUnknown(string secret) =>
        Assert.Equal(new LinkLookup(LinkState.Unknown, Link: null), await _links.FindAsync(secret));

    [Fact]
    public async Task Find_Hash_IsNotItsLink()
    {
        var minted = await _links.MintAsync(Request());
        Assert.Equal(LinkState.Unknown, (await _links.FindAsync(minted.Link.Hash)).State);
    }

    [Fact]
    public async Task Use_ManyAtOnce_OneGetsIt()
    {
        var minted = await _links.MintAsync(Request());
        var results = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => _links.TryUseAsync(minted.Link.Hash))));
        Assert.Single(results, used => used);
        Assert.Equal(LinkState.Used, (await _links.FindAsync(minted.Secret)).State);
    }

    [Fact]
    public async Task Find_FromTheInstantOfExpiry_IsExpired_AndWhatStillWaitsMayBeUsed()
    {
        var minted = await _links.MintAsync(Request());
        _time.SetUtcNow(minted.Link.Request.Expires.AddTicks(-1));
        Assert.Equal(LinkState.Open, (await _links.FindAsync(minted.Secret)).State);
        _time.SetUtcNow(minted.Link.Request.Expires);
        Assert.Equal(LinkState.Expired, (await _links.FindAsync(minted.Secret)).State);
        Assert.True(await _links.TryUseAsync(minted.Link.Hash));
        Assert.Equal(LinkState.Used, (await _links.FindAsync(minted.Secret)).State);
    }

    [Fact]
    public async Task Purpose_InJson_IsItsName_AndAnyNameIsRead()
    {
        var minted = await _links.MintAsync(Request() with { Purpose = new("OfAnotherSystem") });
        Assert.Equal("OfAnotherSystem", (await _links.FindAsync(minted.Secret)).Link!.Request.Purpose.Name);
        Assert.Equal("\"Decide\"", JsonSerializer.Serialize(ApprovalLinks.Decide));
    }

    [Fact]
    public async Task Withdraw_Step_TakesItsUnusedLinksOnly()
    {
        var used = await _links.MintAsync(Request());
        await _links.TryUseAsync(used.Link.Hash);
        var open = await _links.MintAsync(Request());
        var dispute = await _links.MintAsync(Request() with { Purpose = ApprovalLinks.Dispute });
        var otherRound = await _links.MintAsync(Request() with { Round = 2 });
        var otherStep = await _links.MintAsync(Request() with { Step = "review2" });
        var otherSubject = await _links.MintAsync(Request() with { Subject = "p2" });

        Assert.Equal(1, await _links.WithdrawAsync("p1", new("review", 1), ApprovalLinks.Decide));
        Assert.Equal(LinkState.Withdrawn, (await _links.FindAsync(open.Secret)).State);
        Assert.False(await _links.TryUseAsync(open.Link.Hash));
        Assert.Equal(LinkState.Used, (await _links.FindAsync(used.Secret)).State);
        foreach (var untouched in new[] { dispute, otherRound, otherStep, otherSubject })
            Assert.Equal(LinkState.Open, (await _links.FindAsync(untouched.Secret)).State);
    }

    [Fact]
    public async Task Mint_AfterTheStepClosed_IsWithdrawnAtOnce()
    {
        Assert.Equal(0, await _links.WithdrawAsync("p1", new("review", 1), ApprovalLinks.Decide));

        var late = await _links.MintAsync(Request());
        Assert.Equal(LinkState.Withdrawn, (await _links.FindAsync(late.Secret)).State);
        Assert.False(await _links.TryUseAsync(late.Link.Hash));
        foreach (var other in new[] { Request() with { Purpose = ApprovalLinks.Dispute }, Request() with { Round = 2 }, Request() with { Step = "review2" } })
            Assert.Equal(LinkState.Open, (await _links.FindAsync((await _links.MintAsync(other)).Secret)).State);
    }

    private static LinkRequest Request() => new()
    {
        Purpose = ApprovalLinks.Decide,
        Subject = "p1",
        Step = "review",
        Person = "vm-digital",
        Expires = Start.AddDays(60),
    };
}
