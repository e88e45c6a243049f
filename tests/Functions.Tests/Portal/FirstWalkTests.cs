using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Dazhou.Serverless.Deadlines;

namespace Functions.Tests.Portal;

/// <summary>Item by item the first walk: a project of 150万元 from its application to the technical review.</summary>
public sealed class FirstWalkTests(PortalHost portal) : IClassFixture<PortalHost>
{
    private static readonly WorkCalendar Calendar = WorkCalendar.Default;

    [Fact]
    public async Task Project_OverHttpWithTheClockMoved_WalksToTheTechnicalReview()
    {
        var project = new Applicant(portal, "首次全程项目");
        var monday = await MoveToMondayMorningAsync();

        await RefusesWhatDoesNotBelongAsync(project);
        await AcceptsOnceAsync(project);
        await AdmitsToTheLibraryAsync(project);
        await ArguesAsync(project);
        await EstablishesAsync(project, monday);
        var publicityEnd = await PublishesForSevenFullDaysAsync(project, monday);
        await RemindsOfThePlanAsync(project, publicityEnd);
        await HandsInThePlanAsync(project);
        await ReviewsAsync(project);
        await ShowsTheWholeLifeAsync(project);
    }

    private async Task RefusesWhatDoesNotBelongAsync(Applicant project)
    {
        using var stranger = await project.PostAsync("tier-150.json", unitKey: "not-a-key");
        Assert.Equal(HttpStatusCode.Unauthorized, stranger.StatusCode);

        using var small = await project.PostAsync("refused-02-below-30.json");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, small.StatusCode);
        Assert.Equal("application/problem+json", small.Content.Headers.ContentType!.MediaType);
        var problem = await small.Content.ReadFromJsonAsync<JsonElement>();
        var error = Assert.Single(problem.GetProperty("errors").EnumerateArray());
        Assert.Equal("totalInvestment", error.GetProperty("field").GetString());
        Assert.Equal("第二条", error.GetProperty("article").GetString());

