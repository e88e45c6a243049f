using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Dazhou.Serverless.Functions.Common;

namespace Functions.Tests.Portal;

/// <summary>补正 and 撤回: by API, by the project's page and by the link of the mail.</summary>
[Collection(nameof(Portal))]
public sealed class ApplicantActTests(PortalHost portal)
{
    private const string Wanted = "请补充数据共享清单";

    [Fact]
    public async Task Resubmit_ByApiAfterAReturn_AsksTheApproversAgainInTheNextRound()
    {
        var project = await ReturnedAsync("接口补正的项目");
        using var silent = await ActAsync(project, "resubmit", comment: "");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, silent.StatusCode);
        Assert.Equal("comment", (await ErrorAsync(silent)).GetProperty("field").GetString());

        using var taken = await ActAsync(project, "resubmit", "已补充数据共享清单");
        Assert.Equal(HttpStatusCode.Accepted, taken.StatusCode);
        var act = await taken.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal((1, "补正"), (act.GetProperty("round").GetInt32(), act.GetProperty("act").GetString()));

        var asked = (await project.MailsAsync("待审核")).Where(mail => mail.Text.Contains("第2轮", StringComparison.Ordinal)).ToList();
        Assert.Equal(2, asked.Count);
        foreach (var mail in asked)
            using (await project.DecideAsync(mail.Href, "同意")) { }
        Assert.Single(await project.MailsAsync("待审定"));
        Assert.Single(await project.ActionsAsync(), action => action == "补正后重新提交");
    }

    [Fact]
    public async Task Resubmit_WithoutAReturnOrByAStranger_IsRefusedAndRecordsNothing()
    {
        var project = new Applicant(portal, "没有退回的项目");
        await project.ApplyAsync();

        using var early = await ActAsync(project, "resubmit", "补充");
        using var stranger = await ActAsync(project, "resubmit", "补充", key: "not-a-key");
        using var missing = await portal.Http.SendAsync(Request("/api/projects/no-such-project/withdraw", "不建了", UnitKeys.DevelopmentKey));

        Assert.Equal(HttpStatusCode.Conflict, early.StatusCode);
        Assert.Equal("application/problem+json", early.Content.Headers.ContentType!.MediaType);
        Assert.Equal(HttpStatusCode.Unauthorized, stranger.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);
        Assert.DoesNotContain("补正后重新提交", await project.ActionsAsync());
    }

    [Fact]
    public async Task Withdraw_ByApiBeforeTheDecision_EndsTheApprovalAndItsLinks()
    {
        var project = new Applicant(portal, "撤回的项目");
        await project.ApplyAsync();
        var asked = await project.MailsAsync("待审核");
        using (await project.DecideAsync(asked[0].Href, "同意")) { }

        using var taken = await ActAsync(project, "withdraw", "资金没有落实");
        Assert.Equal(HttpStatusCode.Accepted, taken.StatusCode);

        Assert.Equal("Refused", await project.StageAsync());
        using var late = await project.DecideAsync(asked[1].Href, "同意");
        Assert.Equal(HttpStatusCode.Gone, late.StatusCode);
        Assert.Single(await project.ActionsAsync(), action => action == "撤回申请");
        using var again = await ActAsync(project, "withdraw", "资金没有落实");
        Assert.Equal(HttpStatusCode.Conflict, again.StatusCode);
    }

    [Fact]
    public async Task CorrectionLink_PostedTwice_KeepsTheFirstActAndItsFile()
    {
        var project = await ReturnedAsync("链接补正的项目");
        var href = Assert.Single(await project.MailsAsync("待提交：补正材料")).Href;
        var form = await portal.Http.GetStringAsync(href);
        Assert.Contains(Wanted, form, StringComparison.Ordinal);
        // The fields of the application show what stands; what to do is not preselected.
        Assert.DoesNotMatch("name=\"act\"[^>]*checked", form);
        using var unsure = await portal.Http.PostAsync(href, Form(act: "", "说明"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, unsure.StatusCode);
        using var fake = await portal.Http.PostAsync(href, Form("补正", "已补充", "MZ this is a program"u8.ToArray()));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, fake.StatusCode);

        var plan = await File.ReadAllBytesAsync(Path.Combine(Repository.Root, "samples", "projects", "technical-plan.pdf"));
        using var taken = await portal.Http.PostAsync(href, Form("补正", "已补充", plan));
        using var changed = await portal.Http.PostAsync(href, Form("撤回", "又不想建了"));

        foreach (var answer in new[] { taken, changed, await portal.Http.GetAsync(href) })
            Assert.Contains("已重新提交", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        var view = await project.ProjectAsync();
        Assert.Equal("Establishment", view.GetProperty("stage").GetString());
        Assert.Single(view.GetProperty("documents").EnumerateArray(), document => document.GetProperty("name").GetString() == "correction");
        Assert.DoesNotContain("撤回申请", await project.ActionsAsync());
    }

    [Fact]
    public async Task CorrectionLink_UsedToWithdraw_EndsTheApproval()
    {
        var project = await ReturnedAsync("链接撤回的项目");
        var href = Assert.Single(await project.MailsAsync("待提交：补正材料")).Href;

        using var taken = await portal.Http.PostAsync(href, Form("撤回", "条件不具备"));

        Assert.Contains("已撤回申请", await taken.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal("Refused", await project.StageAsync());
    }

    [Fact]
    public async Task ProjectPage_OfAReturnedProject_OffersWhatItsFormsTake()
    {
        var project = await ReturnedAsync("页面补正的项目");
        var page = await portal.Http.GetStringAsync($"/projects/{project.Id}");
        Assert.Contains($"action=\"/projects/{project.Id}/resubmit\"", page, StringComparison.Ordinal);
        Assert.Contains($"action=\"/projects/{project.Id}/withdraw\"", page, StringComparison.Ordinal);

        using var stranger = await portal.Http.PostAsync($"/projects/{project.Id}/resubmit", PageForm("已补充", "not-a-key"));
        Assert.Equal(HttpStatusCode.Unauthorized, stranger.StatusCode);
        using var taken = await portal.Http.PostAsync($"/projects/{project.Id}/resubmit", PageForm("已补充", UnitKeys.DevelopmentKey));

        Assert.Equal(HttpStatusCode.OK, taken.StatusCode);
        Assert.Contains("已重新提交", await taken.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Single(await project.ActionsAsync(), action => action == "补正后重新提交");
        Assert.DoesNotContain("/resubmit", await portal.Http.GetStringAsync($"/projects/{project.Id}"), StringComparison.Ordinal);
    }

    private async Task<Applicant> ReturnedAsync(string title)
    {
        var project = new Applicant(portal, title);
        await project.ApplyAsync();
        using var returned = await project.DecideAsync((await project.MailsAsync("待审核"))[0].Href, "退回补正", Wanted);
        Assert.Equal(HttpStatusCode.OK, returned.StatusCode);
        await portal.SettleAsync();
        return project;
    }

    private Task<HttpResponseMessage> ActAsync(Applicant project, string act, string comment, string? key = null) =>
        portal.Http.SendAsync(Request($"/api/projects/{project.Id}/{act}", comment, key ?? UnitKeys.DevelopmentKey));

    private static HttpRequestMessage Request(string path, string comment, string key) =>
        new(HttpMethod.Post, path) { Content = JsonContent.Create(new { comment }), Headers = { { UnitKeys.Header, key } } };

    private static async Task<JsonElement> ErrorAsync(HttpResponseMessage answer) =>
        Assert.Single((await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("errors").EnumerateArray());

    private static FormUrlEncodedContent PageForm(string comment, string key) => new([new("comment", comment), new("unitKey", key)]);

    private static MultipartFormDataContent Form(string act, string comment, byte[]? file = null)
    {
        var form = new MultipartFormDataContent { { new StringContent(act), "act" }, { new StringContent(comment), "comment" } };
        if (file is not null)
        {
            var content = new ByteArrayContent(file);
            content.Headers.ContentType = new MediaTypeHeaderValue("application/pdf");
            form.Add(content, "file", "补正材料.pdf");
        }

        return form;
    }
}
