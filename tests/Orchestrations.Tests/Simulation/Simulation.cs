using Dazhou.Serverless.Projects;
using Dazhou.Serverless.Records;

namespace Orchestrations.Tests.Simulation;

/// <summary>One seed from the first application to the end of every project's life.</summary>
internal sealed class Simulation : IDisposable
{
    private static readonly string[] Samples = ["tier-150", "tier-320", "tier-760", "tier-1800"];

    private readonly World _world;
    private readonly Invariants _invariants;
    private readonly List<string> _projects = [];
    private readonly int _seed;

    public Simulation(int seed, string? file = null)
    {
        _seed = seed;
        var start = new DateTimeOffset(2026, 1, 5, 9, 0, 0, TimeSpan.FromHours(8));
        _world = new World(seed, start.AddDays(new Random(seed).Next(365)), file);
        _invariants = new Invariants(_world);
    }

    public IReadOnlyList<string> Trace => _world.Faults.Trace;

    public int Crashes => _world.Crashes;

    /// <summary>Lives it; answers what does not hold, empty if all does.</summary>
    public async Task<IReadOnlyList<string>> RunAsync()
    {
        var projects = 1 + _world.Chance.Below(2);
        for (var i = 0; i < projects; i++) Apply(i);

        var horizon = _world.Now.AddYears(5);
        var settles = 0;
        DateTimeOffset? ended = null;
        // After the last project's end late events and repeated answers still come for a while.
        while (_world.NextDue() is { } due && due < (ended?.AddDays(100) ?? horizon))
        {
            if (_world.Faults.Strike(0.01))
            {
                due = due.AddDays(1 + _world.Chance.Below(12));
                _world.Faults.Note($"the clock jumps to {ChinaTime.At(due):yyyy-MM-dd HH:mm}");
            }

            Disturb();
            _world.MoveTo(due);
            ended ??= await HaveAllEndedAsync(projects) ? _world.Now : null;
            if (++settles % 20 == 0 && await CheckAsync(_invariants.AlwaysAsync) is { Count: > 0 } violations) return violations;
        }

        await CalmDownAsync();
        IReadOnlyList<string> atTheEnd = [.. await CheckAsync(_invariants.AtTheEndAsync), .. await _invariants.OfTheWholeAsync()];
        foreach (var project in _projects)
        {
            var row = (await _world.Tables.FindAsync<ProjectRow>(project, ProjectRow.OnlyRowKey))!.Value;
            _world.Faults.Note($"end: {project} is {row.Stage} at place {row.Place}");
        }

        return atTheEnd;
    }

    public void Dispose() => _world.Dispose();

    private void Apply(int number)
    {
        var sample = _world.Chance.Pick(Samples);
        var policy = ProjectPolicy.Gazette with
        {
            LibraryAdmissionFirst = _world.Chance.Of(0.3),
            ExpertArgumentationFirst = _world.Chance.Of(0.3),
        };
        _world.Plan(_world.Now.AddDays(_world.Chance.Below(30)), $"application {sample}", async () =>
        {
            var application = Projects.Samples.Load(sample);
            var unit = (await _world.Directory.FindUnitAsync(application.Unit!))!;
            var receipt = await _world.Get<ProjectIntake>().SubmitAsync(_world.Client, application, unit, $"{_seed}-{number}", policy);
            if (receipt.Project is not { } project) throw new InvalidOperationException($"{sample} was refused.");
            if (!_projects.Contains(project.Id)) _projects.Add(project.Id);
        });
    }

    /// <summary>Things that may happen at any time: sweeps, events that come once more or go astray, a mail service that is away.</summary>
    private void Disturb()
    {
        var chance = _world.Chance;
        if (_world.Faults.Strike(0.05)) _world.Plan(_world.Now, "sweep", SweepAsync);
        if (_world.Events.Known.Count > 0 && _world.Faults.Strike(0.05))
        {
            var (instance, name) = chance.Pick(_world.Events.Known);
            // That a life is over is told by the system alone; all else may go astray.
            if (name != SubmissionEvents.Over && chance.Of(0.3)) instance = chance.Pick(_world.Events.Known).Instance;
            _world.Faults.Note($"event once more: {name} to {instance}");
            _world.Plan(_world.Now, "stray event", () => _world.RaiseRawAsync(instance, name));
        }

        // Not so long and so often that a mail is given up, which operators would have to see to.
        if (_world.Now > _world.Post.AwayUntil.AddDays(4) && _world.Faults.Strike(0.01))
        {
            _world.Post.AwayUntil = _world.Now.AddHours(1 + chance.Below(60));
            _world.Faults.Note($"no mail until {_world.Post.AwayUntil:yyyy-MM-dd HH:mm}");
        }
    }

    /// <summary>No more faults, the sweeps run, and whatever waits for another look gets it.</summary>
    private async Task CalmDownAsync()
    {
        _world.Faults.Calm = true;
        for (var day = 0; day < 5; day++)
        {
            var until = _world.Now.AddDays(10);
            _world.Plan(until, "last sweep", SweepAsync);
            while (_world.NextDue() is { } due && due <= until) _world.MoveTo(due);
        }

        await Task.CompletedTask;
    }

    private async Task SweepAsync()
    {
        foreach (var sweep in _world.Get<IEnumerable<ISweep>>()) await sweep.SweepAsync(_world.Client);
    }

    private async Task<bool> HaveAllEndedAsync(int projects)
    {
        if (_projects.Count < projects) return false;
        foreach (var project in _projects)
        {
            var row = (await _world.Tables.FindAsync<ProjectRow>(project, ProjectRow.OnlyRowKey))!.Value;
            if (row.Stage is not (Stages.Completed or Stages.Refused or Stages.Terminated or Stages.Lapsed) && !await _invariants.WaitsForEverAsync(row)) return false;
        }

        return true;
    }

    private async Task<IReadOnlyList<string>> CheckAsync(Func<string, Task<IReadOnlyList<string>>> check)
    {
        var violations = new List<string>(_world.Unexpected);
        foreach (var project in _projects) violations.AddRange(await check(project));
        return violations;
    }
}
