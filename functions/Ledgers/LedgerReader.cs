using Dazhou.Serverless.Functions.Approvals;
using Dazhou.Serverless.Functions.Subjects;
using Dazhou.Serverless.Ledgers;
using Dazhou.Serverless.Records;
using Dazhou.Serverless.Subjects;
using Microsoft.AspNetCore.Http;

namespace Dazhou.Serverless.Functions.Ledgers;

/// <summary>A ledger and who reads it.</summary>
/// <param name="Ledger">The ledger.</param>
/// <param name="Reader">The reader.</param>
/// <param name="Now">When it was read, at +08:00.</param>
public sealed record LedgerView(LedgerRow Ledger, SubjectReader Reader, DateTimeOffset Now)
{
    /// <summary>The day, Asia/Shanghai.</summary>
    public DateOnly Today => ChinaTime.DayOf(Now);

    /// <summary>The path of its page.</summary>
    public string Path => $"/ledgers/{Ledger.Id}";

    /// <summary>Whether the reader acts for the coordinating office.</summary>
    public bool Coordinates => LedgerDesk.Coordinates(Ledger, Reader);

    /// <summary>Whether the reader sees what all units report: the coordinating office and the assessor.</summary>
    public bool ReadsAll => Coordinates || Reader.Unit == Ledger.Assessor;

    /// <summary>The reader's unit, if it has tasks in the ledger.</summary>
    public string? Unit => LedgerBook.PlaceOf(Ledger, Reader.Unit) is null ? null : Reader.Unit;

    /// <summary>Returns the address of a list of its tasks.</summary>
    public string ListOf(TaskFilter filter, int from = 0) => $"{Path}{LedgerWords.QueryOf(filter, from)}";

    /// <summary>Returns the path of a task's page.</summary>
    public string PathOf(string key) => $"{Path}/tasks/{key}";

    /// <summary>Returns the path of a unit's desk.</summary>
    public string DeskOf(string unit) => $"{Path}/units/{unit}";
}

/// <summary>An application that waits for the coordinating office.</summary>
/// <param name="Task">The task.</param>
/// <param name="Act">The application.</param>
/// <param name="Step">The step in which it is decided; null until it is open.</param>
public sealed record ApplicationView(LedgerTaskRow Task, TaskAct Act, StepView? Step);

/// <summary>The board of a ledger.</summary>
/// <param name="View">The ledger.</param>
/// <param name="All">All tasks.</param>
/// <param name="Filter">The filter of the list.</param>
/// <param name="Shown">The tasks on this page.</param>
/// <param name="Total">How many tasks the filter shows.</param>
/// <param name="From">The place of the page's first task among them, from 0.</param>
public sealed record BoardView(LedgerView View, IReadOnlyList<LedgerIndexEntry> All, TaskFilter Filter, IReadOnlyList<LedgerIndexEntry> Shown, int Total, int From)
{
    /// <summary>The tasks on a page.</summary>
    public const int PageSize = 25;

    /// <summary>The open applications, for the coordinating office.</summary>
    public IReadOnlyList<ApplicationView> Applications { get; init; } = [];

    /// <summary>The compiled cycles, for who reads all.</summary>
    public IReadOnlyList<CompilationRow> Compiled { get; init; } = [];

    /// <summary>The newest round of the assessment; null before it began.</summary>
    public AssessmentRound? Assessment { get; init; }

    /// <summary>Whether the list shows all tasks from the first on.</summary>
    public bool IsWhole => Filter == new TaskFilter() && From == 0;
}

/// <summary>A unit's desk.</summary>
/// <param name="View">The ledger.</param>
/// <param name="Unit">The unit's id.</param>
/// <param name="Tasks">The tasks in which it takes part.</param>
/// <param name="Asks">What it is asked.</param>
public sealed record UnitDeskView(LedgerView View, string Unit, IReadOnlyList<LedgerIndexEntry> Tasks, IReadOnlyList<AskRow> Asks);

/// <summary>A task's page.</summary>
/// <param name="View">The ledger.</param>
/// <param name="Task">The task.</param>
/// <param name="ReadsReports">Whether the reader sees what was reported.</param>
/// <param name="Acts">The acts, in their order; none for who does not see them.</param>
/// <param name="Steps">The decisions of applications.</param>
/// <param name="Documents">The documents.</param>
public sealed record LedgerTaskView(
    LedgerView View, LedgerTaskRow Task, bool ReadsReports, IReadOnlyList<TaskActRow> Acts, IReadOnlyList<StepView> Steps, IReadOnlyList<DocumentInfo> Documents)
{
    /// <summary>The task as lists have it.</summary>
    public LedgerIndexEntry Entry { get; } = LedgerIndexEntry.Of(View.Ledger, Task);
}

/// <summary>Reads ledgers for their pages; null wherever there is nothing, or nothing for the reader.</summary>
public sealed class LedgerReader(LedgerDesk desk, LedgerBook book, AssessmentBook assessments, StepsReader steps, IDocumentStore documents, TimeProvider time)
{
    private const int MostApplications = 20;

