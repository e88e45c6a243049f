using Dazhou.Serverless.Records;
using Dazhou.Serverless.Subjects;

namespace Dazhou.Serverless.Deadlines;

/// <summary>Who changes a deadline, when and why.</summary>
/// <param name="Key">the key of the audit entry: an act that is repeated under one key is done once</param>
/// <param name="By">the id of a person or unit, or <see cref="AuditEntry.System"/></param>
/// <param name="At">the time, at +08:00</param>
/// <param name="Reason">the reason, in Chinese; null if none is given</param>
public sealed record DeadlineAct(string Key, string By, DateTimeOffset At, string? Reason = null);

/// <summary>
/// Reads and changes the record of deadlines. Only the record counts; the event <see cref="DeadlineWatch.ChangedEvent"/> wakes the watch
/// afterwards. Every method is safe to repeat.
/// </summary>
public sealed class DeadlineBook(ITableStore tables, IAuditTrail audit, WorkCalendarSource calendars, SubjectWatchers watchers)
{
    /// <summary>Opens a deadline. Returns the stored row, even if it was opened or closed before.</summary>
    public async Task<Row<DeadlineRow>> OpenAsync(WatchPlan plan, DateTimeOffset at, string? instanceId, CancellationToken cancellation = default)
    {
        var row = DeadlineShift.Open(plan, at, instanceId);
        if (await tables.FindDeadlineAsync(plan.Subject, plan.Step, cancellation) is { } stands)
            return stands;
        await PointAsync(row, cancellation);
        await tables.TryInsertAsync(row, cancellation);
        await ChangedAsync(row, cancellation);
        var opened = (await tables.FindDeadlineAsync(plan.Subject, plan.Step, cancellation))!;
        // Another call opened and closed it, and deleted the pointer before this call wrote it.
        if (opened.Value.IsClosed) await UnpointAsync(DeadlineByUnitRow.To(row), cancellation);
        return opened;
    }

    /// <summary>
    /// Closes a deadline. If it is not open yet, writes it as closed, so that a watch that starts later ends at once; if it is closed, the
    /// first outcome stands.
    /// </summary>
    public async Task<DeadlineOutcome> CloseAsync(WatchPlan plan, DateTimeOffset at, DeadlineState end, CancellationToken cancellation = default)
    {
        if (end is not (DeadlineState.Done or DeadlineState.Cancelled))
            throw new ArgumentOutOfRangeException(nameof(end), end, "A deadline ends as done or cancelled.");
        var seen = await OpenAsync(plan, at, instanceId: null, cancellation);
        var closed = await ChangeAsync(
            seen,
            row => row.IsClosed ? row : row with { State = end, ClosedAt = at, PausedAt = null },
            cancellation);
        return closed.Outcome!;
    }

    /// <summary>Pauses the deadlines of a subject, or of one step. Returns the watches to wake.</summary>
    public Task<IReadOnlyList<string>> PauseAsync(string subject, DeadlineKey? step, DeadlineAct act, CancellationToken cancellation = default) =>
        ActAsync(
            subject,
            step,
            row => row.IsClosed || row.State == DeadlineState.Paused ? row : row with { State = DeadlineState.Paused, PausedAt = act.At },
            act,
            "计时暂停",
            cancellation);

    /// <summary>Resumes the deadlines of a subject, or of one step. Returns the watches to wake.</summary>
    public async Task<IReadOnlyList<string>> ResumeAsync(string subject, DeadlineKey? step, DeadlineAct act, CancellationToken cancellation = default)
    {
        var calendar = await calendars.GetAsync(cancellation);
        return await ActAsync(
            subject,
            step,
            row => row.State == DeadlineState.Paused ? DeadlineShift.Resume(row, act.At, calendar) : row,
            act,
            "计时恢复",
            cancellation);
    }

    /// <summary>Restarts a period on a day because its task changed; a day before the present start changes nothing. Returns the watches to wake.</summary>
    public async Task<IReadOnlyList<string>> RestartAsync(string subject, DeadlineKey step, DateOnly from, DeadlineAct act, CancellationToken cancellation = default)
    {
        var calendar = await calendars.GetAsync(cancellation);
        return await ActAsync(
            subject,
            step,
            row => row.IsClosed || from <= row.CountedFrom ? row : DeadlineShift.Restart(row, from, calendar),
            act,
            "期限重新起算",
            cancellation);
    }