        var listed = await portal.Http.GetFromJsonAsync<JsonElement>("/api/projects");
        Assert.DoesNotContain(listed.GetProperty("items").EnumerateArray(), item => item.GetProperty("name").GetString() == project.Title);
        Assert.Empty(await portal.MailsAsync(project.Title));
    }

    private async Task AcceptsOnceAsync(Applicant project)
    {
        using var first = await project.PostAsync("tier-150.json", idempotencyKey: "walk-1");
        using var again = await project.PostAsync("tier-150.json", idempotencyKey: "walk-1");
        Assert.Equal(HttpStatusCode.Accepted, first.StatusCode);
        var body = await first.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal(body.ToString(), (await again.Content.ReadFromJsonAsync<JsonElement>()).ToString());
        Assert.Equal($"/api/projects/{body.GetProperty("id")}", first.Headers.Location!.ToString());
        project.Adopt(body.GetProperty("id").GetString()!);

        using var status = await portal.Http.GetAsync(body.GetProperty("statusQueryGetUri").GetString());
        var instance = await status.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal(body.GetProperty("instanceId").GetString(), instance.GetProperty("instanceId").GetString());
    }

    private async Task AdmitsToTheLibraryAsync(Applicant project)
    {
        Assert.Equal("LibraryAdmission", await project.StageAsync());
        var review = await project.DeadlineAsync("LibraryAdmission");
        Assert.Equal(("10 working days", "第七条"), (review.GetProperty("period").GetString(), review.GetProperty("article").GetString()));
        var asked = Assert.Single(await project.MailsAsync("待初审"));
        Assert.Equal("szjj.planning@dazhou.example", asked.To);
        await DecidedAsync(project, asked, "同意");
        Assert.Contains("纳入信息化项目库", await project.ActionsAsync());
    }

    private async Task ArguesAsync(Applicant project)
    {
        Assert.Equal("ExpertArgumentation", await project.StageAsync());
        using var form = await portal.Http.GetAsync(Assert.Single(await project.MailsAsync("待提交：专家组")).Href);
        var html = await form.Content.ReadAsStringAsync();
        Assert.Contains("系统架构专家", html, StringComparison.Ordinal);
        // The expert of the unit itself is shown with the reason why not, and cannot be chosen.
        Assert.Contains("value=\"expert-cost\"", html, StringComparison.Ordinal);
        Assert.Contains("市场监管信息化专家", html, StringComparison.Ordinal);
        Assert.DoesNotContain("value=\"expert-market\"", html, StringComparison.Ordinal);
        foreach (var wrong in (string[][])[["expert-cost", "expert-cloud"], ["expert-cost", "expert-cloud", "expert-market"], ["expert-cost", "expert-cloud", "mayor"]])
        {
            using var refused = await project.NamePanelAsync(wrong);
            Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        }

        using var named = await project.NamePanelAsync(Applicant.Experts);
        Assert.Equal(HttpStatusCode.OK, named.StatusCode);
        var asked = await project.OpinionMailsAsync();
        Assert.Equal(3, asked.Select(mail => mail.To).Distinct(StringComparer.Ordinal).Count());
        foreach (var mail in asked)
        {
            Assert.Equal("ExpertArgumentation", await project.StageAsync());
            using var given = await project.GiveOpinionAsync(mail);
            Assert.Equal(HttpStatusCode.OK, given.StatusCode);
        }

        await project.ChooseRouteAsync("oneByOne");
        var minutes = (await project.ProjectAsync()).GetProperty("documents").EnumerateArray()
            .Single(item => item.GetProperty("name").GetString() == "argumentationMinutes");
        using var download = await portal.Http.GetAsync(minutes.GetProperty("href").GetString());
        Assert.Equal(HttpStatusCode.OK, download.StatusCode);
    }

    private async Task EstablishesAsync(Applicant project, DateTimeOffset monday)
    {
        Assert.Equal("Establishment", await project.StageAsync());
        var review = (await project.ProjectAsync()).GetProperty("deadlines").EnumerateArray().First(deadline => deadline.GetProperty("article").GetString() == "第十条第二款第一项");
        Assert.Equal("5 working days", review.GetProperty("period").GetString());
        Assert.Equal("Open", review.GetProperty("state").GetString());

        var asked = await project.MailsAsync("待审核");
        Assert.Equal(2, asked.Select(mail => mail.To).Distinct(StringComparer.Ordinal).Count());
        foreach (var mail in asked)
        {
            Assert.Contains("依据：第十条", mail.Text, StringComparison.Ordinal);
            Assert.Contains("办理期限：", mail.Text, StringComparison.Ordinal);
            using var seen = await portal.Http.GetAsync(mail.Href);
            Assert.Equal(HttpStatusCode.OK, seen.StatusCode);
        }

        // Looking at the links decided nothing, and one of two who review does not make it.
        Assert.DoesNotContain(await project.ActionsAsync(), action => action.StartsWith("审核意见", StringComparison.Ordinal));
        await DecidedAsync(project, asked[0], "同意");
        Assert.Empty(await project.MailsAsync("待审定"));
        await DecidedAsync(project, asked[1], "同意");
        Assert.Equal("Establishment", await project.StageAsync());

        var last = Assert.Single(await project.MailsAsync("待审定"));
        await DecidedAsync(project, last, "同意", "同意立项。");
        Assert.Equal(4, (await project.MailsAsync("已记录：同意")).Count);

        var established = await project.ProjectAsync();
        Assert.Matches($"^达数批〔{monday.Year}〕[0-9]+号$", established.GetProperty("approvalNumber").GetString());
        var document = established.GetProperty("documents").EnumerateArray().Single(item => item.GetProperty("name").GetString() == "establishmentApproval");
        using var download = await portal.Http.GetAsync(document.GetProperty("href").GetString());
        Assert.Equal(HttpStatusCode.OK, download.StatusCode);
        Assert.Equal("attachment", download.Content.Headers.ContentDisposition!.DispositionType);
        Assert.Equal(document.GetProperty("length").GetInt64(), (await download.Content.ReadAsByteArrayAsync()).Length);
    }

    private async Task<DateOnly> PublishesForSevenFullDaysAsync(Applicant project, DateTimeOffset monday)
    {
        Assert.Equal("Publicity", await project.StageAsync());
        var publicity = await project.DeadlineAsync("Publicity");
        var from = DateOnly.Parse(publicity.GetProperty("from").GetString()!);
        var due = publicity.GetProperty("due").GetDateTimeOffset();
        Assert.Equal(DateOnly.FromDateTime(monday.DateTime), from);
        Assert.Equal("7 days", publicity.GetProperty("period").GetString());
        Assert.Equal("第三十五条", publicity.GetProperty("article").GetString());
        Assert.Equal(ChinaTime.StartOf(Calendar.WorkingDayOnOrAfter(from.AddDays(7)).AddDays(1)), due);

        using var open = await portal.Http.GetAsync($"/publicity/{project.Id}");
        Assert.Equal(HttpStatusCode.OK, open.StatusCode);
        Assert.Contains("具体功能清单", await open.Content.ReadAsStringAsync(), StringComparison.Ordinal);

        await portal.MoveClockAsync(due.AddMinutes(-1));
        Assert.Equal("Publicity", await project.StageAsync());
        using var still = await portal.Http.GetAsync($"/publicity/{project.Id}");
        Assert.Equal(HttpStatusCode.OK, still.StatusCode);

        await portal.MoveClockAsync(due);
        using var over = await portal.Http.GetAsync($"/publicity/{project.Id}");
        Assert.Equal(HttpStatusCode.Gone, over.StatusCode);
        return ChinaTime.DayOf(due).AddDays(-1);
    }

    private async Task RemindsOfThePlanAsync(Applicant project, DateOnly publicityEnd)
    {
        Assert.Equal("TechnicalPlan", await project.StageAsync());
        var plan = await project.DeadlineAsync("TechnicalPlan");
        var last = Calendar.WorkingDayOnOrAfter(publicityEnd.AddDays(60));
        Assert.Equal(publicityEnd.ToString("yyyy-MM-dd"), plan.GetProperty("from").GetString());
        Assert.Equal("60 days", plan.GetProperty("period").GetString());
        Assert.Equal(ChinaTime.StartOf(last.AddDays(1)), plan.GetProperty("due").GetDateTimeOffset());
        Assert.Single(await project.MailsAsync("待提交：项目建设技术方案"));

        await portal.MoveClockAsync(ChinaTime.At(last, new TimeOnly(8, 59)));
        Assert.Equal(
            [last.AddDays(-7), last.AddDays(-3), last.AddDays(-1)],
            (await project.MailsAsync("还有")).Select(mail => ChinaTime.DayOf(mail.At)).Order());
        await portal.MoveClockAsync(ChinaTime.At(last, new TimeOnly(9, 1)));
        var today = Assert.Single(await project.MailsAsync("今天到期"));
        Assert.Equal(ChinaTime.At(last, new TimeOnly(9, 0)), today.At, TimeSpan.FromMinutes(1));
        // A reminder is of use by itself: it carries a link of its own.
        using var form = await portal.Http.GetAsync(today.Href);
        Assert.Contains("type=\"file\"", await form.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private async Task HandsInThePlanAsync(Applicant project)
    {
        var plan = await File.ReadAllBytesAsync(Path.Combine(Repository.Root, "samples", "projects", "technical-plan.pdf"));
        using var fake = await project.HandInPlanAsync("MZ this is a program"u8.ToArray(), "技术方案.pdf");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, fake.StatusCode);
        Assert.Equal("TechnicalPlan", await project.StageAsync());

        using var kept = await project.HandInPlanAsync(plan, "技术方案.pdf");
        Assert.Equal(HttpStatusCode.Accepted, kept.StatusCode);
        using var again = await project.HandInPlanAsync(plan, "技术方案.pdf");
        Assert.Equal(
            (await kept.Content.ReadFromJsonAsync<JsonElement>()).ToString(), (await again.Content.ReadFromJsonAsync<JsonElement>()).ToString());
        Assert.Equal("Done", (await project.DeadlineAsync("TechnicalPlan")).GetProperty("state").GetString());
    }

    private async Task ReviewsAsync(Applicant project)
    {
        Assert.Equal("TechnicalReview", await project.StageAsync());
        var review = await project.DeadlineAsync("TechnicalReview");
        var from = DateOnly.Parse(review.GetProperty("from").GetString()!);
        Assert.Equal("10 days", review.GetProperty("period").GetString());
        Assert.Equal(ChinaTime.StartOf(Calendar.WorkingDayOnOrAfter(from.AddDays(10)).AddDays(1)), review.GetProperty("due").GetDateTimeOffset());

        await DecidedAsync(project, Assert.Single(await project.MailsAsync("待评审")), "同意");
        Assert.DoesNotContain(await project.StageAsync(), (string[])["TechnicalReview", "TechnicalPlan", "Refused"]);
        Assert.Equal("Done", (await project.DeadlineAsync("TechnicalReview")).GetProperty("state").GetString());
    }

    private async Task ShowsTheWholeLifeAsync(Applicant project)
    {
        var actions = await project.ActionsAsync();
        string[] order = ["提交项目申报", "纳入信息化项目库", "提交专家组", "提交专家论证意见", "专家论证结论", "审核意见：同意", "审定意见：同意", "出具立项批复", "公示期满", "提交项目建设技术方案", "评审意见：同意"];
        var places = order.Select(text => actions.ToList().FindIndex(action => action.Contains(text, StringComparison.Ordinal))).ToList();
        Assert.DoesNotContain(-1, places);
        Assert.Equal(places.Order(), places);

        var page = await portal.Http.GetStringAsync($"/projects/{project.Id}");
        Assert.Contains("链式校验完整", page, StringComparison.Ordinal);
        Assert.Contains("技术方案.pdf", page, StringComparison.Ordinal);
    }

    private static async Task DecidedAsync(Applicant project, Mail mail, string decision, string comment = "")
    {
        using var answer = await project.DecideAsync(mail.Href, decision, comment);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains($"：{decision}", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private async Task<DateTimeOffset> MoveToMondayMorningAsync()
    {
        var day = ChinaTime.DayOf(await portal.NowAsync()).AddDays(1);
        while (day.DayOfWeek != DayOfWeek.Monday || !Calendar.IsWorkingDay(day))
            day = day.AddDays(1);
        return await portal.MoveClockAsync(ChinaTime.At(day, new TimeOnly(9, 0)));
    }
}
