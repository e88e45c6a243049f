using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Dazhou.Serverless.Functions.Common;

namespace Functions.Tests.Portal;

/// <summary>
/// One host with a project for each test, all walked to their building together over HTTP: everybody who is asked agrees,
/// and hands in what is usual, until a test says otherwise.
/// </summary>
public sealed class BuildingSite : IAsyncLifetime
{
    private readonly HashSet<string> decided = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Site> sites = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> keys = new(StringComparer.Ordinal);

    public PortalHost Portal { get; } = new();

    public async Task InitializeAsync()
    {
        await Portal.InitializeAsync();
        foreach (var name in new[] { "追加设备", "合并模块", "更换架构", "中标停工", "暂停建设", "监控绩效", "限期整改", "终止建设", "擅自变更" })
        {
            var applicant = new Applicant(Portal, $"在建项目之{name}");
            using var answer = await applicant.PostAsync("tier-150.json");
            Assert.True(answer.StatusCode == HttpStatusCode.Accepted, await answer.Content.ReadAsStringAsync());
            applicant.Adopt((await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString()!);
            sites[name] = new(applicant.Id, applicant.Title);
        }

        await WalkAsync([.. sites.Values], "Construction.completion", days: 60);
    }

    public Task DisposeAsync() => Portal.DisposeAsync();

    /// <summary>The project of a test.</summary>
    public Site this[string name] => sites[name];

    /// <summary>The key of a unit, made by an administrator.</summary>
    public async Task<string> KeyOfAsync(string unit)
    {
        if (keys.TryGetValue(unit, out var known))
            return known;
        return keys[unit] = await Portal.UnitKeyAsync(unit);
    }

    /// <summary>Hands in over the API with a unit's key.</summary>
    public async Task<HttpResponseMessage> HandInAsync(Site site, string kind, object content, string unit, bool file = false)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/projects/{site.Id}/submissions/{kind}");
        request.Headers.Add(UnitKeys.Header, unit.Length == 0 ? UnitKeys.DevelopmentKey : await KeyOfAsync(unit));
        var json = JsonSerializer.Serialize(content, JsonSerializerOptions.Web);
        request.Content = file ? await WithFileAsync(json) : new StringContent(json, Encoding.UTF8, "application/json");
        return await Portal.Http.SendAsync(request);
    }

    /// <summary>Hands in what is accepted.</summary>
    public async Task AcceptedAsync(Site site, string kind, object content, string unit, bool file = false)
    {
        using var answer = await HandInAsync(site, kind, content, unit, file);
        Assert.True(answer.StatusCode == HttpStatusCode.Accepted, $"{kind}: {await answer.Content.ReadAsStringAsync()}");
        await Portal.SettleAsync();
    }

