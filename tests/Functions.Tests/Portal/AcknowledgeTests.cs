using System.Net;

namespace Functions.Tests.Portal;

/// <summary>知悉 by the link of a report that a deadline was missed, over HTTP with the real mailbox.</summary>
public sealed class AcknowledgeTests(PortalHost portal) : IClassFixture<PortalHost>
{
    private const string Tick = "我已知悉";

    [Fact]
    public async Task Warning_OfAMissedDeadline_IsAcknowledgedOnceUntilItNoLongerStands()
    {
        var (project, other) = (new Applicant(portal, "初审逾期的项目"), new Applicant(portal, "逾期后办结的项目"));
        await project.HandInAsync("tier-150.json");
        await other.HandInAsync("tier-150.json");
        await portal.MoveClockAsync(await portal.NowAsync() + TimeSpan.FromDays(40));
        var report = Assert.Single(await project.MailsAsync("逾期报告"));
        Assert.Contains("打开并确认知悉", report.Text, StringComparison.Ordinal);

        // Scanners look, and nothing is recorded; nor by a post that ticks nothing.
        using (var head = await portal.Http.SendAsync(new(HttpMethod.Head, report.Href)))
            Assert.Equal(HttpStatusCode.OK, head.StatusCode);
        var form = await portal.Http.GetStringAsync(report.Href);
        Assert.Contains(Tick, form, StringComparison.Ordinal);
        Assert.DoesNotContain("checked", form, StringComparison.Ordinal);
        using (var unsure = await PostAsync(report, "", "没有勾选"))
        {
            Assert.Equal(HttpStatusCode.UnprocessableEntity, unsure.StatusCode);
            Assert.Contains("没有勾选", await unsure.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }

        Assert.DoesNotContain(await project.ActionsAsync(), action => action.StartsWith("知悉", StringComparison.Ordinal));

        var answers = await Task.WhenAll(PostAsync(report, "yes", "已督促规划科"), PostAsync(report, "yes", "已督促规划科"));
        using var late = await PostAsync(report, "yes", "改口");
        foreach (var answer in answers.Append(late))
        {
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.Contains("督促措施：已督促规划科", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
            answer.Dispose();
        }

        Assert.Single(await project.ActionsAsync(), action => action.StartsWith("知悉逾期报告", StringComparison.Ordinal));
        Assert.Contains("督促措施：已督促规划科", await portal.Http.GetStringAsync(report.Href), StringComparison.Ordinal);

        // What was decided at last needs no word any more.
        var unread = Assert.Single(await other.MailsAsync("逾期报告"));
        using (await other.DecideAsync((await other.MailsAsync("待初审"))[0].Href, "不同意", "不属于信息化项目")) { }
        await portal.SettleAsync();
        using var over = await PostAsync(unread, "yes", "太晚");
        Assert.Equal(HttpStatusCode.Conflict, over.StatusCode);
        Assert.Contains("已经办结", await over.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.DoesNotContain(await other.ActionsAsync(), action => action.StartsWith("知悉", StringComparison.Ordinal));
    }

    private Task<HttpResponseMessage> PostAsync(Mail report, string acknowledge, string comment) => portal.Http.PostAsync(
        report.Href, new FormUrlEncodedContent([new("acknowledge", acknowledge), new("comment", comment)]));
}
