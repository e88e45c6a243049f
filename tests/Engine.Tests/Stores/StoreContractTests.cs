using Dazhou.DurableEngine;
using Dazhou.DurableEngine.History;
using Dazhou.DurableEngine.Stores;
using static Engine.Tests.Stores.StoreUnderTest;

namespace Engine.Tests.Stores;

/// <summary>What the engine relies on, held against both stores.</summary>
public class StoreContractTests
{
    [Theory]
    [InlineData(StoreKind.Memory)]
    [InlineData(StoreKind.Sqlite)]
    public async Task Row_WrittenAndReadBack_IsTheSame(StoreKind kind)
    {
        using var test = new StoreUnderTest(kind);
        var row = Row("达州-1", At.AddDays(3)) with
        {
            Version = "2.1",
            Status = InstanceStatus.Failed,
            CompletedAt = At.AddHours(1),
            HasOpenTasks = true,
            HistoryRows = 3,
            ParentId = "父",
            CustomStatus = "\"审核\"",
            Failure = new() { ErrorType = "System.IO.IOException", ErrorMessage = "断线", StackTrace = "at X", InnerFailure = new() { ErrorType = "Inner", ErrorMessage = "内层" } },
            Tags = new Dictionary<string, string> { ["unit"] = "财政局" },
        };
        var stored = await test.WriteAsync(transaction => transaction.Insert(row));
        test.Reopen();

        var found = test.Store.Find("达州-1")!;
        Assert.Equal(stored with { Tags = null }, found with { Tags = null });
        Assert.Equal("财政局", found.Tags!["unit"]);
        Assert.Null(test.Store.Find("达州-2"));
    }

    [Theory]
    [InlineData(StoreKind.Memory)]
    [InlineData(StoreKind.Sqlite)]
    public async Task HistoryAndInbox_KeepTheirOrder(StoreKind kind)
    {
        using var test = new StoreUnderTest(kind);
        var row = await test.InsertAsync("a");
        for (var turn = 0; turn < 12; turn++)
        {
            await test.WriteAsync(transaction => transaction.AppendHistory(row.Key, turn, [Events.TimerFired(At, turn * 2, At), Events.TimerFired(At, (turn * 2) + 1, At)]));
        }

        await test.WriteAsync(transaction => transaction.AddMessage(row.Key, Events.Raised(At, "c", null)));
        await test.WriteAsync(transaction => transaction.AddMessage(row.Key, Events.Raised(At, "d", null)));
        await test.WriteAsync(transaction => transaction.AddMessagesBefore(row.Key, 0, [Events.Raised(At, "a", null), Events.Raised(At, "b", "\"正文\"")]));
        test.Reopen();

        var loaded = test.Store.Load("a")!;
        Assert.Equal(Enumerable.Range(0, 24), loaded.History.Select(item => item.TimerFired.TimerId));
        Assert.Equal(["a", "b", "c", "d"], loaded.Inbox.Select(message => message.Event.EventRaised.Name));
        Assert.Equal(loaded.Inbox.Select(message => message.Sequence).Order(), loaded.Inbox.Select(message => message.Sequence));
        Assert.Equal("\"正文\"", loaded.Inbox[1].Event.EventRaised.Input);
        Assert.Equal(28, test.Store.ReadHistory(row.Key).Count);
    }

    [Theory]
    [InlineData(StoreKind.Memory)]
    [InlineData(StoreKind.Sqlite)]
    public async Task Sequences_AfterAReopen_StillGrow(StoreKind kind)
    {
        using var test = new StoreUnderTest(kind);
        var row = await test.InsertAsync("a");
        await test.WriteAsync(transaction => transaction.AddMessagesBefore(row.Key, 0, [Events.Raised(At, "carried", null)]));
        test.Reopen();

        var next = await test.WriteAsync(transaction => transaction.AddMessage(row.Key, Events.Raised(At, "new", null)));

        Assert.True(next.Sequence > 0);
        Assert.Equal(["carried", "new"], test.Store.Load("a")!.Inbox.Select(message => message.Event.EventRaised.Name));
    }

