using Dazhou.Serverless.Ledgers;
using Dazhou.Serverless.Records;
using Dazhou.Serverless.Subjects;
using Microsoft.AspNetCore.Http;
using Microsoft.DurableTask.Client;

namespace Dazhou.Serverless.Functions.Ledgers;

/// <summary>An act on a task as it was sent, by API or page.</summary>
public sealed record SentAct
{
    /// <summary>The unit that acts; only who acts for all may name one.</summary>
    public string? Unit { get; init; }

    /// <summary>Progress, reason or comment.</summary>
    public string? Text { get; init; }

    /// <summary>The reason; the same as <see cref="Text"/>.</summary>
    public string? Reason { get; init; }

    /// <summary>Problems that a report names.</summary>
    public string? Problems { get; init; }

    /// <summary>Progress in percent.</summary>
    public decimal? Percent { get; init; }

    /// <summary>The values of the figures, in the task's order; null for one that is not reported.</summary>
    public IReadOnlyList<decimal?>? Figures { get; init; }

    /// <summary>The day that is asked for, or until which a reopened task is due.</summary>
    public DateOnly? Until { get; init; }

    /// <summary>The unit proposed instead: id, name or alias.</summary>
    public string? ToUnit { get; init; }

    /// <summary>The lead units named in addition.</summary>
    public IReadOnlyList<string>? Lead { get; init; }

    /// <summary>The responsible units named in addition.</summary>
    public IReadOnlyList<string>? Units { get; init; }
}

/// <summary>Whoever acts: a unit's key, or a signed-in person.</summary>
/// <param name="Reader">as which reader</param>
/// <param name="By">who, for the record; null to stand for the unit that acts</param>
public sealed record Actor(SubjectReader Reader, string? By)
{
    /// <summary>Returns who sent a request.</summary>
    public static Actor Of(HttpRequest request)
    {
        var reader = Subjects.Readers.Of(request);
        return new(reader, reader.Person ?? reader.Unit);
    }
}

/// <summary>
/// Reads ledgers for API and pages, and takes acts. A ledger exists for its coordinating office, its assessor and its units; what is
/// reported on a task for those that take part in it. Operators read all and act for the coordinating office.
/// </summary>
public sealed class LedgerDesk(LedgerBook book, TaskService service, TimeProvider time)
{
    /// <summary>Acts by their names in addresses.</summary>
    public static IReadOnlyDictionary<string, TaskActKind> Acts { get; } = new Dictionary<string, TaskActKind>(StringComparer.Ordinal)
    {
        ["progress"] = TaskActKind.Reported,
        ["extension"] = TaskActKind.ExtensionAsked,
        ["sign"] = TaskActKind.Signed,
        ["return"] = TaskActKind.ReturnAsked,
        ["urge"] = TaskActKind.Urged,
        ["confirm"] = TaskActKind.Confirmed,
        ["finish"] = TaskActKind.ClosingAsked,
        ["refuse"] = TaskActKind.ClosingRefused,
        ["close"] = TaskActKind.Closed,
        ["reopen"] = TaskActKind.Reopened,
        ["assign"] = TaskActKind.Resolved,
    };

    /// <summary>Returns the name of an act in addresses.</summary>
    public static string NameOf(TaskActKind kind) => Acts.First(act => act.Value == kind).Key;

    /// <summary>Returns the ledgers that a reader may see, newest first.</summary>
    public async Task<IReadOnlyList<LedgerRow>> ListAsync(SubjectReader reader, CancellationToken cancellationToken) =>
        [.. (await book.ListAsync(cancellationToken)).Where(ledger => MayRead(ledger, reader))];

    /// <summary>Returns a ledger; null if there is none or the reader may not see it.</summary>
    public async Task<LedgerRow?> FindAsync(string id, SubjectReader reader, CancellationToken cancellationToken) =>
        await book.FindAsync(id, cancellationToken) is { } ledger && MayRead(ledger, reader) ? ledger : null;

    /// <summary>Returns the id of a unit by id, name or alias; null if there is none.</summary>
    public Task<string?> IdOfAsync(string unit, CancellationToken cancellationToken) => service.IdOfAsync(unit, cancellationToken);

