using System.Text.Json;
using Dazhou.Serverless.Deadlines;
using Dazhou.Serverless.Functions.Common;
using Dazhou.Serverless.Functions.Deadlines;
using Ical.Net;

namespace Functions.Tests.Deadlines;

public sealed class DeadlineApiTests : IDisposable
{
    private static readonly UnitCaller Market = new("sscjgj", ActsForAll: false);
    private readonly DeadlineDesk desk = new("2026-12-10T10:00:00+08:00");

    public void Dispose() => desk.Dispose();

    [Fact]
    public async Task List_WithinDays_IsUpToTheEndOfThatDayWithOverdueOnesFirst()
    {
        await desk.OpenAsync("late", "sscjgj", new Days(3), "2026-12-01");
        await desk.OpenAsync("last", "sscjgj", new Days(14), "2026-12-10");
        await desk.OpenAsync("later", "sscjgj", new Days(15), "2026-12-10");
        var items = await ListAsync("?unit=sscjgj&within=14");
        Assert.Equal(["late", "last"], items.Select(item => item.GetProperty("subject").GetString()));
        Assert.Equal(["Overdue", "Open"], items.Select(item => item.GetProperty("state").GetString()));
        Assert.Equal(["Red", "None"], items.Select(item => item.GetProperty("light").GetString()));
        Assert.Equal(14, items[1].GetProperty("daysLeft").GetInt32());
        Assert.Equal("2026-12-24", items[1].GetProperty("lastDay").GetString());
        Assert.Equal("2026-12-25T00:00:00+08:00", items[1].GetProperty("due").GetString());
    }

    [Fact]
    public async Task List_ByAUnit_IsItsOwnAndNobodyElses()
    {
        await desk.OpenAsync("own", "sscjgj", new Days(5), "2026-12-10");
        await desk.OpenAsync("other", "szj", new Days(5), "2026-12-10");
        Assert.Equal(["own"], (await ListAsync("", Market)).Select(item => item.GetProperty("subject").GetString()));
        Assert.Equal(["own"], (await ListAsync("?unit=市市场监管局", Market)).Select(item => item.GetProperty("subject").GetString()));
        Assert.Equal(2, (await ListAsync("")).Length);
        foreach (var unit in new[] { "szj", "nobody" })
            Assert.Equal(403, (await CallAsync($"?unit={unit}", Market)).Status);
        Assert.Equal(404, (await CallAsync("?unit=nobody")).Status);
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("soon")]
    [InlineData("3661")]
    [InlineData("99999999999")]
    public async Task List_WithinIsNoNumberOfDays_IsRefused(string within) =>
        Assert.Equal(400, (await CallAsync($"?within={within}")).Status);

