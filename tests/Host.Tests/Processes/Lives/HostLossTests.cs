using System.Net;
using Tests.Shared;

namespace Host.Tests.Processes.Lives;

/// <summary>The host is told to stop, or killed, and starts again on the same data.</summary>
public sealed class HostLossTests
{
    [Fact]
    public async Task Terminated_LetsRunningFunctionsEnd_AndKeepsTheirResults()
    {
        using var data = new TestFolder();
        using var meeting = new Meeting();
        string meets, waits;
        int worker;
        await using (var app = await RunningApp.StartAsync(data.Path))
        {
            waits = await app.StartAsync("Waits", "kept", "甲");
            meets = await app.StartAsync("Meets", "", meeting.Port);
            using var activity = await meeting.NextAsync();
            var call = app.Http.GetAsync(RunningApp.Route($"stays/{meeting.Port}"));
            using var caller = await meeting.NextAsync();
            worker = await app.WorkerAsync();

            app.Host.Terminate();
            await caller.AnswerAsync("but ends");
            using (var answer = await call)
                Assert.Equal("GET but ends", await answer.Content.ReadAsStringAsync());
            await activity.AnswerAsync("ended well");
            Assert.Equal(0, await app.Host.ExitAsync());
            Assert.Equal("", app.Host.Errors);
            await Signals.GoneAsync(worker);
        }

        await using var again = await RunningApp.StartAsync(data.Path);

        // Nobody comes to the meeting again: the activity's result was kept.
        Assert.Equal("你好，before ended well 你好，after", (await again.CompletedAsync(meets)).OutputAs<string>());
        Assert.Equal("200", await again.RaiseAsync(waits, "answer", "乙"));
        Assert.Equal("甲乙", (await again.CompletedAsync(waits)).OutputAs<string>());
    }

    [Fact]
    public async Task Killed_LeavesNoOrphan_AndGoesOnWhereItWas()
    {
        using var data = new TestFolder();
        using var meeting = new Meeting();
        var port = FreePorts.Take(3);
        string meets, waits;
        await using (var app = await RunningApp.StartAsync(data.Path, Development, "--azurite-port", $"{port}"))
        {
            Assert.True(await Ports.AcceptsAsync(port + 2));
            waits = await app.StartAsync("Waits", "kept", "甲");
            meets = await app.StartAsync("Meets", "", meeting.Port);
            using var activity = await meeting.NextAsync();
            var worker = await app.WorkerAsync();

            app.Host.Kill();
            Assert.Null(await activity.LeavesAsync());
            await Signals.GoneAsync(worker);
            await Ports.ClosedAsync(port);

            // Azurite has saved what it had, whole.
            Assert.Empty(Directory.GetFiles(data.File("azurite"), "*~"));
        }

        await using var again = await RunningApp.StartAsync(data.Path);
        using var second = await meeting.NextAsync();
        await second.AnswerAsync("met again");
        Assert.Equal("你好，before met again 你好，after", (await again.CompletedAsync(meets)).OutputAs<string>());
        Assert.Equal("200", await again.RaiseAsync(waits, "answer", "乙"));
        Assert.Equal("甲乙", (await again.CompletedAsync(waits)).OutputAs<string>());
    }

    [Fact]
    public async Task Azurite_StartsWithTheHost_AndEndsWithIt()
    {
        using var data = new TestFolder();
        var port = FreePorts.Take(3);
        await using var app = await RunningApp.StartAsync(data.Path, Development, "--azurite-port", $"{port}");
        foreach (var each in new[] { port, port + 1, port + 2 })
            Assert.True(await Ports.AcceptsAsync(each));

        // The app is told where it listens.
        var storage = (await app.JsonAsync("process?setting=AzureWebJobsStorage")).GetProperty("setting").GetString();
        Assert.Contains($"127.0.0.1:{port + 2}", storage, StringComparison.Ordinal);
        await app.StopAsync();
        Assert.False(await Ports.AcceptsAsync(port));
        Assert.True(File.Exists(data.File("azurite", "__azurite_db_table__.json")));
    }

    [Fact]
    public async Task Clock_Moved_StaysAheadAfterARestart_AndKeysStayToo()
    {
        using var data = new TestFolder();
        DateTimeOffset moved;
        string key;
        await using (var app = await RunningApp.StartAsync(data.Path))
        {
            key = app.Keys()["host:default"];
            await app.AdvanceAsync(TimeSpan.FromDays(8));
            moved = await app.NowAsync();
            Assert.Equal(8, (await app.RecordsAsync("daily ", 0)).Length);
            await app.StopAsync();
        }

        // The operator has noted the keys and deleted the file: it is not needed, nor written again.
        File.Delete(data.File("keys.json"));
        await using (var app = await RunningApp.StartAsync(data.Path))
        {
            Assert.InRange(await app.NowAsync() - moved, TimeSpan.Zero, TimeSpan.FromMinutes(10));
            Assert.Contains(app.Host.Lines, line => line.Contains("本机时钟已被拨快", StringComparison.Ordinal));
            Assert.Empty(await app.RecordsAsync("daily ", 0));
            Assert.Equal(HttpStatusCode.OK, (await app.GetAsync("guarded?code=" + key)).StatusCode);
            Assert.False(File.Exists(data.File("keys.json")));
            await app.StopAsync();
        }

        await using var rotated = await RunningApp.StartAsync(data.Path, null, "--rotate-keys", "true");
        Assert.Equal(HttpStatusCode.Unauthorized, (await rotated.GetAsync("guarded?code=" + key)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await rotated.GetAsync("guarded?code=" + rotated.Keys()["host:default"])).StatusCode);
    }

    private static readonly Dictionary<string, string> Development = new() { ["AzureWebJobsStorage"] = "UseDevelopmentStorage=true" };
}
