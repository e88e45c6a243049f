using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace Runtime.Tests.Hosting;

public sealed class ClockTests
{
    [Fact]
    public async Task Clock_MovedForward_DoesEverythingDueUntilThen_AndStaysAheadAfterARestart()
    {
        var data = Directory.CreateTempSubdirectory("clock-").FullName;
        DateTimeOffset moved;
        await using (var app = await RunningApp.StartAsync(data))
        {
            var before = (await app.JsonAsync("/runtime/clock")).GetProperty("now").GetDateTimeOffset();
            await app.Http.PostAsync("/runtime/webhooks/durabletask/orchestrators/SevenDays/week", null);
            var target = before.AddDays(8);
            var response = await MoveAsync(app, target.ToString("yyyy-MM-dd'T'HH:mm:sszzz"));
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            moved = (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("now").GetDateTimeOffset();
            Assert.Equal(TimeSpan.FromHours(8), moved.Offset);
            Assert.InRange(moved - target, TimeSpan.FromSeconds(-1), TimeSpan.FromMinutes(5));

            // Already done when the answer comes: nothing is waited for here.
            var week = await app.JsonAsync("/runtime/webhooks/durabletask/instances/week");
            Assert.Equal("Completed", week.GetProperty("runtimeStatus").GetString());
            Assert.InRange(week.GetProperty("output").GetDateTime() - before.UtcDateTime, TimeSpan.FromDays(7), TimeSpan.FromDays(7) + TimeSpan.FromMinutes(5));

            // Eight days have eight times one o'clock, each run at its hour.
            var daily = app.Recorder.Lines.Where(l => l.StartsWith("daily ", StringComparison.Ordinal)).ToArray();
            Assert.Equal(8, daily.Length);
            Assert.Equal(8, daily.Distinct(StringComparer.Ordinal).Count());
            Assert.All(daily, line => Assert.EndsWith(" 01 False", line, StringComparison.Ordinal));
        }

        await using (var app = await RunningApp.StartAsync(data))
        {
            var now = (await app.JsonAsync("/runtime/clock")).GetProperty("now").GetDateTimeOffset();
            Assert.InRange(now - moved, TimeSpan.Zero, TimeSpan.FromMinutes(5));
            Assert.DoesNotContain(app.Recorder.Lines, l => l.StartsWith("daily ", StringComparison.Ordinal));
        }

        Directory.Delete(data, recursive: true);
    }

    [Theory]
    [InlineData("{\"advanceTo\":\"2001-01-01T00:00:00+08:00\"}", "时钟只能向前拨")]
    [InlineData("{\"advanceTo\":\"2099-01-01T00:00:00\"}", "请求无效")]
    [InlineData("{\"advanceTo\":\"soon\"}", "请求无效")]
    [InlineData("{\"advanceTo\":5}", "请求无效")]
    [InlineData("[]", "请求无效")]
    [InlineData("", "请求无效")]
    public async Task Clock_BadTarget_IsProblemInChinese(string body, string title)
    {
        await using var app = await RunningApp.StartAsync();
        var response = await app.Http.PostAsync("/runtime/clock", new StringContent(body, Encoding.UTF8, "application/json"));
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal(title, (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("title").GetString());
    }

    [Theory]
    [InlineData("X-Forwarded-For", "127.0.0.1")]
    [InlineData("Forwarded", "for=127.0.0.1")]
    [InlineData("Origin", "https://evil.example")]
    [InlineData("Host", "evil.example")]
    public async Task Clock_ForAnyoneElse_IsNotThere(string header, string value)
    {
        await using var app = await RunningApp.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/runtime/clock");
        request.Content = new StringContent("{\"advanceTo\":\"2099-01-01T00:00:00Z\"}", Encoding.UTF8, "application/json");
        request.Headers.Add(header, value);
        Assert.Equal(HttpStatusCode.NotFound, (await app.Http.SendAsync(request)).StatusCode);
    }

    [Fact]
    public async Task Clock_InProduction_IsNotThere()
    {
        await using var app = await RunningApp.StartAsync(null, "--environment", "Production");
        Assert.Equal(HttpStatusCode.NotFound, (await MoveAsync(app, "2099-01-01T00:00:00Z")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await app.Http.GetAsync("/runtime/clock")).StatusCode);
    }

    private static Task<HttpResponseMessage> MoveAsync(RunningApp app, string target) =>
        app.Http.PostAsync("/runtime/clock", new StringContent($"{{\"advanceTo\":\"{target}\"}}", Encoding.UTF8, "application/json"));
}
