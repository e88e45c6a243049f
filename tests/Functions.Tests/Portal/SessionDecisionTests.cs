using System.Net;
using System.Text.RegularExpressions;

namespace Functions.Tests.Portal;

/// <summary>Deciding from the 工作台 as the person who signed in.</summary>
[Collection(nameof(Portal))]
public sealed class SessionDecisionTests(PortalHost portal)
{
    private const string Approver = "vm-digital@dazhou.example";

    [Fact]
    public async Task Decision_FromTheWorkboard_IsRecordedOnceWithItsReceiptsAndEndsTheLink()
    {
        var project = await AskedAsync("工作台上办理的项目");
        var session = await portal.SessionOfAsync(Approver);
        var path = await PathAsync(project, session);
        var form = await TextAsync(await SendAsync(HttpMethod.Get, path, session));
        Assert.Contains("name=\"decision\"", form, StringComparison.Ordinal);
        Assert.DoesNotContain("checked", form, StringComparison.Ordinal);

        using (var silent = await SendAsync(HttpMethod.Post, path, session, ("decision", "不同意")))
            Assert.Equal(HttpStatusCode.UnprocessableEntity, silent.StatusCode);
        using (var unsure = await SendAsync(HttpMethod.Post, path, session))
            Assert.Equal(HttpStatusCode.UnprocessableEntity, unsure.StatusCode);
        using var decided = await SendAsync(HttpMethod.Post, path, session, ("decision", "同意"));
        using var repeated = await SendAsync(HttpMethod.Post, path, session, ("decision", "不同意"), ("comment", "又不同意"));
        foreach (var answer in new[] { decided, repeated })
            Assert.Contains("审核：同意", await TextAsync(answer), StringComparison.Ordinal);

        Assert.Single(await project.ActionsAsync(), action => action.StartsWith("审核意见", StringComparison.Ordinal));
        Assert.Single(await project.MailsAsync("已记录：同意"), mail => mail.To == Approver);
        var link = Assert.Single(await project.MailsAsync("待审核"), mail => mail.To == Approver);
        Assert.Contains("审核：同意", await portal.Http.GetStringAsync(link.Href), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Decision_WithoutTheSessionOfWhoIsAsked_IsRefusedAndWritesNothing()
    {
        var project = await AskedAsync("他人不能办理的项目");
        var path = await PathAsync(project, await portal.SessionOfAsync(Approver));
        var stranger = await portal.SessionOfAsync("szj.project@dazhou.example");

        using var nobody = await SendAsync(HttpMethod.Post, path, "", ("decision", "同意"));
        Assert.Equal(HttpStatusCode.Unauthorized, nobody.StatusCode);
        using var lookedAt = await SendAsync(HttpMethod.Get, path, "");
        Assert.Equal("/sign-in?required", lookedAt.Headers.Location?.ToString());
        foreach (var method in new[] { HttpMethod.Get, HttpMethod.Post })
        {
            using var other = await SendAsync(method, path, stranger, ("decision", "同意"));
            Assert.Equal(HttpStatusCode.Forbidden, other.StatusCode);
            using var missing = await SendAsync(method, path.Replace(project.Id, "no-such-project", StringComparison.Ordinal), stranger, ("decision", "同意"));
            Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);
        }

        Assert.DoesNotContain(await project.ActionsAsync(), action => action.StartsWith("审核意见", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Decision_AfterTheStepClosed_SaysSoAndWritesNothing()
    {
        var project = await AskedAsync("工作台上已被否决的项目");
        var session = await portal.SessionOfAsync(Approver);
        var path = await PathAsync(project, session);
        var other = (await project.MailsAsync("待审核")).First(mail => mail.To != Approver);
        using (await project.DecideAsync(other.Href, "不同意", "不具备建设条件")) { }
        await portal.SettleAsync();

        using var late = await SendAsync(HttpMethod.Post, path, session, ("decision", "同意"));

        Assert.Equal(HttpStatusCode.Conflict, late.StatusCode);
        Assert.Single(await project.ActionsAsync(), action => action.StartsWith("审核意见", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Transfer_FromTheWorkboard_HandsTheStepOver()
    {
        var project = await AskedAsync("工作台上转办的项目");
        var session = await portal.SessionOfAsync(Approver);
        var path = await PathAsync(project, session);

        using var refused = await SendAsync(HttpMethod.Post, path, session, ("change", "转办"), ("to", "szjj.review"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        using var done = await SendAsync(HttpMethod.Post, path, session, ("change", "转办"), ("to", "mayor"));
        Assert.Contains("已转办", await TextAsync(done), StringComparison.Ordinal);

        Assert.Single(await project.MailsAsync("待审核"), mail => mail.To == "mayor@dazhou.example");
        using var late = await SendAsync(HttpMethod.Post, path, session, ("decision", "同意"));
        Assert.Equal(HttpStatusCode.Forbidden, late.StatusCode);
    }

    private async Task<Applicant> AskedAsync(string title)
    {
        var project = new Applicant(portal, title);
        await project.ApplyAsync();
        return project;
    }

    /// <summary>The way from the 工作台 to the step.</summary>
    private async Task<string> PathAsync(Applicant project, string session)
    {
        var list = await portal.OpenDecisionsAsync(session);
        var link = Regex.Match(list, $"href=\"(/decide/{project.Id}/[^\"]+)\"", RegexOptions.None, TimeSpan.FromSeconds(1));
        Assert.True(link.Success, "待我办理 does not lead to the step.");
        return link.Groups[1].Value;
    }

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string session, params (string Name, string Value)[] fields)
    {
        using var request = new HttpRequestMessage(method, path);
        if (session.Length > 0)
            request.Headers.Add("Cookie", session);
        if (method == HttpMethod.Post)
            request.Content = new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value)));
        return await portal.Http.SendAsync(request);
    }

    private static async Task<string> TextAsync(HttpResponseMessage answer)
    {
        using (answer)
            return await answer.Content.ReadAsStringAsync();
    }
}
