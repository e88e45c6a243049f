using System.Net;
using System.Text;
using System.Text.Json;
using Dazhou.Serverless.Functions.Mail;
using Dazhou.Serverless.Mail;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Functions.Tests.Mail;

/// <summary>The channels against a local HTTP server that stands in for the gateway and for 企业微信.</summary>
public sealed class ChannelTests : IAsyncLifetime
{
    private static readonly ChannelMessage Message = new("mail-1", "vm-security", new MailAddress("vm-security@dazhou.example", "分管副市长"), "请立即组织转移");

    private readonly List<(string Path, string? Authorization, string? Key, JsonElement Body)> requests = [];
    private HttpStatusCode status = HttpStatusCode.OK;
    private string answer = """{"errcode":0,"errmsg":"ok"}""";
    private WebApplication server = null!;

    public async Task InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        server = builder.Build();
        server.Run(async context =>
        {
            using var document = await JsonDocument.ParseAsync(context.Request.Body);
            var headers = context.Request.Headers;
            requests.Add((context.Request.Path + context.Request.QueryString, headers.Authorization, headers["Idempotency-Key"], document.RootElement.Clone()));
            context.Response.StatusCode = (int)status;
            await context.Response.WriteAsync(answer);
        });
        await server.StartAsync();
    }

    public async Task DisposeAsync() => await server.DisposeAsync();

    [Fact]
    public async Task ShortMessage_IsPostedWithWhomItIsForAndOneKey()
    {
        await Sms().SendAsync(Message);
        var (path, authorization, key, body) = Assert.Single(requests);
        Assert.Equal(("/sms", "Bearer gateway-token", "mail-1"), (path, authorization, key));
        Assert.Equal(
            ["mail-1", "vm-security", "分管副市长", "vm-security@dazhou.example", "请立即组织转移"],
            new[] { "id", "person", "name", "mail", "text" }.Select(name => body.GetProperty(name).GetString()));
    }

    [Theory]
    [InlineData(HttpStatusCode.BadRequest, true)]
    [InlineData(HttpStatusCode.Unauthorized, false)]
    [InlineData(HttpStatusCode.TooManyRequests, false)]
    [InlineData(HttpStatusCode.BadGateway, false)]
    public async Task ShortMessage_NotTaken_IsRefusedOrMayBeTriedAgain(HttpStatusCode says, bool forGood)
    {
        status = says;
        var failure = await Assert.ThrowsAnyAsync<Exception>(() => Sms().SendAsync(Message));
        Assert.Equal(forGood, failure is MailRefusedException);
    }

    [Fact]
    public async Task Robot_Text_IsPostedToItsAddress()
    {
        await Robot().SendAsync(Message);
        var (path, _, _, body) = Assert.Single(requests);
        Assert.Equal("/cgi-bin/webhook/send?key=robot-key", path);
        Assert.Equal("text", body.GetProperty("msgtype").GetString());
        Assert.Equal("分管副市长：请立即组织转移", body.GetProperty("text").GetProperty("content").GetString());
    }

    [Theory]
    [InlineData(200, """{"errcode":45009,"errmsg":"api freq out of limit"}""")]
    [InlineData(200, """{"errcode":93000,"errmsg":"invalid webhook url"}""")]
    [InlineData(200, "<html>")]
    [InlineData(200, "[]")]
    [InlineData(502, """{"errcode":0}""")]
    public async Task Robot_DidNotSend_MayBeTriedAgain(int says, string body)
    {
        (status, answer) = ((HttpStatusCode)says, body);
        var failure = await Assert.ThrowsAsync<HttpRequestException>(() => Robot().SendAsync(Message));
        Assert.DoesNotContain("robot-key", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Robot_LongText_StaysWithinItsLimitOfBytes()
    {
        await Robot().SendAsync(Message with { Text = new string('长', 3000) });
        var text = Assert.Single(requests).Body.GetProperty("text").GetProperty("content").GetString()!;
        Assert.InRange(Encoding.UTF8.GetByteCount(text), 1500, 2048);
    }

    [Fact]
    public void AddMail_Channels_AreThoseThatAreConfigured()
    {
        Assert.Empty(Configured());
        Assert.Equal(["wecom"], Configured(("Channels:WeCom:Url", "http://robot.example")));
        Assert.Equal(["sms", "wecom"], Configured(("Channels:Sms:Url", "http://sms.example"), ("Channels:WeCom:Url", "http://robot.example")));
    }

    private static string[] Configured(params (string, string)[] settings)
    {
        using var services = new ServiceCollection().AddLogging().AddSingleton(TestMails.Settings(settings)).AddMail().BuildServiceProvider();
        return [.. services.GetRequiredService<IEnumerable<IChannel>>().Select(channel => channel.Name)];
    }

    private ShortMessageChannel Sms() => new(
        new HttpClient(), TestMails.Settings(("Channels:Sms:Url", $"{server.Urls.Single()}/sms"), ("Channels:Sms:Token", "gateway-token")));

    private WeComChannel Robot() => new(
        new HttpClient(), TestMails.Settings(("Channels:WeCom:Url", $"{server.Urls.Single()}/cgi-bin/webhook/send?key=robot-key")));
}
