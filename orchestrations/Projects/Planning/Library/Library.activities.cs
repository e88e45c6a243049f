using Dazhou.Serverless.Records;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Dazhou.Serverless.Projects;

/// <summary>Activities of the library.</summary>
public sealed class LibraryActivities(ITableStore tables, LibraryBook book, IAuditTrail audit, Wakes wakes)
{
    /// <summary>Records the decision of the first review.</summary>
    [Function(nameof(RecordEntry))]
    public async Task RecordEntry([ActivityTrigger] RecordEntry record, CancellationToken cancellation = default)
    {
        var project = record.Project;
        var before = await book.FindAsync(project.Id, cancellation);
        var late = before?.Late ?? AnnualCycleRules.IsLate(record.SubmittedAt);
        var entry = new LibraryEntryRow
        {
            // An update keeps the plan year of the first submission.
            PlanYear = before?.PlanYear ?? AnnualCycleRules.PlanYear(record.SubmittedAt),
            Project = project.Id,
            Name = project.Name,
            Unit = project.Unit,
            UnitName = project.UnitName,
            TotalInvestment = project.TotalInvestment,
            SubmittedAt = before?.SubmittedAt ?? record.SubmittedAt,
            Late = late,
            State = record.State,
        };
        if (!await book.TryAddAsync(entry, cancellation))
        {
            // Keeps what the carry-over wrote into the entry.
            await book.ChangeAsync(
                entry.PlanYear, project.Id,
                stands => entry with { SubmittedAt = stands.SubmittedAt, Late = stands.Late, CarriedFrom = stands.CarriedFrom, Confirmed = stands.Confirmed },
                cancellation);
        }

        await NoteAsync(
            project.Id, project.Passage > 1 ? $"library|{project.Passage}" : "library", record.At, ProjectPosts.DigitalEconomyBureau,
            record.State == LibraryState.Admitted ? "纳入信息化项目库" : "不列入信息化项目库", late ? "逾期申报" : null, cancellation);
    }

    /// <summary>Returns the unit's act in a passage, null if there is none; clears the note for the sweep.</summary>
    [Function(nameof(ReadLibraryAct))]
    public async Task<LibraryActKind?> ReadLibraryAct([ActivityTrigger] PassageRef passage, CancellationToken cancellation = default)
    {
        var row = await tables.FindAsync<LibraryActRow>(passage.Project, LibraryActRow.RowKeyOf(passage.Passage), cancellation);
        if (row is not { Value: var act }) return null;
        await wakes.TakenAsync(passage.InstanceId, LibraryEvents.Acted, act.By, cancellation);
        return act.Kind;
    }

    /// <summary>Closes the passage, since the leadership now decides. Returns the unit's earlier act; null if there is none.</summary>
    [Function(nameof(ClosePassage))]
    public async Task<LibraryActKind?> ClosePassage([ActivityTrigger] ClosePassage close, CancellationToken cancellation = default)
    {
        var row = new LibraryActRow
        {
            Project = close.Project,
            Passage = close.Passage,
            Kind = LibraryActKind.Closed,
            By = AuditEntry.System,
            At = close.At,
        };
        if (await tables.TryInsertAsync(row, cancellation)) return null;
        var first = (await tables.FindAsync<LibraryActRow>(row.PartitionKey, row.RowKey, cancellation))!.Value;
        return first.Kind == LibraryActKind.Closed ? null : first.Kind;
    }

    /// <summary>Cancels the open requests of an instance.</summary>
    [Function(nameof(CancelAsks))]
    public Task CancelAsks([ActivityTrigger] CancelAsks cancel, [DurableClient] DurableTaskClient client, CancellationToken cancellation = default) =>
        // Requests already cancelled are included: an interrupted attempt may not have woken the instance.
        Asks.CancelAsync(
            tables, wakes, client, cancel.Project,
            ask => ask.InstanceId == cancel.InstanceId && (cancel.Only is null || cancel.Only.Contains(ask.RowKey)) && ask.End is null or AskEnd.Cancelled,
            cancel.At, cancellation);

