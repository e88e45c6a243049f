using Dazhou.Serverless.Deadlines;
using Dazhou.Serverless.Directory;
using Dazhou.Serverless.Records;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Dazhou.Serverless.Ledgers;

/// <summary>Activities of <see cref="TaskWatch"/> and <see cref="TaskApplication"/>.</summary>
public sealed class TaskActivities(
    LedgerBook book, TaskService service, ITableStore tables, DeadlineBook deadlines, IDirectory directory, WorkCalendarSource calendars, IDocumentStore documents,
    Wakes wakes)
{
    /// <summary>
    /// Returns the plan by which a task's due date is watched; null if this watch is over, if nobody can be reminded, or if the date had
    /// passed when the ledger was started: nothing is asked for the past.
    /// </summary>
    [Function(nameof(PlanTaskWatch))]
    public async Task<WatchPlan?> PlanTaskWatch([ActivityTrigger] TaskQuestion question, CancellationToken cancellation = default)
    {
        var (ledger, task) = await ReadAsync(question.Call, cancellation);
        if (EndOf(question.Call, task) is not null || task.State.Compiler is not { } compiler || task.State.Due < ChinaTime.DayOf(ledger.At)) return null;
        var people = new List<string>();
        // Where each unit does its own part, each is reminded.
        foreach (var unit in task.State.Convener is null ? [compiler] : task.State.Units.Prepend(compiler).Distinct(StringComparer.Ordinal))
        {
            if (await PersonAsync(ledger, unit, question.At, cancellation) is { } person) people.Add(person);
        }

        if (people.Count == 0) return null;
        var escalation = await PersonAsync(ledger, ledger.Coordinator, question.At, cancellation);
        var today = ChinaTime.DayOf(question.At);
        return new()
        {
            Subject = LedgerSubject.OfTask(ledger.Id, task.Key),
            Step = StepOf(question.Call),
            Title = ledger.Title,
            ToDo = $"第{task.Key}项：{task.Definition.Title}{(task.State.Presumed ? "（时限推定）" : "")}",
            Unit = compiler,
            Deadline = DeadlineRules.Compute(nameof(TaskWatch), ledger.Document, new FixedDate(task.State.Due), today, await calendars.GetAsync(cancellation)),
            Responsible = [.. people.Distinct(StringComparer.Ordinal).Select(person => new DeadlineContact(person))],
            Escalation = escalation is null ? [] : [escalation],
            ReminderDays = ledger.Policy.ReminderDays,
            Overdue = OverdueRhythm.Weekly,
        };
    }

    /// <summary>Returns what a watch has to do now; moves its deadline where 延期 was granted.</summary>
    [Function(nameof(ReadTask))]
    public async Task<TaskReading> ReadTask([ActivityTrigger] TaskQuestion question, [DurableClient] DurableTaskClient client, CancellationToken cancellation = default)
    {
        var (ledger, task) = await ReadAsync(question.Call, cancellation);
        var due = ChinaTime.StartOf(task.State.Due.AddDays(1));
        if (EndOf(question.Call, task) is { } end) return new(end, due, IsLate: false);
        var acts = await book.ActsAsync(task, cancellation);
        if (acts.LastOrDefault(row => row.Act is { Kind: TaskActKind.ExtensionDecided, Agreed: true }) is { Act: var granted })
            await ExtendAsync(client, ledger, task, question.Call, granted, acts[granted.Answers!.Value - 1].Act.At, cancellation);
        var told = acts.Any(row => row.Act.Kind == TaskActKind.Criticised && row.Act.Key == KeyOf(task));
        return new(null, due, IsLate: question.At >= due && !told);
    }

    /// <summary>通报: records that a task is late, writes the document, and returns who is told. Null if it is not late any more.</summary>
    [Function(nameof(Criticise))]
    public async Task<TaskNotice?> Criticise([ActivityTrigger] TaskQuestion question, [DurableClient] DurableTaskClient client, CancellationToken cancellation = default)
    {
        var (ledger, task) = await ReadAsync(question.Call, cancellation);
        if (EndOf(question.Call, task) is not null || task.State.Compiler is not { } compiler || question.At < ChinaTime.StartOf(task.State.Due.AddDays(1))) return null;
        var act = new TaskAct { Kind = TaskActKind.Criticised, Unit = compiler, By = AuditEntry.System, At = question.At, Key = KeyOf(task), Until = task.State.Due };
        var receipt = await service.ActAsync(client, ledger, task, act, cancellation);
        if (receipt.Act is null) return null;
        await LateDocument.SaveAsync(documents, ledger, task, compiler, ChinaTime.DayOf(question.At), cancellation);
        var people = new List<string>();
        foreach (var unit in (task.State.Convener is null ? [] : task.State.Units).Prepend(compiler).Append(ledger.Coordinator).Distinct(StringComparer.Ordinal))
        {
            if (await PersonAsync(ledger, unit, question.At, cancellation) is { } person) people.Add(person);
        }

        if (await directory.FindSupervisorAsync(compiler, ChinaTime.DayOf(question.At), cancellation) is { } leader) people.Add(leader.Person.Id);
        return new([.. people.Distinct(StringComparer.Ordinal)], $"通报：第{task.Key}项“{task.Definition.Title}”应于{ChinaTime.Text(task.State.Due)}前完成，{ledger.NameOf(compiler)}逾期未完成。");
    }

    /// <summary>Records a decision on an application; the deadline follows when the watch is woken.</summary>
    [Function(nameof(DecideApplication))]
    public async Task DecideApplication([ActivityTrigger] ApplicationDecision decision, [DurableClient] DurableTaskClient client, CancellationToken cancellation = default)
    {
        var ledger = (await book.FindAsync(decision.Call.Ledger.Id, cancellation))!;
        var task = (await book.FindTaskAsync(ledger, decision.Call.Ordinal, cancellation))!;
        var asked = (await book.ActsAsync(task, cancellation))[decision.Call.Number - 1].Act;
        await service.ActAsync(
            client, ledger, task,
            new()
            {
                Kind = asked.Kind == TaskActKind.ReturnAsked ? TaskActKind.ReturnDecided : TaskActKind.ExtensionDecided,
                Unit = asked.Unit,
                By = decision.By,
                At = decision.At,
                Key = $"decided|{decision.Call.Number}",
                Text = decision.Comment,
                Until = decision.Agreed ? asked.Until : null,
                ToUnit = decision.Agreed ? asked.ToUnit : null,
                Answers = decision.Call.Number,
                Agreed = decision.Agreed,
            },
            cancellation);
    }

    private static DeadlineKey StepOf(TaskWatchCall call) => DeadlineKey.Of(new StepRound(nameof(TaskWatch), call.Watch + 1));

    /// <summary>One 通报 a due date and watch: after 延期 or reopening there may be another.</summary>
    private static string KeyOf(LedgerTaskRow task) => $"late|{task.State.Watch}|{task.State.Due:yyyyMMdd}";

    private static DeadlineState? EndOf(TaskWatchCall call, LedgerTaskRow task) =>
        task.State.Watch != call.Watch ? DeadlineState.Cancelled
        : task.State.IsClosed ? DeadlineState.Done
        : task.State.Phase == TaskPhase.Registered ? DeadlineState.Cancelled
        : null;

    private async Task ExtendAsync(
        DurableTaskClient client, LedgerRow ledger, LedgerTaskRow task, TaskWatchCall call, TaskAct granted, DateTimeOffset askedAt, CancellationToken cancellation)
    {
        var (subject, until) = (LedgerSubject.OfTask(ledger.Id, task.Key), granted.Until!.Value);
        if (await tables.FindDeadlineAsync(subject, StepOf(call), cancellation) is not { Value: { IsClosed: false } row } || row.Deadline.LastDay >= until) return;
        await deadlines.ExtendAsync(
            subject, StepOf(call), until, new($"extended|{granted.Key}", granted.By, granted.At, granted.Text), askedAt, cancellation: cancellation);
        if (row.InstanceId is { } watch) await wakes.RaiseAsync(client, watch, DeadlineWatch.ChangedEvent, cancellation);
    }

    private async Task<string?> PersonAsync(LedgerRow ledger, string unit, DateTimeOffset at, CancellationToken cancellation) =>
        await service.AskedAsync(ledger, unit, cancellation) is { Post: { } post }
            ? (await directory.FindByPostAsync(unit, post, ChinaTime.DayOf(at), cancellation))?.Person.Id
            : null;

    private async Task<(LedgerRow Ledger, LedgerTaskRow Task)> ReadAsync(TaskWatchCall call, CancellationToken cancellation)
    {
        var ledger = (await book.FindAsync(call.Ledger.Id, cancellation))!;
        return (ledger, (await book.FindTaskAsync(ledger, call.Ordinal, cancellation))!);
    }
}

/// <summary>A question about a watched task at an instant.</summary>
public sealed record TaskQuestion(TaskWatchCall Call, DateTimeOffset At);

/// <summary>What a watch has to do.</summary>
/// <param name="End">how its deadline ends; null while it goes on</param>
/// <param name="Due">the due instant, at +08:00</param>
/// <param name="IsLate">whether 通报 is due</param>
public sealed record TaskReading(DeadlineState? End, DateTimeOffset Due, bool IsLate);

/// <summary>Whom 通报 is told, and in which words.</summary>
public sealed record TaskNotice(IReadOnlyList<string> People, string Text);

/// <summary>The input of <see cref="TaskActivities.DecideApplication"/>.</summary>
public sealed record ApplicationDecision(ApplicationCall Call, bool Agreed, string By, string? Comment, DateTimeOffset At);
