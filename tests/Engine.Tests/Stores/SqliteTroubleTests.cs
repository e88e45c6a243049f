using Dazhou.DurableEngine.Stores;
using Microsoft.Data.Sqlite;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Engine.Tests.Stores;

/// <summary>What can go wrong with the file: each says one clear thing and damages nothing.</summary>
public class SqliteTroubleTests
{
    private static void Tasks(DurableTaskRegistry tasks) => tasks
        .AddActivityFunc<string, string>("Echo", (_, text) => text)
        .AddOrchestratorFunc<string, int>("Chain", async (context, text) =>
        {
            var total = 0;
            for (var step = 0; step < 3; step++)
            {
                total += (await context.CallActivityAsync<string>("Echo", text)).Length;
            }

            return total;
        })
        .AddOrchestratorFunc("Wait", context => context.WaitForExternalEvent<string>("E"));

    [Fact]
    public async Task FileThatIsNoDatabase_IsRefusedAndLeftAsItIs()
    {
        using var folder = new TestFolder();
        var content = new byte[20_000];
        Random.Shared.NextBytes(content);
        await File.WriteAllBytesAsync(folder.Database, content);

        await AssertRefusedAsync(folder, "已损坏或不是运行时的数据库");

        Assert.Equal(content, await File.ReadAllBytesAsync(folder.Database));
    }

    [Fact]
    public async Task HeaderOverwritten_IsRefusedAndLeftAsItIs()
    {
        using var folder = new TestFolder();
        await FillAsync(folder);
        await using (var file = File.OpenWrite(folder.Database))
        {
            await file.WriteAsync("This was a database"u8.ToArray());
        }

        var before = await File.ReadAllBytesAsync(folder.Database);
        await AssertRefusedAsync(folder, "已损坏或不是运行时的数据库");

        Assert.Equal(before, await File.ReadAllBytesAsync(folder.Database));
    }

    [Fact]
    public async Task PagesOverwritten_SayWhatIsWrongAndTheFileIsLeftAsItIs()
    {
        using var folder = new TestFolder();
        await FillAsync(folder);
        await using (var file = File.OpenWrite(folder.Database))
        {
            file.Position = 4096;
            await file.WriteAsync(Enumerable.Repeat((byte)0xEE, (int)(file.Length - 4096)).ToArray());
        }

        var before = await File.ReadAllBytesAsync(folder.Database);
        await AssertRefusedAsync(folder, "已损坏或不是运行时的数据库");

        Assert.Equal(before, await File.ReadAllBytesAsync(folder.Database));
    }

    [Fact]
    public async Task NewerSchema_IsRefusedAndLeftAsItIs()
    {
        using var folder = new TestFolder();
        await FillAsync(folder);
        Execute(folder, "PRAGMA user_version = 99");
        var before = await File.ReadAllBytesAsync(folder.Database);

        await AssertRefusedAsync(folder, "更新版本的运行时");

        Assert.Equal(before, await File.ReadAllBytesAsync(folder.Database));
    }

    [Fact]
    public async Task DatabaseOfAnotherProgram_IsRefusedAndLeftAsItIs()
    {
        using var folder = new TestFolder();
        Execute(folder, "CREATE TABLE instances (whatever TEXT); INSERT INTO instances VALUES ('theirs')");
        var before = await File.ReadAllBytesAsync(folder.Database);

        await AssertRefusedAsync(folder, "运行时的数据库");

        Assert.Equal(before, await File.ReadAllBytesAsync(folder.Database));
    }

    [Fact]
    public async Task Path_ThatIsAFolder_IsRefusedClearly()
    {
        using var folder = new TestFolder();
        Directory.CreateDirectory(folder.Database);

        await AssertRefusedAsync(folder, "无法打开或不可写");
    }

    [Fact]
    public async Task DiskFull_RefusesClearlyKeepsWhatWasThereAndGoesOnWhenThereIsRoom()
    {
        using var folder = new TestFolder();
        var large = new string('a', 200_000);
        var created = new List<string>();
        string waiting;
        await using (var engine = await TestEngine.StartAsync(
            EngineKind.Sqlite, Tasks, options => options.MaximumDatabaseBytes = 3_000_000, folder: folder.Path))
        {
            waiting = await engine.BeginAsync("Wait");
            var refused = await Assert.ThrowsAsync<StoreUnavailableException>(async () =>
            {
                while (true)
                {
                    created.Add(await engine.Client.ScheduleNewOrchestrationInstanceAsync("Chain", large));
                }
            });

            Assert.Contains("磁盘已满", refused.Message);
            Assert.Contains("磁盘已满", engine.Engine.StoreFailure?.Message);
            Assert.NotEmpty(created);
            Assert.Equal(OrchestrationRuntimeStatus.Running, (await engine.GetAsync(waiting)).RuntimeStatus);
            await engine.AbandonAsync();
        }

        await using var roomy = await TestEngine.StartAsync(EngineKind.Sqlite, Tasks, folder: folder.Path);
        await roomy.RaiseAsync(waiting, "E", "still here");

        Assert.Equal("still here", (await roomy.GetAsync(waiting)).ReadOutputAs<string>());
        foreach (var id in created)
        {
            Assert.Equal(600_000, (await roomy.GetAsync(id)).ReadOutputAs<int>());
        }

        Assert.Equal(created.Count + 1, await roomy.Client.GetAllInstancesAsync().CountAsync());
    }

