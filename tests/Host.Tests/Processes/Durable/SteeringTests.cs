using System.Net;
using System.Text.Json;

namespace Host.Tests.Processes.Durable;

/// <summary>Instances steered by the app's own client.</summary>
[Collection(SampleHostGroup.Name)]
public sealed class SteeringTests(SampleHost fixture)
{
    private RunningApp App => fixture.App;

    [Fact]
    public async Task Start_OnTheIdOfARunningInstance_IsRefused()
    {
        await App.StartAsync("Waits", "running-twice", "甲");
        using var again = await App.PostAsync("instances/Waits/running-twice?dedupe", RunningApp.Json("\"乙\""));
        Assert.Equal(HttpStatusCode.Conflict, again.StatusCode);

        // The first is as it was.
        Assert.Equal("200", await App.RaiseAsync("running-twice", "answer", "!"));
        Assert.Equal("甲!", (await App.CompletedAsync("running-twice")).OutputAs<string>());
    }

    [Fact]
    public async Task Start_OnTheIdOfAnEndedInstance_ReplacesItUnlessAskedNotTo()
    {
        await App.CompletedAsync(await App.StartAsync("Echoes", "ended-twice", "one"));
        await App.StartAsync("Echoes", "ended-twice", "two");
        Assert.Equal("two", (await App.CompletedAsync("ended-twice")).OutputAs<string>());
        using var refused = await App.PostAsync("instances/Echoes/ended-twice?dedupe", RunningApp.Json("\"three\""));
        Assert.Equal("OrchestrationAlreadyExistsException ", await refused.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Start_ForLater_WaitsForItsTime()
    {
        var now = await App.NowAsync();
        var id = await App.StartAsync("Echoes", "", "later", $"?startAt={Uri.EscapeDataString($"{now.AddDays(2):O}")}");
        await App.AdvanceAsync(TimeSpan.FromDays(1));
        Assert.Equal("Pending", (await App.JsonAsync($"instances/{id}")).GetProperty("status").GetString());
        await App.AdvanceAsync(TimeSpan.FromDays(1.5));
        Assert.Equal("later", (await App.CompletedAsync(id)).OutputAs<string>());
    }

    [Fact]
    public async Task Restart_BeginsAnewWithTheSameInput()
    {
        var id = await App.StartAsync("Echoes", "", "again");
        await App.CompletedAsync(id);
        var answer = await App.SteerAsync(id, "restart");
        Assert.StartsWith("200 ", answer, StringComparison.Ordinal);
        Assert.NotEqual(id, answer[4..]);
        Assert.Equal("again", (await App.CompletedAsync(answer[4..])).OutputAs<string>());
    }

    [Fact]
    public async Task Rewind_RepeatsWhatFailed_AndKeepsWhatDidNot()
    {
        var id = await App.StartAsync("FailsOnce");
        Assert.Equal("Failed", (await App.CompletedAsync(id)).Status);
        Assert.Equal("200", await App.SteerAsync(id, "rewind"));
        await App.UntilAsync(id, "Completed");
        Assert.Equal("kept 2", (await App.CompletedAsync(id)).OutputAs<string>());
    }

    [Fact]
    public async Task Terminated_EndsAtOnce_AndTakesNoEvents()
    {
        var id = await App.StartAsync("Waits", "", "甲");
        Assert.Equal("200", await App.SteerAsync(id, "terminate"));
        Assert.Equal("Terminated", (await App.CompletedAsync(id)).Status);
        Assert.StartsWith("409", await App.RaiseAsync(id, "answer", "乙"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Purged_IsNoMore()
    {
        var id = await App.StartAsync("Echoes", "", "x");
        await App.CompletedAsync(id);
        Assert.Equal("200 1", await App.SteerAsync(id, "purge"));
        Assert.Equal(HttpStatusCode.NotFound, (await App.GetAsync($"instances/{id}")).StatusCode);
        Assert.Equal("200 0", await App.SteerAsync(id, "purge"));
    }

    [Fact]
    public async Task Purge_OfARunningInstance_LeavesIt()
    {
        var id = await App.StartAsync("Waits", "", "甲");
        await App.SteerAsync(id, "purge");
        Assert.Equal("200", await App.RaiseAsync(id, "answer", "乙"));
        Assert.Equal("甲乙", (await App.CompletedAsync(id)).OutputAs<string>());
    }

    [Fact]
    public async Task List_ComesInPages()
    {
        foreach (var n in Enumerable.Range(1, 5))
            await App.CompletedAsync(await App.StartAsync("Echoes", $"listed-{n}", "x"));
        var pages = (await App.JsonAsync("instances?prefix=listed-")).EnumerateArray().Select(p => p.Deserialize<string[]>()!).ToArray();
        Assert.All(pages, page => Assert.InRange(page.Length, 0, 2));
        Assert.Equal(Enumerable.Range(1, 5).Select(n => $"listed-{n}"), pages.SelectMany(p => p).Order(StringComparer.Ordinal));
    }
}