    /// <summary>
    /// 延期: extends a deadline as granted by the supervising unit. The application, made at <paramref name="appliedAt"/> (null for the time
    /// of the act), must come before the deadline, unless the unit extends an overdue one on its own initiative. Returns the reason why
    /// not, in Chinese, or null; the caller must raise the event.
    /// </summary>
    public async Task<string?> ExtendAsync(
        string subject, DeadlineKey step, DateOnly lastDay, DeadlineAct act, DateTimeOffset? appliedAt = null, bool overdueToo = false,
        CancellationToken cancellation = default)
    {
        var calendar = await calendars.GetAsync(cancellation);
        string? refusal = "没有这一期限。";
        await ActAsync(
            subject,
            step,
            row =>
            {
                var granted = row.Counting is FixedDate day && day.Day == lastDay && row.Plan.Deadline.Period != row.Counting;
                refusal = granted ? null : DeadlineShift.WhyNotExtend(row, lastDay, appliedAt ?? act.At, overdueToo);
                return granted || refusal is not null ? row : DeadlineShift.Extend(row, lastDay, calendar);
            },
            act,
            "延期",
            cancellation);
        return refusal;
    }

    /// <summary>Directs reminders to another person after a handover. Returns the watches to wake.</summary>
    public Task<IReadOnlyList<string>> ReassignAsync(
        string subject, DeadlineKey step, string from, string to, DeadlineAct act, CancellationToken cancellation = default) =>
        ActAsync(
            subject,
            step,
            row => row.IsClosed || row.Plan.Responsible.All(contact => contact.Person != from) ? row : row with
            {
                Plan = row.Plan with
                {
                    Responsible = [.. row.Plan.Responsible.Select(contact => contact.Person == from
                        ? new DeadlineContact(to, contact.Link is null ? null : contact.Link with { Person = to })
                        : contact)],
                },
            },
            act,
            "提醒对象变更",
            cancellation);

    /// <summary>Records whether the work is behind plan. Returns the watches to wake.</summary>
    public Task<IReadOnlyList<string>> SetBehindPlanAsync(string subject, DeadlineKey step, bool behind, DeadlineAct act, CancellationToken cancellation = default) =>
        ActAsync(
            subject,
            step,
            row => row.IsClosed ? row : row with { BehindPlan = behind },
            act,
            behind ? "进度滞后" : "进度恢复正常",
            cancellation);

    /// <summary>Recomputes the provisional deadlines of units, with an audit entry for each shift. Returns the watches to wake.</summary>
    public async Task<IReadOnlyList<string>> RecomputeAsync(IEnumerable<string> units, DeadlineAct act, CancellationToken cancellation = default)
    {
        var calendar = await calendars.GetAsync(cancellation);
        var woken = new List<string>();
        foreach (var unit in units)
        {
            foreach (var row in await ListAsync(unit, until: null, cancellation))
                woken.AddRange(await ActAsync(row.Plan.Subject, row.Plan.Step, it => DeadlineShift.Recompute(it, calendar), act, "节假日安排公布，期限重新计算", cancellation));
        }

        return woken;
    }

    /// <summary>Returns the deadlines of a subject, by due instant.</summary>
    public async Task<IReadOnlyList<DeadlineRow>> OfSubjectAsync(string subject, CancellationToken cancellation = default)
    {
        var rows = await tables.ListAsync<DeadlineRow>(subject, cancellation);
        return [.. rows.OrderBy(row => row.Deadline.Due).ThenBy(row => row.OpenedAt)];
    }

    /// <summary>Returns the open deadlines of a unit that are due before <paramref name="until"/>, including overdue ones, by due instant.</summary>
    public async Task<IReadOnlyList<DeadlineRow>> ListAsync(string unit, DateTimeOffset? until, CancellationToken cancellation = default)
    {
        var pointers = new List<DeadlineByUnitRow>();
        await foreach (var pointer in tables.ReadPartitionAsync<DeadlineByUnitRow>(unit, cancellation: cancellation))
        {
            if (until is { } end && pointer.Value.Due > end)
                break;
            pointers.Add(pointer.Value);
        }

        return await FollowAsync(pointers, cancellation);
    }

