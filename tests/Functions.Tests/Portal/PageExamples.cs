using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Dazhou.Serverless.Functions.Common;
using Dazhou.Serverless.Functions.Projects.Application;

namespace Functions.Tests.Portal;

/// <summary>One of each thing that has a page: made as its users make it, so that the page that is walked is one that somebody reads.</summary>
/// <param name="portal">Where.</param>
/// <param name="reader">The address of who reads the pages.</param>
internal sealed partial class PageExamples(PortalHost portal, string reader)
{
    /// <summary>An address that leads nowhere: the page that says so is the one that is walked.</summary>
    public const string Unknown = "/nothing/here";

    /// <summary>Address by route; the steps of a draft, which share a route, follow by <see cref="StepsOf"/>.</summary>
    public async Task<Dictionary<string, string>> MakeAsync()
    {
        var (campaign, project) = await CampaignAsync();
        var cycle = await CycleAsync();
        var assessment = await AssessmentAsync();
        // Until then the first week of the campaign and the first cycle of a ledger have been compiled, and another ledger is assessed.
        await portal.MoveClockAsync(await portal.NowAsync() + TimeSpan.FromDays(25));
        var (asked, panel) = (new Applicant(portal, "逐页查看的待审项目"), new Applicant(portal, "逐页查看的论证项目"));
        await asked.HandInAsync("tier-150.json");
        await panel.HandInAsync("tier-150.json");
        using (await panel.DecideAsync(Assert.Single(await panel.MailsAsync("待初审")).Href, "同意")) { }
        await portal.SettleAsync();
        var link = Assert.Single(await asked.MailsAsync("待初审")).Href;
        var (draft, system) = (await DraftAsync(), await SystemAsync());
        var projects = new ProjectExamples(portal);
        var (published, returned, batch) = (await projects.PublishedAsync(), await projects.ReturnedAsync(), await projects.BatchAsync());
        return new(StringComparer.Ordinal)
        {
            ["{ignored:maxlength(0)?}"] = "/",
            ["{*address:regex(^(?!(api|runtime|admin)(/|$)))}"] = Unknown,
            ["asks"] = "/asks",
            ["asks/{subject}/{step}/{round:int}"] = $"/asks/{panel.Id}/ExpertArgumentation.panel/1",
            ["campaigns"] = "/campaigns",
            ["campaigns/{id}"] = campaign,
            ["campaigns/{id}/briefs/{week:int}"] = $"{campaign}/briefs/1",
            ["campaigns/{id}/import"] = $"{campaign}/import",
            ["campaigns/{id}/projects/{project}"] = project,
            ["canteens"] = "/canteens",
            ["canteens/batches/{batch}"] = "/canteens/batches/DM2023-0612",
            ["canteens/{canteen}"] = await CanteenAsync(),
            ["contact-registers"] = "/contact-registers",
            ["contact-registers/{id}"] = await RegisterAsync(),
            ["decide"] = "/decide",
            ["decide/steps/{step}"] = "/decide/steps/LibraryAdmission",
            ["decide/{subject}/{step}/{round:int}"] = $"/decide/{asked.Id}/LibraryAdmission/1",
            ["dev/mailbox"] = "/dev/mailbox",
            ["directory"] = "/directory",
            ["drafts"] = "/drafts",
            ["evacuations"] = "/evacuations",
            ["evacuations/{county}"] = "/evacuations/tcq",
            ["evacuations/{county}/{register}"] = await RegistersAsync(),
            ["l/{id}"] = link,
            ["ledgers"] = "/ledgers",
            ["ledgers/{id}"] = await LedgerAsync(),
            ["ledgers/{id}/assessment"] = assessment,
            ["ledgers/{id}/assessment/{unit}"] = $"{assessment}/szjj",
            ["ledgers/{id}/cycles/{mode}/{number:int}"] = cycle,
            ["ledgers/{id}/tasks/{n}"] = "/ledgers/fangguanfu-2023/tasks/26",
            ["ledgers/{id}/units/{unit}"] = "/ledgers/fangguanfu-2023/units/szgfj",
            ["library"] = "/library",
            ["library/{id}/update"] = $"/library/{panel.Id}/update",
            ["mails"] = "/mails",
            ["operations"] = "/operations",
            ["operations/{id}"] = await BudgetAsync(system),
            ["plans"] = "/plans",
            ["plans/{year}"] = batch[..batch.IndexOf("/batches", StringComparison.Ordinal)],
            ["plans/{year}/batches/{number}"] = batch,
            ["problems"] = "/problems",
            ["problems/{id}"] = await ProblemAsync(),
            ["projects"] = "/projects",
            ["projects/new"] = "/projects/new",
            ["projects/new/{draft}"] = draft,
            ["projects/new/{draft}/{step}"] = $"{draft}/{ApplicationSteps.All[0].Key}",
            ["projects/{id}/function-list/edit"] = $"/projects/{published.Id}/function-list/edit",
            ["projects/{id}"] = $"/projects/{panel.Id}",
            ["projects/{id}/correction"] = $"/projects/{returned.Id}/correction",
            ["publicity/{id}"] = $"/publicity/{published.Id}",
            ["rehearsal"] = "/rehearsal",
            ["rehearsal/{id}"] = await RehearsalAsync(),
            ["replacements"] = "/replacements?who=szjj.planning",
            ["search"] = $"/search?q={Uri.EscapeDataString("逐页查看")}",
            ["sign-in"] = "/sign-in",
            ["systems"] = "/systems",
            ["systems/{id}"] = $"/systems/{system}",
            ["todo"] = "/todo",
            ["units/{unit}"] = "/units/sscjgj",
            ["works/{id}"] = await WorkAsync(),
        };
    }

