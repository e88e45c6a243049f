using Dazhou.Serverless.Mail;
using Microsoft.Extensions.DependencyInjection;
using Orchestrations.Tests.Support;

namespace Orchestrations.Tests.Mail;

/// <summary>Urgent mails by the channels beside mail.</summary>
public sealed class ChannelDeliveryTests
{
    private readonly FakeChannel sms = new("sms");
    private readonly FakeChannel robot = new("wecom");

    [Fact]
    public async Task Enqueue_Urgent_GoesByMailAndByEveryChannelOnce()
    {
        await using var office = await OpenAsync();
        for (var i = 0; i < 2; i++)
            await EnqueueAsync(office, urgent: true);
        await office.SettleAsync();
        Assert.Single(office.Post.Sent);
        foreach (var channel in new[] { sms, robot })
        {
            var message = Assert.Single(channel.Sent);
            Assert.Equal(("szjj.review", "szjj.review@dazhou.example"), (message.Person, message.To.Address));
            Assert.Equal("请立即组织转移；事项：强降雨预警；期限：2026年3月9日24时；依据：第五条。详情和办理链接见您的邮件。", message.Text);
        }

        Assert.NotEqual(sms.Sent[0].Id, robot.Sent[0].Id);
    }

    [Fact]
    public async Task Enqueue_NotUrgent_GoesByMailOnly()
    {
        await using var office = await OpenAsync();
        await EnqueueAsync(office, urgent: false);
        await office.SettleAsync();
        Assert.Single(office.Post.Sent);
        Assert.Empty(sms.Sent);
    }

    [Fact]
    public async Task Channel_Away_IsTriedAgainByItself()
    {
        await using var office = await OpenAsync();
        sms.IsAway = true;
        await EnqueueAsync(office, urgent: true);
        await office.SettleAsync();
        Assert.Single(office.Post.Sent);
        Assert.Single(robot.Sent);
        sms.IsAway = false;
        await office.AdvanceToAsync("2026-03-09T12:00:00+08:00");
        Assert.Single(sms.Sent);
        Assert.Single(office.Post.Sent);
        Assert.Single(robot.Sent);
    }

    [Fact]
    public void Text_LongMessage_IsShortenedAndStillNamesTheMail()
    {
        var text = ChannelText.Of(new Notice { Title = new string('长', 1000), ToDo = "请立即组织转移" });
        Assert.InRange(text.Length, 300, 330);
        Assert.StartsWith("请立即组织转移", text, StringComparison.Ordinal);
        Assert.EndsWith("见您的邮件。", text, StringComparison.Ordinal);
    }

    private Task<VirtualOffice> OpenAsync() => VirtualOffice.OpenAsync(
        "2026-03-09T09:00:00+08:00", services => services.AddSingleton<IChannel>(sms).AddSingleton<IChannel>(robot));

    private static Task EnqueueAsync(VirtualOffice office, bool urgent) => office.Create<Outbox>().EnqueueMail(
        new MailOrder
        {
            Subject = "w1",
            Key = "warning|1",
            To = MailRecipient.Of("szjj.review"),
            Message = new Notice
            {
                Title = "强降雨预警",
                ToDo = "请立即组织转移。",
                Until = DateTimeOffset.Parse("2026-03-10T00:00:00+08:00"),
                Article = "第五条",
                Urgent = urgent,
            },
        },
        office.Client);

    private sealed class FakeChannel(string name) : IChannel
    {
        public string Name => name;

        public List<ChannelMessage> Sent { get; } = [];

        public bool IsAway { get; set; }

        public Task SendAsync(ChannelMessage message, CancellationToken cancellation = default)
        {
            if (IsAway)
                throw new HttpRequestException("The gateway is away.");
            Sent.Add(message);
            return Task.CompletedTask;
        }
    }
}
