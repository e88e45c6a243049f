using System.Diagnostics;
using Xunit.Abstractions;

namespace Orchestrations.Tests.Simulation;

/// <summary>
/// Whole lives under crashes, faults, lost, doubled, late and stray events, and clocks that jump. A fixed list of seeds in every
/// run; <c>SIMULATION_SEEDS=1000</c> runs as many more, <c>SIMULATION_SEED=7</c> repeats one and prints what was injected.
/// <c>SIMULATION_LOG=file</c> shows how far a long run is.
/// </summary>
public sealed class SimulationTests(ITestOutputHelper output)
{
    private const int Usual = 12;

    [Fact]
    public async Task Lives_UnderEveryUsualSeed_KeepTheInvariants() => await RunAsync(Enumerable.Range(1, Usual), file: null);

    [Fact]
    public async Task Lives_OnAFileWithCrashes_KeepTheInvariants()
    {
        using var folder = new Folder();
        await RunAsync([101, 102], folder.File);
    }

    [Fact]
    public async Task Lives_UnderTheSeedsThatAreAskedFor_KeepTheInvariants()
    {
        if (int.TryParse(Environment.GetEnvironmentVariable("SIMULATION_SEED"), out var one)) await RunAsync([one], file: null, always: true);
        if (int.TryParse(Environment.GetEnvironmentVariable("SIMULATION_SEEDS"), out var many)) await RunAsync(Enumerable.Range(1_000, many), file: null);
    }

    [Fact]
    public async Task Life_UnderTheSameSeed_IsTheSame()
    {
        using var first = new Simulation(4);
        using var second = new Simulation(4);
        await first.RunAsync();
        await second.RunAsync();

        Assert.NotEmpty(first.Trace);
        Assert.Equal(first.Trace, second.Trace);
    }

    private async Task RunAsync(IEnumerable<int> seeds, string? file, bool always = false)
    {
        var failures = new List<string>();
        foreach (var seed in seeds)
        {
            var began = Stopwatch.GetTimestamp();
            using var simulation = new Simulation(seed, file is null ? null : $"{file}{seed}");
            IReadOnlyList<string> violations;
            try
            {
                violations = await simulation.RunAsync();
            }
            catch (Exception exception)
            {
                violations = [exception.ToString()];
            }

            var last = simulation.Trace.Count == 0 ? "nothing" : simulation.Trace[^1];
            var line = $"seed {seed}, {Stopwatch.GetElapsedTime(began).TotalSeconds:F1} s: {simulation.Trace.Count} injected, {simulation.Crashes} crashes, {last}";
            output.WriteLine(line);
            if (Environment.GetEnvironmentVariable("SIMULATION_LOG") is { } log) await System.IO.File.AppendAllTextAsync(log, $"{line} {string.Join(" / ", violations)}\n");
            if (violations.Count > 0)
            {
                failures.Add($"Seed {seed}{(file is null ? "" : " (on a file)")}:\n  {string.Join("\n  ", violations)}\n  once more: SIMULATION_SEED={seed} dotnet test tests/Orchestrations.Tests --filter Simulation --logger 'console;verbosity=detailed'");
            }

            if (always || violations.Count > 0) output.WriteLine(string.Join('\n', simulation.Trace));
        }

        Assert.True(failures.Count == 0, string.Join('\n', failures));
    }

    private sealed class Folder : IDisposable
    {
        private readonly string _path = Directory.CreateTempSubdirectory("simulation-").FullName;

        public string File => Path.Combine(_path, "runtime");

        public void Dispose() => Directory.Delete(_path, recursive: true);
    }
}
