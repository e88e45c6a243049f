using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Host.Tests.Processes.Http;

[Collection(SampleHostGroup.Name)]
public sealed class ResultTests(SampleHost fixture)
{
    private RunningApp App => fixture.App;

    [Fact]
    public async Task ActionResult_IsAnsweredWithStatusHeaderAndBody()
    {
        using var response = await App.PostAsync("created");
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        Assert.Equal("/elsewhere/1", response.Headers.Location!.ToString());
        Assert.Equal("POST", (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("name").GetString());
    }

    [Fact]
    public async Task Body_BindsFromJson()
    {
        using var response = await App.PostAsync("orders", RunningApp.Json("{\"name\":\"办公桌\",\"count\":2}"));
        var order = await response.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal("办公桌", order.GetProperty("name").GetString());
        Assert.Equal(3, order.GetProperty("count").GetInt32());
        Assert.Equal("1", response.Headers.GetValues("x-seen").Single());
    }

    [Fact]
    public async Task NoResult_LeavesTheResponseAsItIs()
    {
        using var response = await App.GetAsync("nothing");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("1", response.Headers.GetValues("x-seen").Single());
        Assert.Equal("", await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task NoContent_StaysSo()
    {
        using var response = await App.Http.DeleteAsync(RunningApp.Route("no-content"));
        Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
    }

    [Fact]
    public async Task Redirection_AndCookies_AreTheCallersToFollow()
    {
        using var response = await App.GetAsync("moved");
        Assert.Equal(HttpStatusCode.Found, response.StatusCode);
        Assert.Equal("/elsewhere?x=1", response.Headers.Location!.ToString());
        Assert.Equal(2, response.Headers.GetValues("Set-Cookie").Count());
    }

    [Fact]
    public async Task RequestData_WorksBesideHttpRequest()
    {
        using var response = await App.GetAsync("data/x");
        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        Assert.Equal("1", response.Headers.GetValues("x-data").Single());
        Assert.Equal("/sample/v1/data/x x", await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Middleware_RunsAroundTheFunction_InItsScope()
    {
        using var response = await App.GetAsync("scope");
        Assert.Equal("httpTrigger", response.Headers.GetValues("x-mark").Single());
        var scope = await response.Content.ReadFromJsonAsync<JsonElement>();
        Assert.True(scope.GetProperty("same").GetBoolean());
        Assert.True(scope.GetProperty("http").GetBoolean());
        Assert.Equal("httpTrigger Scope", scope.GetProperty("mark").GetString());
        Assert.NotEmpty(await App.RecordsAsync("before httpTrigger Scope", 1));
        Assert.NotEmpty(await App.RecordsAsync("after httpTrigger Scope", 1));
    }

    [Fact]
    public async Task Scope_EndsWithItsInvocation()
    {
        await App.GetAsync("scope");

        // Only this one is open when it looks.
        Assert.Equal(1, (await App.JsonAsync("process")).GetProperty("openScopes").GetInt32());
    }

    [Fact]
    public async Task Trace_OfTheCaller_GoesOn()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, RunningApp.Route("scope"));
        request.Headers.Add("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
        using var response = await App.Http.SendAsync(request);
        var trace = (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("trace").GetString();
        Assert.StartsWith("00-0af7651916cd43dd8448eb211c80319c-", trace, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Settings_ComeFromLocalSettings()
    {
        var process = await App.JsonAsync("process?setting=DailySchedule");
        Assert.Equal("from local.settings.json", process.GetProperty("greeting").GetString());
        Assert.Equal("0 0 1 * * *", process.GetProperty("setting").GetString());
    }
}