    /// <summary>
    /// The first of the open deadlines of all units that are due at <paramref name="from"/> or later, or of all if it is
    /// null, up to <paramref name="until"/>, by due instant; those of one unit where it is named. Reads one page.
    /// </summary>
    public async Task<IReadOnlyList<DeadlineRow>> FirstAsync(
        DateTimeOffset? from, DateTimeOffset until, int most, CancellationToken cancellation = default, string? unit = null)
    {
        var page = await tables.ReadPageAsync<DeadlineByUnitRow>(
            unit ?? DeadlineByUnitRow.AllUnits, most, from is { } start ? DeadlineByUnitRow.KeyOf(start) : null, cancellation);
        return await FollowAsync([.. page.Rows.Select(row => row.Value).TakeWhile(pointer => pointer.Due <= until)], cancellation);
    }

    /// <summary>Closes a deadline because its process has ended, with an audit entry. If it is closed, the first outcome stands.</summary>
    public async Task<DeadlineOutcome> DropAsync(WatchPlan plan, DateTimeOffset at, CancellationToken cancellation = default)
    {
        var seen = await OpenAsync(plan, at, instanceId: null, cancellation);
        while (true)
        {
            if (await TryDropAsync(seen, at, cancellation)) return Dropped(seen.Value, at).Outcome!;
            seen = (await tables.FindDeadlineAsync(plan.Subject, plan.Step, cancellation))!;
            if (!seen.Value.IsClosed) continue;
            // A first attempt may have stopped here.
            if (seen.Value.Dropped) await NoteDropAsync(seen.Value, cancellation);
            return seen.Value.Outcome!;
        }
    }

    /// <summary>Closes a deadline because its process has ended; false, without writing, if the row was changed or closed since it was read.</summary>
    internal async Task<bool> TryDropAsync(Row<DeadlineRow> seen, DateTimeOffset at, CancellationToken cancellation)
    {
        if (seen.Value.IsClosed) return false;
        var dropped = Dropped(seen.Value, at);
        if (!await tables.TryReplaceAsync(seen, dropped, cancellation)) return false;
        await FinishAsync(dropped, DeadlineByUnitRow.To(dropped), cancellation);
        await ChangedAsync(dropped, cancellation);
        return true;
    }

    /// <summary>Completes the closing of a deadline: adds the audit entry if it was dropped, then deletes a pointer to it. Safe to repeat.</summary>
    internal async Task FinishAsync(DeadlineRow closed, DeadlineByUnitRow pointer, CancellationToken cancellation)
    {
        if (closed.Dropped) await NoteDropAsync(closed, cancellation);
        await UnpointAsync(pointer with { Unit = closed.Plan.Unit }, cancellation);
    }

    private static DeadlineRow Dropped(DeadlineRow row, DateTimeOffset at) =>
        row with { State = DeadlineState.Cancelled, ClosedAt = at, PausedAt = null, Dropped = true };

    // The time comes from the row, so that a repetition writes the same entry.
    private Task NoteDropAsync(DeadlineRow row, CancellationToken cancellation) => audit.AppendAsync(
        Entry(row, new DeadlineAct("dropped", AuditEntry.System, row.ClosedAt!.Value, "流程已终止"), "期限撤销"), cancellation);

