using Dazhou.Serverless.Deadlines;
using Dazhou.Serverless.Records;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Dazhou.Serverless.Projects;

/// <summary>Activities of a failed rectification (第五十三、五十七条).</summary>
public sealed class RectificationActivities(ITableStore tables, Wakes wakes, BuildingActivities building)
{
    /// <summary>Determines the effects of a decision on a failed rectification.</summary>
    [Function(nameof(JudgeSanction))]
    public Task<SanctionEffects> JudgeSanction([ActivityTrigger] SanctionQuestion question) =>
        Task.FromResult(RectificationRules.EffectsOf(question.Matter, question.Sanctions));

    /// <summary>Applies the effects: blocks the unit's new projects, pauses construction or ends the project.</summary>
    [Function(nameof(ApplySanction))]
    public async Task ApplySanction([ActivityTrigger] ApplySanction apply, [DurableClient] DurableTaskClient client, CancellationToken cancellation = default)
    {
        if (apply.Effects.NoNewProjects) await BlockUnitAsync(apply.Project.Unit, cancellation);
        if (apply.Effects.Paused) await PauseAsync(client, apply, cancellation);
        if (apply.Effects.Terminated)
        {
            await building.EndProject(
                new ProjectEnd(apply.Project.Id, apply.At, Stages.Rectification, "第五十三条", apply.Ground), client, cancellation);
        }
    }

    /// <summary>
    /// Returns until when a report is accepted: the current deadline, after 延期 and pauses; a day from now while it is
    /// paused; now if it was never opened. Null once it is closed.
    /// </summary>
    [Function(nameof(ReadReportDue))]
    public async Task<DateTimeOffset?> ReadReportDue([ActivityTrigger] ReportQuestion question, CancellationToken cancellation = default) =>
        (await tables.FindDeadlineAsync(question.Project, DeadlineKey.Of(question.StepRound), cancellation))?.Value switch
        {
            null => question.At,
            { IsClosed: true } => null,
            { State: DeadlineState.Paused } => question.At.AddDays(1),
            var row => row.Deadline.Due,
        };

    private async Task BlockUnitAsync(string unit, CancellationToken cancellation)
    {
        while (true)
        {
            if (await tables.FindAsync<UnitStandingRow>(unit, UnitStandingRow.OnlyRowKey, cancellation) is not { } seen)
            {
                if (await tables.TryInsertAsync(new UnitStandingRow { Unit = unit, SecurityHazard = true }, cancellation)) return;
                continue;
            }

            if (seen.Value.SecurityHazard || await tables.TryReplaceAsync(seen, seen.Value with { SecurityHazard = true }, cancellation)) return;
        }
    }

    /// <summary>Records a regular pause, then wakes the construction; repeated, it is the same pause.</summary>
    private async Task PauseAsync(DurableTaskClient client, ApplySanction apply, CancellationToken cancellation)
    {
        var key = $"sanction|{apply.Number}|{apply.Round}";
        var last = 0;
        await foreach (var row in tables.ReadPartitionAsync<SubmissionRow>(apply.Project.Id, AskRow.Prefix(BuildingKinds.Pause), cancellation))
        {
            if (row.Value.Key == key) return;
            last = row.Value.Round;
        }

        var pause = new SubmissionRow
        {
            Subject = apply.Project.Id,
            Step = BuildingKinds.Pause,
            Round = last + 1,
            Data = SubmissionJson.Write(new PauseOrder(apply.Ground)),
            By = apply.By,
            At = apply.At,
            Key = key,
        };
        var instance = $"{ProjectLifecycle.InstanceIdOf(apply.Project.Id)}:{Stages.Construction}:1";
        await wakes.NoteAsync(instance, SubmissionEvents.Act, pause.RowKey, cancellation);
        if (!await tables.TryInsertAsync(pause, cancellation)) throw new InvalidOperationException("Another pause came at the same moment; this is tried again.");
        await wakes.RaiseAsync(client, instance, SubmissionEvents.Act, cancellation);
    }
}

/// <summary>The input of <see cref="RectificationActivities.JudgeSanction"/>.</summary>
public sealed record SanctionQuestion(SupervisedMatter Matter, IReadOnlyList<Sanction> Sanctions);

/// <summary>The input of <see cref="RectificationActivities.ApplySanction"/>.</summary>
public sealed record ApplySanction(
    ProjectRef Project, int Number, int Round, SanctionEffects Effects, string Ground, string By, DateTimeOffset At);

/// <summary>The input of <see cref="RectificationActivities.ReadReportDue"/>.</summary>
public sealed record ReportQuestion(string Project, string Step, int Round, DateTimeOffset At) : IOfStepRound;
