using Dazhou.Serverless.Directory;
using Dazhou.Serverless.Mail;
using Dazhou.Serverless.ProblemCases;
using Dazhou.Serverless.Records;
using Microsoft.DurableTask.Client;

namespace Dazhou.Serverless.Ledgers;

/// <summary>
/// Acts on tasks by units and the coordinating office, and what follows from them: the decision of an application, the watch of a due
/// date, the request to sign, the problem that a report raises. The act is recorded first; a sweep does the rest where a crash came in
/// between.
/// </summary>
public sealed class TaskService(
    LedgerBook book, TaskBook tasks, ITableStore tables, IDirectory directory, IDocumentStore documents, ProblemBook problems, Wakes wakes, Outbox mails,
    TimeProvider time) : ISweep
{
    /// <summary>How long an act is taken to be in progress.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <summary>How long after 催办 its mail may still be sent, where a crash came in between.</summary>
    private static readonly TimeSpan UrgedWithin = TimeSpan.FromDays(1);

    /// <inheritdoc/>
    public string Name => "tasks of ledgers brought up to date";

    /// <summary>Records an act, or returns the rules that it breaks, and starts what follows.</summary>
    public async Task<ActReceipt> ActAsync(DurableTaskClient client, LedgerRow ledger, LedgerTaskRow task, TaskAct act, CancellationToken cancellation = default)
    {
        if (NewUnitsOf(act) is { Count: > 0 } units) ledger = await KnowAsync(ledger, units, cancellation);
        return await tasks.ActAsync(ledger, task, act, after => FollowAsync(client, ledger, after, cancellation), cancellation);
    }

    /// <summary>
    /// Records a report with its evidence. The files are kept first, under the act's key, so that a repetition keeps none twice. Throws
    /// <see cref="DocumentRefusedException"/> for a file that is not accepted.
    /// </summary>
    public async Task<ActReceipt> ReportAsync(
        DurableTaskClient client, LedgerRow ledger, LedgerTaskRow task, TaskAct act, IReadOnlyList<SubmissionFile> files, CancellationToken cancellation = default)
    {
        // What breaks a rule leaves no files behind.
        if (TaskActRules.Check(ledger, task, task.State, act) is { Count: > 0 } failures && (await book.ActsAsync(task, cancellation)).All(row => row.Act.Key != act.Key))
            return new(null, IsNew: false, failures, task);
        var kept = new List<SubmittedDocument>();
        for (var i = 0; i < files.Count; i++)
        {
            var document = await documents.SaveAsync(
                files[i].UploadAs(LedgerSubject.OfTask(ledger.Id, task.Key), $"evidence-{act.Unit}", act.By, $"{act.Key}|{i}"), cancellation);
            kept.Add(new(document.Name, document.Version, document.FileName, document.Sha256));
        }

        return await ActAsync(client, ledger, task, act with { Files = kept.Count > 0 ? kept : null }, cancellation);
    }

    /// <summary>Records acts on several tasks, e.g. 催办 of a list; those that break a rule are left out.</summary>
    public async Task<IReadOnlyList<ActReceipt>> ActAsync(
        DurableTaskClient client, LedgerRow ledger, IReadOnlyList<(LedgerTaskRow Task, TaskAct Act)> acts, CancellationToken cancellation = default)
    {
        if (acts.SelectMany(act => NewUnitsOf(act.Act)).ToList() is { Count: > 0 } units) ledger = await KnowAsync(ledger, units, cancellation);
        return await tasks.ActAsync(ledger, acts, after => FollowAsync(client, ledger, after, cancellation), cancellation);
    }

    /// <inheritdoc/>
    public async Task<int> SweepAsync(DurableTaskClient client, CancellationToken cancellation = default)
    {
        var swept = 0;
        await foreach (var seen in tables.ReadPartitionAsync<LedgerPendingRow>(LedgerPendingRow.Partition, cancellation: cancellation))
        {
            if (seen.Value.Since > time.GetChinaNow() - Patience || await book.FindAsync(seen.Value.Ledger, cancellation) is not { } ledger) continue;
            await tasks.RefreshAsync(ledger, seen.Value.Ordinal, after => FollowAsync(client, ledger, after, cancellation), cancellation);
            swept++;
        }

        return swept;
    }

    /// <summary>Starts whatever a task's state requires to be running, and wakes its watch; safe to repeat.</summary>
    public async Task FollowAsync(DurableTaskClient client, LedgerRow ledger, LedgerTaskRow task, CancellationToken cancellation = default)
    {
        var about = LedgerRef.Of(ledger);
        await WatchAsync(client, ledger, task, cancellation);
        for (var watch = 0; watch <= task.State.Watch; watch++)
            await wakes.RaiseAsync(client, TaskWatch.InstanceIdOf(ledger.Id, task.Key, watch), TaskWatch.ChangedEvent, cancellation);
        if (task.State.Urged > 0) await TellUrgedAsync(client, ledger, task, cancellation);
        if (task.State.Phase == TaskPhase.UnderReview)
        {
            foreach (var unit in task.State.Unconfirmed)
            {
                if (await PersonAsync(ledger, unit, cancellation) is { } person) await mails.EnqueueMail(TaskUrging.ConfirmationOf(ledger, task, person), client, cancellation);
            }
        }

        if (task.State.Open.Count > 0)
        {
            var acts = await book.ActsAsync(task, cancellation);
            foreach (var open in task.State.Open)
            {
                var act = acts[open.Number - 1].Act;
                var call = new ApplicationCall(
                    about, task.Key, task.Ordinal, open.Number, await AskedAsync(ledger, open.Unit, cancellation),
                    $"{ledger.Title}第{task.Key}项：{task.Definition.Title}", $"{TaskTexts.Says(ledger, act)}。理由：{act.Text}");
                await client.StartOnceAsync(
                    nameof(TaskApplication), call, OrchestrationVersion.Start(TaskApplication.InstanceIdOf(ledger.Id, task.Key, open.Number)), cancellation);
            }
        }

        if (task.State is { IsClosed: false, Phase: not TaskPhase.Registered })
        {
            foreach (var unit in task.State.Lead.Concat(task.State.Units).Except(task.State.Signed, StringComparer.Ordinal))
                await AskToSignAsync(client, ledger, unit, task, cancellation);
        }

        foreach (var unit in task.State.Signed) await EndSigningAsync(client, ledger, unit, cancellation);
        foreach (var number in task.State.Problems) await RaiseAsync(client, ledger, task, number, cancellation);
    }

    /// <summary>Starts the watch of a task that has a compiling unit and is open.</summary>
    public async Task WatchAsync(DurableTaskClient client, LedgerRow ledger, LedgerTaskRow task, CancellationToken cancellation = default)
    {
        if (task.State.IsClosed || task.State.Phase == TaskPhase.Registered) return;
        var call = new TaskWatchCall(LedgerRef.Of(ledger), task.Key, task.Ordinal, task.State.Watch);
        await client.StartOnceAsync(
            nameof(TaskWatch), call, OrchestrationVersion.Start(TaskWatch.InstanceIdOf(ledger.Id, task.Key, task.State.Watch)), cancellation);
    }

    /// <summary>
    /// Asks a unit to sign for its tasks, unless it is being asked, or has signed for the one that called for it; null where none did.
    /// </summary>
    public async Task AskToSignAsync(DurableTaskClient client, LedgerRow ledger, string unit, LedgerTaskRow? task = null, CancellationToken cancellation = default)
    {
        var asked = await AskedAsync(ledger, unit, cancellation);
        var last = await Asks.LastAsync(tables, LedgerSubject.OfUnit(ledger.Id, unit), LedgerKinds.Sign.Step, cancellation);
        if (asked.Post is null || last is { End: null }) return;
        // An answer on its way into the tasks signs more of them than are known to be signed.
        if (last is not null)
        {
            if (await client.GetInstanceAsync(LedgerSigning.InstanceIdOf(ledger.Id, unit, last.Round), cancellation) is { IsRunning: true }) return;
            // It may have arrived just now.
            if (task is not null && (await book.FindTaskAsync(ledger, task.Ordinal, cancellation))!.State.Signed.Contains(unit, StringComparer.Ordinal)) return;
        }

        var call = new SigningCall(LedgerRef.Of(ledger), asked, (last?.Round ?? 0) + 1);
        await client.StartOnceAsync(
            nameof(LedgerSigning), call, OrchestrationVersion.Start(LedgerSigning.InstanceIdOf(ledger.Id, unit, call.Round)), cancellation);
    }

    /// <summary>Returns who is asked in a unit: its office, else whoever the directory has.</summary>
    public async Task<AskedUnit> AskedAsync(LedgerRow ledger, string unit, CancellationToken cancellation = default)
    {
        var (name, today) = (ledger.NameOf(unit), time.GetChinaToday());
        if (await directory.FindByPostAsync(unit, LedgerSubject.AskedPost, today, cancellation) is not null) return new(unit, name, LedgerSubject.AskedPost);
        await foreach (var person in directory.PeopleOfAsync(unit, cancellation))
        {
            if (!person.IsOnlyExpert && await directory.FindByPostAsync(unit, person.Post, today, cancellation) is not null) return new(unit, name, person.Post);
        }

        return new(unit, name, null);
    }

    /// <summary>Returns the id of a unit by id, name or alias; null if there is none.</summary>
    public async Task<string?> IdOfAsync(string unit, CancellationToken cancellation = default) => (await directory.FindUnitAsync(unit, cancellation))?.Id;

    private async Task TellUrgedAsync(DurableTaskClient client, LedgerRow ledger, LedgerTaskRow task, CancellationToken cancellation)
    {
        var since = time.GetChinaNow() - UrgedWithin;
        foreach (var row in (await book.ActsAsync(task, cancellation)).Where(row => row.Act is { Kind: TaskActKind.Urged, Unit: not null } && row.Act.At > since))
        {
            if (await PersonAsync(ledger, row.Act.Unit!, cancellation) is { } person)
                await mails.EnqueueMail(TaskUrging.MailOf(ledger, task, row.Act, person), client, cancellation);
        }
    }

    /// <summary>Returns the id of who is asked in a unit; null where the directory has nobody.</summary>
    private async Task<string?> PersonAsync(LedgerRow ledger, string unit, CancellationToken cancellation) =>
        await AskedAsync(ledger, unit, cancellation) is { Post: { } post }
            ? (await directory.FindByPostAsync(unit, post, time.GetChinaToday(), cancellation))?.Person.Id
            : null;

    /// <summary>Brings the problem that a report names before the coordinating office; each report does so once.</summary>
    private async Task RaiseAsync(DurableTaskClient client, LedgerRow ledger, LedgerTaskRow task, int number, CancellationToken cancellation)
    {
        var row = await tables.FindAsync<TaskActRow>(TaskActRow.PartitionOf(task), TaskActRow.RowKeyOf(number), cancellation);
        if (row is not { Value.Act: { Unit: { } unit, Problems: { } text } act }) return;
        var subject = LedgerSubject.OfTask(ledger.Id, task.Key);
        await problems.RaiseAsync(
            client,
            new()
            {
                Place = $"{subject}.{unit}",
                Report = number,
                Origin = new("ledgers", "督办台账", $"{ledger.Title}第{task.Key}项：{task.Definition.Title}", $"/ledgers/{ledger.Id}/tasks/{task.Key}", ledger.Document),
                Text = text,
                Raiser = unit,
                RaiserName = ledger.NameOf(unit),
                By = act.By,
                At = act.At,
                Office = ledger.Coordinator,
                OfficeName = ledger.CoordinatorName,
            },
            cancellation);
    }

    /// <summary>Ends the request to sign when a unit signed all of its tasks one by one.</summary>
    private async Task EndSigningAsync(DurableTaskClient client, LedgerRow ledger, string unit, CancellationToken cancellation)
    {
        var subject = LedgerSubject.OfUnit(ledger.Id, unit);
        if (await Asks.LastAsync(tables, subject, LedgerKinds.Sign.Step, cancellation) is not { End: null } ask
            || await tables.FindAsync<SubmissionRow>(subject, ask.RowKey, cancellation) is not null) return;
        var open = LedgerSubmissions.ToSign(ledger, unit, book.Filter(ledger, new(Unit: unit), await book.IndexAsync(ledger, cancellation)));
        if (open.Count > 0) return;
        await Asks.CancelAsync(tables, wakes, client, subject, row => row.Step == LedgerKinds.Sign.Step && row.Round == ask.Round, time.GetChinaNow(), cancellation);
    }

    private async Task<LedgerRow> KnowAsync(LedgerRow ledger, IReadOnlyList<string> units, CancellationToken cancellation)
    {
        var known = new List<LedgerUnit>();
        foreach (var id in units.Where(unit => LedgerBook.PlaceOf(ledger, unit) is null).Distinct(StringComparer.Ordinal))
            known.Add(new(id, (await directory.FindUnitAsync(id, cancellation))?.Name ?? id));
        return known.Count == 0 ? ledger : await tasks.AddUnitsAsync(ledger, known, cancellation);
    }

    private static List<string> NewUnitsOf(TaskAct act) => [.. new[] { act.ToUnit }.OfType<string>().Concat(act.Lead ?? []).Concat(act.Units ?? [])];
}
