using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Dazhou.Serverless.Functions.Common;

namespace Functions.Tests.Portal;

/// <summary>A project of 320万元 from its application to the end of its post-evaluation, every act over HTTP, on a host of its own.</summary>
public sealed class WholeLifeTests(PortalHost portal) : IClassFixture<PortalHost>
{
    private readonly HashSet<string> decided = new(StringComparer.Ordinal);
    private Applicant project = null!;

    [Fact]
    public async Task Project_EveryActOverHttp_LivesToTheEndOfItsPostEvaluation()
    {
        project = new Applicant(portal, "全程办理项目");
        await EstablishesAndPlansAsync();
        await BudgetsAndProcuresAsync();
        await BuildsAsync();
        await AcceptsAndPaysAsync();
        await EvaluatesAsync();
    }

    private async Task EstablishesAndPlansAsync()
    {
        using var answer = await project.PostAsync("tier-320.json");
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        project.Adopt((await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString()!);

        // Nothing is open for the unit yet, and what comes too early is refused with its article.
        Assert.Empty((await project.ProjectAsync()).GetProperty("open").EnumerateArray());
        using var early = await HandInAsync("Procurement.contract", new { number = "1" });
        Assert.Equal(HttpStatusCode.Conflict, early.StatusCode);
        Assert.Equal("第四十二条", FirstError(await early.Content.ReadFromJsonAsync<JsonElement>(), "article"));

        await project.ArgueAsync();
        var plan = await OpenAsync("TechnicalPlan", days: 14);
        Assert.Equal("第三十六条", plan.GetProperty("article").GetString());
        using var kept = await project.HandInPlanAsync(await PdfAsync(), "技术方案.pdf");
        Assert.Equal(HttpStatusCode.Accepted, kept.StatusCode);
    }

    private async Task BudgetsAndProcuresAsync()
    {
        await AcceptedAsync("BudgetReview.estimate", new { estimate = 310 });

        // Every rule that is broken, with its field: the file is missing and the price exceeds the estimate.
        await OpenAsync("BudgetReview.application");
        using var refused = await HandInAsync("BudgetReview.application", new { controlPrice = 311 });
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.Equal("application/problem+json", refused.Content.Headers.ContentType!.MediaType);
        var errors = (await refused.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("errors").EnumerateArray().ToList();
        Assert.Equal(["controlPrice", "file"], errors.Select(error => error.GetProperty("field").GetString()).Order(StringComparer.Ordinal));

        using var strange = await HandInAsync("BudgetReview.application", new { controlPrice = 300 }, unitKey: "not-a-key");
        Assert.Equal(HttpStatusCode.Unauthorized, strange.StatusCode);
        await AcceptedAsync("BudgetReview.application", new { controlPrice = 300 }, file: true);

        // Repeated it answers the same; something else for the same round does not replace it.
        await OpenAsync("Procurement.plan");
        using var first = await HandInAsync("Procurement.plan", new { filingNumber = "备案1号", method = "openTender", budget = 300 }, key: "plan-1");
        using var again = await HandInAsync("Procurement.plan", new { filingNumber = "备案1号", method = "openTender", budget = 300 }, key: "plan-1");
        Assert.Equal(HttpStatusCode.Accepted, first.StatusCode);
        Assert.Equal(await first.Content.ReadAsStringAsync(), await again.Content.ReadAsStringAsync());
        using var other = await HandInAsync("Procurement.plan", new { filingNumber = "备案2号", method = "openTender", budget = 300 });
        Assert.Equal(HttpStatusCode.Conflict, other.StatusCode);

        await ContractsOnThePageAsync();
    }

    /// <summary>The contract comes by the form on the project's page.</summary>
    private async Task ContractsOnThePageAsync()
    {
        var open = await OpenAsync("Procurement.contract");
        var today = ChinaTime.DayOf(await portal.NowAsync());
        var page = await portal.Http.GetStringAsync($"/projects/{project.Id}");
        Assert.Contains($"action=\"/projects/{project.Id}/submissions/Procurement.contract\"", page, StringComparison.Ordinal);

        using var refused = await portal.Http.PostAsync($"/projects/{project.Id}/submissions/Procurement.contract", await ContractAsync(today, "300.01"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.Contains("value=\"300.01\"", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);

        using var kept = await portal.Http.PostAsync($"/projects/{project.Id}/submissions/Procurement.contract", await ContractAsync(today, "290"));
        Assert.Equal(HttpStatusCode.OK, kept.StatusCode);
        Assert.Contains("已提交合同", await kept.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(1, open.GetProperty("round").GetInt32());
    }

    private static async Task<MultipartFormDataContent> ContractAsync(DateOnly today, string amount) => new()
    {
        { new StringContent(UnitKeys.DevelopmentKey), "unitKey" },
        { new StringContent("1"), "round" },
        { new StringContent("合同1号"), "number" },
        { new StringContent("示例公司"), "supplier" },
        { new StringContent(amount), "amount" },
        { new StringContent($"{today:yyyy-MM-dd}"), "signedOn" },
        { new StringContent($"{today:yyyy-MM-dd}"), "startsOn" },
        { new StringContent($"{today.AddMonths(3):yyyy-MM-dd}"), "endsOn" },
        { new ByteArrayContent(await PdfAsync()), "file", "合同.pdf" },
    };

    private async Task BuildsAsync()
    {
        await OpenAsync("Construction.completion");
        await AcceptedAsync("Construction.supplement", new { amount = 10, sameSubjectMatter = true, otherTermsUnchanged = true, ground = "追加同类设备" }, file: true);
        await AcceptedAsync("Construction.pause", new { reason = "工程严重逾期" });
        await portal.SettleAsync();
        using var paused = await HandInAsync("Construction.pause", new { reason = "再次暂停" });
        Assert.Equal(HttpStatusCode.Conflict, paused.StatusCode);
        await AcceptedAsync("Construction.resume", new { reason = "问题已经解决" });
        var now = await portal.NowAsync();
        await AcceptedAsync(
            "Rectification.order",
            new { matter = "progress", finding = "进度滞后", requirement = "补齐进度", until = $"{ChinaTime.DayOf(now).AddDays(30):yyyy-MM-dd}" });
        await AcceptedAsync("Rectification.report1", new { report = "已经补齐" });

        // The month's report is asked for a month after the contract; it comes by the mailed link.
        await OpenAsync("Construction.progress", days: 32);
        var asked = (await project.MailsAsync("待提交")).First(mail => mail.Text.Contains("建设进度", StringComparison.Ordinal));
        using (var form = await portal.Http.GetAsync(asked.Href))
            Assert.Contains("name=\"percent\"", await form.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using var reported = await portal.Http.PostAsync(
            asked.Href, new FormUrlEncodedContent([new("percent", "40"), new("summary", "按计划推进")]));
        Assert.Equal(HttpStatusCode.OK, reported.StatusCode);
        Assert.DoesNotContain(await OpenKindsAsync(), kind => kind == "Construction.progress");
        using var used = await portal.Http.GetAsync(asked.Href);
        Assert.Equal(HttpStatusCode.Gone, used.StatusCode);

        var today = ChinaTime.DayOf(await portal.NowAsync());
        await AcceptedAsync("Construction.completion", new { completedOn = $"{today:yyyy-MM-dd}", summary = "按合同完成建设" });
    }

    private async Task AcceptsAndPaysAsync()
    {
        await OpenAsync("TrialRun.start");
        await AcceptedAsync("TrialRun.start", new { startedOn = $"{ChinaTime.DayOf(await portal.NowAsync()):yyyy-MM-dd}" });
        await portal.MoveClockAsync((await portal.NowAsync()).AddDays(27));
        Assert.Equal("TrialRun", await project.StageAsync());
        await OpenAsync("PreAcceptance.application", days: 14);
        await AcceptedAsync("PreAcceptance.application", new { trialRunEffect = "运行平稳", problems = "无", builtAsReviewed = true });
        await OpenAsync("Acceptance.report");
        await AcceptedAsync(
            "Acceptance.report",
            new
            {
                passed = true,
                secureAndReliable = true,
                cryptographyReviewed = true,
                protectionTested = true,
                operationFrom = $"{ChinaTime.DayOf(await portal.NowAsync()):yyyy-MM-dd}",
                conclusion = "验收合格",
            },
            file: true);

        await OpenAsync("Payment.application");
        using var tooMuch = await HandInAsync("Payment.application", new { amount = 300.01, final = true });
        Assert.Equal(HttpStatusCode.UnprocessableEntity, tooMuch.StatusCode);
        await AcceptedAsync("Payment.application", new { amount = 300, final = true });
    }

    private async Task EvaluatesAsync()
    {
        await StageAsync("PostEvaluation");
        await portal.MoveClockAsync((await portal.NowAsync()).AddMonths(12).AddDays(-3));
        Assert.DoesNotContain(await OpenKindsAsync(), kind => kind == "PostEvaluation.self");
        await OpenAsync("PostEvaluation.self", days: 14);
        await AcceptedAsync("PostEvaluation.self", new { resourceUse = "充分利用", sharing = "已经共享", securityRisk = "风险可控" }, file: true);
        await OpenAsync("PostEvaluation.result");
        await AcceptedAsync("PostEvaluation.result", new { grade = "good", method = "experts", conclusion = "达到绩效目标" });
        await StageAsync("Completed");
        Assert.Contains("链式校验完整", await portal.Http.GetStringAsync($"/projects/{project.Id}"), StringComparison.Ordinal);
    }

    /// <summary>Waits, day by day and deciding what is asked, until an act is open.</summary>
    private async Task<JsonElement> OpenAsync(string kind, int days = 4)
    {
        for (var day = 0; ; day++)
        {
            await DecideAsync();
            var view = await project.ProjectAsync();
            var found = view.GetProperty("open").EnumerateArray().FirstOrDefault(act => act.GetProperty("kind").GetString() == kind);
            if (found.ValueKind != JsonValueKind.Undefined)
                return found;
            Assert.True(day < days, $"{kind} is not open after {day} days in {view.GetProperty("stage")}: {view.GetProperty("open")}{portal.Output()}");
            await portal.MoveClockAsync((await portal.NowAsync()).AddDays(1));
        }
    }

    private async Task StageAsync(string stage)
    {
        for (var day = 0; await project.StageAsync() is var current && current != stage; day++)
        {
            Assert.True(day < 4, $"{stage} is not reached from {current}.");
            await DecideAsync();
            await portal.MoveClockAsync((await portal.NowAsync()).AddHours(8));
        }
    }

    /// <summary>Everybody who is asked to decide agrees.</summary>
    private async Task DecideAsync()
    {
        while ((await project.MailsAsync("待")).Where(mail => !mail.Subject.StartsWith("【待提交", StringComparison.Ordinal) && decided.Add(mail.Id)).ToList() is { Count: > 0 } asked)
        {
            foreach (var mail in asked)
            {
                using var answer = await project.DecideAsync(mail.Href, "同意");
                Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            }
        }
    }

    private async Task<IReadOnlyList<string>> OpenKindsAsync() =>
        [.. (await project.ProjectAsync()).GetProperty("open").EnumerateArray().Select(act => act.GetProperty("kind").GetString()!)];

    private async Task AcceptedAsync(string kind, object content, bool file = false)
    {
        await OpenAsync(kind);
        using var answer = await HandInAsync(kind, content, file);
        Assert.True(answer.StatusCode == HttpStatusCode.Accepted, $"{kind}: {await answer.Content.ReadAsStringAsync()}");
    }

    private async Task<HttpResponseMessage> HandInAsync(string kind, object content, bool file = false, string? key = null, string? unitKey = null)
    {
        var json = JsonSerializer.Serialize(content);
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/projects/{project.Id}/submissions/{kind}");
        request.Headers.Add(UnitKeys.Header, unitKey ?? UnitKeys.DevelopmentKey);
        if (key is not null)
            request.Headers.Add("Idempotency-Key", key);
        if (file)
        {
            var pdf = new ByteArrayContent(await PdfAsync());
            pdf.Headers.ContentType = new MediaTypeHeaderValue("application/pdf");
            request.Content = new MultipartFormDataContent { { new StringContent(json, Encoding.UTF8), "data" }, { pdf, "file", "材料.pdf" } };
        }
        else
        {
            request.Content = new StringContent(json, Encoding.UTF8, "application/json");
        }

        return await portal.Http.SendAsync(request);
    }

    private static string? FirstError(JsonElement problem, string property) => problem.GetProperty("errors")[0].GetProperty(property).GetString();

    private static Task<byte[]> PdfAsync() => File.ReadAllBytesAsync(Path.Combine(Repository.Root, "samples", "projects", "technical-plan.pdf"));
}
