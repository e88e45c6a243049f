using Dazhou.Serverless.Deadlines;
using Dazhou.Serverless.Records;
using Microsoft.DurableTask.Client;

namespace Dazhou.Serverless.Projects;

/// <summary>
/// Takes corrections of a function list (第三十五条). Inserting the next version is the correction; the published list and
/// its period are derived from it, and the next caller completes what a crash interrupted.
/// </summary>
public sealed class FunctionListService(
    ITableStore tables, IAuditTrail audit, DeadlineBook book, WorkCalendarSource calendars, Wakes wakes, TimeProvider time)
{
    /// <summary>
    /// Corrects the list and starts its period again. Refused once the publicity has ended, from the end of its last
    /// day. Safe to repeat with the same key.
    /// </summary>
    public async Task<FunctionListReceipt> CorrectAsync(
        DurableTaskClient client, string project, FunctionListCorrection correction, string by, string? key, CancellationToken cancellation = default)
    {
        if (await tables.FindAsync<ProjectRow>(project, ProjectRow.OnlyRowKey, cancellation) is not { Value: var row })
            return FunctionListReceipt.Of(FunctionListStatus.NotPublic);
        while (await SettleAsync(row, cancellation) is { } publicity)
        {
            if (key is not null && await FindByKeyAsync(publicity, key, cancellation) is { } earlier)
            {
                await WakeAsync(client, row, earlier.Version, cancellation);
                return new(FunctionListStatus.AlreadyCorrected, publicity, []);
            }

            var at = time.GetChinaNow();
            if (!publicity.IsOpenAt(at)) return FunctionListReceipt.Of(FunctionListStatus.Ended, publicity);
            if (FunctionListRules.All.Evaluate(new(correction, publicity.Functions)) is { Count: > 0 } failures)
                return new(FunctionListStatus.Refused, publicity, failures);

            var next = new FunctionListRow
            {
                Project = project,
                Version = publicity.Version + 1,
                Functions = correction.Functions!,
                PublishedAt = at,
                By = by,
                Reason = correction.Reason!.Trim(),
                Key = key,
            };
            await wakes.NoteAsync(Publicity.InstanceIdOf(row.InstanceId), Publicity.CorrectedEvent, $"{next.Version}", cancellation);
            // Another correction was inserted at the same time; check this one against it.
            if (!await tables.TryInsertAsync(next, cancellation)) continue;
            var stands = (await SettleAsync(row, cancellation))!;
            if (stands.Version < next.Version) return FunctionListReceipt.Of(FunctionListStatus.Ended, stands);
            await WakeAsync(client, row, next.Version, cancellation);
            return new(FunctionListStatus.Corrected, stands, []);
        }

        return FunctionListReceipt.Of(FunctionListStatus.NotPublic);
    }

    /// <summary>
    /// Publishes and notes every inserted version, then returns the current list; null before the publicity. A version
    /// inserted just as the publicity ended is dropped; nobody was told that it was accepted.
    /// </summary>
    public async Task<PublicityRow?> SettleAsync(ProjectRow project, CancellationToken cancellation = default)
    {
        while (await tables.FindAsync<PublicityRow>(project.Id, PublicityRow.OnlyRowKey, cancellation) is { } seen)
        {
            var publicity = seen.Value;
            if (await FindAsync(project.Id, publicity.Version + 1, cancellation) is not { } next)
            {
                if (publicity.Version > 1) await NoteAsync(publicity, cancellation);
                return publicity;
            }

            if (!publicity.IsOpenAt(next.PublishedAt))
            {
                await tables.DeleteAsync<FunctionListRow>(next.PartitionKey, next.RowKey, cancellation);
                continue;
            }

            var deadline = FunctionListRules.Publicity(project.Policy, ChinaTime.DayOf(next.PublishedAt), await calendars.GetAsync(cancellation));
            await tables.TryReplaceAsync(
                seen,
                publicity with { Version = next.Version, Functions = next.Functions, From = next.PublishedAt, Until = deadline.Due },
                cancellation);
        }

        return null;
    }

    /// <summary>Updates audit trail and deadline; safe to repeat.</summary>
    private async Task NoteAsync(PublicityRow publicity, CancellationToken cancellation)
    {
        if (publicity.EndedAt is not null || await FindAsync(publicity.Project, publicity.Version, cancellation) is not { } list) return;
        await audit.AppendAsync(
            new AuditEntry
            {
                Subject = list.Project,
                Key = $"function-list|{list.Version}",
                At = list.PublishedAt,
                Actor = list.By,
                Action = $"更正具体功能清单（第{list.Version}版），重新公示",
                Article = FunctionListRules.Article,
                Stage = Stages.Publicity,
                Detail = list.Reason,
            },
            cancellation);
        await book.RestartAsync(
            list.Project, DeadlineKey.Of(Stages.Publicity), ChinaTime.DayOf(list.PublishedAt), new($"function-list|{list.Version}", list.By, list.PublishedAt, "功能清单已更正"),
            cancellation);
    }

    private Task WakeAsync(DurableTaskClient client, ProjectRow project, int version, CancellationToken cancellation) =>
        version == 1 ? Task.CompletedTask : wakes.RaiseAsync(client, Publicity.InstanceIdOf(project.InstanceId), Publicity.CorrectedEvent, cancellation);

    private async Task<FunctionListRow?> FindByKeyAsync(PublicityRow publicity, string key, CancellationToken cancellation)
    {
        await foreach (var list in tables.ReadPartitionAsync<FunctionListRow>(publicity.Project, cancellation: cancellation))
        {
            if (list.Value.Key == key && list.Value.Version <= publicity.Version) return list.Value;
        }

        return null;
    }

    private async Task<FunctionListRow?> FindAsync(string project, int version, CancellationToken cancellation) =>
        (await tables.FindAsync<FunctionListRow>(project, FunctionListRow.RowKeyOf(version), cancellation))?.Value;
}

/// <summary>The status of a correction.</summary>
public enum FunctionListStatus
{
    /// <summary>The list was corrected, and its period starts again.</summary>
    Corrected,

    /// <summary>It was already corrected under this key; that correction stands.</summary>
    AlreadyCorrected,

    /// <summary>It breaks rules; nothing was stored.</summary>
    Refused,

    /// <summary>The publicity has ended; nothing was stored.</summary>
    Ended,

    /// <summary>There is no such project, or its publicity has not started.</summary>
    NotPublic,
}

/// <summary>The result of a correction.</summary>
/// <param name="Status">the status</param>
/// <param name="Publicity">the current publicity; null if there is none</param>
/// <param name="Failures">the broken rules</param>
public sealed record FunctionListReceipt(FunctionListStatus Status, PublicityRow? Publicity, IReadOnlyList<RuleFailure> Failures)
{
    internal static FunctionListReceipt Of(FunctionListStatus status, PublicityRow? publicity = null) => new(status, publicity, []);
}
