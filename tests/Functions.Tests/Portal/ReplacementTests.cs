using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Functions.Tests.Portal;

/// <summary>更换审批人 and 抄送.</summary>
[Collection(nameof(Portal))]
public sealed class ReplacementTests(PortalHost portal)
{
    private const string Left = "vm-digital";

    [Fact]
    public async Task Replace_ByApi_AsksTheOtherPersonAndEndsTheOldLink()
    {
        var project = await AskedAsync("审批人离任的项目");
        var old = (await project.MailsAsync("待审核")).First(mail => mail.To == "vm-digital@dazhou.example");
        var listed = await JsonAsync(await SendAsync(HttpMethod.Get, $"/api/approvals?person={Left}"));
        var item = Assert.Single(listed.GetProperty("items").EnumerateArray(), item => item.GetProperty("subject").GetString() == project.Id);
        var path = item.GetProperty("href").GetString()!;

        using var done = await SendAsync(HttpMethod.Post, path, new { from = Left, to = "mayor@dazhou.example", comment = "原审批人已离任" });
        using var again = await SendAsync(HttpMethod.Post, path, new { from = Left, to = "mayor", comment = "原审批人已离任" });

        foreach (var answer in new[] { done, again })
            Assert.Equal("mayor", (await JsonAsync(answer)).GetProperty("approver").GetString());
        using var late = await project.DecideAsync(old.Href, "同意");
        Assert.Equal(HttpStatusCode.Conflict, late.StatusCode);
        foreach (var mail in (await project.MailsAsync("待审核")).Where(mail => mail.To != old.To))
            using (await project.DecideAsync(mail.Href, "同意")) { }
        Assert.Single(await project.MailsAsync("待审定"));
        Assert.Single(await project.ActionsAsync(), action => action.StartsWith("更换审批人：", StringComparison.Ordinal) && action.EndsWith("→市长", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(Left, "mayor", "", HttpStatusCode.UnprocessableEntity, "原因")]
    [InlineData(Left, "nobody", "离任", HttpStatusCode.UnprocessableEntity, "另一位人员")]
    [InlineData(Left, Left, "离任", HttpStatusCode.UnprocessableEntity, "另一位人员")]
    [InlineData("nobody", "mayor", "离任", HttpStatusCode.UnprocessableEntity, "原审批人")]
    [InlineData("szjj.review", "mayor", "离任", HttpStatusCode.Conflict, "已由他人办理")]
    public async Task Replace_ThatCannotBe_IsRefusedAndChangesNothing(string from, string to, string comment, HttpStatusCode status, string why)
    {
        var project = await AskedAsync($"不能更换审批人的项目 {from}{to}{comment}");

        using var refused = await SendAsync(HttpMethod.Post, $"/api/approvals/{project.Id}/Establishment.review/1/replace", new { from, to, comment });

        Assert.Equal(status, refused.StatusCode);
        Assert.Contains(why, (await JsonAsync(refused)).GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.DoesNotContain(await project.ActionsAsync(), action => action.StartsWith("更换审批人", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Replace_WithoutTheAdministratorsKeyOrOfNoStep_IsNotPossible()
    {
        using var open = await portal.Http.GetAsync($"/api/approvals?person={Left}");
        using var nobody = await SendAsync(HttpMethod.Get, "/api/approvals?person=nobody");
        using var noStep = await SendAsync(HttpMethod.Post, "/api/approvals/none/none/1/replace", new { from = Left, to = "mayor", comment = "离任" });
        using var unreadable = await SendAsync(HttpMethod.Post, "/api/approvals/none/none/1/replace", "no object");
        Assert.Equal(
            [HttpStatusCode.Unauthorized, HttpStatusCode.NotFound, HttpStatusCode.NotFound, HttpStatusCode.BadRequest],
            new[] { open, nobody, noStep, unreadable }.Select(answer => answer.StatusCode));
    }

    [Fact]
    public async Task Replace_OnThePage_HandsOverWhatTheOperatorChose()
    {
        var (project, other) = (await AskedAsync("页面上更换审批人的项目"), await AskedAsync("不更换审批人的项目"));
        var session = await portal.SessionOfAsync("szjj.planning@dazhou.example");
        var page = await TextAsync(await PageAsync(session, "vm-digital@dazhou.example"));
        Assert.Contains(project.Title, page, StringComparison.Ordinal);
        Assert.DoesNotContain("checked", page, StringComparison.Ordinal);
        var step = $"{project.Id}|Establishment.review|1";

        using var unsure = await PostAsync(session, ("who", Left), ("to", "mayor"), ("comment", "离任"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, unsure.StatusCode);
        using var unknown = await PostAsync(session, ("who", Left), ("steps", step), ("to", "nobody"), ("comment", "离任"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, unknown.StatusCode);
        Assert.Contains("value=\"nobody\"", await TextAsync(unknown), StringComparison.Ordinal);
        using var done = await PostAsync(session, ("who", Left), ("steps", step), ("to", "mayor"), ("comment", "离任"));

        var after = await TextAsync(done);
        Assert.Contains("1项已交给市长", after, StringComparison.Ordinal);
        Assert.DoesNotContain(project.Title, after, StringComparison.Ordinal);
        Assert.Contains(other.Title, after, StringComparison.Ordinal);
        Assert.Single(await project.MailsAsync("待审核"), mail => mail.To == "mayor@dazhou.example");
        using var stranger = await PageAsync(await portal.SessionOfAsync("vm-digital@dazhou.example"), Left);
        Assert.Equal(HttpStatusCode.Forbidden, stranger.StatusCode);
    }

    [Fact]
    public async Task Decision_WithReaders_IsMailedToThemOnce()
    {
        var project = await AskedAsync("抄送的项目");
        var href = (await project.MailsAsync("待审核"))[0].Href;

        using var unknown = await CopyAsync(href, "nobody@dazhou.example");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, unknown.StatusCode);
        Assert.Contains("没有nobody@dazhou.example", await TextAsync(unknown), StringComparison.Ordinal);
        using var done = await CopyAsync(href, "szjj.review@dazhou.example，mayor@dazhou.example");
        Assert.Contains("抄送：", await TextAsync(done), StringComparison.Ordinal);

        var copies = (await project.MailsAsync("通知")).Where(mail => mail.Text.Contains("抄送：", StringComparison.Ordinal)).ToList();
        Assert.Equal(["mayor@dazhou.example", "szjj.review@dazhou.example"], copies.Select(mail => mail.To).Order(StringComparer.Ordinal));
        Assert.All(copies, mail => Assert.Contains("审核意见为同意：请财政关注", mail.Text, StringComparison.Ordinal));
        Assert.All(copies, mail => Assert.Empty(mail.Links));
        var entry = (await project.ProjectAsync()).GetProperty("history").EnumerateArray().Single(entry => entry.GetProperty("action").GetString() == "审核意见：同意");
        Assert.Contains("抄送：市数字经济局审查科、市长", entry.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ProjectPage_OfAnOpenStep_SaysWhoIsAskedAndOffersWhatItsReaderMayDo()
    {
        var project = await AskedAsync("审批环节列在页面上的项目");
        var (approver, stranger, planner) = (
            await portal.SessionOfAsync("vm-digital@dazhou.example"), await portal.SessionOfAsync("szjj.review@dazhou.example"), await portal.SessionOfAsync("szjj.planning@dazhou.example"));
        var decide = $"/decide/{project.Id}/Establishment.review/1";

        Assert.Contains($"href=\"{decide}\"", await StepsAsync(project, approver), StringComparison.Ordinal);
        Assert.DoesNotContain("href=\"/decide/", await StepsAsync(project, stranger), StringComparison.Ordinal);
        Assert.DoesNotContain("/replacements", await StepsAsync(project, stranger), StringComparison.Ordinal);
        Assert.Contains($"href=\"/replacements?who={Left}\"", await StepsAsync(project, planner), StringComparison.Ordinal);
        foreach (var mail in await project.MailsAsync("待审核"))
            using (await project.DecideAsync(mail.Href, "同意")) { }
        await portal.SettleAsync();

        var after = await StepsAsync(project, approver);
        Assert.DoesNotContain(decide, after, StringComparison.Ordinal);
        Assert.Contains("同意，用时0日", after, StringComparison.Ordinal);
    }

    /// <summary>What a reader sees of the steps on the project's page.</summary>
    private async Task<string> StepsAsync(Applicant project, string session)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/projects/{project.Id}") { Headers = { { "Cookie", session } } };
        using var answer = await portal.Http.SendAsync(request);
        var page = await answer.Content.ReadAsStringAsync();
        var start = page.IndexOf("id=\"steps\"", StringComparison.Ordinal);
        return page[start..page.IndexOf("</section>", start, StringComparison.Ordinal)];
    }

    private Task<HttpResponseMessage> CopyAsync(string href, string readers) => portal.Http.PostAsync(
        href, new FormUrlEncodedContent([new("decision", "同意"), new("comment", "请财政关注"), new("readerMails", readers)]));

    private async Task<Applicant> AskedAsync(string title)
    {
        var project = new Applicant(portal, title);
        await project.ApplyAsync();
        return project;
    }

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, object? body = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
        request.Headers.Add("x-functions-key", await portal.MasterKeyAsync());
        return await portal.Http.SendAsync(request);
    }

    private async Task<HttpResponseMessage> PageAsync(string session, string who)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/replacements?who={Uri.EscapeDataString(who)}") { Headers = { { "Cookie", session } } };
        return await portal.Http.SendAsync(request);
    }

    private async Task<HttpResponseMessage> PostAsync(string session, params (string Name, string Value)[] fields)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/replacements")
        {
            Content = new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value))),
            Headers = { { "Cookie", session } },
        };
        return await portal.Http.SendAsync(request);
    }

    private static async Task<JsonElement> JsonAsync(HttpResponseMessage answer) => JsonSerializer.Deserialize<JsonElement>(await TextAsync(answer));

    private static Task<string> TextAsync(HttpResponseMessage answer) => answer.Content.ReadAsStringAsync();
}
