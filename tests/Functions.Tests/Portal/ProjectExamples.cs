using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Dazhou.Serverless.Functions.Common;

namespace Functions.Tests.Portal;

/// <summary>Projects at the steps that have pages of their own, walked there as their people walk them.</summary>
internal sealed class ProjectExamples(PortalHost portal)
{
    /// <summary>A project whose function list is public, with a quotation and a question that were confirmed by mail.</summary>
    public async Task<Applicant> PublishedAsync()
    {
        var project = await portal.PublishAsync("逐页查看的公示项目");
        using (await portal.QuoteAsync(project.Id, "示例软件公司", "walk@supplier.example", prices: [(1, "12.34")])) { }
        using (await portal.AskAsync(project.Id, "接口标准由谁提供？", "ask@supplier.example")) { }
        foreach (var mail in await project.MailsAsync("请确认"))
        {
            using var confirmed = await portal.ConfirmAsync(mail.Href);
            Assert.Equal(HttpStatusCode.OK, confirmed.StatusCode);
        }

        return project;
    }

    /// <summary>A project that was sent back, to be corrected.</summary>
    public async Task<Applicant> ReturnedAsync()
    {
        var project = new Applicant(portal, "逐页查看的补正项目");
        await project.ApplyAsync();
        using var returned = await project.DecideAsync((await project.MailsAsync("待审核"))[0].Href, "退回补正", "请压缩建设内容");
        Assert.Equal(HttpStatusCode.OK, returned.StatusCode);
        await portal.SettleAsync();
        return project;
    }

    /// <summary>The page of a batch of next year's plan, which waits for its meetings.</summary>
    public async Task<string> BatchAsync()
    {
        var project = new Applicant(portal, "逐页查看的年度计划项目");
        await project.HandInAsync("tier-150.json");
        await project.ArgueAsync("annualPlan");
        var year = ChinaTime.At(await portal.NowAsync()).Year + 1;
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/library/batches") { Content = JsonContent.Create(new { year, projects = new[] { project.Id } }) };
        request.Headers.Add(UnitKeys.Header, UnitKeys.DevelopmentKey);
        using var started = await portal.Http.SendAsync(request);
        Assert.Equal(HttpStatusCode.Accepted, started.StatusCode);
        var id = (await started.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString()!;
        await portal.SettleAsync();
        return string.Create(CultureInfo.InvariantCulture, $"/plans/{year}/batches/{id[(id.LastIndexOf('-') + 1)..]}");
    }
}
