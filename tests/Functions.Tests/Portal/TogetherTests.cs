using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Dazhou.Serverless.Functions.Approvals;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Functions.Tests.Portal;

/// <summary>Several decisions of one kind on one page.</summary>
[Collection(nameof(Portal))]
public sealed class TogetherTests(PortalHost portal, Chromium chromium) : IClassFixture<Chromium>
{
    private const string Approver = "szjj.planning@dazhou.example";
    private const string Path = "/decide/steps/LibraryAdmission";

    [Fact]
    public async Task Decisions_EachWithItsOwnChoice_AreRecordedOneByOne()
    {
        var (agreed, returned, silent, left) = (await AskedAsync("一并办理同意"), await AskedAsync("一并办理退回"), await AskedAsync("一并办理缺说明"), await AskedAsync("一并办理留待"));
        var session = await portal.SessionOfAsync(Approver);

        using var answer = await PostAsync(
            session,
            (agreed, "同意", "按期报送"), (returned, "退回补正", "请补充概算"), (silent, "不同意", ""), (left, "", "先写一半的意见"));
        var page = await answer.Content.ReadAsStringAsync();

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Contains("2项已记录，2项没有记录", page, StringComparison.Ordinal);
        Assert.Contains($"{agreed.Title}：已记录：同意", page, StringComparison.Ordinal);
        Assert.Contains($"{returned.Title}：已记录：退回补正", page, StringComparison.Ordinal);
        Assert.Matches($"{silent.Title}：没有记录：[^<]+。", page);
        Assert.Contains($"{left.Title}：填写了内容但没有选择意见", page, StringComparison.Ordinal);
        // What was not recorded stands there as it was typed, and nothing else does.
        Assert.Contains("先写一半的意见", page, StringComparison.Ordinal);
        Assert.Single(Regex.Matches(page, "value=\"不同意\" checked", RegexOptions.None, TimeSpan.FromSeconds(1)));
        Assert.DoesNotContain($"value=\"{agreed.Id}\"", page, StringComparison.Ordinal);
        foreach (var (project, count) in new[] { (agreed, 1), (returned, 1), (silent, 0), (left, 0) })
            Assert.Equal(count, (await project.ActionsAsync()).Count(action => action.StartsWith("初审意见", StringComparison.Ordinal)));
        // Each has its own receipt.
        Assert.Single(await agreed.MailsAsync("已记录：同意"), mail => mail.To == Approver);
        Assert.Single(await returned.MailsAsync("已记录：退回补正"), mail => mail.To == Approver);
    }