    /// <summary>Returns whether a reader acts for the coordinating office.</summary>
    public static bool Coordinates(LedgerRow ledger, SubjectReader reader) => reader.Unit is null || reader.Unit == ledger.Coordinator;

    /// <summary>Returns whether a reader acts for a unit: for its own, an operator for any.</summary>
    public static bool ActsFor(SubjectReader reader, string unit) => reader.Unit is null || reader.Unit == unit;

    /// <summary>Returns whether a reader sees what is reported on a task.</summary>
    public static bool ReadsReports(LedgerRow ledger, LedgerTaskRow task, SubjectReader reader) =>
        Coordinates(ledger, reader) || reader.Unit == ledger.Assessor || TaskActRules.TakesPart(ledger, task.State, reader.Unit!);

    /// <summary>Takes an act on a task.</summary>
    /// <param name="client">the client</param>
    /// <param name="ledger">the ledger</param>
    /// <param name="key">the task's key</param>
    /// <param name="kind">what is done</param>
    /// <param name="sent">the content</param>
    /// <param name="files">the evidence</param>
    /// <param name="actor">who acts</param>
    /// <param name="idempotencyKey">tells a repetition; null if the sender gave none</param>
    /// <param name="cancellationToken">the cancellation token</param>
    public async Task<ActOutcome<ActReceipt>> ActAsync(
        DurableTaskClient client, LedgerRow ledger, string key, TaskActKind kind, SentAct sent, IReadOnlyList<SubmissionFile> files, Actor actor,
        string? idempotencyKey, CancellationToken cancellationToken)
    {
        if (await book.FindTaskAsync(ledger, key, cancellationToken) is not { } task)
            return ActOutcome<ActReceipt>.Refused(StatusCodes.Status404NotFound, $"台账中没有第{key}项任务。");
        var unit = UnitOf(ledger, task, kind, sent, actor);
        if (unit is null)
        {
            return ActOutcome<ActReceipt>.Refused(
                StatusCodes.Status403Forbidden,
                TaskActRules.IsCoordinators(kind) ? $"{TaskTexts.Chinese(kind)}由{ledger.CoordinatorName}办理。" : "本单位不是这项任务的牵头单位或者责任单位。", ledger.Document);
        }

        var (act, faults) = await ReadAsync(kind, unit, sent, actor, idempotencyKey, cancellationToken);
        if (faults.Count > 0) return ActOutcome<ActReceipt>.Refused(StatusCodes.Status422UnprocessableEntity, faults);
        try
        {
            var receipt = kind == TaskActKind.Reported
                ? await service.ReportAsync(client, ledger, task, act, files, cancellationToken)
                : await service.ActAsync(client, ledger, task, act, cancellationToken);
            return receipt.Act is null
                ? ActOutcome<ActReceipt>.Refused(
                    receipt.Failures.All(failure => failure.Field.Length == 0) ? StatusCodes.Status409Conflict : StatusCodes.Status422UnprocessableEntity, receipt.Failures)
                : new(StatusCodes.Status202Accepted, receipt, []);
        }
        catch (DocumentRefusedException refusal)
        {
            return ActOutcome<ActReceipt>.Refused(StatusCodes.Status422UnprocessableEntity, refusal.Message, ledger.Document, "file");
        }
    }

    /// <summary>催办 of several tasks; those that cannot be urged are left out. Returns how many were. The coordinating office only.</summary>
    public async Task<int> UrgeAsync(DurableTaskClient client, LedgerRow ledger, IReadOnlyList<string> keys, string? text, Actor actor, CancellationToken cancellationToken)
    {
        var (at, acts) = (time.GetChinaNow(), new List<(LedgerTaskRow, TaskAct)>());
        foreach (var key in keys.Distinct(StringComparer.Ordinal))
        {
            if (await book.FindTaskAsync(ledger, key, cancellationToken) is { State.IsClosed: false } task)
            {
                acts.Add((task, new()
                {
                    Kind = TaskActKind.Urged,
                    Unit = task.State.Compiler,
                    By = actor.By ?? ledger.Coordinator,
                    At = at,
                    Key = TaskUrging.KeyOf(at),
                    Text = text,
                }));
            }
        }

        var receipts = await service.ActAsync(client, ledger, acts, cancellationToken);
        return receipts.Count(receipt => receipt.Act is not null);
    }

