using Dazhou.Serverless.Functions.Common;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;

namespace Functions.Tests.Common;

public sealed class SameOriginTests
{
    private readonly SameOrigin origin = new(new OnlineAddress(
        new ConfigurationBuilder().AddInMemoryCollection([new("App:BaseUrl", "https://portal.dazhou.example/")]).Build()));

    [Theory]
    [InlineData(null, null, true)] // curl
    [InlineData("same-origin", "http://localhost:7071", true)]
    [InlineData("same-origin", "null", true)] // a form on a page that forbids referrers
    [InlineData("none", null, true)]
    [InlineData(null, "http://localhost:7071", true)]
    [InlineData(null, "https://portal.dazhou.example", true)] // behind a proxy that changes Host
    [InlineData("cross-site", "https://evil.example", false)]
    [InlineData("cross-site", "null", false)] // a sandboxed frame
    [InlineData("same-site", "https://other.dazhou.example", false)]
    [InlineData(null, "https://evil.example", false)]
    [InlineData(null, "not an origin", false)]
    public void Allows_Headers_RefusesOtherSites(string? site, string? from, bool allowed)
    {
        var context = new DefaultHttpContext();
        context.Request.Host = new HostString("localhost", 7071);
        if (site is not null)
            context.Request.Headers["Sec-Fetch-Site"] = site;
        if (from is not null)
            context.Request.Headers.Origin = from;
        Assert.Equal(allowed, origin.Allows(context.Request));
    }
}