    /// <summary>All pages of a draft, of which <paramref name="first"/> is one.</summary>
    public static IEnumerable<string> StepsOf(string first) =>
        ApplicationSteps.All.Select(step => $"{first[..first.LastIndexOf('/')]}/{step.Key}");

    private async Task<string> DraftAsync()
    {
        using var begun = await SendAsync("/projects/new/drafts", new FormUrlEncodedContent([]));
        var step = SeenAt(begun);
        return step[..step.LastIndexOf('/')];
    }

    private async Task<string> SystemAsync()
    {
        var entered = await TakenAsync("/api/systems", await portal.UnitKeyAsync("sscjgj"), new
        {
            name = "逐页查看的系统",
            acceptedOn = "2020-06-01",
            maintenanceEnds = "2023-06-01",
            security = "Qualified",
            protectionLevel = 2,
            reason = "测评结果",
        });
        var id = entered.GetProperty("id").GetString()!;
        await TakenAsync($"/api/systems/{id}/decision", await portal.UnitKeyAsync("szjj"), new { agree = true });
        return id;
    }

    private async Task<string> BudgetAsync(string system)
    {
        var year = (await portal.NowAsync()).ToOffset(TimeSpan.FromHours(8)).Year + 1;
        var budget = await TakenAsync("/api/operations", await portal.UnitKeyAsync("sscjgj"), new
        {
            system,
            kind = "Renewed",
            year,
            amount = 20,
            from = $"{year}-01-01",
            until = $"{year}-12-31",
            source = "MunicipalBudget",
            need = "驻场运维",
        });
        return $"/operations/{budget.GetProperty("id").GetString()}";
    }

    private async Task<string> RegisterAsync()
    {
        await TakenAsync("/api/contact-registers", UnitKeys.DevelopmentKey, new
        {
            id = "walked-register",
            document = "达市府办发〔2023〕16号",
            title = "逐页查看的登记",
            office = "市政管局",
            due = $"{(await portal.NowAsync()).Year + 2}-05-31",
            units = new[] { "市财政局", "通川区" },
        });
        return "/contact-registers/walked-register";
    }

    /// <summary>The largest of the gazette's ledgers, with a task on which its unit reported twice.</summary>
    private async Task<string> LedgerAsync()
    {
        await TakenAsync("/api/ledgers", UnitKeys.DevelopmentKey, new { ledger = "fangguanfu-2023" });
        foreach (var done in new[] { 30, 80 })
            await TakenAsync("/api/ledgers/fangguanfu-2023/tasks/26/progress", await portal.UnitKeyAsync("szgfj"), new { text = "已建成分站点", problems = "数据接口未开通", percent = done, figures = new decimal[] { done } });
        return "/ledgers/fangguanfu-2023";
    }

