using System.Net;
using Dazhou.Serverless.Functions.Common;
using Dazhou.Serverless.Functions.Links;
using Dazhou.Serverless.Functions.Projects.TechnicalPlan;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;

namespace Functions.Tests.Common;

public sealed class RateLimitsTests : IDisposable
{
    // Nothing comes back while a test runs.
    private static readonly RateLimit Two = new("two", "两次", AtOnce: 2, Refill: 1, TimeSpan.FromHours(1)) { Setting = "Two" };

    private readonly RateLimits limits = new(new ConfigurationBuilder().Build());

    public void Dispose() => limits.Dispose();

    [Fact]
    public void Take_MoreThanThereAre_IsLimitedForThatKeyAndLimitAlone()
    {
        Assert.Null(limits.Take(Two, "a"));
        Assert.Null(limits.Take(Two, "a"));
        var limited = limits.Take(Two, "a");
        Assert.Equal(Two, limited!.Limit);
        Assert.InRange(limited.RetryAfter, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1));
        Assert.Null(limits.Take(Two, "b"));
        Assert.Null(limits.Take(Two with { Name = "other" }, "a"));
    }

    [Fact]
    public void Take_WithASetting_IsHeldToThat()
    {
        using var set = new RateLimits(new ConfigurationBuilder().AddInMemoryCollection([new("Two", "1")]).Build());
        Assert.Null(set.Take(Two, "a"));
        Assert.NotNull(set.Take(Two, "a"));
    }

    [Fact]
    public void Forms_OfOneNetworkAddress_AreBoundedAndOthersAreNot()
    {
        var one = From("192.0.2.1");
        Assert.All(Enumerable.Range(0, ConsultationLimits.Forms.AtOnce), _ => Assert.Null(limits.Take(ConsultationLimits.Forms, one)));
        Assert.NotNull(limits.Take(ConsultationLimits.Forms, one));
        Assert.Null(limits.Take(ConsultationLimits.Forms, From("192.0.2.2")));
    }

    [Fact]
    public void Link_TriedFromManyAddresses_IsBoundedByTheLink()
    {
        var tries = Enumerable.Range(1, 31).Select(i => limits.TakeLink(From($"192.0.2.{i}"), "link")).ToList();
        Assert.All(tries[..30], Assert.Null);
        Assert.Equal("打开同一链接", tries[30]!.Limit.What);
    }

    [Fact]
    public async Task Answer_SaysWhatWasLimitedAndUntilWhen()
    {
        var request = Answers.Request();
        var (status, body) = await Answers.OfAsync(request, Task.FromResult(new Limited(Two, TimeSpan.FromSeconds(59.2)).Answer()));
        Assert.Equal((429, "60"), (status, request.HttpContext.Response.Headers.RetryAfter.ToString()));
        Assert.Contains("两次的次数有限制，已经用完。请在60秒后再试。", Answers.Json(body).GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Keys_ThatAreNobodys_HoldTheAddressBackUntilATryComesBack()
    {
        using var few = new RateLimits(new ConfigurationBuilder().AddInMemoryCollection([new("Keys:WrongAtOnce", "2")]).Build());
        var guard = new KeyGuard(few, NullLogger<KeyGuard>.Instance);
        var guesser = From("192.0.2.1");
        Assert.Equal("unit", await guard.FindAsync(guesser, Right));
        Assert.Null(await guard.FindAsync(guesser, Wrong));
        Assert.Null(await guard.FindAsync(guesser, Wrong));

        // Now even a right one: to be told so would make guessing worth while.
        var held = await Assert.ThrowsAsync<RefusedException>(() => guard.FindAsync(guesser, Right));
        Assert.Equal(429, (await Answers.OfAsync(Answers.Request(), Task.FromResult(held.Answer))).Status);
        Assert.Equal("unit", await guard.FindAsync(From("192.0.2.2"), Right));

        static Task<string?> Right() => Task.FromResult<string?>("unit");

        static Task<string?> Wrong() => Task.FromResult<string?>(null);
    }

    private static DefaultHttpContext From(string address)
    {
        var context = new DefaultHttpContext();
        context.Connection.RemoteIpAddress = IPAddress.Parse(address);
        return context;
    }
}
