using System.Net;

namespace Host.Tests.Processes.Http;

[Collection(SampleHostGroup.Name)]
public sealed class RouteTests(SampleHost fixture)
{
    private RunningApp App => fixture.App;

    [Fact]
    public async Task Text_AndQuery_ArriveAsTheyWereSent() =>
        Assert.Equal("你好，达州?x=1&x=%E4%BA%8C", await App.TextAsync("hello/达州?x=1&x=%E4%BA%8C"));

    [Fact]
    public async Task Query_HasEveryValueOfAName()
    {
        var query = await App.JsonAsync("query?a=1&b=%20&a=2");
        Assert.Equal(["1", "2"], query.GetProperty("a").EnumerateArray().Select(v => v.GetString()));
        Assert.Equal(" ", query.GetProperty("b")[0].GetString());
    }

    [Fact]
    public async Task Values_BindToTheirTypes()
    {
        var id = Guid.NewGuid();
        Assert.Equal(
            $"GET -7 9007199254740993 {id} True 2026-02-28",
            await App.TextAsync($"values/-7/9007199254740993/{id}/true/2026-02-28"));
    }

    [Theory]
    [InlineData("pages", "GET none")]
    [InlineData("pages/3", "GET 3")]
    [InlineData("lengths/abc/9", "GET abc 9")]
    [InlineData("things/17", "GET number 17")]
    [InlineData("things/DZ17", "GET code DZ17")]
    [InlineData("files/a/b/c.txt", "GET a/b/c.txt")]
    [InlineData("Unrouted", "GET")]
    public async Task Route_LeadsToItsFunction(string path, string answer) => Assert.Equal(answer, await App.TextAsync(path));

    [Theory]
    [InlineData("lengths/ab/9")]
    [InlineData("lengths/abc/10")]
    [InlineData("things/D17")]
    [InlineData("things/DZ")]
    [InlineData("pages/1/2")]
    [InlineData("nowhere")]
    public async Task Address_ThatNoRouteAdmits_IsNotThere(string path) =>
        Assert.Equal(HttpStatusCode.NotFound, (await App.GetAsync(path)).StatusCode);

    [Theory]
    [InlineData("/hello/a")]
    [InlineData("/api/hello/a")]
    [InlineData("/sample/hello/a")]
    public async Task Prefix_IsThatOfHostJson(string path) =>
        Assert.Equal(HttpStatusCode.NotFound, (await App.Http.GetAsync(path)).StatusCode);

    [Theory]
    [InlineData("GET")]
    [InlineData("POST")]
    [InlineData("PUT")]
    [InlineData("PATCH")]
    [InlineData("DELETE")]
    public async Task Function_WithoutMethods_AnswersAll(string method)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), RunningApp.Route("any"));
        using var response = await App.Http.SendAsync(request);
        Assert.Equal(method, await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Function_WithMethods_AnswersOnlyThese()
    {
        using var response = await App.Http.DeleteAsync(RunningApp.Route("hello/a"));
        Assert.False(response.IsSuccessStatusCode);
        Assert.Equal("POST", await (await App.PostAsync("Unrouted")).Content.ReadAsStringAsync());
    }
}
