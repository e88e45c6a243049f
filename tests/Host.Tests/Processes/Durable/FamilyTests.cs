namespace Host.Tests.Processes.Durable;

/// <summary>Sub-orchestrations.</summary>
[Collection(SampleHostGroup.Name)]
public sealed class FamilyTests(SampleHost fixture)
{
    private RunningApp App => fixture.App;

    [Fact]
    public async Task Children_KnowTheirParent_AndMayHaveAGivenId()
    {
        var id = await App.StartAsync("Parent");
        var done = await App.CompletedAsync(id);
        Assert.Equal(["first", "a", "b", "c"], done.OutputAs<string[]>().Select(text => text.Split(' ')[0]));
        Assert.All(done.OutputAs<string[]>(), text => Assert.EndsWith($" of {id} Parent", text, StringComparison.Ordinal));
        Assert.Equal("Child", (await App.CompletedAsync(id + ":first")).Name);
    }

    [Fact]
    public async Task Children_HaveTheVersionThatTheParentGives() =>
        Assert.Equal(["old 1.0", "new 2.1"], await App.RunAsync<string[]>("ParentOfVersions"));

    [Fact]
    public async Task Child_ThatFails_TellsItsParentWhy()
    {
        var failure = await App.RunAsync<Failure>("ParentOfFailure");
        Assert.Equal("Breaks", failure.Task);
        Assert.Contains("坏了", failure.Message + failure.InnerMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Parent_Terminated_TakesItsChildrenAlong()
    {
        var id = await App.StartAsync("ParentOfWaiting", "terminated-family");
        await App.GetAsync($"instances/{id}:child?until=started");
        Assert.Equal("200", await App.SteerAsync(id, "terminate"));
        Assert.Equal("Terminated", (await App.CompletedAsync(id)).Status);
        Assert.Equal("Terminated", (await App.CompletedAsync(id + ":child")).Status);

        Assert.Equal("200 2", await App.SteerAsync(id, "purge"));
        Assert.Equal(System.Net.HttpStatusCode.NotFound, (await App.GetAsync($"instances/{id}:child")).StatusCode);
    }

    [Fact]
    public async Task Parent_WaitsForAChildThatWaits()
    {
        var id = await App.StartAsync("ParentOfWaiting", "waiting-family");
        await App.GetAsync($"instances/{id}:child?until=started");
        Assert.Equal("200", await App.RaiseAsync(id + ":child", "answer", " answered"));
        Assert.Equal("child answered", (await App.CompletedAsync(id)).OutputAs<string>());
    }
}

/// <summary>What an orchestrator of the sample app learned of a failed task.</summary>
internal sealed record Failure(string Task, string Type, string Message, bool IsInvalidOperation, string? InnerType, string? InnerMessage);
