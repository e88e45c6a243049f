using Dazhou.Serverless.Deadlines;
using Dazhou.Serverless.Records;
using Microsoft.DurableTask.Client;

namespace Dazhou.Serverless.Projects;

/// <summary>
/// Where corrections of a function list enter (第三十五条). Whoever writes the next version first has corrected the list; what
/// is public and until when follows from that record, and a crash in between is made good by whoever comes next.
/// </summary>
public sealed class FunctionListService(
    ITableStore tables, IAuditTrail audit, DeadlineBook book, WorkCalendarSource calendars, Wakes wakes, TimeProvider time)
{
    /// <summary>
    /// Corrects the list and begins its days anew. Refused once the publicity has ended, that is from the instant on at which its
    /// last day is over. Safe to repeat under one key.
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
            // Somebody corrected it in the same moment: that list stands first, and this one is looked at against it.
            if (!await tables.TryInsertAsync(next, cancellation)) continue;
            var stands = (await SettleAsync(row, cancellation))!;
            if (stands.Version < next.Version) return FunctionListReceipt.Of(FunctionListStatus.Ended, stands);
            await WakeAsync(client, row, next.Version, cancellation);
            return new(FunctionListStatus.Corrected, stands, []);
        }

        return FunctionListReceipt.Of(FunctionListStatus.NotPublic);
    }

    /// <summary>
    /// What is public, after every version that was written has been published and noted; null before the publicity. A version
    /// that came in the moment in which the publicity ended is dropped: nobody was told that it stands.
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

    /// <summary>The trail and the deadline; both do nothing when they are done.</summary>
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

/// <summary>What became of a correction.</summary>
public enum FunctionListStatus
{
    /// <summary>The list is corrected, and its days count anew.</summary>
    Corrected,

    /// <summary>It was corrected under this key before; that stands.</summary>
    AlreadyCorrected,

    /// <summary>It breaks rules; nothing was kept.</summary>
    Refused,

    /// <summary>The publicity has ended; nothing was kept.</summary>
    Ended,

    /// <summary>There is no such project, or its publicity has not begun.</summary>
    NotPublic,
}

/// <summary>The answer to a correction.</summary>
/// <param name="Status">what became of it</param>
/// <param name="Publicity">what is public now; null if nothing is</param>
/// <param name="Failures">every rule that it breaks</param>
public sealed record FunctionListReceipt(FunctionListStatus Status, PublicityRow? Publicity, IReadOnlyList<RuleFailure> Failures)
{
    internal static FunctionListReceipt Of(FunctionListStatus status, PublicityRow? publicity = null) => new(status, publicity, []);
}
