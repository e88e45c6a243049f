using System.Net;
using System.Net.Http.Json;
using System.Reflection;
using System.Text.Json;
using Dazhou.Serverless.Functions.Common;
using Microsoft.Azure.Functions.Worker;

namespace Functions.Tests.Portal;

/// <summary>What a unit's own key opens, and what it does not.</summary>
[Collection(nameof(Portal))]
public sealed class UnitKeyTests(PortalHost portal)
{
    private const string Own = "sscjgj";
    private const string Foreign = "sjyj";

    /// <summary>Every route of a project that a unit may call, also those that somebody adds later.</summary>
    public static TheoryData<string, string> ProjectRoutes
    {
        get
        {
            var routes = new TheoryData<string, string>();
            foreach (var method in typeof(Gatekeeper).Assembly.GetTypes().SelectMany(type => type.GetMethods()))
            {
                var trigger = method.GetParameters().Select(it => it.GetCustomAttribute<HttpTriggerAttribute>()).FirstOrDefault(it => it is not null);
                if (trigger?.Route?.Contains("projects/{id}", StringComparison.Ordinal) == true
                    && method.GetCustomAttribute<OpenToAttribute>()!.Caller is Caller.Unit or Caller.Staff or Caller.UnitKeyInForm)
                {
                    foreach (var verb in trigger.Methods!)
                        routes.Add(verb, trigger.Route);
                }
            }

            return routes;
        }
    }

