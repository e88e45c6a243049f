using Microsoft.Data.Sqlite;
using Xunit.Abstractions;

namespace Engine.Tests.Crash;

public class CrashTests(ITestOutputHelper output)
{
    private const int Kills = 50;

    [Fact]
    public async Task Process_KilledFiftyTimesUnderLoad_LosesNothingAcknowledgedAndRepeatsNoCommittedStep()
    {
        var seed = Environment.GetEnvironmentVariable("CRASH_SEED") is { Length: > 0 } given ? int.Parse(given) : Random.Shared.Next();
        output.WriteLine($"CRASH_SEED={seed}");
        var random = new Random(seed);
        using var folder = new TestFolder();
        var ledger = new CrashLedger();
        for (var round = 0; round < Kills; round++)
        {
            using var worker = WorkerProcess.Start("load", folder.Path, round);
            if (random.Next(6) > 0)
            {
                await worker.HasSaidAsync(1 + random.Next(80));
            }

            // Not a synchronisation: the moment of the kill is the random part.
            await Task.Delay(random.Next(25));
            await worker.KillAsync();
            Assert.True(string.IsNullOrEmpty(await worker.Errors), $"CRASH_SEED={seed} round {round}: {await worker.Errors}");
            ledger.Add(worker.Lines);
        }

        using var last = WorkerProcess.Start("finish", folder.Path, Kills);
        var exitCode = await last.EndAsync().WaitAsync(TimeSpan.FromMinutes(2));

        output.WriteLine($"{ledger.Created} instances and {ledger.Raised} events were acknowledged");
        Assert.True(exitCode == 0, $"CRASH_SEED={seed}: {await last.Errors}");
        Assert.Contains("finished", last.Lines);
        Assert.True(ledger.Created > Kills, "The load was too small to show anything.");
        AssertNone(seed, ledger.Check(last.Lines));
        AssertNone(seed, CrashLedger.Repeated(File.ReadLines(Path.Combine(folder.Path, "activities.log"))));
        AssertNone(seed, Orphans(folder.Database));
    }

    [Fact]
    public async Task Database_OfARunningProcess_IsRefusedToASecondWithOneClearError()
    {
        using var folder = new TestFolder();
        using var holder = WorkerProcess.Start("hold", folder.Path, 0);
        await holder.Ready;

        using var second = WorkerProcess.Start("hold", folder.Path, 0);
        var exitCode = await second.EndAsync();
        var here = await Assert.ThrowsAsync<Dazhou.DurableEngine.Stores.StoreUnavailableException>(
            () => TestEngine.StartAsync(EngineKind.Sqlite, _ => { }, folder: folder.Path));

        Assert.NotEqual(0, exitCode);
        Assert.Contains("正被另一个进程使用", await second.Errors);
        Assert.Contains("正被另一个进程使用", here.Message);
        Assert.Contains(folder.Database, here.Message);
        Assert.Equal(0, await holder.EndAsync());
        await using var after = await TestEngine.StartAsync(EngineKind.Sqlite, _ => { }, folder: folder.Path);
        Assert.Null(after.Engine.StoreFailure);
    }

    private static void AssertNone(int seed, IEnumerable<string> faults)
    {
        var all = faults.ToList();
        Assert.True(all.Count == 0, $"CRASH_SEED={seed}: {all.Count} faults\n{string.Join('\n', all.Take(20))}");
    }

    private static IEnumerable<string> Orphans(string database)
    {
        using var connection = new SqliteConnection($"Data Source={database};Pooling=False");
        connection.Open();
        foreach (var (what, sql) in ((string, string)[])
        [
            ("history without an instance", "SELECT COUNT(*) FROM history WHERE instance NOT IN (SELECT key FROM instances)"),
            ("messages without an instance", "SELECT COUNT(*) FROM inbox WHERE instance NOT IN (SELECT key FROM instances)"),
            ("messages of ended instances", "SELECT COUNT(*) FROM inbox"),
            ("timers of ended instances", "SELECT COUNT(*) FROM instances WHERE next_due IS NOT NULL"),
            ("open tasks of ended instances", "SELECT COUNT(*) FROM instances WHERE open_tasks <> 0"),
            ("pages out of order", "SELECT COUNT(*) FROM pragma_integrity_check WHERE integrity_check <> 'ok'"),
        ])
        {
            using var command = connection.CreateCommand();
            command.CommandText = sql;
            if (Convert.ToInt64(command.ExecuteScalar()) is > 0 and var count)
            {
                yield return $"{count} {what}";
            }
        }
    }
}
