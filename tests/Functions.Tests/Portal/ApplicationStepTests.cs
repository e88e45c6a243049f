using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Azure.Data.Tables;
using Dazhou.Serverless.Functions.Common;
using Dazhou.Serverless.Functions.Projects.Application;
using Dazhou.Serverless.Records;

namespace Functions.Tests.Portal;

/// <summary>申报项目 in steps over HTTP: what is saved stays, whoever comes, and one draft becomes one project.</summary>
[Collection(nameof(Portal))]
public sealed class ApplicationStepTests(PortalHost portal)
{
    private static readonly byte[] Pdf = "%PDF-1.7\n申报材料"u8.ToArray();

    [Theory]
    [InlineData("tier-150.json")]
    [InlineData("tier-320.json")]
    public async Task Draft_FilledInStepByStep_BecomesTheOneProject(string sample)
    {
        var clerk = await DraftClerk.BeginAsync(portal);
        var application = await DraftClerk.SampleAsync($"分步申报的项目（{sample}）", sample);
        await clerk.FillInAsync(application);
        Assert.Contains("提交申报", await clerk.PageAsync("check"), StringComparison.Ordinal);

        using var handedIn = await clerk.PostAsync("check", ("act", "submit"));
        using var again = await clerk.PostAsync("check", ("act", "submit"));
        using var back = await clerk.GetAsync("need");
        using var address = await clerk.GetAsync("");
        var project = handedIn.Headers.Location!.ToString();
        Assert.Matches("^/projects/[0-9a-zA-Z]+$", project);
        Assert.All([again, back, address], answer => Assert.Equal((HttpStatusCode.SeeOther, project), (answer.StatusCode, answer.Headers.Location!.ToString())));

        await portal.SettleAsync();
        var read = await portal.Http.GetFromJsonAsync<JsonElement>($"/api{project}");
        Assert.Equal(application.Name, read.GetProperty("name").GetString());
        Assert.Equal(application.Documents!.Count, read.GetProperty("documents").GetArrayLength());
        var listed = await portal.Http.GetFromJsonAsync<JsonElement>($"/api/projects?q={Uri.EscapeDataString(application.Name!)}");
        Assert.Equal(1, listed.GetProperty("items").EnumerateArray().Count(item => item.GetProperty("name").GetString() == application.Name));
    }

    [Fact]
    public async Task Draft_WhoseHandInWasRecordedBeforeACrash_LeadsToThatProject()
    {
        var tables = new AzureTableStore(new TableServiceClient(portal.StorageConnection));
        var clerk = await DraftClerk.BeginAsync(portal);
        await clerk.FillInAsync(await DraftClerk.SampleAsync("提交后中断的申报"));
        var before = (await tables.FindAsync<DraftRow>(clerk.Draft, DraftRow.OnlyRowKey))!.Value;
        using var handedIn = await clerk.PostAsync("check", ("act", "submit"));
        // As it stood when the process ended after the project was recorded and before the draft was cleared; then somebody changed it.
        await tables.UpsertAsync(before with { HandingInSince = await portal.NowAsync() - TimeSpan.FromHours(1), Title = "后来改过" });

        using var opened = await clerk.GetAsync("check");
        Assert.Equal(handedIn.Headers.Location, opened.Headers.Location);
        Assert.NotNull((await tables.FindAsync<DraftRow>(clerk.Draft, DraftRow.OnlyRowKey))!.Value.Became);
    }

