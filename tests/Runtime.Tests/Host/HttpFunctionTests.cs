using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace Runtime.Tests.Hosting;

public sealed class HttpFunctionTests(AppFixture fixture) : IClassFixture<AppFixture>
{
    private HttpClient Http => fixture.App.Http;

    [Fact]
    public async Task Route_BindsTextAndQuery() =>
        Assert.Equal("你好，达州?x=1", await Http.GetStringAsync("/hello/达州?x=1"));

    [Fact]
    public async Task RouteValues_BindToTheirTypes()
    {
        var id = Guid.NewGuid();
        Assert.Equal(
            $"-7 9007199254740993 {id} True 2026-02-28 3 Monday",
            await Http.GetStringAsync($"/values/-7/9007199254740993/{id}/true/2026-02-28?page=3&weekday=monday"));
        Assert.Equal(
            $"1 2 {id} False 2026-02-28 - Friday",
            await Http.GetStringAsync($"/values/1/2/{id}/false/2026-02-28"));
    }

    [Theory]
    [InlineData("/values/x/2/8d8c3f0e-0000-0000-0000-000000000001/true/2026-02-28", "number")]
    [InlineData("/values/1/2/8d8c3f0e-0000-0000-0000-000000000001/true/2026-02-30", "day")]
    [InlineData("/values/99999999999/2/8d8c3f0e-0000-0000-0000-000000000001/true/2026-02-28", "number")]
    [InlineData("/values/1/2/8d8c3f0e-0000-0000-0000-000000000001/true/2026-02-28?weekday=someday", "weekday")]
    public async Task RouteValue_ThatIsNone_IsProblemWithItsField(string path, string field)
    {
        var response = await Http.GetAsync(path);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
        var problem = await response.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Contains("无效", problem.GetProperty("errors").GetProperty(field)[0].GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Middleware_RunsInOrder_InTheScopeOfTheInvocation()
    {
        var result = await fixture.App.JsonAsync("/scope");
        Assert.True(result.GetProperty("same").GetBoolean());
        Assert.Equal("second", result.GetProperty("second").GetString());
        Assert.True(result.GetProperty("http").GetBoolean());
        var lines = fixture.App.Recorder.Lines.ToArray();
        Assert.True(Array.IndexOf(lines, "before httpTrigger Scope") < Array.IndexOf(lines, "after httpTrigger Scope"));
    }

    [Fact]
    public async Task Body_BindsFromJson_AndPocoIsAnsweredAsJson()
    {
        var response = await Http.PostAsJsonAsync("/orders", new { name = "办公桌", count = 2 });
        Assert.Equal("{\"name\":\"办公桌\",\"count\":3}", System.Text.RegularExpressions.Regex.Unescape(await response.Content.ReadAsStringAsync()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("{\"name\":\"a\",\"count\":\"many\"}")]
    public async Task Body_ThatIsNone_IsProblem(string body)
    {
        var response = await Http.PostAsync("/orders", new StringContent(body, Encoding.UTF8, "application/json"));
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.True((await response.Content.ReadFromJsonAsync<JsonElement>()).TryGetProperty("errors", out _));
    }

    [Fact]
    public async Task NoResult_LeavesTheResponseAsItIs()
    {
        var response = await Http.GetAsync("/nothing");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("1", response.Headers.GetValues("x-seen").Single());
        Assert.Equal("", await response.Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.OK, (await Http.GetAsync("/absent")).StatusCode);
    }

    [Fact]
    public async Task Failure_IsProblemWithoutItsText()
    {
        var response = await Http.GetAsync("/fails");
        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        var text = await response.Content.ReadAsStringAsync();
        Assert.DoesNotContain("secret", text, StringComparison.Ordinal);
        Assert.Contains("服务器内部错误", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Methods_AreThoseOfTheTrigger()
    {
        Assert.Equal(HttpStatusCode.NotFound, (await Http.DeleteAsync("/scope")).StatusCode);
        Assert.Equal("DELETE", await (await Http.DeleteAsync("/any")).Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.NotFound, (await Http.GetAsync("/nowhere")).StatusCode);
    }
}
