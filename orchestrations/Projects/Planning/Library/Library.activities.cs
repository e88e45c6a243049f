using Dazhou.Serverless.Records;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Dazhou.Serverless.Projects;

/// <summary>What the library does outside.</summary>
public sealed class LibraryActivities(ITableStore tables, LibraryBook book, IAuditTrail audit, Wakes wakes)
{
    /// <summary>Writes down what the first review decided.</summary>
    [Function(nameof(RecordEntry))]
    public async Task RecordEntry([ActivityTrigger] RecordEntry record, CancellationToken cancellation = default)
    {
        var project = record.Project;
        var before = await book.FindAsync(project.Id, cancellation);
        var late = before?.Late ?? AnnualCycleRules.IsLate(record.SubmittedAt);
        var entry = new LibraryEntryRow
        {
            // An update stays in the year in which the project was handed in.
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
            // What the year's turn wrote into it stays.
            await book.ChangeAsync(
                entry.PlanYear, project.Id,
                stands => entry with { SubmittedAt = stands.SubmittedAt, Late = stands.Late, CarriedFrom = stands.CarriedFrom, Confirmed = stands.Confirmed },
                cancellation);
        }

        await NoteAsync(
            project.Id, project.Passage > 1 ? $"library|{project.Passage}" : "library", record.At, ProjectPosts.DigitalEconomyBureau,
            record.State == LibraryState.Admitted ? "纳入信息化项目库" : "不列入信息化项目库", late ? "逾期申报" : null, cancellation);
    }

    /// <summary>What the unit did in a passage; takes over the note for the sweep. Null while it did nothing.</summary>
    [Function(nameof(ReadLibraryAct))]
    public async Task<LibraryActKind?> ReadLibraryAct([ActivityTrigger] PassageRef passage, CancellationToken cancellation = default)
    {
        var row = await tables.FindAsync<LibraryActRow>(passage.Project, LibraryActRow.RowKeyOf(passage.Passage), cancellation);
        if (row is not { Value: var act }) return null;
        await wakes.TakenAsync(passage.InstanceId, LibraryEvents.Acted, act.By, cancellation);
        return act.Kind;
    }

    /// <summary>Closes the passage, because the leadership decides. Answers what the unit did before; null if it did nothing.</summary>
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

    /// <summary>Cancels what an instance asked for and was not given.</summary>
    [Function(nameof(CancelAsks))]
    public Task CancelAsks([ActivityTrigger] CancelAsks cancel, [DurableClient] DurableTaskClient client, CancellationToken cancellation = default) =>
        // Those that are cancelled already as well: the last try may have ended before it woke the instance.
        Asks.CancelAsync(
            tables, wakes, client, cancel.Project,
            ask => ask.InstanceId == cancel.InstanceId && (cancel.Only is null || cancel.Only.Contains(ask.RowKey)) && ask.End is null or AskEnd.Cancelled,
            cancel.At, cancellation);

    /// <summary>Takes over the application of an update; answers the project as it goes through the library again.</summary>
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

    /// <summary>Writes how a project's time in the library ended, or whether it waits for the plan.</summary>
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

        // Nobody asks any more whether a project that left the library is to stay in it.
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

/// <summary>The events of the library. They carry no content: the record decides, the event only wakes.</summary>
public static class LibraryEvents
{
    /// <summary>The unit updated or withdrew its project.</summary>
    public const string Acted = "library-acted";

    /// <summary>A meeting concluded an annual plan.</summary>
    public const string PlanConcluded = "plan-concluded";
}

/// <summary>The input of <see cref="LibraryActivities.RecordEntry"/>.</summary>
public sealed record RecordEntry(ProjectRef Project, DateTimeOffset SubmittedAt, DateTimeOffset At, LibraryState State);

/// <summary>One passage of a project, and the instance that asks.</summary>
public sealed record PassageRef(string Project, int Passage, string InstanceId);

/// <summary>The input of <see cref="LibraryActivities.ClosePassage"/>.</summary>
public sealed record ClosePassage(string Project, int Passage, DateTimeOffset At);

/// <summary>The input of <see cref="LibraryActivities.CancelAsks"/>.</summary>
/// <param name="Project">the project</param>
/// <param name="InstanceId">whose asks</param>
/// <param name="At">when</param>
/// <param name="Only">the row keys of those to cancel; null for all</param>
public sealed record CancelAsks(string Project, string InstanceId, DateTimeOffset At, IReadOnlyList<string>? Only = null);

/// <summary>The input of <see cref="LibraryActivities.SetEntry"/>.</summary>
public sealed record EntryChange(string Project, LibraryState State, bool AwaitsPlan, DateTimeOffset At);
