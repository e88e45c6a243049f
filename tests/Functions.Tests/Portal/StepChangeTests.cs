using System.Net;

namespace Functions.Tests.Portal;

/// <summary>转办 and 加签 on the link's page.</summary>
[Collection(nameof(Portal))]
public sealed class StepChangeTests(PortalHost portal)
{
    [Fact]
    public async Task Transfer_ToAColleague_HandsTheStepOverAndEndsTheOldLink()
    {
        var project = await ApplyAsync("转办的项目");
        var asked = await project.MailsAsync("待审核");
        var page = await portal.Http.GetStringAsync(asked[0].Href);
        Assert.Contains("<option value=\"mayor\">市长</option>", page, StringComparison.Ordinal);
        Assert.DoesNotContain("szjj.review", page, StringComparison.Ordinal);

        using var done = await ChangeAsync(asked[0], "转办", to: "mayor", comment: "本周出差");
        using var again = await ChangeAsync(asked[0], "转办", to: "mayor", comment: "本周出差");

        foreach (var answer in new[] { done, again })
            Assert.Contains("已转办", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using var late = await project.DecideAsync(asked[0].Href, "同意");
        Assert.Equal(HttpStatusCode.Conflict, late.StatusCode);
        var mayor = Assert.Single(await project.MailsAsync("待审核"), mail => mail.To == "mayor@dazhou.example");
        using (await project.DecideAsync(asked[1].Href, "同意")) { }
        Assert.Empty(await project.MailsAsync("待审定"));
        using (await project.DecideAsync(mayor.Href, "同意")) { }
        Assert.Single(await project.MailsAsync("待审定"));
        Assert.Single(await project.ActionsAsync(), action => action.StartsWith("转办：", StringComparison.Ordinal) && action.EndsWith("→市长", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("转办", "szjj.review", "本单位")]
    [InlineData("转办", "nobody-at-all", "请选择")]
    [InlineData("转办", "", "请选择")]
    [InlineData("加签", "", "请选择")]
    public async Task Change_ToSomebodyWhoCannot_IsRefusedAndTheLinkStaysOpen(string change, string to, string why)
    {
        var project = await ApplyAsync($"转给不合适的人的项目 {change}{to}");
        var mail = (await project.MailsAsync("待审核"))[0];

        using var refused = await ChangeAsync(mail, change, to);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.Contains(why, await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.DoesNotContain(await project.ActionsAsync(), action => action.StartsWith(change, StringComparison.Ordinal));
        using var decided = await project.DecideAsync(mail.Href, "同意");
        Assert.Equal(HttpStatusCode.OK, decided.StatusCode);
    }

    [Fact]
    public async Task Consult_BySomebodysMail_HearsTheOpinionBeforeTheDecision()
    {
        var project = await ApplyAsync("加签的项目");
        var asked = await project.MailsAsync("待审核");
        using var unknown = await ChangeAsync(asked[0], "加签", mail: "nobody@dazhou.example");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, unknown.StatusCode);

        using var done = await ChangeAsync(asked[0], "加签", mail: "SZJJ.Review@dazhou.example", comment: "请看是否重复建设");
        Assert.Contains("已加签", await done.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using var early = await project.DecideAsync(asked[0].Href, "同意");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, early.StatusCode);
        Assert.Contains("收到意见后再提交", await early.Content.ReadAsStringAsync(), StringComparison.Ordinal);

        var question = Assert.Single(await project.MailsAsync("待审核"), mail => mail.To == "szjj.review@dazhou.example");
        Assert.Contains("请看是否重复建设", question.Text, StringComparison.Ordinal);
        // Who is asked reads that the word does not decide.
        var advice = await portal.Http.GetStringAsync(question.Href);
        Assert.DoesNotContain("转办", advice, StringComparison.Ordinal);
        Assert.Contains("您的意见不决定本环节的结果", advice, StringComparison.Ordinal);
        using (await project.DecideAsync(asked[1].Href, "同意")) { }
        using (await project.DecideAsync(question.Href, "同意", "没有重复建设")) { }
        Assert.Empty(await project.MailsAsync("待审定"));
        Assert.Single(await project.MailsAsync("待审核"), mail => mail.To == asked[0].To && mail.Text.Contains("没有重复建设", StringComparison.Ordinal));

        Assert.Contains("审核前的加签意见：<strong>同意</strong>", await portal.Http.GetStringAsync(asked[0].Href), StringComparison.Ordinal);
        using var decided = await project.DecideAsync(asked[0].Href, "同意");
        Assert.Equal(HttpStatusCode.OK, decided.StatusCode);
        Assert.Single(await project.MailsAsync("待审定"));
    }

    [Fact]
    public async Task Consult_WithoutAnAnswer_HoldsNobodyUpWhoSaysSo()
    {
        var project = await ApplyAsync("加签无人答复的项目");
        var asked = (await project.MailsAsync("待审核"))[0];
        Assert.DoesNotContain("withoutOpinion", await portal.Http.GetStringAsync(asked.Href), StringComparison.Ordinal);
        using (await ChangeAsync(asked, "加签", mail: "szjj.review@dazhou.example")) { }
        Assert.Contains("已请市数字经济局审查科先提出意见", await portal.Http.GetStringAsync(asked.Href), StringComparison.Ordinal);

        using var waiting = await project.DecideAsync(asked.Href, "同意");
        using var decided = await portal.Http.PostAsync(asked.Href, new FormUrlEncodedContent([new("decision", "同意"), new("withoutOpinion", "true")]));

        Assert.Equal((HttpStatusCode.UnprocessableEntity, HttpStatusCode.OK), (waiting.StatusCode, decided.StatusCode));
        var entry = (await project.ProjectAsync()).GetProperty("history").EnumerateArray().Single(entry => entry.GetProperty("action").GetString() == "审核意见：同意");
        Assert.Contains("未等待加签意见", entry.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    private async Task<Applicant> ApplyAsync(string title)
    {
        var project = new Applicant(portal, title);
        await project.ApplyAsync();
        return project;
    }

    private Task<HttpResponseMessage> ChangeAsync(Mail asked, string change, string to = "", string mail = "", string comment = "") =>
        portal.Http.PostAsync(asked.Href, new FormUrlEncodedContent([new("change", change), new("to", to), new("toMail", mail), new("comment", comment)]));
}
