using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.RegularExpressions;
using Azure.Data.Tables;
using Dazhou.Serverless.Functions.Common;
using Dazhou.Serverless.Functions.Submissions;
using Dazhou.Serverless.Records;
using Microsoft.Playwright;

namespace Functions.Tests.Portal;

/// <summary>Forms that people are asked to fill in, over more than one sitting: by link, from the 工作台, and on the pages of subjects.</summary>
[Collection(nameof(Portal))]
public sealed partial class FormDraftTests(PortalHost portal, Chromium chromium) : IClassFixture<Chromium>
{
    private static readonly byte[] Pdf = "%PDF-1.7\nopinion"u8.ToArray();

    private AzureTableStore Tables => new(new TableServiceClient(portal.StorageConnection));

    [Fact]
    public async Task Link_AnsweredWithFaults_NamesAllByFieldAndKeepsTheFile()
    {
        var (project, asked) = await AskedExpertAsync("有附件的专家意见");
        var place = await PlaceOfAsync(project.Id, asked.To);
        string refused;
        using (var answer = await PostAsync(asked.Href, null, Fields(("necessary", "true"), ("score", "很高"), ("opinion", "")), "论证.pdf"))
        {
            refused = await answer.Content.ReadAsStringAsync();
            Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        }

        foreach (var field in (string[])["score", "opinion"])
            Assert.Matches($"id=\"[^\"]*\\.{field}-fault\"", refused);
        Assert.Contains("value=\"很高\"", refused, StringComparison.Ordinal);
        Assert.Contains("论证.pdf", refused, StringComparison.Ordinal);

        // The same on another day, when the link is opened again.
        var reopened = await PageAsync(asked.Href);
        Assert.Contains("value=\"很高\"", reopened, StringComparison.Ordinal);
        Assert.Contains("论证.pdf", reopened, StringComparison.Ordinal);
        Assert.Contains("还没有提交", reopened, StringComparison.Ordinal);
        Assert.Matches("name=\"necessary\" value=\"true\" checked", reopened);

        // Handed in with the file that was kept, without choosing it again; then nothing of it is left.
        using (var taken = await PostAsync(asked.Href, null, [.. Hidden(reopened), .. Fields(("necessary", "true"), ("score", "86"), ("opinion", "论证意见"))]))
        {
            var text = await taken.Content.ReadAsStringAsync();
            Assert.True(taken.StatusCode == HttpStatusCode.OK, text);
            Assert.Contains("论证.pdf", text, StringComparison.Ordinal);
        }

        await GoneAsync(place);
        var kept = (await Tables.FindAsync<SubmissionRow>(project.Id, (await AskOfAsync(project.Id, asked.To)).RowKey))!.Value;
        Assert.Equal(["论证.pdf"], kept.Documents.Select(document => document.FileName));
    }

    [Fact]
    public async Task Link_FileThatIsNotAccepted_IsNamedAndLosesNoOther()
    {
        var (_, asked) = await AskedExpertAsync("附件之一不被接受的专家意见");
        using (var saved = await PostAsync(asked.Href, null, Fields(("act", FormDrafts.SaveAct)), "论证.pdf"))
            Assert.Equal(HttpStatusCode.SeeOther, saved.StatusCode);
        var page = await PageAsync(asked.Href);
        using var refused = await PostAsync(
            asked.Href, null, [.. Hidden(page), .. Fields(("necessary", "true"), ("score", "86"), ("opinion", "论证意见"))], "程序.pdf", "MZ program"u8.ToArray());
        var text = await refused.Content.ReadAsStringAsync();
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.Contains("“程序.pdf”", text, StringComparison.Ordinal);
        Assert.Equal(["论证.pdf"], FileNames(text));
    }

