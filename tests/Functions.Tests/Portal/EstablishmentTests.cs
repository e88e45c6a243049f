using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Azure.Data.Tables;
using Dazhou.Serverless.Functions.Common;

namespace Functions.Tests.Portal;

/// <summary>From the application to 立项批复 over HTTP: every tier, and a refusal at every stage.</summary>
[Collection(nameof(Portal))]
public sealed class EstablishmentTests(PortalHost portal)
{
    [Theory]
    [InlineData("tier-150", "待审核 待审核 待审定")]
    [InlineData("tier-320", "待审核 待审核 待审签 待审定")]
    [InlineData("tier-760", "待审定")]
    [InlineData("tier-1800", "待审议 待审定")]
    public async Task Project_OfEachTier_WalksFromItsApplicationToTheApproval(string sample, string acts)
    {
        var project = new Applicant(portal, $"走到立项批复的项目（{sample}）");
        await project.HandInAsync($"{sample}.json");
        await project.ArgueAsync();

        var asked = new List<string>();
        foreach (var act in acts.Split(' ').Distinct(StringComparer.Ordinal))
        {
            foreach (var mail in await project.MailsAsync(act))
            {
                asked.Add(act);
                var meeting = mail.Text.Contains("登记会议决议", StringComparison.Ordinal);
                if (meeting)
                {
                    using var bare = await project.RecordMeetingAsync(mail, withMinutes: false);
                    Assert.Equal(HttpStatusCode.UnprocessableEntity, bare.StatusCode);
                }

                using var answer = meeting ? await project.RecordMeetingAsync(mail) : await project.DecideAsync(mail.Href, "同意");
                Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            }
        }

        Assert.Equal(acts.Split(' '), asked);
        var view = await project.ProjectAsync();
        Assert.Equal("Publicity", view.GetProperty("stage").GetString());
        Assert.Matches("^达数批〔[0-9]{4}〕[0-9]+号$", view.GetProperty("approvalNumber").GetString());
        var documents = view.GetProperty("documents").EnumerateArray().Select(document => document.GetProperty("name").GetString()).ToList();
        Assert.Contains("establishmentApproval", documents);
        Assert.Equal(sample is "tier-760" ? 1 : sample is "tier-1800" ? 2 : 0, documents.Count(name => name == "meetingMinutes"));
        Assert.True((await AuditAsync(project)).GetProperty("intact").GetBoolean());
    }

    [Fact]
    public async Task Library_ReturnedAndSuppliedAgain_Admits()
    {
        var project = new Applicant(portal, "初审退回补正的项目");
        await project.HandInAsync("tier-150.json");
        using (await project.DecideAsync((await project.MailsAsync("待初审"))[0].Href, "退回补正", "补充数据目录")) { }
        await portal.SettleAsync();
        using var supplied = await PostAsync($"/api/projects/{project.Id}/resubmit", new { comment = "已补充" });
        Assert.Equal(HttpStatusCode.Accepted, supplied.StatusCode);

        var again = (await project.MailsAsync("待初审"))[0];
        Assert.Contains("第2轮", again.Text, StringComparison.Ordinal);
        using (await project.DecideAsync(again.Href, "同意")) { }

        Assert.Equal("ExpertArgumentation", await project.StageAsync());
    }

    [Theory]
    [InlineData("初审")]
    [InlineData("论证")]
    [InlineData("审核")]
    [InlineData("审定")]
    public async Task Project_RefusedAtAStage_EndsThereAndItsUnitIsTold(string stage)
    {
        var project = new Applicant(portal, $"在{stage}环节未通过的项目");
        await project.HandInAsync("tier-150.json");
        if (stage == "初审")
            using (await project.DecideAsync((await project.MailsAsync("待初审"))[0].Href, "不同意", "重复建设")) { }
        else if (stage == "论证")
            await ArgueInVainAsync(project);
        else
            await RefuseAsync(project, stage);

        Assert.Equal("Refused", await project.StageAsync());
        Assert.Null((await project.ProjectAsync()).GetProperty("approvalNumber").GetString());
        Assert.Contains(await project.MailsAsync("通知"), mail => mail.To == "sscjgj.project@dazhou.example");
    }

