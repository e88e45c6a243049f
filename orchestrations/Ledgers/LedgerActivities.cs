using Dazhou.Serverless.Records;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Dazhou.Serverless.Ledgers;

/// <summary>Activities of <see cref="LedgerLife"/> and <see cref="LedgerSigning"/>.</summary>
public sealed class LedgerActivities(LedgerBook book, TaskService service, ITableStore tables)
{
    /// <summary>Returns what a ledger runs.</summary>
    [Function(nameof(PlanLedger))]
    public async Task<LedgerPlan> PlanLedger([ActivityTrigger] string id, CancellationToken cancellation = default)
    {
        var ledger = (await book.FindAsync(id, cancellation))!;
        IReadOnlyList<CycleMode> rhythms =
        [
            CycleMode.Report,
            .. ledger.Bulletin is null ? (IReadOnlyList<CycleMode>)[] : [CycleMode.Bulletin],
            .. ledger.Inspection is null ? (IReadOnlyList<CycleMode>)[] : [CycleMode.Inspection],
        ];
        // Who starts a ledger after its last day asks nothing of anybody for the past.
        var assessed = ledger.Assessor is not null && ChinaTime.DayOf(ledger.At) <= ledger.To;
        return new(LedgerRef.Of(ledger), ledger.Tasks, rhythms, assessed ? AssessmentCall.Of(ledger) : null);
    }

    /// <summary>Asks every unit that is named for a task to sign. Counties take part in all without being named, so that they sign what they report on.</summary>
    [Function(nameof(AskToSign))]
    public async Task AskToSign([ActivityTrigger] string id, [DurableClient] DurableTaskClient client, CancellationToken cancellation = default)
    {
        var ledger = (await book.FindAsync(id, cancellation))!;
        var index = await book.IndexAsync(ledger, cancellation);
        foreach (var unit in ledger.Units.Where(unit => LedgerSubmissions.ToSign(ledger, unit.Id, index).Count > 0))
            await service.AskToSignAsync(client, ledger, unit.Id, cancellation: cancellation);
    }

    /// <summary>Starts the watches of some tasks.</summary>
    [Function(nameof(WatchTasks))]
    public async Task WatchTasks([ActivityTrigger] TaskRange range, [DurableClient] DurableTaskClient client, CancellationToken cancellation = default)
    {
        var ledger = (await book.FindAsync(range.Ledger, cancellation))!;
        for (var ordinal = range.From; ordinal < Math.Min(range.From + range.Count, ledger.Tasks); ordinal++)
        {
            if (await book.FindTaskAsync(ledger, ordinal, cancellation) is { } task) await service.WatchAsync(client, ledger, task, cancellation);
        }
    }

    /// <summary>Takes the answer to a request to sign into the tasks: those not returned are signed.</summary>
    [Function(nameof(TakeSigning))]
    public async Task TakeSigning([ActivityTrigger] SigningCall call, [DurableClient] DurableTaskClient client, CancellationToken cancellation = default)
    {
        var (ledger, unit) = ((await book.FindAsync(call.Ledger.Id, cancellation))!, call.Asked.Unit);
        var subject = LedgerSubject.OfUnit(ledger.Id, unit);
        if (await tables.FindAsync<SubmissionRow>(subject, new StepRound(LedgerKinds.Sign.Step, call.Round).RowKey, cancellation) is not { Value: var handedIn }) return;
        var answer = RecordJson.Read<SignAnswer>(handedIn.Data);
        var returned = (answer.Returned ?? []).ToHashSet(StringComparer.Ordinal);
        var proposed = string.IsNullOrWhiteSpace(answer.Proposed) ? null : await service.IdOfAsync(answer.Proposed.Trim(), cancellation);
        var acts = new List<(LedgerTaskRow, TaskAct)>();
        foreach (var (key, _) in LedgerSubmissions.ToSign(ledger, unit, book.Filter(ledger, new(Unit: unit), await book.IndexAsync(ledger, cancellation))))
        {
            if (await book.FindTaskAsync(ledger, key, cancellation) is not { } task) continue;
            acts.Add((task, new()
            {
                Kind = returned.Contains(key) ? TaskActKind.ReturnAsked : TaskActKind.Signed,
                Unit = unit,
                By = handedIn.By,
                At = handedIn.At,
                Key = $"sign|{unit}|{call.Round}",
                Text = returned.Contains(key) ? answer.Reason?.Trim() : null,
                ToUnit = returned.Contains(key) ? proposed : null,
            }));
        }

        await service.ActAsync(client, ledger, acts, cancellation);
    }
}

/// <summary>What a ledger runs.</summary>
/// <param name="Ledger">the ledger</param>
/// <param name="Tasks">the number of its tasks</param>
/// <param name="Rhythms">the cycles that run side by side</param>
/// <param name="Assessment">the assessment at its end; null where there is none</param>
public sealed record LedgerPlan(LedgerRef Ledger, int Tasks, IReadOnlyList<CycleMode> Rhythms, AssessmentCall? Assessment);

/// <summary>Some of a ledger's tasks.</summary>
/// <param name="Ledger">the ledger's id</param>
/// <param name="From">the place of the first</param>
/// <param name="Count">how many at most</param>
public sealed record TaskRange(string Ledger, int From, int Count);