    [Fact]
    public async Task Link_FileThatIsUnticked_IsNotHandedIn()
    {
        var (project, asked) = await AskedExpertAsync("取消了附件的专家意见");
        using (var saved = await PostAsync(asked.Href, null, Fields(("necessary", "true"), ("act", FormDrafts.SaveAct)), "论证.pdf"))
            Assert.Equal(HttpStatusCode.SeeOther, saved.StatusCode);
        var page = await PageAsync(asked.Href);
        // 不选 clears the choice, and what is unticked is taken out.
        var without = Hidden(page).Where(field => field.Key != FormDrafts.KeptField);
        using (var saved = await PostAsync(asked.Href, null, [.. without, .. Fields(("necessary", ""), ("score", "8"), ("act", FormDrafts.SaveAct))]))
            Assert.Equal(HttpStatusCode.SeeOther, saved.StatusCode);
        page = await PageAsync(asked.Href);
        Assert.Empty(FileNames(page));
        Assert.DoesNotContain("checked", page, StringComparison.Ordinal);
        Assert.Contains("value=\"8\"", page, StringComparison.Ordinal);
        Assert.Empty(await Tables.ListAsync<DraftUploadRow>((await PlaceOfAsync(project.Id, asked.To)).Id));

        // A page that still shows the file is not taken for one without it.
        using var late = await PostAsync(asked.Href, null, [.. Fields(("kept", "0123"), ("seen", "0123"), ("necessary", "true"), ("score", "86"), ("opinion", "论证意见"))]);
        Assert.Equal(HttpStatusCode.Conflict, late.StatusCode);
        Assert.Contains("请重新选择文件", await late.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ask_SavedSignedIn_IsGoneOnWithByTheLinkAndByNobodyElse()
    {
        var project = await AdmittedAsync("保存了草稿的专家组");
        var asked = (await project.MailsAsync("待提交：专家组"))[0];
        var session = await portal.SessionOfAsync("szjj.planning@dazhou.example");
        var path = $"/asks/{project.Id}/ExpertArgumentation.panel/1";
        var place = FormPlace.OfAsk(project.Id, new("ExpertArgumentation.panel", 1));
        var opened = await PageAsync(path, session);
        using (var saved = await PostAsync(path, session, [.. Hidden(opened), .. Fields(("experts", "expert-cost"), ("act", FormDrafts.SaveAct))], "说明.pdf"))
            Assert.Equal((HttpStatusCode.SeeOther, path), (saved.StatusCode, saved.Headers.Location?.ToString()));

        foreach (var page in (string[])[await PageAsync(path, session), await PageAsync(asked.Href), await PageAsync($"/projects/{project.Id}", session)])
        {
            Assert.Matches("value=\"expert-cost\" checked", page);
            Assert.Equal(["说明.pdf"], FileNames(page));
            Assert.Contains("草稿已保存", page, StringComparison.Ordinal);
            Assert.DoesNotContain("role=\"alert\"", page, StringComparison.Ordinal);
        }

        // Somebody who may not answer sees nothing of it, saves nothing, and finds no draft by its id.
        var stranger = await portal.SessionOfAsync("sscjgj.project@dazhou.example");
        Assert.DoesNotContain("说明.pdf", await PageAsync($"/projects/{project.Id}", stranger), StringComparison.Ordinal);
        using (var foreign = await PostAsync(path, stranger, Fields(("experts", "expert-cloud"), ("act", FormDrafts.SaveAct))))
            Assert.Equal(HttpStatusCode.Gone, foreign.StatusCode);
        using (var foreign = await PostAsync($"/projects/{project.Id}/submissions/ExpertArgumentation.panel", stranger, Fields(("round", "1"), ("experts", "expert-cloud"), ("act", FormDrafts.SaveAct))))
            Assert.Equal(HttpStatusCode.Forbidden, foreign.StatusCode);
        using (var file = await PostAsync($"/drafts/{place.Id}/discard", session, Fields(("confirm", "true"))))
            Assert.Equal(HttpStatusCode.NotFound, file.StatusCode);

        // The second of two learns of the first before anything is replaced.
        using (var late = await PostAsync(asked.Href, null, [.. Hidden(opened), .. Fields(("experts", "expert-cloud"), ("act", FormDrafts.SaveAct))]))
        {
            var text = await late.Content.ReadAsStringAsync();
            Assert.Equal(HttpStatusCode.Conflict, late.StatusCode);
            Assert.Contains("保存过", text, StringComparison.Ordinal);
            Assert.Contains("已保存的内容", text, StringComparison.Ordinal);
            Assert.Matches("value=\"expert-cloud\" checked", text);
        }

        Assert.Equal("expert-cost", (await Tables.FindAsync<DraftRow>(place.Id, DraftRow.OnlyRowKey))!.Value.Fields["experts"]);
        var last = await PageAsync(path, session);
        using (var taken = await PostAsync(path, session, [.. Hidden(last), .. Applicant.Experts.Select(expert => KeyValuePair.Create("experts", expert))]))
            Assert.Contains("说明.pdf", await taken.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        await GoneAsync(place);
        using var closed = await PostAsync(path, session, Fields(("experts", "expert-cloud"), ("act", FormDrafts.SaveAct)));
        Assert.Equal(HttpStatusCode.Gone, closed.StatusCode);
        await GoneAsync(place);
    }

    [Fact]
    public async Task Link_SavedAndThenAnsweredByTheApi_LeavesNoDraft()
    {
        var id = $"contacts-{Guid.NewGuid():N}"[..30];
        using (var opened = await SendAsync(HttpMethod.Post, "/api/contact-registers", JsonContent.Create(new
        {
            id,
            document = "达市府办发〔2023〕16号",
            title = id,
            office = "市政管局",
            due = $"{(await portal.NowAsync()).Year + 2}-05-31",
            units = new[] { "市财政局" },
        }), unitKey: await portal.UnitKeyAsync("szgfj")))
            Assert.Equal(HttpStatusCode.Accepted, opened.StatusCode);
        await portal.SettleAsync();
        var asked = Assert.Single(await portal.MailsAsync($"{id}联络人员"), mail => mail.To == "szj.office@dazhou.example");
        var subject = $"contacts.{id}.szj";
        using (var saved = await PostAsync(asked.Href, null, Fields(("name", "甲"), ("phone", "08"), ("act", FormDrafts.SaveAct))))
            Assert.Equal(HttpStatusCode.SeeOther, saved.StatusCode);
        var page = await PageAsync(asked.Href);
        Assert.Contains("value=\"08\"", page, StringComparison.Ordinal);

        var ask = (await Tables.ListAsync<AskRow>(subject)).Single();
        Assert.NotNull(await Tables.FindAsync<DraftRow>(FormPlace.OfAsk(subject, new(ask.Step, ask.Round)).Id, DraftRow.OnlyRowKey));
        using (var taken = await SendAsync(
            HttpMethod.Post, $"/api/submissions/{subject}/Contacts.person", JsonContent.Create(new { name = "乙", post = "科长", phone = "13900000000" }), unitKey: await portal.UnitKeyAsync("szj")))
            Assert.Equal(HttpStatusCode.Accepted, taken.StatusCode);
        await GoneAsync(FormPlace.OfAsk(subject, new(ask.Step, ask.Round)));
        using var closed = await portal.Http.GetAsync(asked.Href);
        Assert.Equal(HttpStatusCode.Gone, closed.StatusCode);
    }

    [Fact]
    public async Task Budget_SavedByItsUnit_IsShownToItAloneUntilItIsApplied()
    {
        var session = await portal.SessionOfAsync("sscjgj.project@dazhou.example");
        var name = $"草稿里的系统{Guid.NewGuid():N}";
        // A half-typed entry in the catalogue, then the whole one.
        Assert.Contains("草稿已保存", await TextAsync("/systems", session, Fields(("name", name), ("protectionLevel", "二"), ("act", FormDrafts.SaveAct))), StringComparison.Ordinal);
        Assert.Contains("value=\"二\"", await PageAsync("/systems", session), StringComparison.Ordinal);
        var entered = await TextAsync(
            "/systems", session, [.. Hidden(await PageAsync("/systems", session)), .. Fields(("name", name), ("acceptedOn", "2020-06-01"), ("security", "qualified"), ("protectionLevel", "2"))]);
        Assert.Contains("已经登记", entered, StringComparison.Ordinal);
        Assert.DoesNotContain(name, FormOf(await PageAsync("/systems", session)), StringComparison.Ordinal);
        var system = CatalogueId().Match(entered).Groups["id"].Value;
        using (var confirmed = await SendAsync(HttpMethod.Post, $"/api/systems/{system}/decision", JsonContent.Create(new { agree = true }), unitKey: await portal.UnitKeyAsync("szjj")))
            Assert.Equal(HttpStatusCode.Accepted, confirmed.StatusCode);

        var year = (await portal.NowAsync()).ToOffset(TimeSpan.FromHours(8)).Year + 1;
        Assert.Contains("草稿已保存", await TextAsync("/operations", session, Fields(("system", system), ("amount", "约20"), ("act", FormDrafts.SaveAct)), "申报材料.pdf"), StringComparison.Ordinal);
        var shown = await PageAsync("/operations", session);
        Assert.Contains("value=\"约20\"", shown, StringComparison.Ordinal);
        Assert.Equal(["申报材料.pdf"], FileNames(shown));
        Assert.DoesNotContain("申报材料.pdf", await PageAsync("/operations", await portal.SessionOfAsync("sjyj.project@dazhou.example")), StringComparison.Ordinal);

        // Every field that cannot be read is named, and the file stays.
        (string Name, string Value)[] rest = [("system", system), ("kind", "renewed"), ("year", $"{year}"), ("until", $"{year}-12-31"), ("source", "municipalBudget"), ("need", "驻场运维")];
        var refused = await TextAsync("/operations", session, [.. Hidden(shown), .. Fields([.. rest, ("amount", "约20"), ("from", "元旦")])]);
        foreach (var field in (string[])["amount", "from"])
            Assert.Matches($"id=\"[^\"]*\\.{field}-fault\"", refused);
        Assert.Equal(["申报材料.pdf"], FileNames(refused));
        var applied = await TextAsync("/operations", session, [.. Hidden(refused), .. Fields([.. rest, ("amount", "20"), ("from", $"{year}-01-01")])]);
        Assert.Contains("运维预算申报已提交", applied, StringComparison.Ordinal);
        Assert.Contains("申报材料.pdf", applied, StringComparison.Ordinal);
        Assert.DoesNotContain("草稿已保存", await PageAsync("/operations", session), StringComparison.Ordinal);
        await GoneAsync(new("operations", OperationStep, "sscjgj"));
    }

    [Fact]
    public async Task Page_AfterACrashBetweenRecordAndCleanUp_OffersNoSecondHandIn()
    {
        var project = await portal.PublishAsync($"提出整改要求的项目{Guid.NewGuid():N}");
        var (path, place) = ($"/projects/{project.Id}", FormPlace.OfOffer(project.Id, "Rectification.order"));
        var page = await PageAsync(path);
        var key = Regex.Match(page, "submissions/Rectification\\.order\".*?name=\"idempotencyKey\" value=\"(?<key>[^\"]+)\"", RegexOptions.Singleline, TimeSpan.FromSeconds(5)).Groups["key"].Value;
        (string Name, string Value)[] order = [("idempotencyKey", key), ("unitKey", UnitKeys.DevelopmentKey), ("matter", "quality"), ("finding", "发现的问题一"), ("requirement", "限期整改")];
        Assert.Contains("草稿已保存", await TextAsync($"{path}/submissions/Rectification.order", null, Fields([.. order, ("act", FormDrafts.SaveAct)])), StringComparison.Ordinal);
        var draft = (await Tables.FindAsync<DraftRow>(place.Id, DraftRow.OnlyRowKey))!.Value;
        var until = $"{(await portal.NowAsync()).AddDays(60):yyyy-MM-dd}";
        var taken = await TextAsync($"{path}/submissions/Rectification.order", null, Fields([.. order, ("until", until)]));
        Assert.Contains("已提交限期整改要求", taken, StringComparison.Ordinal);
        await GoneAsync(place);

        // As if the process had ended before the draft was cleared.
        await Tables.UpsertAsync(draft);
        var after = await PageAsync(path);
        Assert.DoesNotContain("草稿已保存", after, StringComparison.Ordinal);
        await GoneAsync(place);
    }

    [SkippableTheory]
    [InlineData("phone")]
    [InlineData("desk")]
    public async Task Link_InABrowserWithoutScript_KeepsWhatWasTypedAndChosen(string device)
    {
        Needs.Met(chromium.Missing ?? await Axe.MissingAsync());
        var (_, asked) = await AskedExpertAsync($"在浏览器里分两次填写的意见{device}");
        var options = Axe.Like(device, portal.Address);
        options.JavaScriptEnabled = false;
        await using (var first = await chromium.Browser!.NewContextAsync(options))
        {
            var page = await first.NewPageAsync();
            await page.GotoAsync(asked.Href);
            await page.CheckAsync("[name=necessary][value=true]");
            await page.FillAsync("[name=score]", "很高");
            await page.SetInputFilesAsync("[name=file]", new FilePayload { Name = "论证.pdf", MimeType = "application/pdf", Buffer = Pdf });
            await page.ClickAsync("button:has-text('提交专家论证意见')");
            Assert.Equal(2, await page.Locator("main .error").CountAsync());
            Assert.True(await page.Locator(".kept input").IsCheckedAsync());
            await page.FillAsync("[name=opinion]", "写了一半");
            await page.ClickAsync("button:has-text('保存草稿')");
            Assert.Contains("草稿已保存", await page.Locator(".notice.green").InnerTextAsync(), StringComparison.Ordinal);
        }

        // Another browser, with script: what axe looks at.
        await using var second = await chromium.Browser!.NewContextAsync(Axe.Like(device, portal.Address));
        var again = await second.NewPageAsync();
        await again.GotoAsync(asked.Href);
        Assert.Equal(("很高", "写了一半"), (await again.InputValueAsync("[name=score]"), await again.InputValueAsync("[name=opinion]")));
        Assert.Contains("论证.pdf", await again.Locator(".kept").InnerTextAsync(), StringComparison.Ordinal);
        Assert.Empty(await Axe.FaultsAsync(again, "draft"));
        await again.FillAsync("[name=score]", "86");
        await again.ClickAsync("button:has-text('提交专家论证意见')");
        Assert.Contains("论证.pdf", await again.Locator("main").InnerTextAsync(), StringComparison.Ordinal);
    }

    private const string OperationStep = "application";

    private async Task<Applicant> AdmittedAsync(string title)
    {
        var project = new Applicant(portal, $"{title}{Guid.NewGuid():N}");
        await project.HandInAsync("tier-150.json");
        using (await project.DecideAsync(Assert.Single(await project.MailsAsync("待初审")).Href, "同意"))
            await portal.SettleAsync();
        return project;
    }

    private async Task<(Applicant Project, Mail Asked)> AskedExpertAsync(string title)
    {
        var project = await AdmittedAsync(title);
        using (var named = await project.NamePanelAsync(Applicant.Experts))
            Assert.Equal(HttpStatusCode.OK, named.StatusCode);
        return (project, (await project.OpinionMailsAsync())[0]);
    }

    private async Task<AskRow> AskOfAsync(string project, string mail) =>
        (await Tables.ListAsync<AskRow>(project)).Single(ask => mail.StartsWith($"{ask.Person}@", StringComparison.Ordinal) && ask.Step.EndsWith("opinion", StringComparison.Ordinal));

    private async Task<FormPlace> PlaceOfAsync(string project, string mail) =>
        await AskOfAsync(project, mail) is var ask ? FormPlace.OfAsk(project, new(ask.Step, ask.Round)) : throw new InvalidOperationException();

    private async Task GoneAsync(FormPlace place)
    {
        Assert.Null(await Tables.FindAsync<DraftRow>(place.Id, DraftRow.OnlyRowKey));
        Assert.Empty(await Tables.ListAsync<DraftUploadRow>(place.Id));
    }

    private async Task<string> PageAsync(string path, string? session = null)
    {
        using var answer = await SendAsync(HttpMethod.Get, path, content: null, session);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == HttpStatusCode.OK, $"{path}: {answer.StatusCode} {text}");
        return text;
    }

    private async Task<string> TextAsync(string path, string? session, IEnumerable<KeyValuePair<string, string>> fields, string? fileName = null)
    {
        using var answer = await PostAsync(path, session, fields, fileName);
        return await answer.Content.ReadAsStringAsync();
    }

    private Task<HttpResponseMessage> PostAsync(string path, string? session, IEnumerable<KeyValuePair<string, string>> fields, string? fileName = null, byte[]? file = null)
    {
        var form = new MultipartFormDataContent();
        foreach (var (name, value) in fields)
            form.Add(new StringContent(value, Encoding.UTF8), name);
        if (fileName is not null)
            form.Add(new ByteArrayContent(file ?? Pdf), FormDrafts.FileField, fileName);
        return SendAsync(HttpMethod.Post, path, form, session);
    }

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, HttpContent? content, string? session = null, string? unitKey = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        if (session is not null)
            request.Headers.Add("Cookie", session);
        if (unitKey is not null)
            request.Headers.Add(UnitKeys.Header, unitKey);
        return await portal.Http.SendAsync(request);
    }

    private static IEnumerable<KeyValuePair<string, string>> Fields(params (string Name, string Value)[] fields) => fields.Select(field => KeyValuePair.Create(field.Name, field.Value));

    /// <summary>What a browser sends of a page without being asked: hidden fields, and the ticks beside kept files.</summary>
    private static List<KeyValuePair<string, string>> Hidden(string page) =>
        [.. HiddenField().Matches(page).Where(field => field.Groups["name"].Value != "round").Select(field => KeyValuePair.Create(field.Groups["name"].Value, field.Groups["value"].Value))];

    private static IEnumerable<string> FileNames(string page) => KeptFile().Matches(page).Select(file => WebUtility.HtmlDecode(file.Groups["name"].Value.Trim()));

    private static string FormOf(string page) => page[page.IndexOf("<form method=\"post\" action=\"/systems\"", StringComparison.Ordinal)..];

    [GeneratedRegex("<input type=\"(hidden|checkbox)\" name=\"(?<name>revision|seen|kept|idempotencyKey|round)\" value=\"(?<value>[^\"]*)\"", RegexOptions.ExplicitCapture)]
    private static partial Regex HiddenField();

    [GeneratedRegex("name=\"kept\" value=\"[0-9a-f]+\" checked[^>]*> (?<name>[^<]+) <span", RegexOptions.ExplicitCapture)]
    private static partial Regex KeptFile();

    [GeneratedRegex("<code>(?<id>[^<]+)</code>", RegexOptions.ExplicitCapture)]
    private static partial Regex CatalogueId();
}
