using System.Net;
using System.Text.RegularExpressions;

namespace Functions.Tests.Portal;

/// <summary>Staff sign in by a mailed link, and what the 工作台 then shows.</summary>
[Collection(nameof(Portal))]
public sealed class SignInTests(PortalHost portal)
{
    [Fact]
    public async Task SignIn_AskedForAnyAddress_AnswersTheSameAndMailsOnlyWhoIsKnown()
    {
        var known = await AskAsync("szj.budget@dazhou.example");
        var unknown = await AskAsync("nobody.at.all@dazhou.example");

        Assert.Equal(known, unknown);
        Assert.Single(await SignInMailsAsync("szj.budget@dazhou.example"));
        Assert.Empty(await SignInMailsAsync("nobody.at.all@dazhou.example"));
    }

    [Fact]
    public async Task SignInLink_OpenedAndPosted_BeginsOneSessionThatEndsBySigningOut()
    {
        await AskAsync("szj.deputy@dazhou.example");
        var href = Assert.Single(await SignInMailsAsync("szj.deputy@dazhou.example")).Href;
        using var opened = await portal.Http.GetAsync(href);
        Assert.False(opened.Headers.Contains("Set-Cookie"), "A scanner that opens the link must not sign in.");

        using var first = await portal.Http.PostAsync(href, new FormUrlEncodedContent([]));
        using var second = await portal.Http.PostAsync(href, new FormUrlEncodedContent([]));
        Assert.Equal((HttpStatusCode.SeeOther, "/"), (first.StatusCode, first.Headers.Location!.ToString()));
        Assert.Equal(HttpStatusCode.Gone, second.StatusCode);
        Assert.False(second.Headers.Contains("Set-Cookie"), "A link signs in once.");

        var set = Assert.Single(first.Headers.GetValues("Set-Cookie"));
        foreach (var word in new[] { "httponly", "secure", "samesite=lax", "path=/" })
            Assert.Contains(word, set, StringComparison.OrdinalIgnoreCase);
        var cookie = set[..set.IndexOf(';', StringComparison.Ordinal)];
        Assert.Matches("^dazhou-session=[A-Za-z0-9_-]{43}$", cookie);
        Assert.Contains("<span>市财政局分管局长</span>", await HomeAsync(cookie), StringComparison.Ordinal);

        using var foreign = await SendAsync(HttpMethod.Post, "/sign-out", cookie, ("Sec-Fetch-Site", "cross-site"));
        Assert.Equal(HttpStatusCode.Forbidden, foreign.StatusCode);
        using var left = await SendAsync(HttpMethod.Post, "/sign-out", cookie);
        Assert.Equal(HttpStatusCode.SeeOther, left.StatusCode);
        Assert.DoesNotContain("市财政局分管局长", await HomeAsync(cookie), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Session_AfterItsLifetime_IsNobodys()
    {
        var cookie = await SignInAsync("szj.office@dazhou.example");
        Assert.Contains("<span>市财政局办公室</span>", await HomeAsync(cookie), StringComparison.Ordinal);

        await portal.MoveClockAsync(await portal.NowAsync() + TimeSpan.FromHours(12));

        Assert.DoesNotContain("市财政局办公室", await HomeAsync(cookie), StringComparison.Ordinal);
        Assert.DoesNotContain("市财政局办公室", await HomeAsync("dazhou-session=" + new string('A', 43)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task SignInLink_AfterHalfAnHour_SignsNobodyIn()
    {
        await AskAsync("szj.procurement@dazhou.example");
        var href = Assert.Single(await SignInMailsAsync("szj.procurement@dazhou.example")).Href;
        await portal.MoveClockAsync(await portal.NowAsync() + TimeSpan.FromMinutes(31));

        using var late = await portal.Http.PostAsync(href, new FormUrlEncodedContent([]));

        Assert.Equal(HttpStatusCode.Gone, late.StatusCode);
        Assert.False(late.Headers.Contains("Set-Cookie"));
    }

    [Fact]
    public async Task Workboard_OfAnApprover_ListsWhatWaitsForThatPersonUntilItIsDecided()
    {
        var project = new Applicant(portal, "工作台上的项目");
        await project.ApplyAsync();
        var cookie = await SignInAsync("vm-digital@dazhou.example");
        var other = await SignInAsync("szj.project@dazhou.example");
        Assert.Contains(project.Title, await portal.OpenDecisionsAsync(cookie), StringComparison.Ordinal);
        Assert.Contains("/decide/", Mine(await HomeAsync(cookie)), StringComparison.Ordinal);
        foreach (var seen in (string[])[await portal.OpenDecisionsAsync(other), Mine(await HomeAsync(other))])
            Assert.DoesNotContain(project.Title, seen, StringComparison.Ordinal);

        var mail = Assert.Single(await project.MailsAsync("待审核"), mail => mail.To == "vm-digital@dazhou.example");
        using (await project.DecideAsync(mail.Href, "同意")) { }

        foreach (var seen in (string[])[await portal.OpenDecisionsAsync(cookie), Mine(await HomeAsync(cookie))])
            Assert.DoesNotContain(project.Title, seen, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Search_ByNameOrNumber_FindsTheProject()
    {
        var project = new Applicant(portal, "查找得到的独特项目");
        await project.ApplyAsync();
        foreach (var subject in new[] { "待审核", "待审定" })
            foreach (var mail in await project.MailsAsync(subject))
                using (await project.DecideAsync(mail.Href, "同意")) { }
        var number = (await project.ProjectAsync()).GetProperty("approvalNumber").GetString()!;

        foreach (var text in new[] { "独特", number, project.Id })
            Assert.Contains($"/projects/{project.Id}\"", await portal.Http.GetStringAsync($"/projects?q={Uri.EscapeDataString(text)}"), StringComparison.Ordinal);
        Assert.Contains("找到0个项目", await portal.Http.GetStringAsync("/projects?q=没有这样的项目"), StringComparison.Ordinal);
    }

    private async Task<string> AskAsync(string mail)
    {
        using var answer = await portal.Http.PostAsync("/sign-in", new FormUrlEncodedContent([new("mail", mail)]));
        return $"{answer.StatusCode} {await answer.Content.ReadAsStringAsync()}";
    }

    private async Task<IReadOnlyList<Mail>> SignInMailsAsync(string to) =>
        [.. (await portal.MailsAsync("达州市政务流程")).Where(mail => mail.To == to && mail.Subject.StartsWith("【登录", StringComparison.Ordinal))];

    private async Task<string> SignInAsync(string mail)
    {
        await AskAsync(mail);
        using var answer = await portal.Http.PostAsync((await SignInMailsAsync(mail))[0].Href, new FormUrlEncodedContent([]));
        return answer.Headers.GetValues("Set-Cookie").Single().Split(';')[0];
    }

    private async Task<string> HomeAsync(string cookie)
    {
        using var answer = await SendAsync(HttpMethod.Get, "/", cookie);
        return await answer.Content.ReadAsStringAsync();
    }

    private Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string cookie, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(method, path) { Headers = { { "Cookie", cookie } } };
        foreach (var (name, value) in headers)
            request.Headers.Add(name, value);
        return portal.Http.SendAsync(request);
    }

    /// <summary>The section 待我办理.</summary>
    private static string Mine(string html)
    {
        var section = Regex.Match(html, "<section class=\"card\" id=\"mine\">.*?</section>", RegexOptions.Singleline, TimeSpan.FromSeconds(1));
        Assert.True(section.Success, "The 工作台 of a signed-in person has no 待我办理.");
        return section.Value;
    }
}