    [Fact]
    public async Task Step_WithFaults_IsSavedAndNamesAllAtOnce()
    {
        var clerk = await DraftClerk.BeginAsync(portal);
        using var saved = await clerk.SaveAsync("project", "next", ("name", "有问题也先保存"), ("totalInvestment", "约150"), ("implementation", "purchaseOfServices"));
        Assert.Equal($"/projects/new/{clerk.Draft}/project?saved", saved.Headers.Location!.ToString());
        var page = await clerk.PageAsync("project");
        Assert.Contains("约150", page, StringComparison.Ordinal);
        Assert.Contains("不是可以识别的数字", page, StringComparison.Ordinal);
        Assert.Contains("须声明项目是否涉密", page, StringComparison.Ordinal);

        // Only what the chosen way asks for; what was typed for the other is not handed in.
        var way = await clerk.PageAsync("way");
        Assert.Contains("purchase.comparison", way, StringComparison.Ordinal);
        Assert.DoesNotContain("selfBuild.higherMandate", way, StringComparison.Ordinal);
        Assert.DoesNotContain("documents.integrationChapter", await clerk.PageAsync("materials"), StringComparison.Ordinal);

        var check = await clerk.PageAsync("check");
        Assert.DoesNotContain("提交申报</button>", check, StringComparison.Ordinal);
        foreach (var (step, field) in (ReadOnlySpan<(string, string)>)[("project", "classified"), ("way", "purchase.comparison"), ("need", "basicInformation.necessity"), ("functions", "basicInformation.functions"), ("materials", "documents.application")])
            Assert.Contains($"/projects/new/{clerk.Draft}/{step}#{field}", check, StringComparison.Ordinal);
        using var refused = await clerk.PostAsync("check", ("act", "submit"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.Contains("自行建设和购买服务方式经济性比较分析", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Step_OptionalChoice_CanBeTakenBack()
    {
        var clerk = await DraftClerk.BeginAsync(portal);
        using (await clerk.SaveAsync("funding", "save", ("mixedWorks.separable", "true")))
            Assert.Matches("name=\"mixedWorks.separable\" value=\"true\" checked", await clerk.PageAsync("funding"));
        using (await clerk.SaveAsync("funding", "save", ("mixedWorks.separable", "")))
            Assert.Matches("name=\"mixedWorks.separable\" value(=\"\")? checked", await clerk.PageAsync("funding"));
        Assert.DoesNotContain("separable", await clerk.PageAsync("check"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Step_SavedByTwoClerks_OverwritesNothingUnseen()
    {
        var first = await DraftClerk.BeginAsync(portal);
        var second = first.As(await portal.SessionOfAsync($"{DraftClerk.Unit}.project@dazhou.example"));
        var seen = await second.RevisionAsync("need");
        using (await first.SaveAsync("need", "save", ("basicInformation.basis", "第一人写的依据")))
        using (var late = await second.PostAsync("need", ("revision", seen), ("act", "save"), ("basicInformation.basis", "第二人写的依据")))
        {
            var page = await late.Content.ReadAsStringAsync();
            Assert.Equal(HttpStatusCode.Conflict, late.StatusCode);
            Assert.Contains("第一人写的依据", page, StringComparison.Ordinal);
            Assert.Contains("第二人写的依据", page, StringComparison.Ordinal);
            Assert.Contains("市市场监管局", page, StringComparison.Ordinal);
        }

        Assert.Contains("第一人写的依据", await first.PageAsync("need"), StringComparison.Ordinal);
        using (await second.SaveAsync("need", "save", ("basicInformation.basis", "第二人看过以后写的依据")))
            Assert.Contains("第二人看过以后写的依据", await first.PageAsync("need"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Materials_FileBesideARefusedOne_IsKeptShownReplacedAndRemoved()
    {
        var clerk = await DraftClerk.BeginAsync(portal);
        using var refused = await clerk.UploadAsync([("documents.application", "申报材料.pdf", Pdf), ("documents.other", "程序.pdf", "MZ program"u8.ToArray())], ("act", "next"));
        var page = await refused.Content.ReadAsStringAsync();
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.Contains("“程序.pdf”", page, StringComparison.Ordinal);
        var kept = Regex.Match(page, $"/drafts/{clerk.Draft}/files/(?<upload>[0-9a-f]+)\">申报材料.pdf", RegexOptions.None, TimeSpan.FromSeconds(1)).Groups["upload"].Value;
        using (var file = await clerk.SendAsync(HttpMethod.Get, $"/drafts/{clerk.Draft}/files/{kept}", null))
            Assert.Equal(Pdf, await file.Content.ReadAsByteArrayAsync());
        using (var stranger = await clerk.As("").SendAsync(HttpMethod.Get, $"/drafts/{clerk.Draft}/files/{kept}", null))
            Assert.Equal(HttpStatusCode.Unauthorized, stranger.StatusCode);

        using var replaced = await clerk.UploadAsync([("documents.application", "申报材料2.pdf", [.. Pdf, 50])], ("seen.documents.application", kept), ("act", "save"));
        Assert.Equal(HttpStatusCode.SeeOther, replaced.StatusCode);
        var after = await clerk.PageAsync("materials");
        Assert.Contains("申报材料2.pdf", after, StringComparison.Ordinal);
        Assert.DoesNotContain(">申报材料.pdf", after, StringComparison.Ordinal);
        var second = Regex.Match(after, "name=\"remove\" value=\"(?<upload>[0-9a-f]+)\"", RegexOptions.None, TimeSpan.FromSeconds(1)).Groups["upload"].Value;
        using var removed = await clerk.UploadAsync([], ("remove", second));
        Assert.DoesNotContain("申报材料2.pdf", await clerk.PageAsync("materials"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("统一受理，网上受理，若干，项", "第1行只有名称")]
    [InlineData("名称\t备注\n受理\t甲", "“备注”不认识")]
    [InlineData("受理\t说明\t1\t项\t多\t余", "第1行有6列")]
    public async Task Functions_PasteThatCannotBeToldApart_IsRefusedAndKept(string paste, string says)
    {
        var clerk = await DraftClerk.BeginAsync(portal);
        using (await clerk.SaveAsync("functions", "save", ("f0.name", "已有的功能")))
        using (var refused = await clerk.SaveAsync("functions", "next", ("f0.name", "改过的功能"), ("paste", paste)))
        {
            var page = await refused.Content.ReadAsStringAsync();
            Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
            Assert.Contains(says, page, StringComparison.Ordinal);
            Assert.Contains(paste.Split('\t', '，')[0], page, StringComparison.Ordinal);
            Assert.Contains("改过的功能", page, StringComparison.Ordinal);
        }

        var stands = await clerk.PageAsync("functions");
        Assert.Contains("已有的功能", stands, StringComparison.Ordinal);
        Assert.DoesNotContain("f1.name\" value=\"受理", stands, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Functions_TypedAndPasted_AreCheckedByCellAndShownAsThePublicWillSeeThem()
    {
        var clerk = await DraftClerk.BeginAsync(portal);
        using (await clerk.SaveAsync("functions", "save", ("f0.name", "统一受理"), ("f0.quantity", "两套"), ("f1.name", ""), ("f2.name", "统计"), ("paste", "名称\t数量\t单价\n查询\t２\t1.5")))
        {
            var page = await clerk.PageAsync("functions");
            Assert.Contains("第1行的数量“两套”不是可以识别的数字", page, StringComparison.Ordinal);
            Assert.Matches("name=\"f2.name\" value=\"查询\"", page);
        }

        using var preview = await clerk.SaveAsync("functions", "preview", ("f0.name", "统一受理"), ("f0.quantity", "1,200"), ("f0.unit", "项"), ("f1.name", "查询"));
        Assert.Equal($"/projects/new/{clerk.Draft}/functions?preview", preview.Headers.Location!.ToString());
        var shown = await clerk.PageAsync("functions?preview");
        Assert.Contains("这是预览，还没有公示", shown, StringComparison.Ordinal);
        Assert.Contains("1200项", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("1.5", shown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Functions_ListLongerThanATable_StaysWhenItsPageIsSaved()
    {
        var clerk = await DraftClerk.BeginAsync(portal);
        var list = string.Join('\n', Enumerable.Range(1, 300).Select(i => $"第{i}项功能\t说明\t1\t项"));
        using (await clerk.SaveAsync("functions", "save", ("paste", list)))
        using (var saved = await clerk.SaveAsync("functions", "next"))
            Assert.Equal($"/projects/new/{clerk.Draft}/plan", saved.Headers.Location!.ToString());
        var page = await clerk.PageAsync("functions");
        Assert.Contains("第300项功能", page, StringComparison.Ordinal);
        Assert.InRange(Encoding.UTF8.GetByteCount(page), 1, 150_000);
    }

    [Fact]
    public async Task Draft_OfAUnit_OpensToItsKeyAndItsPeopleAndToNobodyElse()
    {
        var clerk = await DraftClerk.BeginAsync(portal, await portal.UnitKeyAsync(DraftClerk.Unit));
        using (var stranger = await clerk.As("").GetAsync("project"))
            Assert.Equal(HttpStatusCode.Unauthorized, stranger.StatusCode);
        using (var foreign = await clerk.As(await portal.SessionOfAsync("sjyj.project@dazhou.example")).GetAsync("project"))
            Assert.Equal(HttpStatusCode.Unauthorized, foreign.StatusCode);
        using (var post = await clerk.As("").PostAsync("project", ("revision", "0"), ("name", "外人")))
            Assert.Equal(HttpStatusCode.Unauthorized, post.StatusCode);
        Assert.Contains("单位和项目", await clerk.As(await portal.SessionOfAsync($"{DraftClerk.Unit}.office@dazhou.example")).PageAsync("project"), StringComparison.Ordinal);

        foreach (var (key, status) in new[] { ("not-a-key", HttpStatusCode.Unauthorized), (await portal.UnitKeyAsync("sjyj"), HttpStatusCode.NotFound), (await portal.UnitKeyAsync(DraftClerk.Unit), HttpStatusCode.SeeOther) })
        {
            using var opened = await portal.Http.PostAsync($"/drafts/{clerk.Draft}/open", new FormUrlEncodedContent([new("unitKey", key)]));
            Assert.Equal(status, opened.StatusCode);
            if (status == HttpStatusCode.SeeOther)
                Assert.Contains("单位和项目", await clerk.As(DraftClerk.CookieOf(opened)).PageAsync("project"), StringComparison.Ordinal);
        }

        using var begun = await portal.Http.PostAsync(
            "/projects/new/drafts", new FormUrlEncodedContent([new("unit", DraftClerk.Unit), new("unitKey", await portal.UnitKeyAsync("sjyj"))]));
        Assert.Equal(HttpStatusCode.Forbidden, begun.StatusCode);
    }

    [Fact]
    public async Task Draft_MailedToSomebodyOfTheUnit_IsGoneOnWithByTheLink()
    {
        var clerk = await DraftClerk.BeginAsync(portal);
        using (await clerk.SaveAsync("project", "save", ("name", "邮件继续填写的申报")))
        using (var foreign = await MailAsync(clerk, "sjyj.project"))
        using (var free = await MailAsync(clerk, "someone@elsewhere.example"))
            Assert.Equal((HttpStatusCode.UnprocessableEntity, HttpStatusCode.UnprocessableEntity), (foreign.StatusCode, free.StatusCode));
        using (var sent = await MailAsync(clerk, $"{DraftClerk.Unit}.office"))
            Assert.Equal(HttpStatusCode.OK, sent.StatusCode);
        var mail = Assert.Single(await portal.MailsAsync("邮件继续填写的申报"));
        Assert.Equal($"{DraftClerk.Unit}.office@dazhou.example", mail.To);

        using (var looked = await portal.Http.GetAsync(mail.Href))
        {
            Assert.Equal(HttpStatusCode.OK, looked.StatusCode);
            Assert.False(looked.Headers.Contains("Set-Cookie"));
        }

        // As often as one likes.
        foreach (var _ in Enumerable.Range(0, 2))
        {
            using var opened = await portal.Http.PostAsync(mail.Href, new FormUrlEncodedContent([]));
            Assert.Equal($"/projects/new/{clerk.Draft}", opened.Headers.Location!.ToString());
            var other = clerk.As(DraftClerk.CookieOf(opened));
            Assert.Contains("邮件继续填写的申报", await other.PageAsync("project"), StringComparison.Ordinal);
            // It opens this draft and no other of the unit.
            using var another = await (await DraftClerk.BeginAsync(portal)).As(other.Cookie).GetAsync("project");
            Assert.Equal(HttpStatusCode.Unauthorized, another.StatusCode);
        }

        using (var discarded = await clerk.SendAsync(HttpMethod.Post, $"/drafts/{clerk.Draft}/discard", new FormUrlEncodedContent([new("confirm", "true")])))
            Assert.Equal("/drafts", discarded.Headers.Location!.ToString());
        using var dead = await portal.Http.GetAsync(mail.Href);
        Assert.Equal(HttpStatusCode.NotFound, dead.StatusCode);
    }

    [Fact]
    public async Task DraftList_OfTheUnit_ShowsWhatWaitsThereAndOnTheBoard()
    {
        var clerk = await DraftClerk.BeginAsync(portal);
        using (await clerk.SaveAsync("project", "save", ("name", "列表里的草稿")))
            Assert.Contains($"/projects/new/{clerk.Draft}", await TextAsync(clerk, "/drafts"), StringComparison.Ordinal);
        var person = clerk.As(await portal.SessionOfAsync($"{DraftClerk.Unit}.project@dazhou.example"));
        Assert.Contains("列表里的草稿", await TextAsync(person, "/"), StringComparison.Ordinal);
        var foreign = clerk.As(await portal.SessionOfAsync("sjyj.project@dazhou.example"));
        Assert.DoesNotContain("列表里的草稿", await TextAsync(foreign, "/drafts"), StringComparison.Ordinal);

        using (var slip = await clerk.SendAsync(HttpMethod.Post, $"/drafts/{clerk.Draft}/discard", new FormUrlEncodedContent([])))
            Assert.Equal(HttpStatusCode.UnprocessableEntity, slip.StatusCode);
        using (await clerk.SendAsync(HttpMethod.Post, $"/drafts/{clerk.Draft}/discard", new FormUrlEncodedContent([new("confirm", "true")])))
            Assert.DoesNotContain("列表里的草稿", await TextAsync(clerk, "/drafts"), StringComparison.Ordinal);
        using var gone = await clerk.GetAsync("project");
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
    }

    /// <summary>A whole application by one post, as a script sends it: the form's contract stands.</summary>
    [Fact]
    public async Task WholeApplication_ByOnePost_IsTakenOnce()
    {
        var application = await DraftClerk.SampleAsync("一次提交的整份申报");
        using var first = await PostWholeAsync(application);
        using var again = await PostWholeAsync(application);
        Assert.Equal(HttpStatusCode.SeeOther, first.StatusCode);
        Assert.Equal(first.Headers.Location, again.Headers.Location);
        var read = await portal.Http.GetFromJsonAsync<JsonElement>($"/api{first.Headers.Location}");
        Assert.Equal(2, read.GetProperty("documents").GetArrayLength());
    }

    private Task<HttpResponseMessage> PostWholeAsync(Dazhou.Serverless.Projects.ProjectApplication application)
    {
        var form = new MultipartFormDataContent { { new StringContent(UnitKeys.DevelopmentKey), "unitKey" }, { new StringContent("whole-1"), "idempotencyKey" } };
        foreach (var (name, value) in ApplicationForm.ValuesOf(application).Where(field => field.Value.Length > 0))
            form.Add(new StringContent(value), name);
        foreach (var document in application.Documents!)
            form.Add(new ByteArrayContent(Convert.FromBase64String(document.ContentBase64!)), $"documents.{document.Kind}", document.FileName!);
        return portal.Http.PostAsync("/projects/new", form);
    }

    private static Task<HttpResponseMessage> MailAsync(DraftClerk clerk, string person) =>
        clerk.SendAsync(HttpMethod.Post, $"/drafts/{clerk.Draft}/mail", new FormUrlEncodedContent([new("person", person)]));

    private static async Task<string> TextAsync(DraftClerk clerk, string path)
    {
        using var answer = await clerk.SendAsync(HttpMethod.Get, path, null);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadAsStringAsync();
    }
}
