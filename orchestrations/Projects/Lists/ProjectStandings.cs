using System.Text.Json;
using Dazhou.Serverless.Approvals;
using Dazhou.Serverless.Deadlines;
using Dazhou.Serverless.Directory;
using Dazhou.Serverless.Records;
using Dazhou.Serverless.Subjects;

namespace Dazhou.Serverless.Projects;

/// <summary>
/// Keeps how projects stand in the lines of the lists, so that a list reads nothing else. Whoever changed a record has it computed
/// anew from all of them, and writes only over what was seen before: the last one to write has seen every change.
/// </summary>
public sealed class ProjectStandings(ITableStore tables, IDirectory directory) : ISubjectWatcher
{
    private const int MostHoldersNamed = 3;

    /// <inheritdoc/>
    public async Task ChangedAsync(string subject, CancellationToken cancellation = default)
    {
        if (!ProjectIds.CanBe(subject)) return;
        for (var written = false; ;)
        {
            if (await tables.FindAsync<ProjectRow>(subject, ProjectRow.OnlyRowKey, cancellation) is not { Value: var project }) return;
            // Not in any list yet: whoever puts it there has it computed.
            if (await tables.FindAsync<ProjectListRow>(ProjectListRow.All, ProjectListRow.RowKeyOf(project.SubmittedAt, subject), cancellation) is not { } line) return;
            var standing = await ReadAsync(project, cancellation);
            if (!written && Same(line.Value.Standing, standing)) return;
            // The line of all projects last: as long as it has the old standing, a repetition writes the others again.
            foreach (var list in line.Value.OtherLists)
                await WriteAsync(line.Value with { List = list }, standing, cancellation);
            if (await tables.TryReplaceAsync(line, line.Value with { Standing = standing }, cancellation)) return;
            written = true;
        }
    }

    /// <summary>How a project stands by its records.</summary>
    public async Task<ProjectStanding> ReadAsync(ProjectRow project, CancellationToken cancellation = default)
    {
        var (facts, deadlines) = await FactsAsync(project, cancellation);
        var waits = StandingRules.Waits(facts);
        return StandingRules.Of(waits, deadlines, waits.Count > 0 ? await HoldersAsync(waits[0], cancellation) : []);
    }

    /// <summary>Who holds what is waited for, by unit and post, or by name; some of them where they are many.</summary>
    public async Task<IReadOnlyList<string>> HoldersAsync(ProjectWait wait, CancellationToken cancellation = default)
    {
        var names = new List<string>();
        foreach (var person in wait.People.Distinct(StringComparer.Ordinal).Take(MostHoldersNamed))
            names.Add(await directory.TitleOfAsync(person, cancellation));
        if (wait.People.Count > MostHoldersNamed) names[^1] = $"{names[^1]}等{wait.People.Count}人";
        if (names.Count == 0 && wait.Unit is { } unit)
            names.Add((await directory.FindUnitAsync(unit, cancellation))?.Name ?? unit);
        return names;
    }

    private async Task<(StandingFacts Facts, IReadOnlyList<DeadlineRow> Deadlines)> FactsAsync(ProjectRow project, CancellationToken cancellation)
    {
        var (readSteps, readAsks, readDeadlines) = (
            tables.ListAsync<ApprovalStepRow>(project.Id, cancellation), tables.ListAsync<AskRow>(project.Id, cancellation), tables.ListAsync<DeadlineRow>(project.Id, cancellation));
        var (steps, asks, deadlines) = (await readSteps, await readAsks, await readDeadlines);
        var open = new List<(ApprovalStepRow, IReadOnlyList<string>)>();
        foreach (var step in steps.Where(step => step.Outcome is null)) open.Add((step, await WaitingAsync(step, cancellation)));
        var returned = new List<ApprovalStepRow>();
        foreach (var step in steps.Where(ApplicantRules.MayCorrect))
        {
            if (!await WasAnsweredAsync(step, steps, cancellation)) returned.Add(step);
        }

        return (
            new(project.Unit, project.Stage, open, returned, [.. asks.Where(ask => ask.End is null && SubmissionKinds.Find(ask.Step) is { IsOffered: false })], deadlines),
            deadlines);
    }

    /// <summary>Who is asked in a step and has not decided; a decision that was carried over from the step before is in its outcome alone.</summary>
    private async Task<IReadOnlyList<string>> WaitingAsync(ApprovalStepRow step, CancellationToken cancellation)
    {
        var decided = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var row in tables.ReadPartitionAsync<DecisionRow>(step.Subject.Id, DecisionRow.Prefix(step.StepRound), cancellation))
            decided.Add(row.Value.Person);
        return [.. step.Approvers.Where(person => !decided.Contains(person))];
    }

    private async Task<bool> WasAnsweredAsync(ApprovalStepRow returned, List<ApprovalStepRow> steps, CancellationToken cancellation)
    {
        // A next round was opened because this one was answered.
        return steps.Exists(step => step.Step.Key == returned.Step.Key && step.Round > returned.Round)
            || await ApplicantActRow.FindAsync(tables, returned.Subject.Id, returned.StepRound, cancellation) is not null;
    }

    private async Task WriteAsync(ProjectListRow of, ProjectStanding standing, CancellationToken cancellation)
    {
        // Only where the line is: one that left the list meanwhile must not come back.
        while (await tables.FindAsync<ProjectListRow>(of.List, of.RowKey, cancellation) is { } seen)
        {
            if (await tables.TryReplaceAsync(seen, seen.Value with { Standing = standing }, cancellation)) return;
        }
    }

    private static bool Same(ProjectStanding? one, ProjectStanding other) =>
        one is not null && JsonSerializer.Serialize(one) == JsonSerializer.Serialize(other);
}