    /// <summary>Applies the application of an update; returns the project for its next passage.</summary>
    [Function(nameof(RenewProject))]
    public async Task<ProjectRef> RenewProject([ActivityTrigger] ProjectRef project, CancellationToken cancellation = default)
    {
        var act = (await tables.FindAsync<LibraryActRow>(project.Id, LibraryActRow.RowKeyOf(project.Passage), cancellation))!.Value;
        var application = act.Application!;
        var row = await ProjectRecords.ChangeAsync(
            tables, project.Id, row => row with { Name = application.Name!.Trim(), Application = application }, cancellation);
        await ProjectSearch.IndexAsync(tables, row, cancellation);
        return project with
        {
            Name = row.Name,
            TotalInvestment = application.TotalInvestment!.Value,
            Works = MixedWorksRules.PartOf(application),
            Passage = project.Passage + 1,
        };
    }

    /// <summary>Records how a project left the library, or whether it waits for the plan.</summary>
    [Function(nameof(SetEntry))]
    public async Task SetEntry([ActivityTrigger] EntryChange change, [DurableClient] DurableTaskClient client, CancellationToken cancellation = default)
    {
        await book.ChangeAsync(
            change.Project,
            entry => entry with
            {
                State = entry.State == LibraryState.Admitted ? change.State : entry.State,
                AwaitsPlan = change.AwaitsPlan,
            },
            cancellation);
        if (change.State == LibraryState.Admitted) return;

        // For a project that left the library, the carry-over question is closed.
        var turns = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var row in tables.ReadPartitionAsync<AskRow>(change.Project, AskRow.Prefix(MainLineKinds.CarryOver), cancellation))
        {
            if (row.Value is { End: null, InstanceId: { } instance }) turns.Add(instance);
        }

        foreach (var instance in turns) await CancelAsks(new(change.Project, instance, change.At), client, cancellation);
    }

    private Task NoteAsync(
        string project, string key, DateTimeOffset at, string actor, string action, string? detail, CancellationToken cancellation) =>
        audit.AppendAsync(
            new AuditEntry
            {
                Subject = project,
                Key = key,
                At = at,
                Actor = actor,
                Action = action,
                Article = "第七条",
                Stage = Stages.LibraryAdmission,
                Detail = detail,
            },
            cancellation);
}

/// <summary>The events of the library. They carry no content; the orchestrator reads the record.</summary>
public static class LibraryEvents
{
    /// <summary>The unit updated or withdrew its project.</summary>
    public const string Acted = "library-acted";

    /// <summary>The meetings concluded an annual plan.</summary>
    public const string PlanConcluded = "plan-concluded";
}

/// <summary>The input of <see cref="LibraryActivities.RecordEntry"/>.</summary>
public sealed record RecordEntry(ProjectRef Project, DateTimeOffset SubmittedAt, DateTimeOffset At, LibraryState State);

/// <summary>A passage of a project, and the instance that asks about it.</summary>
public sealed record PassageRef(string Project, int Passage, string InstanceId);

/// <summary>The input of <see cref="LibraryActivities.ClosePassage"/>.</summary>
public sealed record ClosePassage(string Project, int Passage, DateTimeOffset At);

/// <summary>The input of <see cref="LibraryActivities.CancelAsks"/>.</summary>
/// <param name="Project">the project id</param>
/// <param name="InstanceId">the instance whose requests to cancel</param>
/// <param name="At">when, at +08:00</param>
/// <param name="Only">the row keys of the requests to cancel; null for all</param>
public sealed record CancelAsks(string Project, string InstanceId, DateTimeOffset At, IReadOnlyList<string>? Only = null);

/// <summary>The input of <see cref="LibraryActivities.SetEntry"/>.</summary>
public sealed record EntryChange(string Project, LibraryState State, bool AwaitsPlan, DateTimeOffset At);
