using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace Runtime.Tests.Hosting;

public sealed class ManagementApiTests(AppFixture fixture) : IClassFixture<AppFixture>
{
    private const string Api = "/runtime/webhooks/durabletask";

    private RunningApp App => fixture.App;

    [Fact]
    public async Task Payload_AddressesWork()
    {
        var response = await App.Http.PostAsync("/greetings/王", null);
        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        var payload = await response.Content.ReadFromJsonAsync<JsonElement>();
        var id = payload.GetProperty("id").GetString()!;
        Assert.Equal(new Uri(payload.GetProperty("statusQueryGetUri").GetString()!), response.Headers.Location);
        await App.CompletedAsync(id);

        var status = await App.JsonAsync(payload.GetProperty("statusQueryGetUri").GetString()!);
        Assert.Equal(
            ["name", "instanceId", "runtimeStatus", "input", "customStatus", "output", "createdTime", "lastUpdatedTime"],
            status.EnumerateObject().Select(p => p.Name));
        Assert.Equal("Greet", status.GetProperty("name").GetString());
        Assert.Equal("Completed", status.GetProperty("runtimeStatus").GetString());
        Assert.Equal("Greet 谨启", status.GetProperty("output").GetString());
        Assert.EndsWith("Z", status.GetProperty("createdTime").GetString(), StringComparison.Ordinal);
        Assert.Contains("say 王 True", App.Recorder.Lines);
        Assert.Contains("before activityTrigger Sign", App.Recorder.Lines);
        Assert.Contains("before orchestrationTrigger Greet", App.Recorder.Lines);

        var purge = await App.Http.DeleteAsync(new Uri(payload.GetProperty("purgeHistoryDeleteUri").GetString()!));
        Assert.Equal("{\"instancesDeleted\":1}", await purge.Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.NotFound, (await App.Http.GetAsync(new Uri(payload.GetProperty("statusQueryGetUri").GetString()!))).StatusCode);
    }

    [Fact]
    public async Task History_FoldsWhatWasScheduledIntoWhatCameOfIt()
    {
        var id = await StartAsync("Greet", "history-1", "{\"name\":\"李\"}");
        var events = (await App.CompletedAsync(id, "?showHistory=true&showHistoryOutput=true")).GetProperty("historyEvents").EnumerateArray().ToArray();
        Assert.Equal(["ExecutionStarted", "TaskCompleted", "TaskCompleted", "ExecutionCompleted"], events.Select(e => e.GetProperty("EventType").GetString()));
        Assert.Equal("Greet", events[0].GetProperty("FunctionName").GetString());
        Assert.Equal("Say", events[1].GetProperty("FunctionName").GetString());
        Assert.Equal("你好，李", events[1].GetProperty("Result").GetString());
        Assert.True(events[1].TryGetProperty("ScheduledTime", out _));
        Assert.Equal("Completed", events[3].GetProperty("OrchestrationStatus").GetString());

        var bare = await App.JsonAsync($"{Api}/instances/{id}?showHistory=true&showInput=false");
        Assert.Equal(JsonValueKind.Null, bare.GetProperty("input").ValueKind);
        Assert.All(bare.GetProperty("historyEvents").EnumerateArray(), e => Assert.False(e.TryGetProperty("Result", out _)));
    }