    /// <summary>The third season as if it began this week, with a project of a unit.</summary>
    private async Task<(string Campaign, string Project)> CampaignAsync()
    {
        var season = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "samples", "campaigns", "season-3.json"));
        var today = await TodayAsync();
        var later = today.DayNumber - (((int)today.DayOfWeek + 6) % 7) - new DateOnly(2023, 5, 22).DayNumber;
        season = Day().Replace(season, day => DateOnly.ParseExact(day.Value, "yyyy-MM-dd", CultureInfo.InvariantCulture).AddDays(later).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        await TakenAsync("/api/campaigns", UnitKeys.DevelopmentKey, JsonSerializer.Deserialize<JsonElement>(season));
        var project = await TakenAsync("/api/campaigns/season-3/projects", await portal.UnitKeyAsync("tcq"), new
        {
            name = "逐页查看的新材料项目",
            investor = "某某公司",
            industry = "新材料",
            source = "长三角",
            contractAmount = "1.2亿元",
            stages = new[] { new { stage = "签约", on = today.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), kind = "签约合同", evidence = "合同编号" } },
        });
        return ("/campaigns/season-3", $"/campaigns/season-3/projects/{project.GetProperty("id").GetString()}");
    }

    /// <summary>A ledger that asks every ten days, and its first cycle.</summary>
    private async Task<string> CycleAsync()
    {
        var today = await TodayAsync();
        await TakenAsync("/api/ledgers", UnitKeys.DevelopmentKey, new
        {
            id = "walked-ledger",
            document = "达市府办发〔2023〕11号",
            title = "逐页查看的台账",
            coordinator = "市教育局",
            cycle = "tenDay",
            from = today.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            to = today.AddYears(1).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            tasks = new[] { new { n = 1, section = "加强系统建设", title = "优化管理系统", lead = new[] { "市教育局" } } },
        });
        return "/ledgers/walked-ledger/cycles/report/1";
    }

    /// <summary>A ledger that ends tomorrow with its task not finished, and is then assessed.</summary>
    private async Task<string> AssessmentAsync()
    {
        var today = await TodayAsync();
        await TakenAsync("/api/ledgers", UnitKeys.DevelopmentKey, new
        {
            id = "walked-assessment",
            document = "达市府办发〔2023〕16号",
            title = "逐页查看的考核台账",
            coordinator = "市政管局",
            assessor = "市政管局",
            cycle = "once",
            from = today.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            to = today.AddDays(1).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            tasks = new[] { new { n = 1, section = "（一）甲", title = "梳理事项", lead = new[] { "市数字经济局" }, units = new[] { "市财政局" } } },
        });
        return "/ledgers/walked-assessment/assessment";
    }

    private async Task<DateOnly> TodayAsync() => DateOnly.FromDateTime((await portal.NowAsync()).ToOffset(TimeSpan.FromHours(8)).DateTime);

    [GeneratedRegex(@"\b2023-\d\d-\d\d\b")]
    private static partial Regex Day();

    /// <summary>The problem that the reports of <see cref="LedgerAsync"/> name.</summary>
    private async Task<string> ProblemAsync()
    {
        await portal.SettleAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/problems?source=ledgers&unit=szgfj") { Headers = { { UnitKeys.Header, UnitKeys.DevelopmentKey } } };
        using var answer = await portal.Http.SendAsync(request);
        var items = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("items");
        return $"/problems/{items[0].GetProperty("id").GetString()}";
    }

    /// <summary>The registers of a county, of which the people at risk have most columns.</summary>
    private async Task<string> RegistersAsync()
    {
        foreach (var register in (string[])["units", "shelters", "risk-points", "households"])
        {
            var sample = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "samples", "evacuations", $"{register}.json"));
            await TakenAsync($"/api/evacuations/registers/tcq/{register}", await portal.UnitKeyAsync("tcq"), JsonSerializer.Deserialize<JsonElement>(sample));
        }

        return "/evacuations/tcq/households";
    }

    /// <summary>A canteen with the way of a batch, which is shown.</summary>
    private async Task<string> CanteenAsync()
    {
        foreach (var (path, unit, sample) in ((string, string, string)[])[("suppliers", "sscjgj", "supplier"), ("canteens", "tcq", "canteen"), ("canteens/tcq-yz-1/movements", "tcq", "movements")])
        {
            var content = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "samples", "canteens", $"{sample}.json"));
            await TakenAsync($"/api/{path}", await portal.UnitKeyAsync(unit), JsonSerializer.Deserialize<JsonElement>(content));
        }

        return "/canteens/tcq-yz-1?batch=DM2023-0612";
    }

    private async Task<string> RehearsalAsync()
    {
        using var begun = await SendAsync("/rehearsal", new FormUrlEncodedContent([new("sample", "tier-150.json"), new("start", "2026-03-02")]));
        await portal.SettleAsync();
        using var ended = await portal.Http.GetAsync(SeenAt(begun));
        return SeenAt(ended);
    }

    /// <summary>Work that ended: the page of one that is under way loads itself again while it is walked.</summary>
    private async Task<string> WorkAsync()
    {
        using var begun = await SendAsync("/directory/export", new FormUrlEncodedContent([]));
        await portal.SettleAsync();
        return SeenAt(begun);
    }

    private async Task<HttpResponseMessage> SendAsync(string path, HttpContent content)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Headers = { { "Cookie", await portal.SessionOfAsync(reader) } }, Content = content };
        return await portal.Http.SendAsync(request);
    }

    private async Task<JsonElement> TakenAsync(string path, string key, object body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Headers = { { UnitKeys.Header, key } }, Content = JsonContent.Create(body) };
        using var answer = await portal.Http.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, $"{path}: {text}");
        return JsonSerializer.Deserialize<JsonElement>(text);
    }

    private static string SeenAt(HttpResponseMessage answer)
    {
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        return answer.Headers.Location!.ToString();
    }
}
