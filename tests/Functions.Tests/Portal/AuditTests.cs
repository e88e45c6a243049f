using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Dazhou.Serverless.Functions.Common;

namespace Functions.Tests.Portal;

/// <summary>The check of a project's trail over HTTP.</summary>
[Collection(nameof(Portal))]
public sealed class AuditTests(PortalHost portal)
{
    [Fact]
    public async Task Audit_OfAProject_VerifiesAndShowsTheChain()
    {
        var project = new Applicant(portal, "留痕校验的项目");
        await project.ApplyAsync();
        var actions = await project.ActionsAsync();

        var audit = await portal.Http.GetFromJsonAsync<JsonElement>($"/api/projects/{project.Id}/audit");

        Assert.True(audit.GetProperty("intact").GetBoolean());
        var trail = audit.GetProperty("trail").EnumerateArray().ToList();
        Assert.Equal(audit.GetProperty("entries").GetInt32(), trail.Count);
        Assert.Equal(actions, trail.Select(row => row.GetProperty("entry").GetProperty("action").GetString()!));
        var previous = new string('0', 64);
        foreach (var row in trail)
        {
            Assert.Equal(previous, row.GetProperty("previousHash").GetString());
            previous = row.GetProperty("hash").GetString()!;
        }
    }

    [Fact]
    public async Task Audit_OfNoProjectOrWithAnUnknownKey_IsRefused()
    {
        using var missing = await portal.Http.GetAsync("/api/projects/no-such-project/audit");
        Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/projects/any/audit") { Headers = { { UnitKeys.Header, "not-a-key" } } };
        using var stranger = await portal.Http.SendAsync(request);
        Assert.Equal(HttpStatusCode.Unauthorized, stranger.StatusCode);
    }
}
