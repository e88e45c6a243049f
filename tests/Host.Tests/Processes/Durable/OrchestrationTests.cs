using System.Text.Json;

namespace Host.Tests.Processes.Durable;

/// <summary>Orchestrations of an app that the host has never seen, by the app's own client.</summary>
[Collection(SampleHostGroup.Name)]
public sealed class OrchestrationTests(SampleHost fixture)
{
    private RunningApp App => fixture.App;

    [Fact]
    public async Task Chain_RunsItsActivities_EachInItsScope()
    {
        var id = await App.StartAsync("Greet", "", new { name = "达州" });
        var done = await App.CompletedAsync(id);
        Assert.Equal(("Greet", "Completed", "你好，达州。Greet 谨启"), (done.Name, done.Status, done.OutputAs<string>()));
        Assert.Equal([$"say 达州 {id} True"], await App.RecordsAsync($"say 达州 {id}", 1));
    }

    [Fact]
    public async Task FanOut_GathersEveryResult() =>
        Assert.Equal(Enumerable.Range(1, 200).Sum(n => n * n), await App.RunAsync<int>("FanOut", 200));

    [Fact]
    public async Task LongOrchestration_IsHeldAndReplayedAlike() =>
        Assert.Equal(Enumerable.Range(1, 150).Sum(n => n * n), await App.RunAsync<int>("Long", 150));

    [Fact]
    public async Task Values_KeepTheirTypes()
    {
        var many = new
        {
            Text = "达州 \"引号\" \u0001 🙂",
            Amount = 1234567890.0123456789m,
            At = new DateTimeOffset(2026, 2, 28, 23, 59, 59, 999, TimeSpan.FromHours(8)),
            Day = new DateOnly(2026, 2, 28),
            Id = Guid.NewGuid(),
            Weekday = DayOfWeek.Friday,
            Absent = (int?)null,
            Names = new[] { "甲", "", "乙" },
            Bytes = new byte[] { 0, 1, 255 },
        };
        var id = await App.StartAsync("EchoesMany", "", many);
        var done = await App.CompletedAsync(id);
        Assert.True(JsonElement.DeepEquals(JsonSerializer.SerializeToElement(many), JsonElement.Parse(done.Output!)), done.Output);
        Assert.Contains("nothing null Nothing2", await App.RecordsAsync("nothing", 1));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[\"in brackets\"]")]
    [InlineData("{\"a\":1}")]
    public async Task Text_StaysTheTextThatItIs(string? text) => Assert.Equal(text, await App.RunAsync<string?>("Echoes", text));

    [Fact]
    public async Task Payload_OfTenMegabytes_PassesThrough()
    {
        var text = string.Create(10 * 1024 * 1024, 7, (span, seed) =>
        {
            for (var i = 0; i < span.Length; i++)
                span[i] = (char)('a' + ((i * seed) % 26));
        });
        Assert.Equal(text, await App.RunAsync<string>("Echoes", text));

        var waiting = await App.StartAsync("Waits", "", "");
        Assert.Equal("200", await App.RaiseAsync(waiting, "answer", text));
        Assert.Equal(text, (await App.CompletedAsync(waiting)).OutputAs<string>());
    }

    [Fact]
    public async Task Middleware_MarksOrchestrationsAndActivities() =>
        Assert.Equal(["orchestrationTrigger Marks", "activityTrigger Mark"], await App.RunAsync<string[]>("Marks"));

    [Theory]
    [InlineData("?version=1.0", "old 1.0")]
    [InlineData("?version=2.0", "new 2.0")]
    [InlineData("?version=10.0", "new 10.0")]
    [InlineData("", "old ")]
    public async Task Version_IsThatOfTheStart(string query, string result) =>
        Assert.Equal(result, await App.RunAsync<string>("Versioned", query: query));

    [Fact]
    public async Task Names_OfTheTriggers_WinOverTheFunctions() =>
        Assert.Equal("Renamed step x", await App.RunAsync<string>("Renamed"));

    [Fact]
    public async Task Tags_AreKept()
    {
        var done = await App.CompletedAsync(await App.StartAsync("Echoes", "", "x", "?tag=达州"));
        Assert.Equal("达州", done.Tags!["tag"]);
    }

    [Fact]
    public async Task ManyWaits_LeaveTheClientFree()
    {
        // The app's client has one connection; each of these holds a call on it.
        var id = await App.StartAsync("Waits", "", "甲");
        var waits = Enumerable.Range(0, 300).Select(_ => App.CompletedAsync(id)).ToArray();
        Assert.Equal("你好，x。Greet 谨启", await App.RunAsync<string>("Greet", new { name = "x" }));
        Assert.All(waits, wait => Assert.False(wait.IsCompleted));
        Assert.Equal("200", await App.RaiseAsync(id, "answer", "乙"));
        Assert.All(await Task.WhenAll(waits), done => Assert.Equal("甲乙", done.OutputAs<string>()));
    }

    [Fact]
    public async Task ManyInstances_AllComplete()
    {
        var ids = await Task.WhenAll(Enumerable.Range(0, 100).Select(n => App.StartAsync("Greet", "", new { name = $"{n}" })));
        Assert.Equal(100, ids.Distinct(StringComparer.Ordinal).Count());
        var done = await Task.WhenAll(ids.Select(App.CompletedAsync));
        Assert.Equal(Enumerable.Range(0, 100).Select(n => $"你好，{n}。Greet 谨启"), done.Select(d => d.OutputAs<string>()));
    }
}
