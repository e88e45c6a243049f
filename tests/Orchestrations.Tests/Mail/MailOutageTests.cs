using Dazhou.Serverless.Mail;
using Orchestrations.Tests.Support;

namespace Orchestrations.Tests.Mail;

/// <summary>The mail service is away for an hour while mails are ordered, and comes back.</summary>
public sealed class MailOutageTests
{
    private const int Count = 12;

    [Fact]
    public async Task Outage_OfAnHour_LosesNoMailAndSendsNoneTwice()
    {
        await using var office = await VirtualOffice.OpenAsync("2026-03-09T09:00:00+08:00");
        await EnqueueAsync(office, 0);
        await office.SettleAsync();
        office.Post.IsAway = true;
        // One every five minutes, from the first to nearly the last minute of the outage.
        for (var i = 1; i < Count; i++)
        {
            await EnqueueAsync(office, i);
            await office.AdvanceToAsync($"2026-03-09T09:{i * 5:00}:00+08:00");
        }

        await office.AdvanceToAsync("2026-03-09T10:00:00+08:00");
        Assert.Single(office.Post.Sent);
        Assert.Equal(Count - 1, (await TroublesAsync(office)).Count);
        // Ordered again while it is away, as an activity that is repeated after a crash does.
        for (var i = 0; i < Count; i++)
            await EnqueueAsync(office, i);

        office.Post.IsAway = false;
        await office.AdvanceToAsync("2026-03-09T12:00:00+08:00");
        Assert.Equal(Enumerable.Range(0, Count).Select(Title).Order(), office.Post.Sent.Select(sent => sent.Mail.Content.Subject).Order());
        Assert.Equal(Count, office.Post.Sent.Select(sent => sent.Mail.Id).Distinct().Count());
        Assert.Empty(await TroublesAsync(office));
        for (var i = 0; i < Count; i++)
            Assert.Equal(MailState.Sent, (await office.Tables.FindAsync<OutboxRow>("p1", Key(i)))!.Value.State);

        var attempts = office.Post.Attempts;
        await office.AdvanceToAsync("2026-03-13T12:00:00+08:00");
        Assert.Equal((Count, attempts), (office.Post.Sent.Count, office.Post.Attempts));
    }

    [Fact]
    public void Delivery_WhileTheMachineStoodStillForDays_LosesNoAttempt()
    {
        var attempts = new List<MailAttempt>();
        var context = new ScriptedContext(new MailRef("p1", "notice"), DateTimeOffset.Parse("2026-03-09T09:00:00+08:00"))
            .On<MailAttempt>(nameof(Outbox.SendMail), attempt =>
            {
                attempts.Add(attempt);
                return attempt.IsLast ? MailState.GaveUp : MailState.Failed;
            });
        var run = MailDelivery.RunAsync(context.Object);
        context.FireNextTimer(late: TimeSpan.FromDays(6));
        while (!run.IsCompleted)
            context.FireNextTimer();

        Assert.Equal(75, attempts.Count);
        Assert.Equal(TimeSpan.FromDays(6 + 3), TimeSpan.FromHours(Math.Floor((attempts[^1].NextAt - attempts[0].NextAt).TotalHours)));
        Assert.Equal([attempts[^1]], attempts.Where(attempt => attempt.IsLast));
    }

    private static string Title(int i) => $"项目{i:00}";

    private static string Key(int i) => $"instance|notice|{i}";

    private static Task EnqueueAsync(VirtualOffice office, int i) => office.Create<Outbox>().EnqueueMail(
        new MailOrder
        {
            Subject = "p1",
            Key = Key(i),
            To = MailRecipient.Of("szjj.review"),
            Message = new Notice { Title = Title(i), ToDo = "已受理" },
        },
        office.Client);

    private static async Task<List<MailTroubleRow>> TroublesAsync(VirtualOffice office)
    {
        var rows = new List<MailTroubleRow>();
        foreach (var partition in (string[])[MailTroubleRow.Partition, MailTroubleRow.GaveUpPartition])
        {
            await foreach (var row in office.Tables.ReadPartitionAsync<MailTroubleRow>(partition))
                rows.Add(row.Value);
        }

        return rows;
    }
}