    [Fact]
    public async Task RunningInstance_Is202_AndTakesEvents()
    {
        var id = await StartAsync("Waits", "waits-1", "\"甲\"");
        var status = await App.Http.GetAsync($"{Api}/instances/{id}");
        Assert.Equal(HttpStatusCode.Accepted, status.StatusCode);
        Assert.NotNull(status.Headers.Location);
        Assert.Equal("5", status.Headers.RetryAfter!.ToString());

        Assert.Equal(HttpStatusCode.BadRequest, await PostAsync($"instances/{id}/raiseEvent/answer", "text", "text/plain"));
        Assert.Equal(HttpStatusCode.BadRequest, await PostAsync($"instances/{id}/raiseEvent/answer", "{", "application/json"));
        Assert.Equal(HttpStatusCode.Accepted, await PostAsync($"instances/{id}/raiseEvent/Answer", "\"乙\"", "application/json"));
        var done = await App.CompletedAsync(id);
        Assert.Equal("甲乙", done.GetProperty("output").GetString());
        Assert.Equal("等待", done.GetProperty("customStatus").GetProperty("stage").GetString());

        Assert.Equal(HttpStatusCode.Gone, await PostAsync($"instances/{id}/raiseEvent/answer", "\"丙\"", "application/json"));
        Assert.Equal(HttpStatusCode.Gone, await PostAsync($"instances/{id}/terminate"));
        Assert.Equal(HttpStatusCode.NotFound, await PostAsync("instances/none/raiseEvent/answer", "1", "application/json"));
        Assert.Equal(HttpStatusCode.NotFound, await PostAsync("instances/none/suspend"));
    }