    [Theory]
    [InlineData(StoreKind.Memory)]
    [InlineData(StoreKind.Sqlite)]
    public async Task Messages_Deleted_AreGoneAndOthersStay(StoreKind kind)
    {
        using var test = new StoreUnderTest(kind);
        var row = await test.InsertAsync("a");
        var other = await test.InsertAsync("b");
        var messages = new List<StoredMessage>();
        for (var number = 0; number < 4; number++)
        {
            messages.Add(await test.WriteAsync(transaction => transaction.AddMessage(row.Key, Events.Raised(At, "E", null))));
        }

        await test.WriteAsync(transaction => transaction.AddMessage(other.Key, Events.Raised(At, "E", null)));
        await test.WriteAsync(transaction => transaction.DeleteMessages(row.Key, [messages[0].Sequence, messages[2].Sequence]));
        Assert.Equal([messages[1].Sequence, messages[3].Sequence], test.Store.Load("a")!.Inbox.Select(message => message.Sequence));

        await test.WriteAsync(transaction => transaction.DeleteAllMessages(row.Key));
        Assert.Empty(test.Store.Load("a")!.Inbox);
        Assert.Single(test.Store.Load("b")!.Inbox);
    }

    [Theory]
    [InlineData(StoreKind.Memory)]
    [InlineData(StoreKind.Sqlite)]
    public async Task Update_OfAnotherGenerationOrADeletedRow_ChangesNothing(StoreKind kind)
    {
        using var test = new StoreUnderTest(kind);
        var row = await test.InsertAsync("a");

        Assert.True(await test.WriteAsync(transaction => transaction.Update(row with { Generation = 8 }, 7)));
        Assert.False(await test.WriteAsync(transaction => transaction.Update(row with { CustomStatus = "x" }, 7)));
        Assert.Null(test.Store.Find("a")!.CustomStatus);
        await test.WriteAsync(transaction => transaction.Delete(row.Key));
        Assert.False(await test.WriteAsync(transaction => transaction.Update(row, 8)));
        Assert.Null(test.Store.Find("a"));
    }

    [Theory]
    [InlineData(StoreKind.Memory)]
    [InlineData(StoreKind.Sqlite)]
    public async Task Delete_TakesHistoryAndMessagesWithIt_AndTheIdIsFree(StoreKind kind)
    {
        using var test = new StoreUnderTest(kind);
        var row = await test.InsertAsync("a", At);
        await test.WriteAsync(transaction =>
        {
            transaction.AppendHistory(row.Key, 0, [Events.OrchestratorStarted(At)]);
            transaction.AddMessage(row.Key, Events.Raised(At, "E", null));
            transaction.Delete(row.Key);
        });
        var again = await test.InsertAsync("a");

        Assert.NotEqual(row.Key, again.Key);
        Assert.Empty(test.Store.ReadHistory(row.Key));
        Assert.Empty(test.Store.ReadHistory(again.Key));
        Assert.Null(test.Store.NextDue());
    }

    [Theory]
    [InlineData(StoreKind.Memory)]
    [InlineData(StoreKind.Sqlite)]
    public async Task Due_IsReadInOrderAndFollowsChanges(StoreKind kind)
    {
        using var test = new StoreUnderTest(kind);
        var late = await test.InsertAsync("late", At.AddHours(3));
        await test.InsertAsync("early", At.AddHours(1));
        await test.InsertAsync("middle", At.AddHours(2));
        await test.InsertAsync("never");

        Assert.Equal(At.AddHours(1), test.Store.NextDue());
        Assert.Equal(["early", "middle"], test.Store.ReadDue(At.AddHours(2), 10));
        Assert.Equal(["early"], test.Store.ReadDue(At.AddHours(2), 1));
        Assert.Empty(test.Store.ReadDue(At, 10));
        await test.WriteAsync(transaction => transaction.Update(late with { NextDue = At.AddMinutes(1) }, 7));
        Assert.Equal("late", test.Store.ReadDue(At.AddHours(9), 1).Single());
        await test.WriteAsync(transaction => transaction.Update(late with { NextDue = null }, 7));
        Assert.Equal(["early", "middle"], test.Store.ReadDue(DateTimeOffset.MaxValue, 10));
    }

