using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Functions.Tests.Portal;

namespace Functions.Tests.Mail;

/// <summary>A mail that a server refuses, from the refusal to 重发, on the running host.</summary>
public sealed class MailTroubleTests : IClassFixture<Chromium>, IAsyncLifetime, IDisposable
{
    private const string Planner = "szjj.planning@dazhou.example";
    private readonly RefusingSmtp smtp = new() { Refused = Planner };
    private readonly Chromium chromium;
    private readonly PortalHost portal;

    public MailTroubleTests(Chromium chromium)
    {
        this.chromium = chromium;
        portal = new()
        {
            Settings = { ["Mail__Sender"] = "Smtp", ["Mail__Smtp__Host"] = "127.0.0.1", ["Mail__Smtp__Port"] = $"{smtp.Port}", ["Mail__Smtp__Security"] = "None" },
        };
    }

    public Task InitializeAsync() => portal.InitializeAsync();

    public Task DisposeAsync() => portal.DisposeAsync();

    public void Dispose() => smtp.Dispose();

    [Fact]
    public async Task Mail_RefusedForGood_IsSeenByOperatorsAndSentOnceWhenTheySaySo()
    {
        Assert.Equal("Healthy", await HealthAsync());
        Assert.Empty(await GaveUpAsync());
        await new Applicant(portal, "邮件被拒收的项目").HandInAsync("tier-150.json");

        var mail = Assert.Single(await GaveUpAsync());
        Assert.Contains("550", mail.GetProperty("lastError").GetString(), StringComparison.Ordinal);
        Assert.Equal((Planner, 1), (mail.GetProperty("address").GetString(), mail.GetProperty("attempts").GetInt32()));
        Assert.Equal("Degraded", await HealthAsync());
        var id = mail.GetProperty("id").GetString()!;
        var page = await portal.Http.GetStringAsync("/mails");
        Assert.Contains("邮件被拒收的项目", page, StringComparison.Ordinal);
        Assert.Contains($"action=\"/mails/{Uri.EscapeDataString(id)}/resend\"", page, StringComparison.Ordinal);

        await LooksGoodAsync();

        // What is sent again in vain is given up again, and can be sent again.
        Assert.Equal(HttpStatusCode.Accepted, await ResendAsync(id));
        await portal.SettleAsync();
        Assert.Single(await GaveUpAsync());
        Assert.DoesNotContain(smtp.Taken, taken => taken.Recipient == Planner);

        smtp.Refused = null;
        var pressed = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => ResendAsync(id)));
        Assert.Contains(HttpStatusCode.Accepted, pressed);
        await portal.SettleAsync();

        var sent = Assert.Single(smtp.Taken, taken => taken.Recipient == Planner);
        Assert.Empty(await GaveUpAsync());
        Assert.Equal("Healthy", await HealthAsync());
        Assert.Equal(HttpStatusCode.NotFound, await ResendAsync(id));
        Assert.Contains("没有未能发出的邮件", await portal.Http.GetStringAsync("/mails"), StringComparison.Ordinal);
        await portal.MoveClockAsync(await portal.NowAsync() + TimeSpan.FromDays(1));
        // Other mails may follow, as the annual call does on 1 December; this one does not again.
        Assert.Single(smtp.Taken, taken => taken == sent);
    }

    private async Task LooksGoodAsync()
    {
        if (chromium.Missing is not null || await Axe.MissingAsync() is not null)
            return;
        foreach (var device in (string[])["phone", "desk"])
        {
            await using var context = await chromium.Browser!.NewContextAsync(Axe.Like(device, portal.Address));
            var page = await context.NewPageAsync();
            await page.GotoAsync("/mails");
            Assert.Equal(1, await page.Locator("button:has-text('重发')").CountAsync());
            Assert.Empty(await Axe.FaultsAsync(page, device));
        }
    }

    private async Task<IReadOnlyList<JsonElement>> GaveUpAsync()
    {
        using var answer = await SendAsync(HttpMethod.Get, "/api/mails?state=gaveUp");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return [.. (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("items").EnumerateArray()];
    }

    private async Task<HttpStatusCode> ResendAsync(string id)
    {
        using var answer = await SendAsync(HttpMethod.Post, $"/api/mails/{Uri.EscapeDataString(id)}/resend");
        return answer.StatusCode;
    }

    private async Task<string> HealthAsync()
    {
        var report = await portal.Http.GetFromJsonAsync<JsonElement>("/api/health/ready");
        return report.GetProperty("checks").EnumerateArray().Single(check => check.GetProperty("name").GetString() == "mails").GetProperty("status").GetString()!;
    }

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path)
    {
        using var request = new HttpRequestMessage(method, path) { Headers = { { "x-functions-key", await portal.MasterKeyAsync() } } };
        return await portal.Http.SendAsync(request);
    }
}

/// <summary>Who sees the mails that did not go out.</summary>
[Collection(nameof(Portal))]
public sealed class MailsPageTests(PortalHost portal)
{
    [Theory]
    [InlineData("szjj.planning@dazhou.example", HttpStatusCode.OK)]
    [InlineData("szj.project@dazhou.example", HttpStatusCode.Forbidden)]
    public async Task Page_ForSignedInStaff_OpensToOperatorsOnly(string mail, HttpStatusCode status)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/mails") { Headers = { { "Cookie", await portal.SessionOfAsync(mail) } } };
        using var answer = await portal.Http.SendAsync(request);
        Assert.Equal(status, answer.StatusCode);
    }

    [Fact]
    public async Task Api_WithoutTheAdministratorsKey_IsClosed()
    {
        foreach (var method in new[] { HttpMethod.Get, HttpMethod.Post })
        {
            using var request = new HttpRequestMessage(method, method == HttpMethod.Get ? "/api/mails" : "/api/mails/any/resend");
            using var answer = await portal.Http.SendAsync(request);
            Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        }
    }
}
