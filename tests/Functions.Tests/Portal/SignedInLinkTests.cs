using System.Net;

namespace Functions.Tests.Portal;

/// <summary>Steps of large amounts: the link shows the matter, and only its signed-in person decides.</summary>
[Collection(nameof(Portal))]
public sealed class SignedInLinkTests(PortalHost portal)
{
    [Fact]
    public async Task LinkOfALargeAmount_WithoutTheSessionOfItsPerson_ShowsTheMatterAndRecordsNothing()
    {
        var (project, mail) = await AskedAsync("七百六十万元的项目");
        using var shown = await portal.Http.GetAsync(mail.Href);
        var html = await shown.Content.ReadAsStringAsync();
        Assert.Equal(HttpStatusCode.OK, shown.StatusCode);
        Assert.Contains(project.Title, html, StringComparison.Ordinal);
        Assert.Contains("须由办理人登录后办理", html, StringComparison.Ordinal);
        Assert.DoesNotContain("name=\"decision\"", html, StringComparison.Ordinal);
        Assert.DoesNotContain("name=\"change\"", html, StringComparison.Ordinal);

        var stranger = await portal.SessionOfAsync("szj.project@dazhou.example");
        foreach (var cookie in new[] { "", stranger, "dazhou-session=" + new string('A', 43) })
        {
            foreach (var (name, value) in new[] { ("decision", "同意"), ("change", "转办"), ("change", "加签") })
            {
                using var posted = await PostAsync(mail.Href, cookie, (name, value), ("to", "mayor"), ("resolutionNumber", "1"), ("resolutionDate", "2026-03-02"));
                Assert.Equal(HttpStatusCode.Forbidden, posted.StatusCode);
                var page = await posted.Content.ReadAsStringAsync();
                Assert.Contains("须由办理人登录后办理", page, StringComparison.Ordinal);
                Assert.Equal(cookie == stranger, page.Contains("不是本事项的办理人", StringComparison.Ordinal));
            }
        }

        Assert.DoesNotContain(await project.ActionsAsync(), action => action.StartsWith("审定意见", StringComparison.Ordinal) || action.Contains('→', StringComparison.Ordinal));
        Assert.DoesNotContain(await project.MailsAsync("已记录"), it => it.To == mail.To);
    }

    [Fact]
    public async Task LinkOfALargeAmount_BySignInFromItsPage_ComesBackAndDecides()
    {
        var (project, mail) = await AskedAsync("登录后办理的项目");
        await portal.MoveClockAsync(await portal.NowAsync() + TimeSpan.FromMinutes(1));

        using var asked = await PostAsync(mail.Href + "/sign-in", "");
        var page = await asked.Content.ReadAsStringAsync();
        Assert.Contains("登录链接已发送", page, StringComparison.Ordinal);
        Assert.DoesNotContain(mail.To, page, StringComparison.Ordinal);
        var back = Cookie(asked, "dazhou-return");
        var signIn = (await portal.MailsAsync("达州市政务流程")).First(it => it.Subject.StartsWith("【登录", StringComparison.Ordinal));
        Assert.Equal(mail.To, signIn.To);

        using var signedIn = await PostAsync(signIn.Href, back);
        Assert.Equal(HttpStatusCode.SeeOther, signedIn.StatusCode);
        Assert.Equal(new Uri(mail.Href).AbsolutePath, signedIn.Headers.Location!.ToString());
        var session = Cookie(signedIn, "dazhou-session");

        using var form = await GetAsync(mail.Href, session);
        Assert.Contains("name=\"decision\"", await form.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using var decided = await project.RecordMeetingAsync(mail);
        Assert.Equal(HttpStatusCode.OK, decided.StatusCode);
        Assert.Contains("意见已记录", await decided.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Single(await project.ActionsAsync(), action => action == "审定意见：同意");

        // What is recorded is shown to whoever holds the link, as for every step.
        using var later = await GetAsync(mail.Href, "");
        Assert.Contains("意见已记录", await later.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task SignIn_WithAForgedReturn_GoesToTheWorkboard()
    {
        foreach (var (mail, forged) in new[] { ("sfgw.project@dazhou.example", "//evil.example"), ("sfgw.office@dazhou.example", "https://evil.example/l/" + new string('A', 43)) })
        {
            using (await PostAsync("/sign-in", "", ("mail", mail)))
            {
                var signIn = (await portal.MailsAsync("达州市政务流程")).First(it => it.To == mail);
                using var signedIn = await PostAsync(signIn.Href, $"dazhou-return={Uri.EscapeDataString(forged)}");
                Assert.Equal("/", signedIn.Headers.Location!.ToString());
            }
        }
    }

    [Fact]
    public async Task SignIn_ForALinkThatNeedsNone_MailsNothing()
    {
        var project = new Applicant(portal, "一百五十万元不必登录的项目");
        await project.ApplyAsync();
        var mail = (await project.MailsAsync("待审核"))[0];
        var before = await SignInMailsAsync();

        using var answer = await PostAsync(mail.Href + "/sign-in", "");

        Assert.Contains("name=\"decision\"", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.False(answer.Headers.Contains("Set-Cookie"));
        Assert.Equal(before, await SignInMailsAsync());
    }

    private async Task<(Applicant Project, Mail Mail)> AskedAsync(string title)
    {
        var project = new Applicant(portal, title);
        await project.ApplyAsync("tier-760.json");
        return (project, Assert.Single(await project.MailsAsync("待审定")));
    }

    private async Task<int> SignInMailsAsync() =>
        (await portal.MailsAsync("达州市政务流程")).Count(mail => mail.Subject.StartsWith("【登录", StringComparison.Ordinal));

    private async Task<HttpResponseMessage> GetAsync(string path, string cookie)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (cookie.Length > 0)
            request.Headers.Add("Cookie", cookie);
        return await portal.Http.SendAsync(request);
    }

    private async Task<HttpResponseMessage> PostAsync(string path, string cookie, params (string Name, string Value)[] fields)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value))),
        };
        if (cookie.Length > 0)
            request.Headers.Add("Cookie", cookie);
        return await portal.Http.SendAsync(request);
    }

    private static string Cookie(HttpResponseMessage answer, string name) =>
        Assert.Single(answer.Headers.GetValues("Set-Cookie"), set => set.StartsWith($"{name}=", StringComparison.Ordinal) && !set.StartsWith($"{name}=;", StringComparison.Ordinal)).Split(';')[0];
}