    [Fact]
    public async Task Decisions_PostedTwiceOrByOthers_SayOfEachWhatStands()
    {
        var (first, second) = (await AskedAsync("一并办理重复"), await AskedAsync("一并办理他人"));
        var session = await portal.SessionOfAsync(Approver);
        using (var once = await PostAsync(session, (first, "同意", "")))
            Assert.Equal(HttpStatusCode.OK, once.StatusCode);

        using var again = await PostAsync(session, (first, "不同意", "改变主意"), (second, "同意", ""));
        var page = await again.Content.ReadAsStringAsync();
        Assert.Contains($"{first.Title}：此前已经记录：同意", page, StringComparison.Ordinal);
        Assert.Contains("本次提交的意见没有改变它", page, StringComparison.Ordinal);
        Assert.Contains($"{second.Title}：已记录：同意", page, StringComparison.Ordinal);
        Assert.Single(await first.ActionsAsync(), action => action.StartsWith("初审意见", StringComparison.Ordinal));

        using var stranger = await PostAsync(await portal.SessionOfAsync("szj.project@dazhou.example"), (await AskedAsync("一并办理陌生人"), "同意", ""));
        Assert.Contains("不由您办理", await stranger.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using var nobody = await PostAsync("", (second, "同意", ""));
        Assert.Equal(HttpStatusCode.Unauthorized, nobody.StatusCode);
    }

    [Fact]
    public async Task Page_OfAKind_PreselectsNothingAndIsReachedFromTheList()
    {
        await AskedAsync("一并办理列表甲");
        var project = await AskedAsync("一并办理列表乙");
        var session = await portal.SessionOfAsync(Approver);

        Assert.Contains($"href=\"{Path}\"", await portal.OpenDecisionsAsync(session), StringComparison.Ordinal);
        var page = await GetAsync(Path, session);
        Assert.DoesNotContain("checked", page, StringComparison.Ordinal);
        Assert.True(Regex.Count(page, "name=\"[0-9]+\\.subject\"", RegexOptions.None, TimeSpan.FromSeconds(1)) is > 1 and <= TogetherForm.Most);
        Assert.Single(Regex.Matches(page, "<button type=\"submit\">(?!退出|查找)", RegexOptions.None, TimeSpan.FromSeconds(1)), match => page.AsSpan(match.Index).StartsWith("<button type=\"submit\">提交选择了意见的各项"));
        Assert.Contains($"/projects/{project.Id}", await WholeListAsync(session), StringComparison.Ordinal);
        using var empty = await PostAsync(session);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, empty.StatusCode);
        Assert.Contains("没有记录任何内容", await empty.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [SkippableTheory]
    [InlineData("phone")]
    [InlineData("desk")]
    public async Task Page_InABrowser_DecidesEachByItselfAndHasNoViolation(string device)
    {
        Needs.Met(chromium.Missing ?? await Axe.MissingAsync());
        var cookie = await portal.SessionOfAsync(Approver);
        await ClearAsync(cookie);
        var (one, other) = (await AskedAsync($"浏览器里一并办理甲{device}"), await AskedAsync($"浏览器里一并办理乙{device}"));
        var session = cookie.Split('=', 2);
        await using var context = await chromium.Browser!.NewContextAsync(Axe.Like(device, portal.Address));
        await context.AddCookiesAsync([new() { Name = session[0], Value = session[1], Url = portal.Address.ToString(), Secure = true }]);
        var page = await context.NewPageAsync();
        var violations = new List<string>();

        await page.GotoAsync(Path);
        violations.AddRange(await Axe.FaultsAsync(page, "together"));
        foreach (var (project, word) in new[] { (one, "同意"), (other, "不同意") })
            await page.Locator($"section.together:has(a:text-is('{project.Title}')) input[value='{word}']").CheckAsync();
        await page.ClickAsync("button:has-text('提交选择了意见的各项')");
        violations.AddRange(await Axe.FaultsAsync(page, "together, one refused"));

        Assert.Contains("1项已记录，1项没有记录", await page.Locator("#results").InnerTextAsync(), StringComparison.Ordinal);
        var rest = page.Locator($"section.together:has(a:text-is('{other.Title}'))");
        Assert.True(await rest.Locator("input[value='不同意']").IsCheckedAsync());
        await rest.Locator("textarea").FillAsync("不具备建设条件");
        await page.ClickAsync("button:has-text('提交选择了意见的各项')");
        Assert.Contains($"{other.Title}：已记录：不同意", await page.Locator("#results").InnerTextAsync(), StringComparison.Ordinal);
        Assert.True(violations.Count == 0, string.Join(Environment.NewLine, violations));
    }

    /// <summary>Decides what earlier tests left, so that the page has only what comes now.</summary>
    private async Task ClearAsync(string session)
    {
        while (true)
        {
            var page = await GetAsync(Path, session);
            var waiting = Regex.Matches(page, "\\.subject\" value=\"(?<subject>[^\"]+)\".*?\\.round\" value=\"(?<round>[0-9]+)\"", RegexOptions.Singleline, TimeSpan.FromSeconds(1));
            if (waiting.Count == 0)
                return;
            var fields = waiting.SelectMany((match, i) => new KeyValuePair<string, string>[]
            {
                new($"{i}.subject", match.Groups["subject"].Value), new($"{i}.round", match.Groups["round"].Value), new($"{i}.decision", "不同意"), new($"{i}.comment", "清理"),
            });
            using var request = new HttpRequestMessage(HttpMethod.Post, Path) { Content = new FormUrlEncodedContent(fields), Headers = { { "Cookie", session } } };
            using var answer = await portal.Http.SendAsync(request);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }
    }

    private async Task<string> GetAsync(string path, string session)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { { "Cookie", session } } };
        using var answer = await portal.Http.SendAsync(request);
        return await answer.Content.ReadAsStringAsync();
    }