    [Fact]
    public async Task Library_UpdatedAndWithdrawn_ShowsItInItsLists()
    {
        var project = new Applicant(portal, "项目库中更新和撤回的项目");
        await project.HandInAsync("tier-150.json");
        using (await project.DecideAsync((await project.MailsAsync("待初审"))[0].Href, "同意")) { }
        await portal.SettleAsync();
        var application = System.Text.Json.Nodes.JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(Repository.Root, "samples", "projects", "tier-150.json")))!;
        application["name"] = project.Title;

        using var stranger = await PostAsync($"/api/library/{project.Id}/withdraw", new { comment = "不建了" }, "not-a-key");
        Assert.Equal(HttpStatusCode.Unauthorized, stranger.StatusCode);
        using var updated = await PostAsync($"/api/library/{project.Id}/update", application);
        Assert.Equal(HttpStatusCode.Accepted, updated.StatusCode);
        Assert.Equal("LibraryAdmission", await project.StageAsync());
        using var early = await PostAsync($"/api/library/{project.Id}/update", application);
        Assert.Equal(HttpStatusCode.Conflict, early.StatusCode);
        using (await project.DecideAsync((await project.MailsAsync("待初审"))[0].Href, "同意")) { }
        Assert.Equal("ExpertArgumentation", await project.StageAsync());
        var year = (await portal.NowAsync()).Year + 1;
        Assert.Contains(await ListedAsync($"/api/library?year={year}&state=Admitted"), id => id == project.Id);

        using var silent = await PostAsync($"/api/library/{project.Id}/withdraw", new { comment = "" });
        Assert.Equal(HttpStatusCode.UnprocessableEntity, silent.StatusCode);
        using var withdrawn = await PostAsync($"/api/library/{project.Id}/withdraw", new { comment = "由上级统建" });
        Assert.Equal(HttpStatusCode.Accepted, withdrawn.StatusCode);

        Assert.Equal("Refused", await project.StageAsync());
        Assert.DoesNotContain(await ListedAsync($"/api/library?year={year}&state=Admitted"), id => id == project.Id);
        Assert.Contains(await ListedAsync($"/api/library?year={year}&state=Withdrawn"), id => id == project.Id);
        Assert.Contains(project.Title, await portal.Http.GetStringAsync($"/library?year={year}&state=Withdrawn"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnnualPlan_OverHttpWithOneStruckOut_EstablishesTheOther()
    {
        var projects = new[] { new Applicant(portal, "年度计划中的项目甲"), new Applicant(portal, "年度计划中的项目乙") };
        foreach (var project in projects)
        {
            await project.HandInAsync("tier-150.json");
            await project.ArgueAsync("annualPlan");
        }

        var year = (await portal.NowAsync()).Year + 1;
        Assert.Contains("等待年度计划", await portal.Http.GetStringAsync($"/library?year={year}"), StringComparison.Ordinal);
        using var started = await PostAsync("/api/library/batches", new { year, projects = projects.Select(project => project.Id) });
        Assert.Equal(HttpStatusCode.Accepted, started.StatusCode);
        var plan = new Applicant(portal, (await started.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("title").GetString()!);
        using (var struck = await plan.RecordMeetingAsync((await plan.MailsAsync("待审议"))[0], struckOut: projects[1].Id))
            Assert.Equal(HttpStatusCode.OK, struck.StatusCode);
        foreach (var to in (string[])["meeting@dazhou.example", "committee@dazhou.example"])
        {
            var asked = Assert.Single(await plan.MailsAsync("待审定"), mail => mail.To == to);
            Assert.DoesNotContain(projects[1].Title, await portal.Http.GetStringAsync(asked.Href), StringComparison.Ordinal);
            using var agreed = await plan.RecordMeetingAsync(asked);
            Assert.Equal(HttpStatusCode.OK, agreed.StatusCode);
        }

        Assert.Equal("Publicity", await projects[0].StageAsync());
        Assert.Equal("Establishment", await projects[1].StageAsync());
        Assert.Contains(await projects[1].MailsAsync("通知"), mail => mail.Text.Contains("继续保留在信息化项目库", StringComparison.Ordinal));

        // The minutes are found from the year's plan by whoever may see all of it.
        var at = Regex.Match(await portal.Http.GetStringAsync($"/plans/{year}"), $"/plans/{year}/batches/[0-9]+", RegexOptions.RightToLeft, TimeSpan.FromSeconds(1)).Value;
        var page = await portal.Http.GetStringAsync(at);
        Assert.Contains(projects[0].Title, page, StringComparison.Ordinal);
        var minutes = Regex.Matches(page, $"href=\"({at}/documents/meetingMinutes/[0-9]+)\"", RegexOptions.None, TimeSpan.FromSeconds(1));
        using (var file = await portal.Http.GetAsync(minutes[0].Groups[1].Value))
            Assert.Equal((HttpStatusCode.OK, "application/pdf"), (file.StatusCode, file.Content.Headers.ContentType?.MediaType));
        var batch = await portal.Http.GetFromJsonAsync<JsonElement>($"/api{at}");
        Assert.Equal(3, batch.GetProperty("meetings").EnumerateArray().Count(meeting => meeting.GetProperty("minutes").GetString() is not null));
        var key = await portal.UnitKeyAsync("sjyj");
        foreach (var path in new[] { at, $"/api{at}", minutes[0].Groups[1].Value })
        {
            using var foreign = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { { UnitKeys.Header, key } } };
            using var hidden = await portal.Http.SendAsync(foreign);
            Assert.Equal(HttpStatusCode.NotFound, hidden.StatusCode);
        }
    }

    [Fact]
    public async Task Audit_RowAlteredInTheTable_IsDetectedAndNamed()
    {
        var project = new Applicant(portal, "留痕被改动的项目");
        await project.HandInAsync("tier-150.json");
        Assert.True((await AuditAsync(project)).GetProperty("intact").GetBoolean());

        var table = new TableClient(portal.StorageConnection, "Audit");
        var row = await table.QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"PartitionKey eq {project.Id} and RowKey eq {"000000002"}")).SingleAsync();
        foreach (var name in row.Keys.Where(name => row[name] is string text && text.Contains("信息化项目库", StringComparison.Ordinal)).ToList())
            row[name] = row.GetString(name).Replace("信息化项目库", "项目库", StringComparison.Ordinal);
        await table.UpdateEntityAsync(row, row.ETag, TableUpdateMode.Replace);

        var audit = await AuditAsync(project);
        Assert.Equal((false, 2), (audit.GetProperty("intact").GetBoolean(), audit.GetProperty("firstBroken").GetInt32()));
        Assert.Contains("第2条起校验不通过", await portal.Http.GetStringAsync($"/projects/{project.Id}"), StringComparison.Ordinal);
    }

    private static async Task ArgueInVainAsync(Applicant project)
    {
        using (await project.DecideAsync((await project.MailsAsync("待初审"))[0].Href, "同意")) { }
        using (await project.NamePanelAsync(Applicant.Experts)) { }
        foreach (var (asked, i) in (await project.OpinionMailsAsync()).Select((asked, i) => (asked, i)))
            using (await project.GiveOpinionAsync(asked, necessary: i == 0)) { }
    }

    private static async Task RefuseAsync(Applicant project, string act)
    {
        await project.ArgueAsync();
        foreach (var before in act == "审定" ? (string[])["待审核"] : [])
            foreach (var mail in await project.MailsAsync(before))
                using (await project.DecideAsync(mail.Href, "同意")) { }
        using (await project.DecideAsync((await project.MailsAsync($"待{act}"))[0].Href, "不同意", "暂缓建设")) { }
    }

    private async Task<JsonElement> AuditAsync(Applicant project) =>
        await portal.Http.GetFromJsonAsync<JsonElement>($"/api/projects/{project.Id}/audit");

    private async Task<IReadOnlyList<string>> ListedAsync(string path) =>
        [.. (await portal.Http.GetFromJsonAsync<JsonElement>(path)).GetProperty("items").EnumerateArray().Select(item => item.GetProperty("project").GetString()!)];

    private async Task<HttpResponseMessage> PostAsync(string path, object body, string? key = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body) };
        request.Headers.Add(UnitKeys.Header, key ?? UnitKeys.DevelopmentKey);
        var answer = await portal.Http.SendAsync(request);
        await portal.SettleAsync();
        return answer;
    }
}
