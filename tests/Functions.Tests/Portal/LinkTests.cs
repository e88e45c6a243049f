using System.Net;
using System.Net.Http.Json;

namespace Functions.Tests.Portal;

/// <summary>Mailed links in hostile hands and unlucky moments.</summary>
public sealed class LinkTests(PortalHost portal) : IClassFixture<PortalHost>
{
    [Fact]
    public async Task Link_OpenedByScanners_StaysOpenAndHasEveryProtection()
    {
        var project = await ApplyAsync("扫描器打开的项目");
        var mail = (await project.MailsAsync("待审核"))[0];
        for (var i = 0; i < 5; i++)
        {
            using var head = await portal.Http.SendAsync(new HttpRequestMessage(HttpMethod.Head, mail.Href));
            Assert.Equal(HttpStatusCode.OK, head.StatusCode);
        }

        using var page = await portal.Http.GetAsync(mail.Href);
        var html = await page.Content.ReadAsStringAsync();

        Assert.Equal("no-store", page.Headers.CacheControl!.ToString());
        Assert.Equal("no-referrer", page.Headers.GetValues("Referrer-Policy").Single());
        var policy = page.Headers.GetValues("Content-Security-Policy").Single();
        Assert.Contains("default-src 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("http", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("checked", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", html, StringComparison.Ordinal);
        Assert.DoesNotContain("//", html.Replace("<!DOCTYPE html>", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Matches("/l/[A-Za-z0-9_-]{43}$", mail.Href);
        Assert.DoesNotContain(await project.ActionsAsync(), action => action.StartsWith("审核意见", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("one character changed")]
    [InlineData("cut short")]
    [InlineData("never minted")]
    public async Task Link_Altered_IsUnknownAndSaysWhatToDo(string how)
    {
        var project = await ApplyAsync($"链接被改动的项目 {how.Length}");
        var href = (await project.MailsAsync("待审核"))[0].Href;
        var altered = how switch
        {
            "one character changed" => href[..^2] + (href[^2] == 'A' ? 'B' : 'A') + href[^1],
            "cut short" => href[..^5],
            _ => href[..(href.LastIndexOf('/') + 1)] + new string('A', 43),
        };

        using var shown = await portal.Http.GetAsync(altered);
        Assert.Equal(HttpStatusCode.NotFound, shown.StatusCode);
        var html = await shown.Content.ReadAsStringAsync();
        Assert.Contains("没有这个链接", html, StringComparison.Ordinal);
        Assert.Contains("发新链接", html, StringComparison.Ordinal);
        using var posted = await project.DecideAsync(altered, "同意");
        Assert.Equal(HttpStatusCode.NotFound, posted.StatusCode);
        Assert.DoesNotContain(project.Title, html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Link_PostedTwiceAtOnceWithDifferentWords_RecordsOneAndShowsItToBoth()
    {
        var project = await ApplyAsync("同时提交两次的项目");
        var href = (await project.MailsAsync("待审核"))[0].Href;

        var answers = await Task.WhenAll(
            project.DecideAsync(href, "同意"), project.DecideAsync(href, "不同意", "不同的意见"),
            project.DecideAsync(href, "同意"), project.DecideAsync(href, "不同意", "不同的意见"));

        var shown = await Task.WhenAll(answers.Select(async answer => Recorded(await answer.Content.ReadAsStringAsync())));
        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.OK, answer.StatusCode));
        var recorded = Assert.Single(shown.Distinct(StringComparer.Ordinal));
        var action = Assert.Single(await project.ActionsAsync(), action => action.StartsWith("审核意见", StringComparison.Ordinal));
        Assert.EndsWith(recorded, action, StringComparison.Ordinal);

        // Later visits show the same, however they come.
        using var later = await portal.Http.GetAsync(href);
        Assert.Equal(recorded, Recorded(await later.Content.ReadAsStringAsync()));
        using var repeated = await project.DecideAsync(href, "退回补正", "再想想");
        Assert.Equal(recorded, Recorded(await repeated.Content.ReadAsStringAsync()));
    }

    [Theory]
    [InlineData("", "", "请选择")]
    [InlineData("也许", "", "请选择")]
    [InlineData("不同意", "", "须写明理由")]
    [InlineData("退回补正", "   ", "须写明需要补正的内容")]
    public async Task Link_PostedIncomplete_IsRefusedAndStaysOpen(string decision, string comment, string why)
    {
        var project = await ApplyAsync($"填写不全的项目 {decision}{comment.Length}");
        var href = (await project.MailsAsync("待审核"))[0].Href;

        using var refused = await project.DecideAsync(href, decision, comment);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.Contains(why, await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using var completed = await project.DecideAsync(href, "退回补正", "请补充数据共享方案");
        Assert.Equal("退回补正", Recorded(await completed.Content.ReadAsStringAsync()));
    }

    [Theory]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Origin", "https://evil.example")]
    public async Task Link_PostedFromAnotherSite_IsRefused(string header, string value)
    {
        var project = await ApplyAsync($"跨站提交的项目 {header}");
        using var request = new HttpRequestMessage(HttpMethod.Post, (await project.MailsAsync("待审核"))[0].Href)
        {
            Content = new FormUrlEncodedContent([new("decision", "同意")]),
        };
        request.Headers.Add(header, value);

        using var answer = await portal.Http.SendAsync(request);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.DoesNotContain(await project.ActionsAsync(), action => action.StartsWith("审核意见", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Link_OfAStepThatClosedWithoutIt_SaysSoAndRecordsNothing()
    {
        var project = await ApplyAsync("已被否决的项目");
        var asked = await project.MailsAsync("待审核");
        using var refused = await project.DecideAsync(asked[0].Href, "不同意", "不具备建设条件");
        Assert.Equal("Refused", await project.StageAsync());

        using var shown = await portal.Http.GetAsync(asked[1].Href);
        using var posted = await project.DecideAsync(asked[1].Href, "同意");

        Assert.Equal(HttpStatusCode.Gone, shown.StatusCode);
        Assert.Equal(HttpStatusCode.Gone, posted.StatusCode);
        Assert.Contains("发新链接", await shown.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Single(await project.ActionsAsync(), action => action.StartsWith("审核意见", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Links_OfTwoPeoplePostedAtOnce_BothCountAndTheNextIsAskedOnce()
    {
        var project = await ApplyAsync("两人同时审核的项目");
        var asked = await project.MailsAsync("待审核");

        var answers = await Task.WhenAll(asked.Select(mail => project.DecideAsync(mail.Href, "同意")));

        foreach (var answer in answers)
            Assert.Equal("同意", Recorded(await answer.Content.ReadAsStringAsync()));
        Assert.Equal(2, (await project.ActionsAsync()).Count(action => action == "审核意见：同意"));
        Assert.Single(await project.MailsAsync("待审定"));
    }

    [Fact]
    public async Task Link_PostedAfterItsProcessWasTerminated_KeepsTheWordAndWakesNobody()
    {
        var project = await ApplyAsync("流程已经终止的项目");
        var mail = (await project.MailsAsync("待审核"))[0];
        var key = await portal.SystemKeyAsync();
        using (await portal.Http.PostAsync($"/runtime/webhooks/durabletask/instances/project-{project.Id}/terminate?reason=test&code={key}", content: null)) { }
        await portal.SettleAsync();

        using var posted = await project.DecideAsync(mail.Href, "同意");
        using var repeated = await project.DecideAsync(mail.Href, "不同意", "再想想");
        await portal.SettleAsync();

        // The step's record still waits, so the word is kept; nobody is left to act on it, and nothing fails.
        foreach (var answer in new[] { posted, repeated })
            Assert.Equal("同意", Recorded(await answer.Content.ReadAsStringAsync()));
        Assert.Empty(await project.MailsAsync("待审定"));
        await portal.MoveClockAsync(await portal.NowAsync() + TimeSpan.FromMinutes(11));
        Assert.Empty(await project.MailsAsync("待审定"));
        Assert.Single(await project.ActionsAsync(), action => action.StartsWith("审核意见", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Links_OfAStepOpenForLongerThanTheirTime_WorkHoweverOldTheyAre()
    {
        var project = await ApplyAsync("久拖未决的项目");
        var asked = (await project.MailsAsync("待审核"))[0];
        var begun = await portal.NowAsync();
        await portal.MoveClockAsync(begun + TimeSpan.FromDays(130));

        var reminder = await LastReminderAsync(project.Title, asked.To, begun + TimeSpan.FromDays(120));
        foreach (var href in (string[])[asked.Href, reminder])
        {
            using var shown = await portal.Http.GetAsync(href);
            Assert.Equal(HttpStatusCode.OK, shown.StatusCode);
            Assert.Contains("您的意见", await shown.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }

        using var decided = await project.DecideAsync(reminder, "同意");
        Assert.Equal("同意", Recorded(await decided.Content.ReadAsStringAsync()));
        using var old = await project.DecideAsync(asked.Href, "不同意", "再想想");
        Assert.Equal("同意", Recorded(await old.Content.ReadAsStringAsync()));
    }

    [Fact]
    public async Task Link_ThatExpiredWithItsMatter_SaysSo()
    {
        var mail = "vm-digital@dazhou.example";
        using (await portal.Http.PostAsync("/sign-in", new FormUrlEncodedContent([new("mail", mail)]))) { }
        var signIn = (await portal.MailsAsync("达州市政务流程")).First(it => it.To == mail);
        await portal.MoveClockAsync(await portal.NowAsync() + TimeSpan.FromMinutes(31));

        using var shown = await portal.Http.GetAsync(signIn.Href);
        using var posted = await portal.Http.PostAsync(signIn.Href, new FormUrlEncodedContent([]));

        foreach (var answer in (HttpResponseMessage[])[shown, posted])
        {
            Assert.Equal(HttpStatusCode.Gone, answer.StatusCode);
            Assert.False(answer.Headers.Contains("Set-Cookie"));
        }
    }

    [Fact]
    public async Task Link_Renewed_GoesToThePersonsOwnMailboxOnly()
    {
        var project = await ApplyAsync("重新发链接的项目");
        var old = (await project.MailsAsync("待审核"))[0];

        using var renewed = await portal.Http.PostAsync(old.Href + "/renew", new FormUrlEncodedContent([]));
        var html = await renewed.Content.ReadAsStringAsync();
        var fresh = Assert.Single(await project.MailsAsync("新链接"));
        Assert.Equal(old.To, fresh.To);
        Assert.DoesNotContain(fresh.Href[fresh.Href.LastIndexOf('/')..], html, StringComparison.Ordinal);
        Assert.DoesNotContain(old.To, html, StringComparison.Ordinal);
        using var decided = await project.DecideAsync(fresh.Href, "同意");
        Assert.Equal("同意", Recorded(await decided.Content.ReadAsStringAsync()));
    }

    [Fact]
    public async Task Link_OfSomebodyWhoLeft_OpensNothingUntilThePersonIsBack()
    {
        var project = await ApplyAsync("办理人离任的项目");
        var mail = (await project.MailsAsync("待审核")).First(it => it.To == "vm-digital@dazhou.example");
        try
        {
            await LeaveAsync("2026-01-01");
            using var shown = await portal.Http.GetAsync(mail.Href);
            using var posted = await project.DecideAsync(mail.Href, "同意");
            foreach (var answer in (HttpResponseMessage[])[shown, posted])
            {
                Assert.Equal(HttpStatusCode.Gone, answer.StatusCode);
                Assert.Contains("已经离任", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
            }

            Assert.DoesNotContain(await project.ActionsAsync(), action => action.StartsWith("审核意见", StringComparison.Ordinal));
        }
        finally
        {
            await LeaveAsync("");
        }

        using var decided = await project.DecideAsync(mail.Href, "同意");
        Assert.Equal(HttpStatusCode.OK, decided.StatusCode);
    }

    [Fact]
    public async Task Link_Hammered_IsHeldBack()
    {
        var project = await ApplyAsync("被反复打开的项目");
        var href = (await project.MailsAsync("待审核"))[0].Href;
        using (var first = await portal.Http.GetAsync(href))
            Assert.Equal(HttpStatusCode.OK, first.StatusCode);

        // All at once, so that they meet one window of the limit on a slow machine, too.
        var answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => portal.Http.GetAsync(href)));
        var held = answers.Where(answer => answer.StatusCode == HttpStatusCode.TooManyRequests).ToList();

        Assert.NotEmpty(held);
        foreach (var answer in held)
        {
            Assert.InRange(answer.Headers.RetryAfter!.Delta!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1));
            Assert.Contains("打开同一链接", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }

        Array.ForEach(answers, answer => answer.Dispose());
    }

    [Fact]
    public async Task Dispute_FromTheConfirmation_IsKeptInTheTrail()
    {
        var project = await ApplyAsync("被冒用的项目");
        using var decided = await project.DecideAsync((await project.MailsAsync("待审核"))[0].Href, "同意");
        var confirmation = (await project.MailsAsync("已记录：同意"))[0];
        Assert.Equal("不是我本人操作", Assert.Single(confirmation.Links).Text);

        using var unsure = await portal.Http.PostAsync(confirmation.Href, new FormUrlEncodedContent([]));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, unsure.StatusCode);
        using var said = await portal.Http.PostAsync(confirmation.Href, new FormUrlEncodedContent([new("dispute", "yes"), new("comment", "当天在外地")]));

        Assert.Equal(HttpStatusCode.OK, said.StatusCode);
        Assert.Single(await project.ActionsAsync(), action => action == "声明该意见不是本人操作");
    }

    private async Task<Applicant> ApplyAsync(string title)
    {
        var project = new Applicant(portal, title);
        await project.ApplyAsync();
        return project;
    }

    /// <summary>The link of the last reminder about a project to a person since an instant; alone or in a digest.</summary>
    private async Task<string> LastReminderAsync(string title, string to, DateTimeOffset since)
    {
        var mails = await portal.Http.GetFromJsonAsync<Mail[]>("/dev/mailbox?format=json");
        var reminder = mails!.Where(mail => mail.To == to && mail.At >= since && mail.Text.Contains(title, StringComparison.Ordinal)).MaxBy(mail => mail.At);
        Assert.NotNull(reminder);
        var about = reminder.Text[reminder.Text.IndexOf(title, StringComparison.Ordinal)..];
        return reminder.Links.Select(link => link.Href).MinBy(href => about.IndexOf(href, StringComparison.Ordinal) is >= 0 and var at ? at : int.MaxValue)!;
    }

    /// <summary>Imports the day on which the vice-mayor for the digital economy left; empty for in office.</summary>
    private async Task LeaveAsync(string day)
    {
        var key = await portal.MasterKeyAsync();
        using var export = new HttpRequestMessage(HttpMethod.Get, "/api/directory/people.csv") { Headers = { { "x-functions-key", key } } };
        using var exported = await portal.Http.SendAsync(export);
        var lines = (await exported.EnsureSuccessStatusCode().Content.ReadAsStringAsync()).Trim('\uFEFF').Split('\n', StringSplitOptions.TrimEntries);
        var row = lines.Single(line => line.StartsWith("vm-digital,", StringComparison.Ordinal));
        var left = Array.IndexOf(lines[0].Split(','), "离任日期");
        using var import = new HttpRequestMessage(HttpMethod.Post, "/api/directory?table=people")
        {
            Headers = { { "x-functions-key", key } },
            Content = new StringContent($"{lines[0]}\n{string.Join(',', row.Split(',').Select((cell, i) => i == left ? day : cell))}"),
        };
        using var imported = await portal.Http.SendAsync(import);
        imported.EnsureSuccessStatusCode();
        await portal.SettleAsync();
    }

    /// <summary>The decision that a page says is recorded.</summary>
    private static string Recorded(string html)
    {
        Assert.Contains("意见已记录", html, StringComparison.Ordinal);
        return new[] { "不同意", "退回补正", "同意" }.First(word => html.Contains($"审核：{word}", StringComparison.Ordinal));
    }
}
