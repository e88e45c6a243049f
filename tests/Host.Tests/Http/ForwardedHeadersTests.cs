using System.Net;
using Dazhou.FunctionsHost;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using ForwardedHeaders = Dazhou.FunctionsHost.ForwardedHeaders;

namespace Host.Tests.Http;

/// <summary>Who the worker is told the caller is: what a known proxy says, and nothing that a caller claims.</summary>
public sealed class ForwardedHeadersTests
{
    [Theory]
    [InlineData("", "203.0.113.7", "198.51.100.9", "203.0.113.7", "http", "dazhou.example")]
    [InlineData("10.0.0.1", "10.0.0.1", "198.51.100.9", "198.51.100.9", "https", "public.example")]
    [InlineData("10.0.0.0/8", "10.2.3.4", "198.51.100.9", "198.51.100.9", "https", "public.example")]
    [InlineData("10.0.0.1", "203.0.113.7", "198.51.100.9", "203.0.113.7", "http", "dazhou.example")]
    [InlineData("10.0.0.1, 10.0.0.2", "10.0.0.2", "6.6.6.6, 198.51.100.9, 10.0.0.1", "198.51.100.9", "https", "public.example")]
    public async Task Caller_IsWhatKnownProxiesSay(string proxies, string remote, string forwardedFor, string address, string scheme, string host)
    {
        var http = Request(remote);
        http.Request.Headers["X-Forwarded-For"] = forwardedFor;
        http.Request.Headers["X-Forwarded-Proto"] = string.Join(',', forwardedFor.Split(',').Select(_ => "https"));
        http.Request.Headers["X-Forwarded-Host"] = string.Join(',', forwardedFor.Split(',').Select(_ => "public.example"));
        await ApplyAsync(http, Configured(proxies));
        var told = await ToldAsync(http);
        Assert.Equal([address], told.GetValues("X-Forwarded-For"));
        Assert.Equal([scheme], told.GetValues("X-Forwarded-Proto"));
        Assert.Equal([host], told.GetValues("X-Forwarded-Host"));
    }

    [Fact]
    public async Task Claims_OfTheCaller_AreLeftOut()
    {
        var http = Request("203.0.113.7");
        foreach (var name in new[] { "Forwarded", "X-Real-IP", "X-Original-For", "X-Forwarded-Prefix", "x-ms-invocation-id" })
            http.Request.Headers[name] = "forged";
        http.Request.Headers["X-Custom"] = "kept";
        var told = await ToldAsync(http);
        Assert.DoesNotContain(told, header => header.Value.Contains("forged"));
        Assert.Equal(["kept"], told.GetValues("X-Custom"));
        Assert.Equal(["the-id"], told.GetValues("x-ms-invocation-id"));
    }

    [Fact]
    public void Proxies_MayBeAnArray()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("Host:KnownProxies:0", "127.0.0.1"), new("Host:KnownProxies:1", "fd00::/8")]).Build();
        var options = ForwardedHeaders.Read(configuration)!;
        Assert.Equal([IPAddress.Loopback], options.KnownProxies);
        Assert.Equal([System.Net.IPNetwork.Parse("fd00::/8")], options.KnownIPNetworks);
    }

    [Fact]
    public void Proxy_ThatIsNoAddress_IsSaidSo() =>
        Assert.Contains("nginx", Assert.Throws<StartupException>(() => Configured("127.0.0.1,nginx")).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("X-Forwarded-For", true)]
    [InlineData("x-forwarded-anything", true)]
    [InlineData("Forwarded", true)]
    [InlineData("Accept", false)]
    public void Request_ThroughAProxy_IsKnownByItsHeaders(string name, bool forwarded)
    {
        var http = Request("127.0.0.1");
        http.Request.Headers[name] = "x";
        Assert.Equal(forwarded, ProxyRefusal.IsForwarded(http.Request.Headers));
    }

    private static ForwardedHeadersOptions? Configured(string proxies) =>
        ForwardedHeaders.Read(new ConfigurationBuilder().AddInMemoryCollection([new(ForwardedHeaders.ProxiesKey, proxies)]).Build());

    private static DefaultHttpContext Request(string remote)
    {
        var http = new DefaultHttpContext();
        http.Connection.RemoteIpAddress = IPAddress.Parse(remote);
        http.Request.Method = "GET";
        http.Request.Scheme = "http";
        http.Request.Host = new HostString("dazhou.example");
        http.Request.Path = "/";
        return http;
    }

    private static async Task ApplyAsync(HttpContext http, ForwardedHeadersOptions? options)
    {
        if (options is not null)
            await new ForwardedHeadersMiddleware(_ => Task.CompletedTask, NullLoggerFactory.Instance, Options.Create(options)).Invoke(http);
    }

    private static async Task<System.Net.Http.Headers.HttpRequestHeaders> ToldAsync(HttpContext http)
    {
        var request = new HttpRequestMessage();
        await new WorkerTransformer("the-id").TransformRequestAsync(http, request, "http://localhost:1/", CancellationToken.None);
        return request.Headers;
    }
}
