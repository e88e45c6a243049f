using System.Text.Json;

namespace Host.Tests.Processes.Durable;

[Collection(SampleHostGroup.Name)]
public sealed class EventTests(SampleHost fixture)
{
    private RunningApp App => fixture.App;

    [Theory]
    [InlineData("a", "b", "c")]
    [InlineData("c", "b", "a")]
    [InlineData("b", "c", "a")]
    public async Task Events_InAnyOrder_AreTakenInTheOrchestratorsOrder(params string[] order)
    {
        var id = await App.StartAsync("InOrder");
        foreach (var name in order)
            Assert.Equal("200", await App.RaiseAsync(id, name, name.ToUpperInvariant()));
        Assert.Equal("ABC", (await App.CompletedAsync(id)).OutputAs<string>());
    }

    [Fact]
    public async Task Events_OfOneName_ReachEveryWaiterOnce()
    {
        var id = await App.StartAsync("ThreeAtOnce");
        foreach (var text in new[] { "1", "2", "3" })
            Assert.Equal("200", await App.RaiseAsync(id, "SAME", text));
        Assert.Equal(["1", "2", "3"], (await App.CompletedAsync(id)).OutputAs<string[]>().Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Event_FromAnotherOrchestration_Arrives()
    {
        var id = await App.StartAsync("Waits", "", "was ");
        await App.StartAsync("Tells", "", id);
        Assert.Equal("was told", (await App.CompletedAsync(id)).OutputAs<string>());
    }

    [Fact]
    public async Task Event_InTime_EndsTheWait()
    {
        var id = await App.StartAsync("AnswerInTime", "", 10);
        await App.GetAsync($"instances/{id}?until=started");
        await App.AdvanceAsync(TimeSpan.FromDays(4));
        Assert.Equal("200", await App.RaiseAsync(id, "answer", "in time"));
        Assert.Equal("in time", (await App.CompletedAsync(id)).OutputAs<string>());
    }

    [Fact]
    public async Task Event_ThatDoesNotCome_IsMissedWhenTheTimeIsUp()
    {
        var id = await App.StartAsync("AnswerInTime", "", 10);
        await App.GetAsync($"instances/{id}?until=started");
        await App.AdvanceAsync(TimeSpan.FromDays(11));
        Assert.Equal("too late", (await App.CompletedAsync(id)).OutputAs<string>());
    }

    [Fact]
    public async Task Event_ToAnInstanceThatIsNone_IsRefused() =>
        Assert.StartsWith("409", await App.RaiseAsync("nobody", "answer", "x"), StringComparison.Ordinal);

    [Fact]
    public async Task ContinueAsNew_CarriesEventsAlong()
    {
        var id = await App.StartAsync("Collects", "", new { wanted = 20, items = Array.Empty<string>() });
        await Task.WhenAll(Enumerable.Range(0, 20).Select(n => App.RaiseAsync(id, "item", $"{n:00}")));
        Assert.Equal(
            Enumerable.Range(0, 20).Select(n => $"{n:00}"),
            (await App.CompletedAsync(id)).OutputAs<string[]>().Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task ContinueAsNew_BeginsAnewWithItsInput_AndKeepsNoHistory()
    {
        var id = await App.StartAsync("Counts", "", 30);
        var done = await App.CompletedAsync(id);
        Assert.Equal(("0", "0"), (done.Output, done.CustomStatus));
        var history = (await App.StatusAsync(id, "?showHistory=true")).GetProperty("historyEvents").EnumerateArray();
        Assert.Single(history, e => e.GetProperty("EventType").GetString() == "TaskCompleted");
    }

    [Fact]
    public async Task Suspended_TakesEventsOnlyWhenItGoesOn()
    {
        var id = await App.StartAsync("Waits", "", "甲");
        await App.GetAsync($"instances/{id}?until=started");
        Assert.Equal("200", await App.SteerAsync(id, "suspend"));
        await App.UntilAsync(id, "Suspended");
        Assert.Equal("200", await App.RaiseAsync(id, "answer", "乙"));

        // Another one has run meanwhile; this one has not gone on.
        await App.RunAsync<string>("Echoes", "x");
        Assert.Equal("Suspended", (await App.JsonAsync($"instances/{id}")).GetProperty("status").GetString());
        Assert.Equal("200", await App.SteerAsync(id, "resume"));
        Assert.Equal("甲乙", (await App.CompletedAsync(id)).OutputAs<string>());
    }

    [Fact]
    public async Task CustomStatus_IsSeenWhileItRuns()
    {
        var id = await App.StartAsync("Waits", "", "甲");
        var status = JsonElement.Parse((await App.JsonAsync($"instances/{id}?until=started")).GetProperty("customStatus").GetString() ?? "{}");
        Assert.Equal("等待", status.GetProperty("stage").GetString());
    }
}