    /// <summary>
    /// Changes a row, repeating on conflicts, and moves its pointer: writes the new one first and deletes the old one last. Deletes the
    /// pointers if the deadline is closed, whoever closed it.
    /// </summary>
    internal async Task<DeadlineRow> ChangeAsync(Row<DeadlineRow> seen, Func<DeadlineRow, DeadlineRow> change, CancellationToken cancellation)
    {
        var pointed = new List<DeadlineByUnitRow>();
        while (true)
        {
            var next = change(seen.Value);
            var (before, after) = (DeadlineByUnitRow.To(seen.Value), DeadlineByUnitRow.To(next));
            if (next == seen.Value)
            {
                // Deletes the pointers written before another call closed it.
                if (next.IsClosed)
                {
                    foreach (var pointer in pointed) await UnpointAsync(pointer, cancellation);
                    await ChangedAsync(next, cancellation);
                }

                return next;
            }

            if (!next.IsClosed && after.RowKey != before.RowKey)
            {
                await PointAsync(next, cancellation);
                pointed.Add(after);
            }

            if (await tables.TryReplaceAsync(seen, next, cancellation))
            {
                if (next.IsClosed)
                    foreach (var pointer in pointed) await UnpointAsync(pointer, cancellation);
                if (next.IsClosed || after.RowKey != before.RowKey)
                    await UnpointAsync(before, cancellation);
                // A look writes its watch and the light, which whoever shows it computes anew.
                if (next != seen.Value with { InstanceId = next.InstanceId, Light = next.Light })
                    await ChangedAsync(next, cancellation);
                return next;
            }

            seen = await tables.FindAsync<DeadlineRow>(next.PartitionKey, next.RowKey, cancellation)
                ?? throw new InvalidOperationException($"Deadline {next.RowKey} of {next.PartitionKey} was deleted.");
        }
    }

    private Task ChangedAsync(DeadlineRow row, CancellationToken cancellation) =>
        watchers.ChangedAsync(row.Plan.Subject, cancellation);

    private async Task UnpointAsync(DeadlineByUnitRow pointer, CancellationToken cancellation)
    {
        await tables.DeleteAsync<DeadlineByUnitRow>(pointer.Unit, pointer.RowKey, cancellation);
        await tables.DeleteAsync<DeadlineByUnitRow>(DeadlineByUnitRow.AllUnits, pointer.RowKey, cancellation);
    }

    private async Task PointAsync(DeadlineRow row, CancellationToken cancellation)
    {
        var pointer = DeadlineByUnitRow.To(row);
        await tables.UpsertAsync(pointer, cancellation);
        await tables.UpsertAsync(pointer.OfAllUnits(), cancellation);
    }

    private async Task<IReadOnlyList<DeadlineRow>> FollowAsync(IReadOnlyList<DeadlineByUnitRow> pointers, CancellationToken cancellation)
    {
        var (rows, _) = await pointers.FollowAsync(
            int.MaxValue,
            // Skips pointers left behind by a crash: their deadline is closed, or due at another time.
            async pointer => await tables.FindDeadlineAsync(pointer.Subject, pointer.Step, cancellation)
                is { Value: { IsClosed: false } row } && row.Deadline.Due == pointer.Due ? row : null);
        return rows;
    }

    private async Task<IReadOnlyList<string>> ActAsync(
        string subject, DeadlineKey? step, Func<DeadlineRow, DeadlineRow> change, DeadlineAct act, string action, CancellationToken cancellation)
    {
        var woken = new List<string>();
        foreach (var row in await OfSubjectAsync(subject, cancellation))
        {
            if (step is not null && row.Plan.Step != step)
                continue;
            if (await tables.FindDeadlineAsync(subject, row.Plan.Step, cancellation) is not { } seen)
                continue;
            var changed = change(seen.Value);
            if (changed == seen.Value)
                continue;
            // Write the entry first: an act noted but not done is repeated; one done but not noted would be lost.
            await audit.AppendAsync(Entry(changed, act, action, seen.Value.Deadline), cancellation);
            var stands = await ChangeAsync(seen, change, cancellation);
            if (stands.InstanceId is { } watch)
                woken.Add(watch);
        }

        return woken;
    }

    private static AuditEntry Entry(DeadlineRow row, DeadlineAct act, string action, Deadline? before = null) => new()
    {
        Subject = row.Plan.Subject,
        Key = $"deadline|{row.Plan.Step}|{act.Key}",
        At = act.At,
        Actor = act.By,
        Action = $"{action}：{row.Plan.ToDo}",
        Article = row.Deadline.Article,
        Stage = row.Deadline.Stage,
        Detail = $"{act.Reason}{(act.Reason is null ? "" : "；")}{(before is null || before.Due == row.Deadline.Due ? $"期限至{TextOf(row.Deadline)}" : $"期限由{TextOf(before)}改为{TextOf(row.Deadline)}")}",
    };

    private static string TextOf(Deadline deadline) => $"{deadline.LastDay:yyyy年M月d日}24时{(deadline.Provisional ? "（暂定）" : "")}";
}
