using System.Net.Sockets;
using Dazhou.Serverless.Functions.Mail;
using Tests.Shared;

namespace Functions.Tests.Mail;

public sealed class SmtpMailSenderTests(MailDev catcher) : IClassFixture<MailDev>
{
    [SkippableFact]
    public async Task SendAsync_Mail_ArrivesWithBothParts()
    {
        Needs.Met(catcher.Missing);
        var sender = new SmtpMailSender(TestMails.Settings(
            ("Mail:Smtp:Host", "127.0.0.1"), ("Mail:Smtp:Port", $"{catcher.SmtpPort}"), ("Mail:Smtp:Security", "None")));

        await sender.SendAsync(TestMails.Approval);
        await sender.SendAsync(TestMails.Approval);

        var mails = await catcher.MailsAsync();
        Assert.Equal(2, mails.Count);
        var mail = mails[0];
        Assert.Equal("【待审核】测试项目", mail.GetProperty("subject").GetString());
        Assert.Equal("fsz@dazhou.example", mail.GetProperty("to")[0].GetProperty("address").GetString());
        Assert.Equal("office@dazhou.example", mail.GetProperty("from")[0].GetProperty("address").GetString());
        Assert.Contains("http://localhost:7071/l/abc", mail.GetProperty("text").GetString(), StringComparison.Ordinal);
        Assert.Contains("<p>请审核。</p>", mail.GetProperty("html").GetString(), StringComparison.Ordinal);
        Assert.Equal("auto-generated", mail.GetProperty("headers").GetProperty("auto-submitted").GetString());
        // The same mail twice can be told from two mails.
        Assert.Equal(mail.GetProperty("messageId").GetString(), mails[1].GetProperty("messageId").GetString());
    }

    [Fact]
    public async Task SendAsync_NobodyListens_MayBeTriedAgain()
    {
        var sender = new SmtpMailSender(TestMails.Settings(("Mail:Smtp:Host", "127.0.0.1"), ("Mail:Smtp:Port", $"{FreePorts.Take()}")));
        await Assert.ThrowsAnyAsync<SocketException>(() => sender.SendAsync(TestMails.Approval));
    }
}
