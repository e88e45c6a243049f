using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Dazhou.Serverless.Functions.Common;

namespace Functions.Tests.Portal;

/// <summary>更正功能清单 over HTTP (第三十五条).</summary>
public sealed class FunctionListTests(PortalHost portal) : IClassFixture<PortalHost>
{
    private static readonly object Corrected = new
    {
        reason = "漏列统计分析",
        functions = new object[] { new { name = "数据采集", description = "自动采集", quantity = 1, unit = "套" }, new { name = "统计分析" } },
    };

    [Fact]
    public async Task Correction_ByApi_RestartsTheDaysAndKeepsTheOldList()
    {
        var project = await portal.PublishAsync("更正清单的项目");
        var before = (await project.DeadlineAsync("Publicity")).GetProperty("due").GetDateTimeOffset();
        await portal.MoveClockAsync((await portal.NowAsync()).AddDays(5));

        using var empty = await portal.CorrectAsync(project.Id, new { functions = Array.Empty<object>() });
        Assert.Equal(HttpStatusCode.UnprocessableEntity, empty.StatusCode);
        var errors = (await empty.JsonAsync()).GetProperty("errors").EnumerateArray().ToList();
        Assert.Equal(["functions", "reason"], errors.Select(error => error.GetProperty("field").GetString()));
        Assert.All(errors, error => Assert.Equal("第三十五条", error.GetProperty("article").GetString()));
        using var stranger = await portal.CorrectAsync(project.Id, Corrected, unitKey: "not-a-key");
        Assert.Equal(HttpStatusCode.Unauthorized, stranger.StatusCode);
        using var unreadable = await portal.CorrectAsync(project.Id, new { functions = "一项" });
        Assert.Equal(HttpStatusCode.BadRequest, unreadable.StatusCode);

        var today = ChinaTime.DayOf(await portal.NowAsync());
        using var taken = await portal.CorrectAsync(project.Id, Corrected, key: "correction-1");
        using var again = await portal.CorrectAsync(project.Id, Corrected, key: "correction-1");
        Assert.Equal(HttpStatusCode.Accepted, taken.StatusCode);
        Assert.Equal(await taken.Content.ReadAsStringAsync(), await again.Content.ReadAsStringAsync());
        var until = (await taken.JsonAsync()).GetProperty("until").GetDateTimeOffset();
        Assert.True(until > before);
        var deadline = await project.DeadlineAsync("Publicity");
        Assert.Equal((today, until), (DateOnly.Parse(deadline.GetProperty("from").GetString()!), deadline.GetProperty("due").GetDateTimeOffset()));

        var lists = await portal.Http.GetFromJsonAsync<JsonElement>($"/api/projects/{project.Id}/function-list");
        var versions = lists.GetProperty("versions").EnumerateArray().ToList();
        Assert.Equal(2, versions.Count);
        Assert.Equal(versions[1].GetProperty("publishedAt").ToString(), versions[0].GetProperty("replacedAt").ToString());
        Assert.Equal("漏列统计分析", versions[1].GetProperty("reason").GetString());
        var page = await portal.Http.GetStringAsync($"/publicity/{project.Id}");
        Assert.Contains("统计分析", page, StringComparison.Ordinal);
        Assert.Contains("更正为第2版", page, StringComparison.Ordinal);

        // The end that was moved is none any more; the new one is, and from then on nothing can be corrected.
        await portal.MoveClockAsync(until.AddSeconds(-5));
        Assert.Equal("Publicity", await project.StageAsync());
        await portal.MoveClockAsync(until);
        Assert.Equal("TechnicalPlan", await project.StageAsync());
        using var late = await portal.CorrectAsync(project.Id, new { reason = "又漏一项", functions = new[] { new { name = "查询" } } });
        Assert.Equal(HttpStatusCode.Conflict, late.StatusCode);
        Assert.Equal("第三十五条", (await late.JsonAsync()).GetProperty("errors")[0].GetProperty("article").GetString());
    }

    [Fact]
    public async Task Correction_ByTheFormOnTheProjectPage_ShowsWhatWasTypedWhenRefused()
    {
        var project = await portal.PublishAsync("表单更正清单的项目");
        Assert.Contains($"action=\"/projects/{project.Id}/function-list\"", await portal.Http.GetStringAsync($"/projects/{project.Id}"), StringComparison.Ordinal);

        using var refused = await PostAsync(project, "数据采集｜自动采集｜若干｜套", UnitKeys.DevelopmentKey);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.Contains("数据采集｜自动采集｜若干｜套", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using var stranger = await PostAsync(project, "数据采集", "not-a-key");
        Assert.Equal(HttpStatusCode.Unauthorized, stranger.StatusCode);

        using var taken = await PostAsync(project, "数据采集｜自动采集｜2.5｜套\n统计分析", UnitKeys.DevelopmentKey);
        Assert.Equal(HttpStatusCode.OK, taken.StatusCode);
        Assert.Contains("已更正为第2版", await taken.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        var lists = await portal.Http.GetFromJsonAsync<JsonElement>($"/api/projects/{project.Id}/function-list");
        var item = lists.GetProperty("functions")[0];
        Assert.Equal(("自动采集", 2.5m), (item.GetProperty("description").GetString(), item.GetProperty("quantity").GetDecimal()));
    }

    private async Task<HttpResponseMessage> PostAsync(Applicant project, string functions, string unitKey) =>
        await portal.Http.PostAsync(
            $"/projects/{project.Id}/function-list",
            new FormUrlEncodedContent([new("functions", functions), new("reason", "漏列一项"), new("unitKey", unitKey), new("idempotencyKey", "form-1")]));
}
