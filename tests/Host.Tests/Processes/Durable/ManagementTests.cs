using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Host.Tests.Processes.Durable;

/// <summary>The management API, with the answers of Durable Functions.</summary>
[Collection(SampleHostGroup.Name)]
public sealed class ManagementTests(SampleHost fixture)
{
    private const string Instances = RunningApp.Management + "/instances";

    private RunningApp App => fixture.App;

    [Theory]
    [InlineData("greetings/王")]
    [InlineData("starter/王")]
    public async Task Payload_AddressesWork(string starter)
    {
        using var response = await App.PostAsync(starter);
        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        var payload = (await response.Content.ReadFromJsonAsync<JsonElement>()).EnumerateObject()
            .ToDictionary(p => p.Name, p => p.Value.GetString()!, StringComparer.OrdinalIgnoreCase);
        Assert.Equal(new Uri(payload["statusQueryGetUri"]), response.Headers.Location);
        await App.CompletedAsync(payload["id"]);

        var status = await App.Http.GetFromJsonAsync<JsonElement>(payload["statusQueryGetUri"]);
        Assert.Equal(
            ["name", "instanceId", "runtimeStatus", "input", "customStatus", "output", "createdTime", "lastUpdatedTime"],
            status.EnumerateObject().Select(p => p.Name));
        Assert.Equal("Greet", status.GetProperty("name").GetString());
        Assert.Equal("Completed", status.GetProperty("runtimeStatus").GetString());
        Assert.Equal("你好，王。Greet 谨启", status.GetProperty("output").GetString());
        Assert.Equal("王", status.GetProperty("input").EnumerateObject().Single().Value.GetString());
        Assert.EndsWith("Z", status.GetProperty("createdTime").GetString(), StringComparison.Ordinal);

        using var restarted = await App.Http.PostAsync(new Uri(payload["restartPostUri"]), content: null);
        Assert.Equal(HttpStatusCode.Accepted, restarted.StatusCode);
        await App.CompletedAsync((await restarted.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString()!);

        using var purge = await App.Http.DeleteAsync(new Uri(payload["purgeHistoryDeleteUri"]));
        Assert.Equal("{\"instancesDeleted\":1}", await purge.Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.NotFound, (await App.Http.GetAsync(new Uri(payload["statusQueryGetUri"]))).StatusCode);
    }

    [Fact]
    public async Task History_FoldsWhatWasScheduledIntoWhatCameOfIt()
    {
        var id = await ManagedStartAsync("Greet", "history-1", "{\"name\":\"李\"}");
        var events = (await App.StatusAsync(id, "?showHistory=true&showHistoryOutput=true")).GetProperty("historyEvents").EnumerateArray().ToArray();
        Assert.Equal(["ExecutionStarted", "TaskCompleted", "TaskCompleted", "ExecutionCompleted"], events.Select(e => e.GetProperty("EventType").GetString()));
        Assert.Equal("Greet", events[0].GetProperty("FunctionName").GetString());
        Assert.Equal("Say", events[1].GetProperty("FunctionName").GetString());
        Assert.Equal("你好，李", events[1].GetProperty("Result").GetString());
        Assert.True(events[1].TryGetProperty("ScheduledTime", out _));
        Assert.Equal("Completed", events[3].GetProperty("OrchestrationStatus").GetString());

        var bare = await App.StatusAsync(id, "?showHistory=true&showInput=false");
        Assert.Equal(JsonValueKind.Null, bare.GetProperty("input").ValueKind);
        Assert.All(bare.GetProperty("historyEvents").EnumerateArray(), e => Assert.False(e.TryGetProperty("Result", out _)));
    }

    [Fact]
    public async Task RunningInstance_Is202_AndTakesEvents()
    {
        var id = await ManagedStartAsync("Waits", "managed-1", "\"甲\"", completes: false);
        using var status = await App.ManageAsync(HttpMethod.Get, $"instances/{id}");
        Assert.Equal(HttpStatusCode.Accepted, status.StatusCode);
        Assert.NotNull(status.Headers.Location);
        Assert.NotNull(status.Headers.RetryAfter);

        using var text = await App.Http.PostAsync($"{Instances}/{id}/raiseEvent/answer", new StringContent("text"));
        Assert.Equal(HttpStatusCode.BadRequest, text.StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, await App.ManagedAsync(HttpMethod.Post, $"instances/{id}/raiseEvent/answer", "{"));
        Assert.Equal(HttpStatusCode.Accepted, await App.ManagedAsync(HttpMethod.Post, $"instances/{id}/raiseEvent/Answer", "\"乙\""));
        Assert.Equal("甲乙", (await App.CompletedAsync(id)).OutputAs<string>());
        Assert.Equal("等待", (await App.StatusAsync(id)).GetProperty("customStatus").GetProperty("stage").GetString());
    }

    [Theory]
    [InlineData("raiseEvent/answer")]
    [InlineData("terminate?reason=x")]
    [InlineData("suspend?reason=x")]
    [InlineData("resume?reason=x")]
    [InlineData("rewind?reason=x")]
    public async Task Command_ToAnEndedInstanceIs410_AndToNoneIs404(string command)
    {
        var id = await ManagedStartAsync("Echoes", "ended-for-" + command.Split('/', '?')[0], "\"x\"");
        Assert.Equal(HttpStatusCode.Gone, await App.ManagedAsync(HttpMethod.Post, $"instances/{id}/{command}", "\"x\""));
        Assert.Equal(HttpStatusCode.NotFound, await App.ManagedAsync(HttpMethod.Post, $"instances/nobody/{command}", "\"x\""));
    }

    [Fact]
    public async Task Instance_ThatIsNone_Is404()
    {
        Assert.Equal(HttpStatusCode.NotFound, await App.ManagedAsync(HttpMethod.Get, "instances/nobody"));
        Assert.Equal(HttpStatusCode.NotFound, await App.ManagedAsync(HttpMethod.Delete, "instances/nobody"));
    }

    [Fact]
    public async Task SuspendResumeTerminate_AreSeenInTheStatus()
    {
        var id = await ManagedStartAsync("Waits", "steered-1", "\"甲\"", completes: false);
        await App.GetAsync($"instances/{id}?until=started");
        Assert.Equal(HttpStatusCode.Accepted, await App.ManagedAsync(HttpMethod.Post, $"instances/{id}/suspend?reason=节假日"));
        await App.UntilAsync(id, "Suspended");
        Assert.Equal("Suspended", (await App.StatusAsync(id)).GetProperty("runtimeStatus").GetString());
        Assert.Equal(HttpStatusCode.Accepted, await App.ManagedAsync(HttpMethod.Post, $"instances/{id}/resume"));
        await App.UntilAsync(id, "Running");
        Assert.Equal(HttpStatusCode.Accepted, await App.ManagedAsync(HttpMethod.Post, $"instances/{id}/terminate?reason=撤回"));
        await App.CompletedAsync(id);
        var ended = await App.StatusAsync(id);
        Assert.Equal("Terminated", ended.GetProperty("runtimeStatus").GetString());
        Assert.Equal("撤回", ended.GetProperty("output").GetString());
    }

    [Fact]
    public async Task FailedInstance_IsAnErrorOnlyIfAsked_AndCanBeRewound()
    {
        var id = await ManagedStartAsync("FailsOnce", "rewound-1", "");
        var status = await App.StatusAsync(id);
        Assert.Equal("Failed", status.GetProperty("runtimeStatus").GetString());
        Assert.Contains("attempt 1 failed", status.GetProperty("output").ToString(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.InternalServerError, await App.ManagedAsync(HttpMethod.Get, $"instances/{id}?returnInternalServerErrorOnFailure=true"));

        Assert.Equal(HttpStatusCode.Accepted, await App.ManagedAsync(HttpMethod.Post, $"instances/{id}/rewind?reason=again"));
        await App.UntilAsync(id, "Completed");
        Assert.Equal("kept 2", (await App.StatusAsync(id)).GetProperty("output").GetString());
    }

    [Fact]
    public async Task Rewind_OfARunningInstance_IsABadRequest()
    {
        var id = await ManagedStartAsync("Waits", "rewound-2", "\"x\"", completes: false);
        Assert.Equal(HttpStatusCode.BadRequest, await App.ManagedAsync(HttpMethod.Post, $"instances/{id}/rewind?reason=x"));
    }

    [Fact]
    public async Task Start_OnTheIdOfARunningInstance_IsAConflict()
    {
        var id = await ManagedStartAsync("Waits", "conflict-1", "\"甲\"", completes: false);
        Assert.Equal(HttpStatusCode.Conflict, await App.ManagedAsync(HttpMethod.Post, $"orchestrators/Waits/{id}", "\"乙\""));
        await App.RaiseAsync(id, "answer", "!");
        Assert.Equal("甲!", (await App.CompletedAsync(id)).OutputAs<string>());
    }

    [Fact]
    public async Task Restart_OnItsOwnId_IsForEndedInstancesOnly()
    {
        var id = await ManagedStartAsync("Waits", "restarted-1", "\"甲\"", completes: false);
        Assert.Equal(HttpStatusCode.Conflict, await App.ManagedAsync(HttpMethod.Post, $"instances/{id}/restart?restartWithNewInstanceId=false"));
        await App.RaiseAsync(id, "answer", "1");
        Assert.Equal("甲1", (await App.CompletedAsync(id)).OutputAs<string>());

        Assert.Equal(HttpStatusCode.Accepted, await App.ManagedAsync(HttpMethod.Post, $"instances/{id}/restart?restartWithNewInstanceId=false"));
        await App.RaiseAsync(id, "answer", "2");
        Assert.Equal("甲2", (await App.CompletedAsync(id)).OutputAs<string>());
        Assert.Equal(HttpStatusCode.BadRequest, await App.ManagedAsync(HttpMethod.Post, "instances/nobody/restart"));
    }

    [Fact]
    public async Task Start_WithTimeout_AnswersTheOutput()
    {
        using var response = await App.ManageAsync(HttpMethod.Post, "orchestrators/Greet?timeout=60&pollingInterval=1", "{\"name\":\"赵\"}");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("\"你好，赵。Greet 谨启\"", await response.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("orchestrators/NoSuchThing", "没有名为 NoSuchThing 的编排函数")]
    [InlineData("orchestrators/Say", "没有名为 Say 的编排函数")]
    public async Task UnknownOrchestrator_IsRefusedWithItsName(string path, string message)
    {
        using var response = await App.ManageAsync(HttpMethod.Post, path);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains(message, await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private async Task<string> ManagedStartAsync(string name, string id, string input, bool completes = true)
    {
        using var response = await App.ManageAsync(HttpMethod.Post, $"orchestrators/{name}/{id}", input);
        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        Assert.Equal(id, (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString());
        if (completes)
            await App.CompletedAsync(id);
        return id;
    }
}
