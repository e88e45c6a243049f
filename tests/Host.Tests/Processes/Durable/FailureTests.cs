namespace Host.Tests.Processes.Durable;

[Collection(SampleHostGroup.Name)]
public sealed class FailureTests(SampleHost fixture)
{
    private RunningApp App => fixture.App;

    [Fact]
    public async Task Activity_ThatFails_TellsTypeMessageAndCause()
    {
        var failure = await App.RunAsync<Failure>("Catches");
        Assert.Equal(("Fail", "坏了", true), (failure.Task, failure.Message, failure.IsInvalidOperation));
        Assert.Equal(typeof(InvalidOperationException).FullName, failure.Type);
        Assert.Equal((typeof(FormatException).FullName, "the cause of it"), (failure.InnerType, failure.InnerMessage));
    }

    [Fact]
    public async Task Failure_NotCaught_EndsTheOrchestration()
    {
        var done = await App.CompletedAsync(await App.StartAsync("Breaks"));
        Assert.Equal("Failed", done.Status);
        Assert.Contains("坏了", done.Failure, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Orchestrator_ThatThrows_Fails()
    {
        var done = await App.CompletedAsync(await App.StartAsync("Throws"));
        Assert.Equal("Failed", done.Status);
        Assert.Contains("Throws is not for use", done.Failure, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Retries_ByPolicy_WaitLongerEachTime_AsTheClockGoes()
    {
        // Ten minutes, twenty, forty: seventy before the fourth attempt.
        var id = await App.StartAsync("Retries", "", new { FailuresAtFirst = 3, Attempts = 4, FirstSeconds = 600, Backoff = 2 });
        await App.RecordsAsync($"attempt of {id}", 1);
        await App.AdvanceAsync(TimeSpan.FromHours(2));
        Assert.Equal("4 attempts, 70 minutes", (await App.CompletedAsync(id)).OutputAs<string>());
    }

    [Fact]
    public async Task Retries_ByPolicy_EndWithTheLastFailure()
    {
        var id = await App.StartAsync("Retries", "", new { FailuresAtFirst = 9, Attempts = 3, FirstSeconds = 0.001, Backoff = 1 });
        var done = await App.CompletedAsync(id);
        Assert.Equal("Failed", done.Status);
        Assert.Contains("attempt 3 failed", done.Failure, StringComparison.Ordinal);
        Assert.Equal(3, (await App.RecordsAsync($"attempt of {id}", 3)).Length);
    }

    [Fact]
    public async Task Retries_ByHandler_GoOnAsItSays() => Assert.Equal(6, await App.RunAsync<int>("RetriesByHandler", 5));
}
