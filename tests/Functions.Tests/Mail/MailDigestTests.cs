using Dazhou.Serverless.Deadlines;
using Dazhou.Serverless.Functions.Common;
using Dazhou.Serverless.Functions.Mail;
using Dazhou.Serverless.Links;
using Dazhou.Serverless.Mail;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Functions.Tests.Mail;

public sealed class MailDigestTests
{
    [Fact]
    public async Task ComposeDigest_EachMatter_StandsInBothPartsWithItsLink()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration["App:BaseUrl"] = "https://office.example";
        builder.Services.AddCommon().AddMail();
        await using var app = builder.Build();
        var digest = new ReminderDigest
        {
            Title = "2件事项的期限提醒",
            ToDo = "您有2件事项需要办理，其中1件已逾期。",
            Reminders = [new("p1", "k1", Reminder("第一个项目", -1)), new("p2", "k2", Reminder("第二个项目<b>", 3))],
        };
        var mail = await app.Services.GetRequiredService<IMailComposer>().ComposeDigestAsync(
            digest, new MailAddress("sscjgj.project@dazhou.example", "项目负责人"), ["secret-1", null]);

        Assert.Equal("【一周提醒】2件事项的期限提醒", mail.Subject);
        Assert.Equal(["https://office.example/l/secret-1"], mail.Links.Select(link => link.Href));
        foreach (var part in new[] { mail.Text, mail.Html })
        {
            Assert.Contains("【已逾期1天】第一个项目", part, StringComparison.Ordinal);
            Assert.Contains("【还有3天到期】第二个项目", part, StringComparison.Ordinal);
            Assert.Contains("https://office.example/l/secret-1", part, StringComparison.Ordinal);
            Assert.Contains("2026年5月8日（星期五）24时", part, StringComparison.Ordinal);
            Assert.Contains("第三十六条", part, StringComparison.Ordinal);
        }

        Assert.DoesNotContain("<b>", mail.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ComposeDigest_WhatOthersAreLateWith_NamesWhoIsLate()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration["App:BaseUrl"] = "https://office.example";
        builder.Services.AddCommon().AddMail();
        await using var app = builder.Build();
        var late = Reminder("第一个项目", -8) with { ToDo = "以下事项已逾期，请督促办理：请提交技术方案", Responsible = "市市场监管局项目负责人" };
        var digest = new ReminderDigest { Title = "1件事项的期限提醒", ToDo = "您有1件事项需要办理或者督促，其中1件已逾期。", Reminders = [new("p1", "k1", late)] };

        var mail = await app.Services.GetRequiredService<IMailComposer>().ComposeDigestAsync(digest, new MailAddress("vm@dazhou.example", "副市长"), ["secret-1"]);
        var alone = await app.Services.GetRequiredService<IMailComposer>().ComposeAsync(late, new MailAddress("vm@dazhou.example", "副市长"), "secret-1");

        Assert.Contains("【督促：已逾期8天】第一个项目", mail.Text, StringComparison.Ordinal);
        Assert.Equal("【督促：已逾期8天】第一个项目", alone.Subject);
        foreach (var part in new[] { mail.Text, mail.Html, alone.Text, alone.Html })
            Assert.Contains("市市场监管局项目负责人", part, StringComparison.Ordinal);
        // By a link that decides about what is late nobody only says 知悉.
        Assert.Contains("打开并办理", mail.Text, StringComparison.Ordinal);
    }

    private static DeadlineReminded Reminder(string title, int daysLeft) => new()
    {
        Title = title,
        ToDo = "请提交技术方案",
        Deadline = DeadlineRules.Compute("TechnicalPlan", "第三十六条", new Days(60), new DateOnly(2026, 3, 9), WorkCalendar.Default),
        Light = daysLeft < 0 ? Light.Red : Light.Yellow,
        DaysLeft = daysLeft,
        Link = new LinkRequest
        {
            Purpose = SubmissionLinks.Upload,
            Subject = "p1",
            Step = "TechnicalPlan|1",
            Person = "sscjgj.project",
            Expires = DateTimeOffset.Parse("2026-07-08T00:00:00+08:00"),
        },
    };
}