    [Theory]
    [InlineData(StoreKind.Memory)]
    [InlineData(StoreKind.Sqlite)]
    public async Task Work_IsWhatHasMessagesOrOpenTasks(StoreKind kind)
    {
        using var test = new StoreUnderTest(kind);
        await test.InsertAsync("idle", At);
        var mail = await test.InsertAsync("mail");
        await test.WriteAsync(transaction => transaction.AddMessage(mail.Key, Events.Raised(At, "E", null)));
        await test.WriteAsync(transaction => transaction.Insert(Row("open") with { HasOpenTasks = true }));
        test.Reopen();

        Assert.Equal(["mail", "open"], test.Store.ReadWithWork().Order());
    }

    [Theory]
    [InlineData(StoreKind.Memory)]
    [InlineData(StoreKind.Sqlite)]
    public async Task Query_ByEveryFilter_FindsThoseOnly(StoreKind kind)
    {
        using var test = new StoreUnderTest(kind);
        await test.WriteAsync(transaction =>
        {
            transaction.Insert(Row("x-1") with { ParentId = "p", Status = InstanceStatus.Completed, CompletedAt = At.AddHours(5) });
            transaction.Insert(Row("x-2") with { CreatedAt = At.AddHours(1) });
            transaction.Insert(Row("X-3") with { CreatedAt = At.AddHours(2), Status = InstanceStatus.Failed, CompletedAt = At.AddHours(9) });
        });

        string[] Find(InstanceFilter filter) => [.. test.Store.Query(filter).Select(row => row.Id)];
        Assert.Equal(["x-1", "x-2"], Find(new InstanceFilter { IdPrefix = "x-" }));
        Assert.Equal(["x-1"], Find(new InstanceFilter { ParentId = "p" }));
        Assert.Equal(["x-1", "X-3"], Find(new InstanceFilter { Statuses = [InstanceStatus.Completed, InstanceStatus.Failed] }));
        Assert.Empty(Find(new InstanceFilter { Statuses = [] }));
        Assert.Equal(["x-2"], Find(new InstanceFilter { CreatedFrom = At.AddHours(1), CreatedTo = At.AddHours(1) }));
        Assert.Equal(["X-3"], Find(new InstanceFilter { CompletedFrom = At.AddHours(6) }));
        Assert.Equal(["x-1"], Find(new InstanceFilter { CompletedTo = At.AddHours(6) }));
        Assert.Equal(["x-2"], Find(new InstanceFilter { AfterKey = test.Store.Find("x-1")!.Key, Limit = 1 }));
    }

    [Theory]
    [InlineData(StoreKind.Memory)]
    [InlineData(StoreKind.Sqlite)]
    public async Task Meta_IsKeptReplacedAndDeleted(StoreKind kind)
    {
        using var test = new StoreUnderTest(kind);
        await test.WriteAsync(transaction => transaction.SetMeta("clock", "1"));
        await test.WriteAsync(transaction => transaction.SetMeta("clock", "2"));
        test.Reopen();
        Assert.Equal("2", test.Store.ReadMeta("clock"));

        await test.WriteAsync(transaction => transaction.SetMeta("clock", null));
        Assert.Null(test.Store.ReadMeta("clock"));
    }

    [Theory]
    [InlineData(StoreKind.Memory)]
    [InlineData(StoreKind.Sqlite)]
    public async Task Commands_OfManyThreads_AllCommitAndReportOnce(StoreKind kind)
    {
        using var test = new StoreUnderTest(kind);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(thread => Task.Run(async () =>
        {
            for (var number = 0; number < 50; number++)
            {
                await test.InsertAsync($"{thread}-{number}");
            }
        })));

        Assert.Equal(400, test.Store.Query(new InstanceFilter { Limit = int.MaxValue }).Count);
    }

    [Theory]
    [InlineData(StoreKind.Memory)]
    [InlineData(StoreKind.Sqlite)]
    public async Task Command_WithAFaultOfItsOwn_FailsAloneAndTheOthersAreWritten(StoreKind kind)
    {
        using var test = new StoreUnderTest(kind);
        var writes = Enumerable.Range(0, 20).Select(number => number == 7
            ? test.WriteAsync<InstanceRow>(_ => throw new FormatException("坏的命令"))
            : test.InsertAsync($"i{number}")).ToList();

        await Assert.ThrowsAsync<FormatException>(() => writes[7]);
        await Task.WhenAll(writes.Where((_, number) => number != 7));

        Assert.Equal(19, test.Store.Query(new InstanceFilter()).Count);
        Assert.Null(test.Store.LastFailure);
    }
}