    /// <summary>Hands in what is refused: with a foreign key, and for the field and the article that are named.</summary>
    public async Task RefusedAsync(Site site, string kind, object bad, string unit, string foreign, string field, string article, bool file = false)
    {
        using (var forbidden = await HandInAsync(site, kind, bad, foreign, file))
        {
            Assert.Equal(HttpStatusCode.Forbidden, forbidden.StatusCode);
            Assert.Equal("application/problem+json", forbidden.Content.Headers.ContentType!.MediaType);
        }

        using var refused = await HandInAsync(site, kind, bad, unit, file);
        Assert.True(refused.StatusCode == HttpStatusCode.UnprocessableEntity, $"{kind}: {refused.StatusCode} {await refused.Content.ReadAsStringAsync()}");
        Assert.Equal("application/problem+json", refused.Content.Headers.ContentType!.MediaType);
        var faults = (await refused.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("errors").EnumerateArray()
            .Select(fault => (fault.GetProperty("field").GetString(), fault.GetProperty("article").GetString()));
        Assert.Contains((field, article), faults);
    }

    public async Task<JsonElement> ViewAsync(Site site) => await Portal.Http.GetFromJsonAsync<JsonElement>($"/api/projects/{site.Id}");

    public async Task<IReadOnlyList<string>> ActionsAsync(Site site) =>
        [.. (await ViewAsync(site)).GetProperty("history").EnumerateArray().Select(entry => entry.GetProperty("action").GetString()!)];

    /// <summary>What is asked for or may be handed in.</summary>
    public async Task<IReadOnlyList<string>> OpenAsync(Site site) =>
        [.. (await ViewAsync(site)).GetProperty("open").EnumerateArray().Select(act => act.GetProperty("kind").GetString()!)];

    public async Task<IReadOnlyList<Mail>> MailsAsync(Site site, string text) =>
        [.. (await Portal.MailsAsync(site.Title)).Where(mail => mail.Text.Contains(text, StringComparison.Ordinal))];

    public async Task AdvanceAsync(int days) => await Portal.MoveClockAsync((await Portal.NowAsync()).AddDays(days));

    /// <summary>Decides what is asked of a project; without <paramref name="decision"/> everybody agrees.</summary>
    public async Task DecideAsync(Site site, string decision = "同意", string comment = "")
    {
        for (var round = 0; await DecideAsync([site], decision, comment); round++)
            Assert.True(round < 20, $"{site.Title} is asked without an end.");
    }

    /// <summary>Goes on day by day, deciding and handing in, until a step is open in each project.</summary>
    public async Task WalkAsync(IReadOnlyList<Site> walkers, string until, int days)
    {
        for (var day = 0; ; day++)
        {
            for (var again = true; again;)
            {
                again = await DecideAsync(walkers, "同意", comment: "");
                foreach (var site in walkers)
                    again |= await HandInUsualAsync(site, until);
            }

            var waiting = new List<Site>();
            foreach (var site in walkers)
            {
                if (!(await OpenAsync(site)).Contains(until))
                    waiting.Add(site);
            }

            if (waiting.Count == 0)
                return;
            Assert.True(day < days, $"{until} is not open after {day} days: {await ViewAsync(waiting[0])}{Portal.Output()}");
            await AdvanceAsync(1);
        }
    }

    /// <summary>Decides what is asked at this moment; false when nothing is.</summary>
    private async Task<bool> DecideAsync(IReadOnlyList<Site> asked, string decision, string comment)
    {
        var mails = (await Portal.MailsAsync(""))
            .Where(mail => mail.Subject.StartsWith("【待", StringComparison.Ordinal) && !mail.Subject.StartsWith("【待提交", StringComparison.Ordinal)
                && asked.Any(site => mail.Subject.EndsWith(site.Title, StringComparison.Ordinal)) && decided.Add(mail.Id))
            .ToList();
        foreach (var mail in mails)
        {
            using var answer = await Portal.Http.PostAsync(mail.Href, new FormUrlEncodedContent([new("decision", decision), new("comment", comment)]));
            Assert.True(answer.StatusCode is HttpStatusCode.OK, $"{mail.Subject}: {answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
        }

        return mails.Count > 0;
    }

    /// <summary>Hands in what is asked for, with what is usual; false when nothing is.</summary>
    private async Task<bool> HandInUsualAsync(Site site, string until)
    {
        var any = false;
        var view = await ViewAsync(site);
        var today = ChinaTime.DayOf(await Portal.NowAsync());
        foreach (var act in view.GetProperty("open").EnumerateArray())
        {
            var step = act.GetProperty("kind").GetString()!;
            if (step == until || act.GetProperty("round").ValueKind == JsonValueKind.Null || Usual(step.TrimEnd("0123456789".ToCharArray()), today) is not { } usual)
                continue;
            if (step == "TechnicalPlan")
            {
                using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/projects/{site.Id}/technical-plan");
                request.Headers.Add(UnitKeys.Header, UnitKeys.DevelopmentKey);
                request.Content = await WithFileAsync("{}");
                using var plan = await Portal.Http.SendAsync(request);
                any |= plan.StatusCode == HttpStatusCode.Accepted;
                continue;
            }

            using var answer = await HandInAsync(site, step, usual, unit: "", file: true);
            // A period that has not run out yet, e.g. of the trial run, is waited for.
            Assert.True(answer.StatusCode is HttpStatusCode.Accepted or HttpStatusCode.UnprocessableEntity, $"{step}: {await answer.Content.ReadAsStringAsync()}");
            any |= answer.StatusCode == HttpStatusCode.Accepted;
        }

        return any;
    }

    private static object? Usual(string step, DateOnly today) => step switch
    {
        "TechnicalPlan" => new { },
        "Establishment.route" => new { route = "oneByOne" },
        "ExpertArgumentation.panel" => new { experts = Applicant.Experts },
        "ExpertArgumentation.opinion" => new { necessary = true, score = 85, opinion = "确有必要建设" },
        "BudgetReview.estimate" => new { estimate = 150 },
        "BudgetReview.application" => new { controlPrice = 145 },
        "Procurement.plan" => new { filingNumber = "备案1号", method = "openTender", budget = 145 },
        "Procurement.contract" => new
        {
            number = "合同1号",
            supplier = "示例公司",
            amount = 140,
            signedOn = $"{today:yyyy-MM-dd}",
            startsOn = $"{today:yyyy-MM-dd}",
            endsOn = $"{today.AddMonths(6):yyyy-MM-dd}",
        },
        "Construction.completion" => new { completedOn = $"{today:yyyy-MM-dd}", summary = "按合同完成建设" },
        "TrialRun.start" => new { startedOn = $"{today:yyyy-MM-dd}" },
        "PreAcceptance.application" => new { trialRunEffect = "运行平稳", problems = "无", builtAsReviewed = true },
        "Acceptance.report" => new
        {
            passed = true,
            secureAndReliable = true,
            cryptographyReviewed = true,
            protectionTested = true,
            operationFrom = $"{today:yyyy-MM-dd}",
            conclusion = "验收合格",
        },
        _ => null,
    };

    private static async Task<MultipartFormDataContent> WithFileAsync(string json)
    {
        var pdf = new ByteArrayContent(await File.ReadAllBytesAsync(Path.Combine(Repository.Root, "samples", "projects", "technical-plan.pdf")));
        pdf.Headers.ContentType = new MediaTypeHeaderValue("application/pdf");
        return new MultipartFormDataContent { { new StringContent(json, Encoding.UTF8), "data" }, { pdf, "file", "材料.pdf" } };
    }
}

/// <summary>A project that is being built.</summary>
public sealed record Site(string Id, string Title);