    /// <summary>Returns a ledger.</summary>
    public async Task<LedgerView?> FindAsync(HttpRequest request, string id, CancellationToken cancellationToken)
    {
        var reader = Readers.Of(request);
        return await desk.FindAsync(id, reader, cancellationToken) is { } ledger ? new(ledger, reader, time.GetChinaNow()) : null;
    }

    /// <summary>Returns the board of a ledger.</summary>
    public async Task<BoardView> BoardAsync(LedgerView view, TaskFilter filter, int from, CancellationToken cancellationToken)
    {
        var all = await book.IndexAsync(view.Ledger, cancellationToken);
        var filtered = book.Filter(view.Ledger, filter, all);
        var board = new BoardView(view, all, filter, [.. filtered.Skip(from).Take(BoardView.PageSize)], filtered.Count, from);
        if (!board.IsWhole) return board;
        return board with
        {
            Applications = view.Coordinates ? await ApplicationsAsync(view.Ledger, all, cancellationToken) : [],
            Assessment = await assessments.FindAsync(view.Ledger.Id, cancellationToken),
            Compiled = view.ReadsAll ? await book.CompiledAsync(view.Ledger, cancellationToken) : [],
        };
    }

    /// <summary>Returns the desk of a unit: for itself and for who reads all.</summary>
    public async Task<UnitDeskView?> DeskAsync(LedgerView view, string unit, CancellationToken cancellationToken)
    {
        if ((!view.ReadsAll && view.Reader.Unit != unit) || (LedgerBook.PlaceOf(view.Ledger, unit) is null && unit != view.Ledger.Coordinator)) return null;
        var tasks = LedgerBook.PlaceOf(view.Ledger, unit) is null ? [] : book.Filter(view.Ledger, new(Unit: unit), await book.IndexAsync(view.Ledger, cancellationToken));
        return new(view, unit, tasks, await book.OpenAsksAsync(view.Ledger, unit, cancellationToken));
    }

    /// <summary>Returns a task.</summary>
    public async Task<LedgerTaskView?> TaskAsync(LedgerView view, string key, CancellationToken cancellationToken)
    {
        if (await book.FindTaskAsync(view.Ledger, key, cancellationToken) is not { } task) return null;
        if (!LedgerDesk.ReadsReports(view.Ledger, task, view.Reader)) return new(view, task, ReadsReports: false, [], [], []);
        var subject = LedgerSubject.OfTask(view.Ledger.Id, task.Key);
        return new(
            view, task, ReadsReports: true, await book.ActsAsync(task, cancellationToken), await steps.ReadAsync(subject, cancellationToken),
            await documents.ListAsync(subject, cancellationToken));
    }

    /// <summary>Returns what a cycle brought together.</summary>
    public async Task<CompilationRow?> CompiledAsync(LedgerView view, string mode, int number, CancellationToken cancellationToken) =>
        view.ReadsAll
            ? (await book.CompiledAsync(view.Ledger, cancellationToken))
                .FirstOrDefault(row => string.Equals(row.Mode.ToString(), mode, StringComparison.OrdinalIgnoreCase) && row.Dates.Number == number)
            : null;

    /// <summary>Returns a file of a ledger, of a task, or of what a unit handed in.</summary>
    public async Task<DocumentInfo?> DocumentAsync(LedgerView view, string? key, string? unit, string name, int version, CancellationToken cancellationToken)
    {
        var subject = key is not null
            ? await book.FindTaskAsync(view.Ledger, key, cancellationToken) is { } task && LedgerDesk.ReadsReports(view.Ledger, task, view.Reader)
                ? LedgerSubject.OfTask(view.Ledger.Id, task.Key)
                : null
            : unit is not null ? (view.ReadsAll || view.Reader.Unit == unit ? LedgerSubject.OfUnit(view.Ledger.Id, unit) : null)
            : view.ReadsAll ? LedgerSubject.Of(view.Ledger.Id) : null;
        return subject is null ? null : await documents.FindAsync(subject, name, version, cancellationToken);
    }

    private async Task<IReadOnlyList<ApplicationView>> ApplicationsAsync(LedgerRow ledger, IReadOnlyList<LedgerIndexEntry> all, CancellationToken cancellationToken)
    {
        var open = new List<ApplicationView>();
        foreach (var entry in all.Where(entry => entry.Applications > 0).Take(MostApplications))
        {
            var task = (await book.FindTaskAsync(ledger, entry.Ordinal, cancellationToken))!;
            var acts = await book.ActsAsync(task, cancellationToken);
            var decisions = await steps.ReadAsync(LedgerSubject.OfTask(ledger.Id, task.Key), cancellationToken);
            open.AddRange(task.State.Open.Select(application => new ApplicationView(
                task, acts[application.Number - 1].Act, decisions.FirstOrDefault(step => step.Row.Outcome is null && step.Row.Step.Key == TaskApplication.StepOf(application.Number)))));
        }

        return open;
    }
}
