using System.Net;
using System.Text.Json;
using Dazhou.Serverless.Functions.Mail;
using Dazhou.Serverless.Mail;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace Functions.Tests.Mail;

public sealed class SendGridMailSenderTests : IAsyncLifetime
{
    private readonly List<(string Path, string? Authorization, JsonElement Body)> requests = [];
    private HttpStatusCode answer = HttpStatusCode.Accepted;
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
            requests.Add((context.Request.Path, context.Request.Headers.Authorization, document.RootElement.Clone()));
            context.Response.StatusCode = (int)answer;
            await context.Response.WriteAsync("""{"errors":[{"message":"said the server"}]}""");
        });
        await server.StartAsync();
    }

    public async Task DisposeAsync() => await server.DisposeAsync();

    [Fact]
    public async Task SendAsync_Mail_PostsItWithTrackingOff()
    {
        await Sender().SendAsync(TestMails.Approval);

        var (path, authorization, body) = Assert.Single(requests);
        Assert.Equal("/v3/mail/send", path);
        Assert.Equal("Bearer secret-key", authorization);
        var to = body.GetProperty("personalizations")[0].GetProperty("to")[0];
        Assert.Equal("fsz@dazhou.example", to.GetProperty("email").GetString());
        Assert.Equal("分管副市长", to.GetProperty("name").GetString());
        Assert.Equal("office@dazhou.example", body.GetProperty("from").GetProperty("email").GetString());
        Assert.Equal("【待审核】测试项目", body.GetProperty("personalizations")[0].GetProperty("subject").GetString());
        var parts = body.GetProperty("content").EnumerateArray()
            .ToDictionary(part => part.GetProperty("type").GetString()!, part => part.GetProperty("value").GetString());
        Assert.Equal(TestMails.Approval.Content.Text, parts["text/plain"]);
        Assert.Equal(TestMails.Approval.Content.Html, parts["text/html"]);
        var tracking = body.GetProperty("tracking_settings");
        Assert.False(tracking.GetProperty("click_tracking").GetProperty("enable").GetBoolean());
        Assert.False(tracking.GetProperty("click_tracking").GetProperty("enable_text").GetBoolean());
        Assert.False(tracking.GetProperty("open_tracking").GetProperty("enable").GetBoolean());
        Assert.Equal("mail-1", body.GetProperty("personalizations")[0].GetProperty("custom_args").GetProperty("mail_id").GetString());
    }

    [Fact]
    public async Task SendAsync_BadRequest_IsRefusedForGood()
    {
        answer = HttpStatusCode.BadRequest;
        var refused = await Assert.ThrowsAsync<MailRefusedException>(() => Sender().SendAsync(TestMails.Approval));
        Assert.Contains("said the server", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(HttpStatusCode.Unauthorized)]
    [InlineData(HttpStatusCode.TooManyRequests)]
    [InlineData(HttpStatusCode.ServiceUnavailable)]
    public async Task SendAsync_ServiceCannotNow_MayBeTriedAgain(HttpStatusCode status)
    {
        answer = status;
        var failure = await Assert.ThrowsAsync<HttpRequestException>(() => Sender().SendAsync(TestMails.Approval));
        Assert.Equal(status, failure.StatusCode);
    }

    [Fact]
    public void Constructor_NoApiKey_SaysWhichSetting()
    {
        var missing = Assert.Throws<InvalidOperationException>(() => new SendGridMailSender(new HttpClient(), new ConfigurationBuilder().Build()));
        Assert.Contains("Mail__SendGrid__ApiKey", missing.Message, StringComparison.Ordinal);
    }

    private SendGridMailSender Sender() => new(
        new HttpClient(),
        TestMails.Settings(("Mail:SendGrid:ApiKey", "secret-key"), ("Mail:SendGrid:Host", server.Urls.Single())));
}