    [Fact]
    public async Task Locked_RefusesClearlyAndGoesOnByItselfWhenTheLockIsGone()
    {
        using var folder = new TestFolder();
        var gate = new TaskCompletionSource();
        var ran = 0;
        await using var engine = await TestEngine.StartAsync(
            EngineKind.Sqlite,
            tasks => tasks
                .AddActivityFunc<string>("Slow", async _ =>
                {
                    await gate.Task;
                    Interlocked.Increment(ref ran);
                    return "result";
                })
                .AddOrchestratorFunc("Ask", context => context.CallActivityAsync<string>("Slow")),
            options => options.LockTimeout = TimeSpan.FromMilliseconds(50),
            folder: folder.Path);
        var id = await engine.Client.ScheduleNewOrchestrationInstanceAsync("Ask");
        await engine.Client.WaitForInstanceStartAsync(id);
        using (var other = new SqliteConnection($"Data Source={folder.Database};Pooling=False"))
        {
            other.Open();
            SqliteConnections.Execute(other, "BEGIN IMMEDIATE");
            var refused = await Assert.ThrowsAsync<StoreUnavailableException>(
                () => engine.Client.ScheduleNewOrchestrationInstanceAsync("Ask"));
            Assert.Contains("锁定", refused.Message);

            // The turn that takes the result cannot be committed now; it is tried again.
            gate.SetResult();
            while (Volatile.Read(ref ran) == 0)
            {
                await Task.Yield();
            }

            for (var attempt = 0; attempt < 2; attempt++)
            {
                await Assert.ThrowsAsync<StoreUnavailableException>(() => engine.Client.ScheduleNewOrchestrationInstanceAsync("Ask"));
            }

            Assert.Equal(OrchestrationRuntimeStatus.Running, (await engine.GetAsync(id)).RuntimeStatus);
            SqliteConnections.Execute(other, "ROLLBACK");
        }

        var result = await engine.Client.WaitForInstanceCompletionAsync(id, true).WaitAsync(TimeSpan.FromMinutes(1));

        Assert.Equal("result", result.ReadOutputAs<string>());
        Assert.Equal(1, ran);
        Assert.Null(engine.Engine.StoreFailure);
    }

    [Fact]
    public async Task Open_WhileAnotherProgramHoldsALock_SaysSoAndWorksAfterwards()
    {
        using var folder = new TestFolder();
        await FillAsync(folder);
        using (var other = new SqliteConnection($"Data Source={folder.Database};Pooling=False"))
        {
            other.Open();
            SqliteConnections.Execute(other, "PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE");

            await AssertRefusedAsync(folder, "锁定");
        }

        await using var engine = await TestEngine.StartAsync(EngineKind.Sqlite, Tasks, folder: folder.Path);
        Assert.Equal(21, await engine.Client.GetAllInstancesAsync().CountAsync());
    }

    private static async Task AssertRefusedAsync(TestFolder folder, string reason)
    {
        for (var attempt = 0; attempt < 2; attempt++)
        {
            var error = await Assert.ThrowsAsync<StoreUnavailableException>(() => TestEngine.StartAsync(
                EngineKind.Sqlite, Tasks, options => options.LockTimeout = TimeSpan.FromMilliseconds(50), folder: folder.Path));
            Assert.Contains(reason, error.Message);
            Assert.Contains(folder.Database, error.Message);
        }
    }

    private static async Task FillAsync(TestFolder folder)
    {
        await using var engine = await TestEngine.StartAsync(EngineKind.Sqlite, Tasks, folder: folder.Path);
        await engine.BeginAsync("Wait");
        for (var number = 0; number < 20; number++)
        {
            await engine.BeginAsync("Chain", new string('a', 2000));
        }
    }

    private static void Execute(TestFolder folder, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={folder.Database};Pooling=False");
        connection.Open();
        SqliteConnections.Execute(connection, sql);
    }
}
