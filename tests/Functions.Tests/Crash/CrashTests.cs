using System.Diagnostics;
using System.Globalization;
using Xunit.Abstractions;

namespace Functions.Tests.Crash;

/// <summary>
/// Host and worker are killed while applications come in; what was acknowledged is there afterwards, once. CRASH_KILLS says how
/// often each of the two (50 for proof), CRASH_SEED repeats a run's choices.
/// </summary>
public sealed class CrashTests(ITestOutputHelper output)
{
    private const int DefaultKills = 5;
    private const int Applicants = 4;

    // A mail whose sending was cut off is claimed for ten minutes and tried again in the twenty-first.
    private static readonly TimeSpan MailsAreTried = TimeSpan.FromMinutes(30);

    [SkippableFact]
    public async Task Applications_WhileHostAndWorkerAreKilled_AreNeitherLostNorDoubled()
    {
        Needs.Met(OperatingSystem.IsLinux() ? null : "The worker is found in /proc, which only Linux has.");
        var seed = Setting("CRASH_SEED", Random.Shared.Next());
        var kills = Setting("CRASH_KILLS", DefaultKills);
        output.WriteLine($"CRASH_SEED={seed} CRASH_KILLS={kills}");
        var random = new Random(seed);
        var victims = Enumerable.Repeat(true, kills).Concat(Enumerable.Repeat(false, kills)).ToArray();
        random.Shuffle(victims);

        await using var host = CrashHost.Create(random);
        await host.StartAsync();
        var watch = Stopwatch.StartNew();
        var applicants = new CrashApplicants(host);
        applicants.Begin(Applicants);
        foreach (var isHost in victims)
        {
            // The moment is random by what the others are doing meanwhile.
            await applicants.WorkedAsync(1 + random.Next(2), random.Next(2 * Applicants));
            if (isHost)
                await host.KillAsync();
            else
                host.KillWorker();
            applicants.Turn();
            if (isHost)
                await host.StartAsync();
        }

        await applicants.EndAsync();
        output.WriteLine($"{kills} kills of the host and {kills} of the worker in {watch.Elapsed.TotalSeconds:F0} s: "
            + $"{applicants.Acknowledged.Count} applications acknowledged, {applicants.Unanswered} requests without an answer");
        await host.MoveClockAsync(MailsAreTried);
        var faults = applicants.Faults.Concat(await new Aftermath(host, applicants.Acknowledged).FaultsAsync()).ToList();
        Assert.True(faults.Count == 0, $"CRASH_SEED={seed} CRASH_KILLS={kills}: {faults.Count} faults\n{string.Join('\n', faults.Take(30))}{host.Output()}");
        Assert.True(applicants.Acknowledged.Count > 2 * kills, "Too few applications came in to show anything.");

        Assert.Equal(0, await host.StopAsync());
        Assert.Empty(host.Left());
    }

    private static int Setting(string name, int otherwise) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } given ? int.Parse(given, CultureInfo.InvariantCulture) : otherwise;
}
