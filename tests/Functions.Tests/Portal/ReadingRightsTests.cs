using System.Net;

namespace Functions.Tests.Portal;

/// <summary>Who reads a project: the same for a unit's key and for its people, and nobody by being signed in alone.</summary>
[Collection(nameof(Portal))]
public sealed class ReadingRightsTests(PortalHost portal)
{
    [Fact]
    public async Task Project_ReadBySignedInPeople_IsThereForSupervisorsItsUnitAndWhoWasAsked()
    {
        var project = new Applicant(portal, "阅读权限的项目");
        await project.ApplyAsync();

        foreach (var (mail, may) in ((string, bool)[])
        [
            ("szjj.review@dazhou.example", true),
            ("ssjj.office@dazhou.example", true),
            ("sscjgj.office@dazhou.example", true),
            ("expert-cost@dazhou.example", true),
            ("vm-digital@dazhou.example", true),
            ("expert-data@dazhou.example", false),
            ("expert-market@dazhou.example", false),
            ("sjyj.office@dazhou.example", false),
        ])
        {
            var session = await portal.SessionOfAsync(mail);
            foreach (var path in (string[])[$"/projects/{project.Id}", $"/api/projects/{project.Id}", $"/api/projects/{project.Id}/audit", $"/projects/{project.Id}/application.docx"])
            {
                using var answer = await GetAsync(path, session);
                Assert.True((may ? HttpStatusCode.OK : HttpStatusCode.NotFound) == answer.StatusCode, $"{mail} gets {answer.StatusCode} at {path}");
            }

            foreach (var path in (string[])["/search?q=阅读权限", "/projects?q=阅读权限"])
            {
                using var list = await GetAsync(path, session);
                var found = (await list.Content.ReadAsStringAsync()).Contains($"/projects/{project.Id}", StringComparison.Ordinal);
                Assert.True(may || !found, $"{mail} finds the project by {path}");
            }
        }
    }

    [Fact]
    public async Task Navigation_OfAReader_IsShortAndLeadsToSystemsTodoAndSearch()
    {
        var session = await portal.SessionOfAsync("sjyj.office@dazhou.example");
        using var answer = await GetAsync("/todo", session);
        var html = await answer.Content.ReadAsStringAsync();

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var nav = html[html.IndexOf("<nav", StringComparison.Ordinal)..html.IndexOf("</nav>", StringComparison.Ordinal)];
        Assert.Equal(2, nav[..nav.IndexOf("<details", StringComparison.Ordinal)].Split("<a ").Length - 1);
        Assert.Contains("href=\"/library\"", nav, StringComparison.Ordinal);
        Assert.DoesNotContain("/replacements", nav, StringComparison.Ordinal);
        Assert.Contains("action=\"/search\"", html, StringComparison.Ordinal);
    }

    private async Task<HttpResponseMessage> GetAsync(string path, string session)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { { "Cookie", session } } };
        return await portal.Http.SendAsync(request);
    }
}