    [Theory]
    [MemberData(nameof(ProjectRoutes))]
    public async Task ProjectRoute_WithTheKeyOfAnotherUnit_IsClosedAndTellsNothing(string verb, string route)
    {
        var project = new Applicant(portal, $"只属于市场监管局的项目{Guid.NewGuid():N}");
        await project.ApplyAsync();
        var key = await IssueAsync(Foreign);

        // A route that takes JSON finds the form unreadable, and the other way round; what it can read it refuses.
        var statuses = new List<HttpStatusCode>();
        foreach (var json in (bool[])[false, true])
        {
            using var answer = await SendAsync(verb, Fill(route, project.Id), key.Key, verb != "post" ? null : json ? Json() : Form(key.Key));
            statuses.Add(answer.StatusCode);
            Assert.DoesNotContain(project.Title, await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }

        Assert.NotEmpty(statuses.Intersect([HttpStatusCode.Forbidden, HttpStatusCode.NotFound]));
        Assert.Empty(statuses.Except([HttpStatusCode.Forbidden, HttpStatusCode.NotFound, HttpStatusCode.BadRequest]));
    }

    [Fact]
    public async Task Key_OfAUnit_ReadsItsOwnProjectsAndDeadlinesOnly()
    {
        var project = new Applicant(portal, "市场监管局密钥可见的项目");
        await project.ApplyAsync();
        var (own, foreign) = (await IssueAsync(Own), await IssueAsync(Foreign));

        Assert.Equal(project.Title, (await JsonAsync($"/api/projects/{project.Id}", own.Key)).GetProperty("name").GetString());
        Assert.True((await JsonAsync($"/api/projects/{project.Id}/audit", own.Key)).GetProperty("intact").GetBoolean());
        Assert.Contains(project.Id, await IdsAsync("/api/projects?stage=Establishment", own.Key));
        Assert.DoesNotContain(project.Id, await IdsAsync("/api/projects?stage=Establishment", foreign.Key));
        using (var page = await SendAsync("get", $"/projects?q={Uri.EscapeDataString(project.Title)}", foreign.Key))
            Assert.DoesNotContain(project.Id, await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);

        // The approvers' deadline stands in their own unit's list.
        foreach (var (key, unit) in new[] { (own.Key, Own), (foreign.Key, Foreign) })
        {
            using var other = await SendAsync("get", "/api/deadlines?unit=szf", key);
            Assert.Equal(HttpStatusCode.Forbidden, other.StatusCode);
            var listed = await JsonAsync("/api/deadlines?within=3660", key);
            Assert.Equal(listed.ToString(), (await JsonAsync($"/api/deadlines?within=3660&unit={unit}", key)).ToString());
        }

        using var board = await SendAsync("get", "/", own.Key);
        Assert.Equal(HttpStatusCode.Forbidden, board.StatusCode);
    }

    [Fact]
    public async Task Key_Withdrawn_OpensNothingAnyMore()
    {
        var project = new Applicant(portal, "密钥将被撤销的项目");
        await project.ApplyAsync();
        var (key, other) = (await IssueAsync(Own), await IssueAsync(Own));
        using (var before = await SendAsync("get", $"/api/projects/{project.Id}", key.Key))
            Assert.Equal(HttpStatusCode.OK, before.StatusCode);

        using (var nobody = await SendAsync("delete", $"/api/units/{Own}/keys/{key.Id}", key.Key))
            Assert.Equal(HttpStatusCode.Unauthorized, nobody.StatusCode);
        using (var withdrawn = await AdministerAsync(HttpMethod.Delete, $"/api/units/{Own}/keys/{key.Id}"))
            Assert.Equal(HttpStatusCode.NoContent, withdrawn.StatusCode);

        foreach (var path in (string[])[$"/api/projects/{project.Id}", "/api/projects", "/api/deadlines"])
        {
            using var answer = await SendAsync("get", path, key.Key);
            Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
            using var still = await SendAsync("get", path, other.Key);
            Assert.Equal(HttpStatusCode.OK, still.StatusCode);
        }

        using var form = await SendAsync("post", $"/projects/{project.Id}/withdraw", key.Key, Form(key.Key));
        Assert.Equal(HttpStatusCode.Unauthorized, form.StatusCode);
        using var list = await AdministerAsync(HttpMethod.Get, $"/api/units/{Own}/keys");
        var keys = (await list.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("keys").EnumerateArray().Select(it => it.GetProperty("id").GetString()).ToList();
        Assert.Contains(other.Id, keys);
        Assert.DoesNotContain(key.Id, keys);
    }

    private static string Fill(string route, string project) => "/" + route
        .Replace("{id}", project, StringComparison.Ordinal)
        .Replace("{kind}", "Procurement.plan", StringComparison.Ordinal)
        .Replace("{name}", "application", StringComparison.Ordinal)
        .Replace("{version:int}", "1", StringComparison.Ordinal);

    private async Task<(string Id, string Key)> IssueAsync(string unit)
    {
        using var answer = await AdministerAsync(HttpMethod.Post, $"/api/units/{unit}/keys");
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        var issued = await answer.Content.ReadFromJsonAsync<JsonElement>();
        return (issued.GetProperty("id").GetString()!, issued.GetProperty("key").GetString()!);
    }

    private async Task<HttpResponseMessage> AdministerAsync(HttpMethod method, string path)
    {
        using var request = new HttpRequestMessage(method, path) { Headers = { { "x-functions-key", await portal.MasterKeyAsync() } } };
        return await portal.Http.SendAsync(request);
    }

    private async Task<HttpResponseMessage> SendAsync(string verb, string path, string key, HttpContent? content = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(verb.ToUpperInvariant()), path) { Headers = { { UnitKeys.Header, key } }, Content = content };
        return await portal.Http.SendAsync(request);
    }

    private static MultipartFormDataContent Form(string key) => new()
    {
        { new StringContent(key), "unitKey" }, { new StringContent("说明"), "comment" }, { new ByteArrayContent("%PDF-1.7"u8.ToArray()), "file", "a.pdf" },
    };

    private static JsonContent Json() => JsonContent.Create(new { comment = "说明", reason = "说明", functions = Array.Empty<string>() });

    private async Task<JsonElement> JsonAsync(string path, string key)
    {
        using var answer = await SendAsync("get", path, key);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }

    private async Task<IReadOnlyList<string?>> IdsAsync(string path, string key) =>
        [.. (await JsonAsync(path, key)).GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetString())];
}
