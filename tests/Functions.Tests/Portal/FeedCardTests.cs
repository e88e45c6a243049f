using System.Net;
using System.Text.RegularExpressions;

namespace Functions.Tests.Portal;

/// <summary>The address of a reader's calendar on the pages that show deadlines.</summary>
[Collection(nameof(Portal))]
public sealed class FeedCardTests(PortalHost portal)
{
    [Fact]
    public async Task Pages_WithDeadlines_ShowTheirReaderTheAddressAndACode()
    {
        var project = new Applicant(portal, "日历里的项目");
        await project.HandInAsync("tier-150.json");
        var session = await portal.SessionOfAsync("szjj.planning@dazhou.example");

        string? address = null;
        foreach (var path in (string[])["/", "/todo", "/decide", "/asks", $"/projects/{project.Id}"])
        {
            var page = await GetAsync(path, session);
            var shown = AddressIn(page);
            Assert.NotNull(shown);
            Assert.Equal(address ?? shown, shown);
            address = shown;
            var code = Regex.Match(page, "<svg class=\"qr\".*?</svg>", RegexOptions.Singleline, TimeSpan.FromSeconds(1)).Value;
            Assert.InRange(code.Length, 1000, 10_000);
            Assert.Contains("role=\"img\" aria-label=\"订阅地址的二维码", code, StringComparison.Ordinal);
            // It is for who signed in alone: in Development anybody may open the page.
            Assert.Null(AddressIn(await GetAsync(path, session: null)));
        }

        var feed = await portal.Http.GetStringAsync(address);
        Assert.Contains("BEGIN:VCALENDAR", feed, StringComparison.Ordinal);
        Assert.Contains("日历里的项目", Regex.Replace(feed, "\r\n[ ]", "", RegexOptions.None, TimeSpan.FromSeconds(1)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Address_Changed_EndsTheOneBefore()
    {
        var session = await portal.SessionOfAsync("vm-market@dazhou.example");
        var before = AddressIn(await GetAsync("/todo", session))!;
        using (var read = await portal.Http.GetAsync(before))
            Assert.Equal(HttpStatusCode.OK, read.StatusCode);

        using var request = new HttpRequestMessage(HttpMethod.Post, "/todo/feed") { Headers = { { "Cookie", session } }, Content = new FormUrlEncodedContent([]) };
        using var changed = await portal.Http.SendAsync(request);

        Assert.Equal(HttpStatusCode.SeeOther, changed.StatusCode);
        var after = AddressIn(await GetAsync("/todo", session))!;
        Assert.NotEqual(before, after);
        using var old = await portal.Http.GetAsync(before);
        Assert.Equal(HttpStatusCode.NotFound, old.StatusCode);
        using var nobody = await portal.Http.PostAsync("/todo/feed", new FormUrlEncodedContent([]));
        Assert.Equal(HttpStatusCode.Unauthorized, nobody.StatusCode);
    }

    private static string? AddressIn(string page) =>
        Regex.Match(page, "id=\"feedAddress\"[^>]*value=\"(?<address>[^\"]+)\"", RegexOptions.None, TimeSpan.FromSeconds(1)) is { Success: true } match
            ? WebUtility.HtmlDecode(match.Groups["address"].Value)
            : null;

    private async Task<string> GetAsync(string path, string? session)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (session is not null)
            request.Headers.Add("Cookie", session);
        using var answer = await portal.Http.SendAsync(request);
        return await answer.Content.ReadAsStringAsync();
    }
}