    [Fact]
    public async Task SuspendResumeTerminateRestart_Work()
    {
        var client = Microsoft.Extensions.DependencyInjection.ServiceProviderServiceExtensions
            .GetRequiredService<Microsoft.DurableTask.Client.DurableTaskClient>(App.Services);
        var id = await StartAsync("Waits", "steered-1", "\"甲\"");
        await client.WaitForInstanceStartAsync(id);
        Assert.Equal(HttpStatusCode.Accepted, await PostAsync($"instances/{id}/suspend?reason=节假日"));
        Assert.Equal("Suspended", await SettledStatusAsync(id));
        Assert.Equal(HttpStatusCode.Accepted, await PostAsync($"instances/{id}/resume"));
        Assert.Equal("Running", await SettledStatusAsync(id));
        Assert.Equal(HttpStatusCode.Accepted, await PostAsync($"instances/{id}/terminate?reason=撤回"));
        var ended = await App.CompletedAsync(id);
        Assert.Equal("Terminated", ended.GetProperty("runtimeStatus").GetString());
        Assert.Equal("撤回", ended.GetProperty("output").GetString());

        var restart = await App.Http.PostAsync($"{Api}/instances/{id}/restart?restartWithNewInstanceId=true", null);
        Assert.Equal(HttpStatusCode.Accepted, restart.StatusCode);
        var again = (await restart.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString()!;
        Assert.NotEqual(id, again);
        await PostAsync($"instances/{again}/raiseEvent/answer", "\"二\"", "application/json");
        Assert.Equal("甲二", (await App.CompletedAsync(again)).GetProperty("output").GetString());
    }

    [Fact]
    public async Task FailedInstance_IsAnErrorOnlyIfAsked()
    {
        var id = await StartAsync("Breaks", "breaks-1", "");
        var status = await App.CompletedAsync(id);
        Assert.Equal("Failed", status.GetProperty("runtimeStatus").GetString());
        Assert.Contains("坏了 Fail", status.GetProperty("output").GetString(), StringComparison.Ordinal);
        var response = await App.Http.GetAsync($"{Api}/instances/{id}?returnInternalServerErrorOnFailure=true");
        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
    }

    [Fact]
    public async Task UnknownOrchestrator_IsRefusedWithItsName()
    {
        var response = await App.Http.PostAsync($"{Api}/orchestrators/NoSuchThing", null);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains("没有名为 NoSuchThing 的编排函数", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_WithTimeout_AnswersTheOutput()
    {
        var response = await App.Http.PostAsync($"{Api}/orchestrators/Greet?timeout=60&pollingInterval=1", Json("{\"name\":\"赵\"}"));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("\"Greet 谨启\"", await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task List_PagesAndFilters()
    {
        foreach (var n in Enumerable.Range(1, 5))
            await App.CompletedAsync(await StartAsync("Greet", $"page-{n}", "{\"name\":\"x\"}"));

        var seen = new List<string>();
        string? token = null;
        do
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"{Api}/instances?instanceIdPrefix=page-&top=2&runtimeStatus=Completed,Failed");
            if (token is not null)
                request.Headers.Add("x-ms-continuation-token", token);
            var response = await App.Http.SendAsync(request);
            var page = await response.Content.ReadFromJsonAsync<JsonElement>();
            Assert.InRange(page.GetArrayLength(), 0, 2);
            seen.AddRange(page.EnumerateArray().Select(i => i.GetProperty("instanceId").GetString()!));
            token = response.Headers.TryGetValues("x-ms-continuation-token", out var values) ? values.Single() : null;
        }
        while (token is not null);
        Assert.Equal(["page-1", "page-2", "page-3", "page-4", "page-5"], seen.Order(StringComparer.Ordinal));
        Assert.Equal(0, (await App.JsonAsync($"{Api}/instances?instanceIdPrefix=page-&runtimeStatus=Pending")).GetArrayLength());
        Assert.Equal(0, (await App.JsonAsync($"{Api}/instances?instanceIdPrefix=page-&createdTimeTo=2020-01-01T00:00:00Z")).GetArrayLength());
    }

    [Fact]
    public async Task PurgeMany_NeedsItsStart_AndTakesFilters()
    {
        Assert.Equal(HttpStatusCode.BadRequest, (await App.Http.DeleteAsync($"{Api}/instances")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await App.Http.DeleteAsync($"{Api}/instances?createdTimeFrom=2000-01-01&createdTimeTo=2000-01-02")).StatusCode);
    }

    [Fact]
    public async Task ManagementApi_InProduction_NeedsTheSystemKey()
    {
        await using var app = await RunningApp.StartAsync(null, "--environment", "Production");
        Assert.Equal(HttpStatusCode.Unauthorized, (await app.Http.GetAsync($"{Api}/instances")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await app.Http.GetAsync($"{Api}/instances?code={app.Keys()["host:default"]}")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await app.Http.GetAsync($"{Api}/instances?code={app.Keys()["host:master"]}")).StatusCode);

        var started = await (await app.Http.PostAsync("/greetings/x", null)).Content.ReadFromJsonAsync<JsonElement>();
        var uri = started.GetProperty("statusQueryGetUri").GetString()!;
        Assert.EndsWith("?code=" + app.Keys()["system:durabletask"], uri, StringComparison.Ordinal);
        Assert.True((await app.Http.GetAsync(new Uri(uri))).IsSuccessStatusCode);
    }

    [Theory]
    [InlineData("X-Forwarded-For", "1.2.3.4")]
    [InlineData("Origin", "https://evil.example")]
    public async Task ManagementApi_ThroughAProxyOrAForeignPage_NeedsTheSystemKey(string header, string value)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{Api}/instances");
        request.Headers.Add(header, value);
        Assert.Equal(HttpStatusCode.Unauthorized, (await App.Http.SendAsync(request)).StatusCode);
    }

    private async Task<string> StartAsync(string name, string id, string input)
    {
        var response = await App.Http.PostAsync($"{Api}/orchestrators/{name}/{id}", Json(input));
        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        return (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString()!;
    }

    private async Task<string?> SettledStatusAsync(string id)
    {
        await Microsoft.Extensions.DependencyInjection.ServiceProviderServiceExtensions
            .GetRequiredService<Dazhou.LocalRuntime.LocalEngine>(App.Services).WhenIdleAsync(CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(60));
        return (await App.JsonAsync($"{Api}/instances/{id}")).GetProperty("runtimeStatus").GetString();
    }

    private async Task<HttpStatusCode> PostAsync(string path, string body = "", string type = "application/json")
    {
        var response = await App.Http.PostAsync($"{Api}/{path}", new StringContent(body, Encoding.UTF8, type));
        return response.StatusCode;
    }

    private static StringContent Json(string text) => new(text, Encoding.UTF8, "application/json");
}
