using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Host.Tests.Processes.Durable;

[Collection(SampleHostGroup.Name)]
public sealed class ClockTests(SampleHost fixture)
{
    private RunningApp App => fixture.App;

    [Fact]
    public async Task Timer_OfThreeWeeks_FiresWhenTheClockHasMoved()
    {
        // Longer than three days: the worker asks for it in pieces.
        var id = await App.StartAsync("Sleeps", "", 21);
        await App.GetAsync($"instances/{id}?until=started");
        var before = await App.AdvanceAsync(TimeSpan.FromDays(22));

        // Done when the answer comes: nothing is waited for here.
        var status = await App.StatusAsync(id);
        Assert.Equal("Completed", status.GetProperty("runtimeStatus").GetString());
        Assert.InRange(status.GetProperty("output").GetDateTime() - before.UtcDateTime, TimeSpan.FromDays(20.99), TimeSpan.FromDays(21.01));
    }

    [Fact]
    public async Task Timers_RunEachAtItsHour_WhileTheClockMoves()
    {
        var ran = (await App.RecordsAsync("daily ", 0)).Length;
        var id = await App.StartAsync("SevenDays");
        await App.GetAsync($"instances/{id}?until=started");
        await App.AdvanceAsync(TimeSpan.FromDays(8));
        Assert.Equal("Completed", (await App.StatusAsync(id)).GetProperty("runtimeStatus").GetString());

        // Eight days have eight times one o'clock; each run is told of the next one.
        var daily = (await App.RecordsAsync("daily ", 0))[ran..];
        Assert.Equal(8, daily.Length);
        Assert.Equal(8, daily.Distinct(StringComparer.Ordinal).Count());
        Assert.All(daily, line => Assert.EndsWith(" 01:00 False", line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Timer_ThatFails_IsRetriedAsDeclared()
    {
        var ran = (await App.RecordsAsync("retried ", 0)).Length;
        await App.AdvanceAsync(TimeSpan.FromDays(1));
        Assert.Equal(["retried 0 of 2", "retried 1 of 2", "retried 2 of 2"], (await App.RecordsAsync("retried ", 0))[ran..]);
    }

    [Fact]
    public async Task Clock_IsShownInChineseTime() => Assert.Equal(TimeSpan.FromHours(8), (await App.NowAsync()).Offset);

    [Theory]
    [InlineData("{\"advanceTo\":\"2001-01-01T00:00:00+08:00\"}", "时钟只能向前拨")]
    [InlineData("{\"advanceTo\":\"2099-01-01T00:00:00\"}", "请求无效")]
    [InlineData("{\"advanceTo\":\"soon\"}", "请求无效")]
    [InlineData("{\"advanceTo\":5}", "请求无效")]
    [InlineData("[]", "请求无效")]
    [InlineData("", "请求无效")]
    public async Task Clock_BadTarget_IsProblemInChinese(string body, string title)
    {
        using var response = await App.Http.PostAsync("/runtime/clock", RunningApp.Json(body));
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal(title, (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("title").GetString());
    }

    [Theory]
    [InlineData("Origin", "https://evil.example")]
    [InlineData("Host", "evil.example")]
    public async Task Clock_ForAnyoneElse_IsNotThere(string header, string value)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/runtime/clock") { Content = RunningApp.Json("{\"advanceTo\":\"2099-01-01T00:00:00Z\"}") };
        request.Headers.Add(header, value);
        Assert.Equal(HttpStatusCode.NotFound, (await App.Http.SendAsync(request)).StatusCode);
    }
}
