using System.Text.Json;
using Dazhou.Serverless.Approvals;
using Dazhou.Serverless.Directory;
using Dazhou.Serverless.Links;
using Dazhou.Serverless.Mail;
using Dazhou.Serverless.Records;
using Microsoft.Extensions.DependencyInjection;
using Orchestrations.Tests.Support;

namespace Orchestrations.Tests.Mail;

/// <summary>Outbox and delivery on the local runtime in virtual time.</summary>
public sealed class MailDeliveryTests
{
    private const string Start = "2026-03-09T09:00:00+08:00";

    [Fact]
    public async Task Enqueue_Mail_IsSentAtOnce()
    {
        await using var office = await VirtualOffice.OpenAsync(Start);
        await EnqueueAsync(office, Order());
        await office.SettleAsync();
        Assert.Equal(["03-09 09:00 szjj.review 项目"], office.Post.Lines);
        var row = await RowAsync(office);
        Assert.Equal((MailState.Sent, 1, "szjj.review@dazhou.example"), (row.State, row.Attempts, row.SentTo));
        Assert.Empty(await TroublesAsync(office));
    }

    [Fact]
    public async Task Enqueue_SameKeyManyTimes_SendsOnce()
    {
        await using var office = await VirtualOffice.OpenAsync(Start);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => EnqueueAsync(office, Order())));
        await office.SettleAsync();
        await EnqueueAsync(office, Order());
        await office.AdvanceToAsync("2026-03-10T09:00:00+08:00");
        Assert.Single(office.Post.Sent);
        await EnqueueAsync(office, Order() with { Key = "other" });
        await office.SettleAsync();
        Assert.Equal(2, office.Post.Sent.Count);
    }

    [Fact]
    public async Task Delivery_ServiceFails_TriesAgainAfterOneFiveAndFifteenMinutesThenEachHour()
    {
        await using var office = await VirtualOffice.OpenAsync(Start);
        foreach (var _ in Enumerable.Range(0, 5))
            office.Post.Failures.Enqueue(new HttpRequestException("away"));
        await EnqueueAsync(office, Order());
        await office.SettleAsync();
        var trouble = Assert.Single(await TroublesAsync(office));
        Assert.Equal((MailState.Failed, 1, "away"), (trouble.State, trouble.Attempts, trouble.LastError));
        Assert.Equal("2026-03-09T09:01:00+08:00", (await RowAsync(office)).NextAttempt!.Value.ToString("yyyy-MM-ddTHH:mm:sszzz"));
        await office.AdvanceToAsync("2026-03-10T09:00:00+08:00");
        // 1 + 5 + 15 + 60 + 60 minutes.
        Assert.Equal(["03-09 11:21 szjj.review 项目"], office.Post.Lines);
        Assert.Equal(6, (await RowAsync(office)).Attempts);
        Assert.Empty(await TroublesAsync(office));
    }

    [Fact]
    public async Task Delivery_ServiceAwayForDays_GivesUpAfter72HoursVisibly()
    {
        await using var office = await VirtualOffice.OpenAsync(Start);
        office.Post.IsAway = true;
        await EnqueueAsync(office, Order());
        await office.AdvanceToAsync("2026-03-12T09:00:00+08:00");
        var attempts = office.Post.Attempts;
        Assert.InRange(attempts, 70, 80);
        Assert.Equal(MailState.GaveUp, (await RowAsync(office)).State);
        Assert.Equal(MailState.GaveUp, Assert.Single(await TroublesAsync(office)).State);
        Assert.Equal(MailState.GaveUp, await office.OutputAsync<MailState>(OutboxRow.InstanceIdOf(Order())));
        await office.AdvanceToAsync("2026-03-20T09:00:00+08:00");
        Assert.Equal(attempts, office.Post.Attempts);
    }

    [Fact]
    public async Task Delivery_RefusedForGood_IsNotTriedAgain()
    {
        await using var office = await VirtualOffice.OpenAsync(Start);
        office.Post.Failures.Enqueue(new MailRefusedException("no such mailbox"));
        await EnqueueAsync(office, Order());
        await office.AdvanceToAsync("2026-03-12T09:00:00+08:00");
        Assert.Equal(1, office.Post.Attempts);
        Assert.Equal("no such mailbox", Assert.Single(await TroublesAsync(office)).LastError);
    }

    [Fact]
    public async Task Resend_ByTwoAtOnceAfterItWasGivenUp_SendsOnce()
    {
        await using var office = await VirtualOffice.OpenAsync(Start);
        office.Post.Failures.Enqueue(new MailRefusedException("no such mailbox"));
        await EnqueueAsync(office, Order());
        await office.SettleAsync();
        var troubles = office.Create<MailTroubles>();
        var id = Assert.Single((await troubles.ListAsync(gaveUp: true, 10, after: null)).Items).Row.RowKey;
        Assert.Equal(1, await troubles.CountGaveUpAsync());

        await Task.WhenAll(troubles.ResendAsync(office.Client, id, "szjj.planning"), troubles.ResendAsync(office.Client, id, "szjj.planning"));
        await office.SettleAsync();

        Assert.Equal(["03-09 09:00 szjj.review 项目"], office.Post.Lines);
        Assert.Empty(await TroublesAsync(office));
        Assert.False(await troubles.ResendAsync(office.Client, id, "szjj.planning"));
        await office.AdvanceToAsync("2026-03-12T09:00:00+08:00");
        Assert.Single(office.Post.Sent);
    }

    [Fact]
    public async Task Resend_ProcessEndedBeforeTheDeliveryStarted_IsDeliveredByTheSweep()
    {
        await using var office = await VirtualOffice.OpenAsync(Start);
        var order = Order();
        await office.Tables.TryInsertAsync(new OutboxRow { Order = order, State = MailState.Pending, CreatedAt = office.Now, LastError = "no such mailbox" });
        await office.Tables.UpsertAsync(Trouble(office, MailState.Pending));

        Assert.Equal(1, await office.Create<MailTroubles>().SweepAsync(office.Client));
        await office.SettleAsync();

        Assert.Single(office.Post.Sent);
        Assert.Empty(await TroublesAsync(office));
    }

    [Fact]
    public async Task Sweep_TroubleOfAMailThatWentOut_IsForgottenAndNothingStarted()
    {
        await using var office = await VirtualOffice.OpenAsync(Start);
        await office.Tables.TryInsertAsync(new OutboxRow { Order = Order(), State = MailState.Sent, CreatedAt = office.Now });
        await office.Tables.UpsertAsync(Trouble(office, MailState.Failed));

        Assert.Equal(0, await office.Create<MailTroubles>().SweepAsync(office.Client));

        Assert.Empty(await TroublesAsync(office));
        Assert.Null(await office.Client.GetInstanceAsync(OutboxRow.InstanceIdOf(Order())));
    }

    [Fact]
    public async Task Send_FailingAfterAnotherHasSent_ListsNoTrouble()
    {
        await using var office = await VirtualOffice.OpenAsync(Start);
        await office.Tables.TryInsertAsync(new OutboxRow { Order = Order(), State = MailState.Pending, CreatedAt = office.Now });
        office.Post.Failures.Enqueue(new HttpRequestException("away"));
        var tables = new MeddledTables(office.Tables);
        var slow = ActivatorUtilities.CreateInstance<MailActivities>(office.Get<IServiceProvider>(), tables);
        // Its claim ran out while it was sending, and another attempt got through.
        tables.Before("replace Outbox", () =>
        {
            tables.Before("find Outbox", async () =>
            {
                var claimed = (await office.Tables.FindAsync<OutboxRow>(Order().Subject, Order().Key))!;
                await office.Tables.TryReplaceAsync(claimed, claimed.Value with { State = MailState.Sent, ClaimedUntil = null });
            });
            return Task.CompletedTask;
        });

        await slow.SendMail(Attempt(office));

        Assert.True(tables.Happened);
        Assert.Equal(MailState.Sent, (await RowAsync(office)).State);
        Assert.Empty(await TroublesAsync(office));
    }

    [Fact]
    public async Task Delivery_PersonEnteredLater_IsSentThen()
    {
        await using var office = await VirtualOffice.OpenAsync(Start);
        await EnqueueAsync(office, Order() with { To = MailRecipient.Of("newcomer") });
        await office.SettleAsync();
        Assert.Single(await TroublesAsync(office));
        await office.Get<DirectoryRecords>().SavePersonAsync(
            new PersonRow { Id = "newcomer", Name = "新人", Unit = "szjj", Post = "新岗位", Mail = "newcomer@dazhou.example" });
        await office.AdvanceToAsync("2026-03-09T09:01:00+08:00");
        Assert.Equal(["03-09 09:01 newcomer 项目"], office.Post.Lines);
    }

    [Fact]
    public async Task Delivery_AddressOutsideTheDirectory_IsUsedAsItIs()
    {
        await using var office = await VirtualOffice.OpenAsync(Start);
        await EnqueueAsync(office, Order() with { To = new MailRecipient { Address = "supplier@company.example", Name = "供应商" } });
        await office.SettleAsync();
        Assert.Equal(new MailAddress("supplier@company.example", "供应商"), Assert.Single(office.Post.Sent).Mail.To);
    }

    [Fact]
    public async Task Delivery_WithLink_MintsItWhenSendingAndStoresNoSecret()
    {
        await using var office = await VirtualOffice.OpenAsync(Start);
        office.Post.Failures.Enqueue(new HttpRequestException("away"));
        await EnqueueAsync(office, Order());
        await office.SettleAsync();
        await office.AdvanceToAsync("2026-03-09T09:01:00+08:00");
        var secret = Assert.Single(office.Post.Sent).Mail.Content.Text;
        var found = await office.Get<LinkStore>().FindAsync(secret);
        Assert.Equal(LinkState.Open, found.State);
        Assert.Equal(Order().Message.Link, found.Link!.Request);
        Assert.DoesNotContain(secret, JsonSerializer.Serialize(await RowAsync(office), RecordJson.Options));
    }

    [Fact]
    public async Task Send_MailThatIsSent_IsNotSentAgain()
    {
        await using var office = await VirtualOffice.OpenAsync(Start);
        await EnqueueAsync(office, Order());
        await office.SettleAsync();
        Assert.Equal(MailState.Sent, await office.Create<MailActivities>().SendMail(Attempt(office)));
        Assert.Single(office.Post.Sent);
    }

    [Fact]
    public async Task Send_MailThatAnotherIsSending_IsLeftToIt()
    {
        await using var office = await VirtualOffice.OpenAsync(Start);
        await office.Tables.TryInsertAsync(Sending(office, office.Now.AddMinutes(10)));
        Assert.Equal(MailState.Sending, await office.Create<MailActivities>().SendMail(Attempt(office)));
        Assert.Empty(office.Post.Sent);
    }

    [Fact]
    public async Task Send_MailWhoseSenderDied_IsSentAgainWhenItsClaimHasRunOut()
    {
        // The gap in which a mail may come twice: taken over by the service, and the process gone before the row said so.
        await using var office = await VirtualOffice.OpenAsync(Start);
        await office.Tables.TryInsertAsync(Sending(office, office.Now));
        Assert.Equal(MailState.Sent, await office.Create<MailActivities>().SendMail(Attempt(office)));
        Assert.Single(office.Post.Sent);
    }

    [Fact]
    public async Task Send_ByManyAtOnce_OneSends()
    {
        await using var office = await VirtualOffice.OpenAsync(Start);
        await office.Tables.TryInsertAsync(new OutboxRow { Order = Order(), State = MailState.Pending, CreatedAt = office.Now });
        var activities = office.Create<MailActivities>();
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => activities.SendMail(Attempt(office)))));
        Assert.Single(office.Post.Sent);
    }

    [Fact]
    public void Message_AsAnOrchestratorsPayload_KeepsItsKind()
    {
        var order = JsonSerializer.Deserialize<MailOrder>(JsonSerializer.Serialize(Order()))!;
        Assert.Equal("审核", Assert.IsType<ApprovalRequested>(order.Message).Act);
        Assert.Equal(Order().Message.Link, order.Message.Link);
    }

    private static MailOrder Order() => new()
    {
        Subject = "p1",
        Key = "instance|asked|szjj.review",
        To = MailRecipient.Of("szjj.review"),
        Message = new ApprovalRequested
        {
            Title = "项目",
            ToDo = "请审核",
            Act = "审核",
            Until = DateTimeOffset.Parse("2026-03-17T00:00:00+08:00"),
            Article = "第十条",
            Link = new LinkRequest
            {
                Purpose = ApprovalLinks.Decide,
                Subject = "p1",
                Step = "review",
                Person = "szjj.review",
                Expires = DateTimeOffset.Parse("2026-05-17T00:00:00+08:00"),
            },
        },
    };

    private static MailTroubleRow Trouble(VirtualOffice office, MailState state) =>
        new() { Subject = Order().Subject, Key = Order().Key, State = state, Since = office.Now, Attempts = 1, LastError = "no such mailbox" };

    private static OutboxRow Sending(VirtualOffice office, DateTimeOffset claimedUntil) =>
        new() { Order = Order(), State = MailState.Sending, CreatedAt = office.Now, Attempts = 1, ClaimedUntil = claimedUntil };

    private static MailAttempt Attempt(VirtualOffice office) =>
        new(new MailRef(Order().Subject, Order().Key), 2, office.Now.AddMinutes(5), IsLast: false);

    private static Task EnqueueAsync(VirtualOffice office, MailOrder order) => office.Create<MailActivities>().EnqueueMail(order, office.Client);

    private static async Task<OutboxRow> RowAsync(VirtualOffice office) =>
        (await office.Tables.FindAsync<OutboxRow>(Order().Subject, Order().Key))!.Value;

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