    private async Task<string> WholeListAsync(string session)
    {
        var text = new StringBuilder();
        for (string? address = Path; address is not null;)
        {
            var page = await GetAsync(address, session);
            text.Append(page);
            var next = Regex.Match(page, $"href=\"(?<next>{Regex.Escape(Path)}\\?after=[^\"]+)\"", RegexOptions.None, TimeSpan.FromSeconds(1));
            address = next.Success ? WebUtility.HtmlDecode(next.Groups["next"].Value) : null;
        }

        return text.ToString();
    }

    private async Task<Applicant> AskedAsync(string title)
    {
        var project = new Applicant(portal, title);
        await project.HandInAsync("tier-150.json");
        return project;
    }

    private async Task<HttpResponseMessage> PostAsync(string session, params (Applicant Project, string Decision, string Comment)[] rows)
    {
        var fields = new List<KeyValuePair<string, string>>();
        for (var i = 0; i < rows.Length; i++)
        {
            fields.AddRange(
            [
                new($"{i}.subject", rows[i].Project.Id), new($"{i}.round", "1"), new($"{i}.decision", rows[i].Decision), new($"{i}.comment", rows[i].Comment),
            ]);
        }

        using var request = new HttpRequestMessage(HttpMethod.Post, Path) { Content = new FormUrlEncodedContent(fields) };
        if (session.Length > 0)
            request.Headers.Add("Cookie", session);
        return await portal.Http.SendAsync(request);
    }
}

/// <summary>How a form of several decisions is taken apart.</summary>
public sealed class TogetherFormTests
{
    [Fact]
    public void Read_EachRow_HasItsOwnFieldsAndFiles()
    {
        var files = new FormFileCollection { new FormFile(new MemoryStream([1, 2, 3]), 0, 3, "1.minutes", "纪要.pdf") };
        var entries = TogetherForm.Read(new FormCollection(
            new Dictionary<string, StringValues>
            {
                ["0.subject"] = "a",
                ["0.round"] = "1",
                ["0.decision"] = "同意",
                ["0.comment"] = "甲",
                ["1.subject"] = "b",
                ["1.round"] = "2",
                ["1.decision"] = "",
                ["1.comment"] = "乙",
                ["10.subject"] = "c",
                ["10.round"] = "1",
                ["10.comment"] = " ",
            },
            files));

        Assert.Equal([("a", 1, true, false), ("b", 2, false, false), ("c", 1, false, true)], entries.Select(entry => (entry.Subject, entry.Round, entry.Chooses, entry.IsUntouched)));
        Assert.Equal("甲", entries[0].Form["comment"]);
        Assert.Null(entries[0].Form.Files.GetFile("minutes"));
        Assert.Equal(3, entries[1].Form.Files.GetFile("minutes")!.Length);
    }

    [Theory]
    [InlineData("", "1")]
    [InlineData("a", "")]
    [InlineData("a", "-1")]
    [InlineData("a", "x")]
    public void Read_RowThatNamesNothing_IsLeftOut(string subject, string round) => Assert.Empty(
        TogetherForm.Read(new FormCollection(new Dictionary<string, StringValues> { ["0.subject"] = subject, ["0.round"] = round, ["0.decision"] = "同意" })));

    [Fact]
    public void Read_OneNamedTwice_CountsOnce_AndNoMoreThanAPage()
    {
        var fields = new Dictionary<string, StringValues>();
        for (var i = 0; i < 30; i++)
            (fields[$"{i}.subject"], fields[$"{i}.round"], fields[$"{i}.decision"]) = (i < 2 ? "same" : $"s{i}", "1", "同意");

        Assert.Equal(TogetherForm.Most - 1, TogetherForm.Read(new FormCollection(fields)).Count);
    }
}
