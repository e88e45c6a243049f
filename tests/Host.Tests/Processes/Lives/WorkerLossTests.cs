using System.Net;

namespace Host.Tests.Processes.Lives;

/// <summary>The worker is killed, and the host goes on.</summary>
public sealed class WorkerLossTests
{
    [Fact]
    public async Task Worker_KilledInTheMiddle_LosesNothing_AndRepeatsTheActivity()
    {
        await using var app = await RunningApp.StartAsync();
        using var meeting = new Meeting();
        var waiting = await app.StartAsync("Waits", "", "甲");
        var meets = await app.StartAsync("Meets", "", meeting.Port);
        using var first = await meeting.NextAsync();
        var call = app.Http.GetAsync(RunningApp.Route($"stays/{meeting.Port}"));
        using var caller = await meeting.NextAsync();
        var worker = await app.WorkerAsync();

        Signals.Send(worker, "KILL");
        Assert.Null(await first.LeavesAsync());

        // Whoever was being served learns that it is not known what was done.
        using (var broken = await call)
            Assert.Equal(HttpStatusCode.ServiceUnavailable, broken.StatusCode);

        using var second = await meeting.NextAsync();
        Assert.Equal($"activity of {meets}", second.Name);
        await second.AnswerAsync("met again");
        Assert.Equal("你好，before met again 你好，after", (await app.CompletedAsync(meets)).OutputAs<string>());

        Assert.NotEqual(worker, await app.WorkerAsync());
        Assert.Equal("200", await app.RaiseAsync(waiting, "answer", "乙"));
        Assert.Equal("甲乙", (await app.CompletedAsync(waiting)).OutputAs<string>());

        // The step before it was not repeated by the new worker.
        Assert.DoesNotContain(await app.RecordsAsync("say", 0), line => line.StartsWith("say before", StringComparison.Ordinal));
        await app.StopAsync();
    }

    [Fact]
    public async Task Orchestration_HeldByAKilledWorker_GoesOnByItsHistory()
    {
        await using var app = await RunningApp.StartAsync();
        using var meeting = new Meeting();
        var draws = await app.StartAsync("Draws", "", meeting.Port);
        using (await meeting.NextAsync())
            Signals.Send(await app.WorkerAsync(), "KILL");

        using var second = await meeting.NextAsync();
        await second.AnswerAsync("");

        // What was drawn before the worker was lost is what its successor draws.
        var drawn = (await app.CompletedAsync(draws)).OutputAs<string[]>();
        Assert.Equal(drawn[0], drawn[1]);
        Assert.NotEqual(Guid.Empty, Guid.Parse(drawn[2]));
        Assert.DoesNotContain(drawn[2], drawn[0], StringComparison.Ordinal);
        Assert.True(DateTime.Parse(drawn[3]) >= DateTime.Parse(drawn[0].Split(' ')[1]));
    }
}
