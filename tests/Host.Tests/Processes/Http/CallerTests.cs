using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Host.Tests.Processes.Http;

/// <summary>Whom a function takes its caller for.</summary>
[Collection(SampleHostGroup.Name)]
public sealed class CallerTests(SampleHost fixture)
{
    private RunningApp App => fixture.App;

    [Fact]
    public async Task Function_SeesTheHostThatWasAsked_AndTheCallersAddress()
    {
        var caller = await App.JsonAsync("caller?a=1");
        Assert.Equal("http", caller.GetProperty("scheme").GetString());
        Assert.Equal(App.Http.BaseAddress!.Authority, caller.GetProperty("host").GetString());
        Assert.Equal(new Uri(App.Http.BaseAddress, RunningApp.Route("caller?a=1")).ToString(), caller.GetProperty("url").GetString());
        Assert.True(IPAddress.IsLoopback(IPAddress.Parse(caller.GetProperty("address").GetString()!)));
    }

    [Fact]
    public async Task Header_WithTheInvocation_CannotBeForged()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, RunningApp.Route("caller"));
        request.Headers.Add("x-ms-invocation-id", "forged");
        request.Headers.Add("x-own", ["1", "2"]);
        using var response = await App.Http.SendAsync(request);
        var headers = (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("headers");
        Assert.DoesNotContain("forged", headers.ToString(), StringComparison.Ordinal);
        Assert.Equal("1,2", string.Join(',', headers.GetProperty("x-own").EnumerateArray().Select(v => v.GetString()!.Replace(" ", "", StringComparison.Ordinal))));
    }

    [Theory]
    [InlineData("X-Forwarded-For", "1.2.3.4")]
    [InlineData("X-Forwarded-Host", "evil.example")]
    [InlineData("X-Forwarded-Proto", "https")]
    [InlineData("Forwarded", "for=1.2.3.4")]
    public async Task ForwardedRequest_WhereNoEnvironmentIsSet_IsRefusedWithWhatToSet(string header, string value)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, RunningApp.Route("hello/a"));
        request.Headers.Add(header, value);
        using var response = await App.Http.SendAsync(request);
        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.Contains("AZURE_FUNCTIONS_ENVIRONMENT=Production", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task App_WhereNoEnvironmentIsSet_IsInDevelopment() =>
        Assert.Equal("Development", (await App.JsonAsync("process")).GetProperty("environment").GetString());
}
