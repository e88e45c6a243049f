using Dazhou.Serverless.Deadlines;
using Dazhou.Serverless.Directory;
using Dazhou.Serverless.Records;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Dazhou.Serverless.Projects;

/// <summary>A year's call for projects. Table LibraryCalls: partition = <c>calls</c>, row = the year of the call.</summary>
public sealed record LibraryCallRow : IRow
{
    /// <summary>The partition of every call.</summary>
    public const string Partition = "calls";

    /// <inheritdoc/>
    public static string TableName => "LibraryCalls";

    /// <summary>The year of the call; its plan is for the next year.</summary>
    public required int Year { get; init; }

    /// <summary>When it opened, at +08:00.</summary>
    public required DateTimeOffset OpenedAt { get; init; }

    /// <summary>Until when entries are in time, at +08:00.</summary>
    public required DateTimeOffset Until { get; init; }

    /// <summary>When it closed, at +08:00; null while it is open.</summary>
    public DateTimeOffset? ClosedAt { get; init; }

    /// <inheritdoc/>
    public string PartitionKey => Partition;

    /// <inheritdoc/>
    public string RowKey => $"{Year:D4}";
}

/// <summary>Activities of the annual cycle.</summary>
public sealed class AnnualCycleActivities(
    ITableStore tables, IDirectory directory, IAuditTrail audit, DeadlineBook book, WorkCalendarSource calendars, OperationCall operations)
{
    /// <summary>
    /// Opens the call; returns its deadline, the reminders and the contacts of all municipal units. Units whose systems
    /// need O&amp;M money are told which (第三十二条).
    /// </summary>
    [Function(nameof(OpenLibraryCall))]
    public async Task<OpenedCall> OpenLibraryCall(
        [ActivityTrigger] CycleStep step, [DurableClient] DurableTaskClient client, CancellationToken cancellation = default)
    {
        var plan = PlanOf(step, await calendars.GetAsync(cancellation));
        await tables.TryInsertAsync(new LibraryCallRow { Year = step.Year, OpenedAt = step.At, Until = plan.Deadline.Due }, cancellation);
        await book.OpenAsync(plan, step.At, instanceId: null, cancellation);
        await NoteAsync(step, "opened", $"开始征集{step.Year + 1}年度信息化项目", cancellation);

        var contacts = new List<string>();
        await foreach (var unit in directory.UnitsAsync(cancellation))
        {
            // 第三条: municipal units; counties have their own rules (第六十四条).
            if (unit.Kind is not (UnitKind.Department or UnitKind.Institution or UnitKind.StateOwnedEnterprise)) continue;
            var post = ProjectPosts.ContactOf(unit.Id);
            if (await directory.FindByPostAsync(post.Unit, post.Post!, ChinaTime.DayOf(step.At), cancellation) is { } contact)
                contacts.Add(contact.Person.Id);
        }

        await operations.AskAsync(client, step.Year, step.At, cancellation);
        return new(plan.Deadline, DeadlineRules.Reminders(plan.Deadline, step.At), [.. contacts.Distinct(StringComparer.Ordinal)]);
    }

    /// <summary>Closes the call; later entries are marked late. Returns the number of entries for the plan.</summary>
    [Function(nameof(CloseLibraryCall))]
    public async Task<int> CloseLibraryCall([ActivityTrigger] CycleStep step, CancellationToken cancellation = default)
    {
        while (await tables.FindAsync<LibraryCallRow>(LibraryCallRow.Partition, $"{step.Year:D4}", cancellation) is { Value.ClosedAt: null } seen)
        {
            if (await tables.TryReplaceAsync(seen, seen.Value with { ClosedAt = step.At }, cancellation)) break;
        }

        await book.CloseAsync(PlanOf(step, await calendars.GetAsync(cancellation)), step.At, DeadlineState.Done, cancellation);
        await NoteAsync(step, "closed", $"{step.Year + 1}年度信息化项目申报截止", cancellation);
        var entries = 0;
        await foreach (var row in tables.ReadPartitionAsync<LibraryEntryRow>($"{step.Year + 1:D4}", cancellation: cancellation))
        {
            if (row.Value.State == LibraryState.Admitted) entries++;
        }

        return entries;
    }

    private static WatchPlan PlanOf(CycleStep step, WorkCalendar calendar) => new()
    {
        Subject = AnnualCycle.SubjectOf(step.Year),
        Step = DeadlineKey.Of("AnnualCycle.call"),
        Owner = AnnualCycle.InstanceIdOf(step.Year),
        Title = $"{step.Year + 1}年度信息化项目申报",
        ToDo = "申报下一年度拟实施的信息化项目",
        Unit = ProjectPosts.DigitalEconomyBureau,
        Deadline = DeadlineRules.Compute(
            nameof(AnnualCycle), "第七条", AnnualCycleRules.CallUntil(step.Year), ChinaTime.DayOf(AnnualCycleRules.CallOpens(step.Year)), calendar),
        Responsible = [],
    };

    private Task NoteAsync(CycleStep step, string key, string text, CancellationToken cancellation) =>
        audit.AppendAsync(
            new AuditEntry
            {
                Subject = AnnualCycle.SubjectOf(step.Year),
                Key = key,
                At = step.At,
                Actor = AuditEntry.System,
                Action = text,
                Article = "第七条",
                Stage = nameof(AnnualCycle),
            },
            cancellation);
}

/// <summary>The input of the annual cycle's activities.</summary>
public sealed record CycleStep(int Year, DateTimeOffset At);

/// <summary>An open call.</summary>
public sealed record OpenedCall(Deadline Deadline, IReadOnlyList<DateTimeOffset> Reminders, IReadOnlyList<string> Contacts);