    [Fact]
    public async Task Feed_OfAUnit_HasAnAllDayEventOnEachLastDay()
    {
        await desk.OpenAsync("p1", "sscjgj", new Days(5), "2026-12-10");
        await desk.OpenAsync("p2", "sscjgj", new Days(60), "2026-12-10");
        await desk.OpenAsync("other", "szj", new Days(5), "2026-12-10");
        var feed = await FeedAsync(await KeyAsync(Market));
        var events = feed.Events.OrderBy(item => item.Start!.Value).ToList();
        Assert.Equal(2, events.Count);
        Assert.All(events, item => Assert.True(item.IsAllDay));
        Assert.Equal([new DateOnly(2026, 12, 15), new DateOnly(2027, 2, 8)], events.Select(item => item.Start!.Date));
        Assert.Equal("请提交技术方案：项目p1", events[0].Summary);
        Assert.Equal(EventStatus.Confirmed, events[0].Status);
        // The arrangement of 2027 is not published.
        Assert.Equal("【暂定】请提交技术方案：项目p2", events[1].Summary);
        Assert.Equal(EventStatus.Tentative, events[1].Status);
        Assert.Contains("暂定", events[1].Description, StringComparison.Ordinal);
        Assert.Contains("第三十六条", events[0].Description, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Feed_WhenADeadlineMovesAndIsDone_KeepsItsUidAndThenLeavesItOut()
    {
        await desk.OpenAsync("p1", "sscjgj", new Days(5), "2026-12-10");
        var key = await KeyAsync(Market);
        var before = Assert.Single((await FeedAsync(key)).Events);
        await desk.Book.ExtendAsync("p1", DeadlineKey.Parse("TechnicalPlan|1"), new DateOnly(2026, 12, 30), new DeadlineAct("extend", "szjj.review", desk.Now));
        var after = Assert.Single((await FeedAsync(key)).Events);
        Assert.Equal(before.Uid, after.Uid);
        Assert.Equal(new DateOnly(2026, 12, 30), after.Start!.Date);
        var row = Assert.Single(await desk.Book.OfSubjectAsync("p1"));
        await desk.Book.CloseAsync(row.Plan, desk.Now, DeadlineState.Done);
        Assert.Empty((await FeedAsync(key)).Events);
    }

    [Fact]
    public async Task Feed_WithAnotherKey_IsNotThere()
    {
        var first = await KeyAsync(Market);
        var second = await KeyAsync(Market);
        await FeedAsync(second);
        foreach (var key in new[] { first, second + "x", "szj" + second[second.IndexOf('.')..], "sscjgj.", "sscjgj", ".", "", new string('a', 300) })
            Assert.Equal(404, (await AskFeedAsync(key)).Status);
    }

    [Fact]
    public async Task PersonFeed_OfSomebody_ShowsWhatWaitsForThemAndTheirUnits()
    {
        await desk.OpenAsync("own", "szjj", new Days(5), "2026-12-10");
        await desk.OpenAsync("asked", "sscjgj", new Days(6), "2026-12-10");
        await desk.OpenAsync("other", "szj", new Days(5), "2026-12-10");
        await desk.AskAsync("asked", "szjj.review");
        var key = await desk.Get<FeedKeys>().OfPersonAsync("szjj.review");

        var feed = await FeedAsync(key);

        Assert.Equal(["请提交技术方案：项目asked", "请提交技术方案：项目own"], feed.Events.Select(item => item.Summary).Order(StringComparer.Ordinal));
        Assert.Contains("市数字经济局", feed.Properties["X-WR-CALNAME"]!.Value!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task PersonFeed_OfAnExpert_ShowsNothingOfTheEmployer()
    {
        await desk.OpenAsync("employer", "skjj", new Days(5), "2026-12-10");
        Assert.Empty((await FeedAsync(await desk.Get<FeedKeys>().OfPersonAsync("expert-architecture"))).Events);
    }

    [Fact]
    public async Task PersonFeed_AskedForAgain_HasTheSameAddressUntilItIsChanged()
    {
        var feeds = desk.Get<FeedKeys>();
        var first = await feeds.OfPersonAsync("szjj.review");
        Assert.Equal(first, await feeds.OfPersonAsync("szjj.review"));
        Assert.NotEqual(first.Split('.')[^1], (await feeds.OfPersonAsync("szjj.planning")).Split('.')[^1]);

        await feeds.RenewAsync("szjj.review");

        var second = await feeds.OfPersonAsync("szjj.review");
        Assert.NotEqual(first, second);
        await FeedAsync(second);
        foreach (var key in new[] { first, second[1..], second + "x", "~szjj.planning" + second[second.LastIndexOf('.')..], "~.x", "~szjj.review.", "~a|b.c", "~" })
            Assert.Equal(404, (await AskFeedAsync(key)).Status);
    }

    [Fact]
    public async Task PersonFeed_OfWhoLeft_IsNotThere()
    {
        var key = await desk.Get<FeedKeys>().OfPersonAsync("szjj.review");
        var directory = desk.Get<Dazhou.Serverless.Directory.DirectoryRecords>();
        var person = (await directory.FindPersonAsync("szjj.review"))!;
        await FeedAsync(key);
        await directory.SavePersonAsync(person with { LeftOn = new DateOnly(2026, 12, 10) });
        Assert.Equal(404, (await AskFeedAsync(key)).Status);
    }

    [Fact]
    public async Task IssueFeed_ForAnotherUnit_IsRefused()
    {
        var request = Answers.Request("?unit=szj", Market);
        Assert.Equal(403, (await Answers.OfAsync(request, desk.Create<DeadlineApi>().IssueFeedAsync(request, CancellationToken.None))).Status);
    }

    private async Task<JsonElement[]> ListAsync(string query, UnitCaller? caller = null)
    {
        var (status, body) = await CallAsync(query, caller);
        Assert.Equal(200, status);
        return [.. Answers.Json(body).GetProperty("items").EnumerateArray()];
    }

    private Task<(int Status, string Body)> CallAsync(string query, UnitCaller? caller = null)
    {
        var request = Answers.Request(query, caller);
        return Answers.OfAsync(request, desk.Create<DeadlineApi>().ListAsync(request, CancellationToken.None));
    }

    private async Task<string> KeyAsync(UnitCaller caller)
    {
        var request = Answers.Request(caller: caller);
        var (status, body) = await Answers.OfAsync(request, desk.Create<DeadlineApi>().IssueFeedAsync(request, CancellationToken.None));
        Assert.Equal(201, status);
        var href = Answers.Json(body).GetProperty("href").GetString()!;
        Assert.StartsWith("https://office.example/api/deadlines.ics?key=", href, StringComparison.Ordinal);
        return Uri.UnescapeDataString(href[(href.IndexOf('=', StringComparison.Ordinal) + 1)..]);
    }

    private async Task<Calendar> FeedAsync(string key)
    {
        var (status, body) = await AskFeedAsync(key);
        Assert.Equal(200, status);
        return Calendar.Load(body)!;
    }

    private Task<(int Status, string Body)> AskFeedAsync(string key)
    {
        var request = Answers.Request($"?key={Uri.EscapeDataString(key)}");
        return Answers.OfAsync(request, desk.Create<DeadlineApi>().FeedAsync(request, CancellationToken.None));
    }
}