    /// <summary>签收 of several tasks by a unit; those that it need not sign are left out. Returns how many were signed.</summary>
    public async Task<int> SignAsync(DurableTaskClient client, LedgerRow ledger, string unit, IReadOnlyList<string> keys, Actor actor, CancellationToken cancellationToken)
    {
        var (at, acts) = (time.GetChinaNow(), new List<(LedgerTaskRow, TaskAct)>());
        foreach (var key in keys.Distinct(StringComparer.Ordinal))
        {
            if (await book.FindTaskAsync(ledger, key, cancellationToken) is { State.IsClosed: false } task && TaskActRules.TakesPart(ledger, task.State, unit))
                acts.Add((task, new() { Kind = TaskActKind.Signed, Unit = unit, By = actor.By ?? unit, At = at, Key = $"signed|{unit}|{at:yyyyMMddHHmm}" }));
        }

        var receipts = await service.ActAsync(client, ledger, acts, cancellationToken);
        return receipts.Count(receipt => receipt.Act is not null);
    }

    private static bool MayRead(LedgerRow ledger, SubjectReader reader) =>
        Coordinates(ledger, reader) || reader.Unit == ledger.Assessor || LedgerBook.PlaceOf(ledger, reader.Unit) is not null;

    /// <summary>Returns the unit for which somebody acts; null for one who may not.</summary>
    private static string? UnitOf(LedgerRow ledger, LedgerTaskRow task, TaskActKind kind, SentAct sent, Actor actor)
    {
        if (TaskActRules.IsCoordinators(kind))
            return !Coordinates(ledger, actor.Reader) ? null : kind == TaskActKind.Urged ? task.State.Compiler ?? ledger.Coordinator : ledger.Coordinator;
        // An operator stands in for the unit that is named, else for the compiling one.
        var unit = actor.Reader.Unit ?? (sent.Unit is { } named ? ledger.Units.FirstOrDefault(known => known.Id == named || known.Name == named)?.Id : task.State.Compiler);
        return unit is not null && TaskActRules.TakesPart(ledger, task.State, unit) ? unit : null;
    }

    private async Task<(TaskAct Act, IReadOnlyList<RuleFailure> Faults)> ReadAsync(
        TaskActKind kind, string unit, SentAct sent, Actor actor, string? idempotencyKey, CancellationToken cancellationToken)
    {
        var faults = new List<RuleFailure>();
        var at = time.GetChinaNow();
        if (sent.Percent is { } percent && percent != decimal.Truncate(percent)) Fail("percent", "完成进度为0至100的整数");
        var act = new TaskAct
        {
            Kind = kind,
            Unit = unit,
            By = actor.By ?? unit,
            At = at,
            Key = $"{kind}|{unit}|{idempotencyKey ?? Guid.NewGuid().ToString("N")}",
            Text = (sent.Text ?? sent.Reason)?.Trim(),
            Problems = sent.Problems?.Trim(),
            Percent = sent.Percent is { } whole and >= int.MinValue and <= int.MaxValue ? (int)whole : null,
            Figures = sent.Figures,
            Until = kind is TaskActKind.ExtensionAsked or TaskActKind.Reopened ? sent.Until : null,
            ToUnit = kind == TaskActKind.ReturnAsked && !string.IsNullOrWhiteSpace(sent.ToUnit) ? await IdOfAsync("toUnit", sent.ToUnit) : null,
            Lead = kind == TaskActKind.Resolved ? await IdsOfAsync("lead", sent.Lead) : null,
            Units = kind == TaskActKind.Resolved ? await IdsOfAsync("units", sent.Units) : null,
        };
        return (act, faults);

        async Task<string?> IdOfAsync(string field, string name)
        {
            var id = await service.IdOfAsync(name.Trim(), cancellationToken);
            if (id is null) Fail(field, $"通讯录中没有单位“{name}”");
            return id;
        }

        async Task<IReadOnlyList<string>> IdsOfAsync(string field, IReadOnlyList<string>? names)
        {
            var ids = new List<string>();
            for (var i = 0; i < (names?.Count ?? 0); i++)
            {
                if (await IdOfAsync($"{field}[{i}]", names![i]) is { } id) ids.Add(id);
            }

            return ids;
        }

        void Fail(string field, string message) => faults.Add(new("task-act", "", field, message));
    }
}
