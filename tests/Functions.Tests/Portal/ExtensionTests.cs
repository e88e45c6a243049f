using System.Net;
using System.Net.Http.Json;
using Dazhou.Serverless.Deadlines;
using Dazhou.Serverless.Functions.Common;

namespace Functions.Tests.Portal;

/// <summary>延期 and what follows an overdue plan, over HTTP with the real mailbox (第三十六条).</summary>
public sealed class ExtensionTests(PortalHost portal) : IClassFixture<PortalHost>
{
    [Fact]
    public async Task Extension_AppliedByLinkAndByApi_IsDecidedByLinkUntilThePlanLapses()
    {
        var project = await portal.PublishAsync("申请延期的项目");
        await portal.MoveClockAsync((await project.DeadlineAsync("Publicity")).GetProperty("due").GetDateTimeOffset());
        var due = await DueAsync(project);

        // By the link of the plan: refused without a reason, and an earlier day is none.
        var wanted = (await project.MailsAsync("待提交"))[0].Href;
        Assert.Contains("申请延期", await portal.Http.GetStringAsync(wanted), StringComparison.Ordinal);
        using var bad = await ApplyByLinkAsync(wanted, ChinaTime.DayOf(due).AddDays(-3), "");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, bad.StatusCode);
        Assert.Contains("（第三十六条）", await bad.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using var asked = await ApplyByLinkAsync(wanted, ChinaTime.DayOf(due).AddDays(20), "接口未定");
        using var again = await ApplyByLinkAsync(wanted, ChinaTime.DayOf(due).AddDays(20), "接口未定");
        Assert.Contains("延期申请已提交", await asked.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, again.StatusCode);
        await DecideAsync(project, "不同意");
        Assert.Equal(due, await DueAsync(project));

        // By API, which lists it among what may be handed in; the page has the form.
        var open = (await project.ProjectAsync()).GetProperty("open").EnumerateArray().Single(act => act.GetProperty("kind").GetString() == "Extension.application");
        var page = await portal.Http.GetStringAsync($"/projects/{project.Id}");
        Assert.Contains("<option value=\"TechnicalPlan|1\"", page, StringComparison.Ordinal);
        var later = ChinaTime.DayOf(due).AddDays(30);
        using var taken = await PostAsync(open.GetProperty("href").GetString()!, new { deadline = "TechnicalPlan|1", lastDay = $"{later:yyyy-MM-dd}", reason = "等待上级平台接口" });
        Assert.Equal(HttpStatusCode.Accepted, taken.StatusCode);
        await DecideAsync(project, "同意");
        var extended = await DueAsync(project);
        Assert.Equal(ChinaTime.StartOf(WorkCalendar.Default.WorkingDayOnOrAfter(later).AddDays(1)), extended);
        Assert.Contains(await project.MailsAsync("通知"), mail => mail.Text.Contains("准予延期", StringComparison.Ordinal));

        // The old day passes; at the new one it is too late to apply, and the bureau is reported to with its link.
        await portal.MoveClockAsync(due.AddDays(1));
        Assert.Empty(await ReportsAsync(project));
        await portal.MoveClockAsync(extended);
        using var late = await PostAsync(
            open.GetProperty("href").GetString()!, new { deadline = "TechnicalPlan|1", lastDay = $"{later.AddDays(30):yyyy-MM-dd}", reason = "来不及" });
        Assert.Equal(HttpStatusCode.UnprocessableEntity, late.StatusCode);
        var error = Assert.Single((await late.JsonAsync()).GetProperty("errors").EnumerateArray());
        Assert.Equal("第三十六条", error.GetProperty("article").GetString());
        Assert.Contains("届满", error.GetProperty("message").GetString(), StringComparison.Ordinal);
        await LapseAsync(project, extended);
    }

    /// <summary>The reports about the plan; November also asks the project for next year's money (第二十九条).</summary>
    private static async Task<IReadOnlyList<Mail>> ReportsAsync(Applicant project) =>
        [.. (await project.MailsAsync("逾期报告")).Where(mail => mail.Text.Contains("技术方案", StringComparison.Ordinal))];

    private async Task LapseAsync(Applicant project, DateTimeOffset due)
    {
        await portal.MoveClockAsync(ChinaTime.At(WorkCalendar.Default.WorkingDayOnOrAfter(ChinaTime.DayOf(due)), new TimeOnly(9, 1)));
        var report = (await ReportsAsync(project))[0];
        Assert.Equal("szjj.review@dazhou.example", report.To);
        using var form = await portal.Http.GetAsync(report.Href);
        Assert.Contains("项目失效", await form.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using var empty = await portal.Http.PostAsync(report.Href, new FormUrlEncodedContent([new("measure", "extend")]));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, empty.StatusCode);

        using var lapsed = await portal.Http.PostAsync(report.Href, new FormUrlEncodedContent([new("measure", "lapse"), new("reason", "长期未提交")]));
        Assert.Equal(HttpStatusCode.OK, lapsed.StatusCode);
        Assert.Equal("Lapsed", await project.StageAsync());
        Assert.Empty((await project.ProjectAsync()).GetProperty("open").EnumerateArray());
        Assert.Contains(await project.MailsAsync("通知"), mail => mail.Text.Contains("项目失效", StringComparison.Ordinal));
        using var plan = await project.HandInPlanAsync([1], "方案.pdf");
        Assert.Equal(HttpStatusCode.Conflict, plan.StatusCode);
    }

    private async Task DecideAsync(Applicant project, string decision)
    {
        var mail = (await project.MailsAsync("待核准"))[0];
        using var decided = await project.DecideAsync(mail.Href, decision, "已经核实");
        Assert.Equal(HttpStatusCode.OK, decided.StatusCode);
        await portal.SettleAsync();
    }

    private async Task<HttpResponseMessage> ApplyByLinkAsync(string href, DateOnly lastDay, string reason) =>
        await portal.Http.PostAsync(href, new FormUrlEncodedContent([new("act", "延期"), new("lastDay", $"{lastDay:yyyy-MM-dd}"), new("reason", reason)]));

    private async Task<HttpResponseMessage> PostAsync(string href, object content)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, href) { Content = JsonContent.Create(content) };
        request.Headers.Add(UnitKeys.Header, UnitKeys.DevelopmentKey);
        return await portal.Http.SendAsync(request);
    }

    private static async Task<DateTimeOffset> DueAsync(Applicant project) =>
        (await project.DeadlineAsync("TechnicalPlan")).GetProperty("due").GetDateTimeOffset();
}
