using System.Security.Cryptography;
using System.Text;
using Dazhou.Serverless.Directory;
using Dazhou.Serverless.Records;

namespace Dazhou.Serverless.Projects;

/// <summary>
/// 系统目录 (第二十一条). A project's system enters automatically. A unit's entries, changes and removals apply once 市数字经济局 has
/// confirmed them, those of the bureau itself at once.
/// </summary>
public sealed class SystemCatalogue(ITableStore tables, IAuditTrail audit, TimeProvider time)
{
    /// <summary>The id of the system built by a project.</summary>
    public static string IdOf(string project) => $"s{project}";

    /// <summary>Returns a system; null if there is none.</summary>
    public async Task<SystemRow?> FindAsync(string id, CancellationToken cancellation = default) => await FindAsync(tables, id, cancellation);

    /// <summary>Returns a page of all systems.</summary>
    public Task<Page<SystemRow>> ReadAsync(int size, string? continuation, CancellationToken cancellation = default) =>
        tables.ReadPageAsync<SystemRow>(SystemRow.Partition, size, continuation, cancellation);

    /// <summary>Returns a page of a unit's systems.</summary>
    public async Task<(IReadOnlyList<SystemRow> Systems, string? Continuation)> OfUnitAsync(
        string unit, int size, string? continuation, CancellationToken cancellation = default)
    {
        var page = await tables.ReadPageAsync<SystemOfUnitRow>(unit, size, continuation, cancellation);
        var found = await Task.WhenAll(page.Rows.Select(row => FindAsync(row.Value.System, cancellation)));
        return ([.. found.OfType<SystemRow>()], page.Continuation);
    }

    /// <summary>Returns the audit entries about a system, oldest first.</summary>
    public async Task<IReadOnlyList<AuditEntry>> HistoryAsync(string id, CancellationToken cancellation = default)
    {
        await NoteAsync(audit, await FindAsync(id, cancellation), cancellation);
        return await audit.EntriesAsync(id, cancellation);
    }

    /// <summary>Enters a system that was built before this product; a repetition with the same key returns the same entry.</summary>
    /// <param name="unit">the id of its unit</param>
    /// <param name="description">its description</param>
    /// <param name="by">the id of the unit or person who enters it</param>
    /// <param name="confirmed">whether 市数字经济局 itself enters it</param>
    /// <param name="key">the idempotency key; null for none</param>
    /// <param name="cancellation">cancels the operation</param>
    public async Task<SystemReceipt> EnterAsync(
        UnitRow unit, SystemDescription description, string by, bool confirmed, string? key, CancellationToken cancellation = default)
    {
        var id = key is null ? $"s{Token(RandomNumberGenerator.GetBytes(8))}" : $"s{Token(SHA256.HashData(Encoding.UTF8.GetBytes($"{unit.Id}\n{key}")).AsSpan(0, 8))}";
        if (key is not null && await FindAsync(id, cancellation) is { } earlier) return new(earlier, []);
        var at = time.GetChinaNow();
        if (SystemRules.All.Evaluate(new SystemCase(SystemActKind.Entry, description, null, null, ChinaTime.DayOf(at))) is { Count: > 0 } failures)
            return new(null, failures);

        description = description with { Name = description.Name!.Trim() };
        var row = new SystemRow
        {
            Id = id,
            Unit = unit.Id,
            UnitName = unit.Name,
            Description = description,
            State = SystemState.Pending,
            Proposal = new(SystemActKind.Entry, description, null, by, at),
            EnteredAt = at,
        };
        if (confirmed) row = SystemRules.Decide(row, agree: true);
        await InsertAsync(row, by, confirmed ? "登记并确认" : "登记，报请确认", cancellation);
        return new(await FindAsync(id, cancellation), []);
    }

    /// <summary>Proposes a change or a removal; applies at once if <paramref name="confirmed"/>, for 市数字经济局 itself.</summary>
    public async Task<SystemReceipt> ProposeAsync(string id, SystemProposal proposal, bool confirmed, CancellationToken cancellation = default)
    {
        while (true)
        {
            var seen = (await tables.FindAsync<SystemRow>(SystemRow.Partition, id, cancellation))!;
            // The same act sent twice, for example by a double click, counts once.
            if (seen.Value.Proposal is { } waiting && waiting with { At = proposal.At } == proposal && !confirmed) return new(seen.Value, []);
            var facts = new SystemCase(proposal.Kind, proposal.Description, proposal.Reason, seen.Value, ChinaTime.DayOf(proposal.At));
            if (SystemRules.All.Evaluate(facts) is { Count: > 0 } failures) return new(null, failures);

            var next = seen.Value with { Proposal = proposal, Changes = seen.Value.Changes + 1 };
            // Changing an entry that was not confirmed puts it up for confirmation again.
            if (next.State == SystemState.Refused) next = next with { State = SystemState.Pending };
            if (confirmed) next = SystemRules.Decide(next, agree: true);
            var what = SystemRules.Chinese(proposal.Kind);
            next = Noted(next, proposal.By, confirmed ? $"{what}并确认" : $"{what}，报请确认", proposal.Reason, proposal.At);
            if (await ReplaceAsync(seen, next, cancellation)) return new(next, []);
        }
    }

    /// <summary>Records the decision of 市数字经济局 on a proposal or entry.</summary>
    public async Task<SystemReceipt> DecideAsync(string id, bool? agree, string? comment, string by, CancellationToken cancellation = default)
    {
        if (agree is null) return Refused("system-decision", "agree", "须选择同意或者不同意");
        if (agree == false && string.IsNullOrWhiteSpace(comment)) return Refused("system-comment", "comment", "不同意的，须写明理由");
        while (true)
        {
            var seen = (await tables.FindAsync<SystemRow>(SystemRow.Partition, id, cancellation))!;
            if (seen.Value.Proposal is not { } proposal) return Refused(SystemRules.Waiting, "", "没有等待确认的事项");
            var next = Noted(
                SystemRules.Decide(seen.Value, agree.Value), by, $"{(agree.Value ? "同意" : "不同意")}{SystemRules.Chinese(proposal.Kind)}", comment, time.GetChinaNow());
            if (await ReplaceAsync(seen, next, cancellation)) return new(next, []);
        }

        static SystemReceipt Refused(string rule, string field, string message) => new(null, [new(rule, SystemRules.Article, field, message)]);
    }

    /// <summary>Enters the system of a project that passed its acceptance (第四十八条). Safe to repeat.</summary>
    internal static async Task EnterAsync(
        ITableStore tables, IAuditTrail audit, ProjectRow project, AcceptanceReport report, DateTimeOffset at, CancellationToken cancellation)
    {
        var row = new SystemRow
        {
            Id = IdOf(project.Id),
            Unit = project.Unit,
            UnitName = project.UnitName,
            Project = project.Id,
            Description = SystemRules.Of(project, report),
            State = SystemState.InUse,
            EnteredAt = at,
        };
        await InsertAsync(tables, audit, row, AuditEntry.System, "验收合格，列入系统目录", cancellation);
    }

    /// <summary>Records until when O&amp;M money is arranged (第三十三条); never sets an earlier day.</summary>
    internal static async Task ArrangeAsync(ITableStore tables, string id, DateOnly until, CancellationToken cancellation)
    {
        while (await tables.FindAsync<SystemRow>(SystemRow.Partition, id, cancellation) is { } seen && !(seen.Value.OperationUntil >= until))
        {
            if (await tables.TryReplaceAsync(seen, seen.Value with { OperationUntil = until }, cancellation)) return;
        }
    }

    /// <summary>Returns a system; null if there is none.</summary>
    internal static async Task<SystemRow?> FindAsync(ITableStore tables, string? id, CancellationToken cancellation) =>
        string.IsNullOrWhiteSpace(id) || !id.All(char.IsAsciiLetterOrDigit)
            ? null
            : (await tables.FindAsync<SystemRow>(SystemRow.Partition, id, cancellation))?.Value;

    private Task InsertAsync(SystemRow row, string by, string action, CancellationToken cancellation) =>
        InsertAsync(tables, audit, row, by, action, cancellation);

    private static async Task InsertAsync(
        ITableStore tables, IAuditTrail audit, SystemRow row, string by, string action, CancellationToken cancellation)
    {
        // The index row first: one without a system is skipped, while a system without one would be missing from its unit's list.
        await tables.UpsertAsync(new SystemOfUnitRow { Unit = row.Unit, System = row.Id }, cancellation);
        await tables.TryInsertAsync(Noted(row, by, action, row.Description.Name, row.EnteredAt), cancellation);
        await NoteAsync(audit, await FindAsync(tables, row.Id, cancellation), cancellation);
    }

    private async Task<bool> ReplaceAsync(Row<SystemRow> seen, SystemRow next, CancellationToken cancellation)
    {
        // Notes the previous act as well, in case its call was interrupted before noting it.
        await NoteAsync(audit, seen.Value, cancellation);
        if (!await tables.TryReplaceAsync(seen, next, cancellation)) return false;
        await NoteAsync(audit, next, cancellation);
        return true;
    }

    private static SystemRow Noted(SystemRow row, string by, string action, string? detail, DateTimeOffset at) => row with
    {
        LastNote = new AuditEntry
        {
            Subject = row.Id,
            Key = $"change|{row.Changes}",
            At = at,
            Actor = by,
            Action = action,
            Article = SystemRules.Article,
            Detail = string.IsNullOrWhiteSpace(detail) ? null : detail.Trim(),
        },
    };

    private static Task NoteAsync(IAuditTrail audit, SystemRow? row, CancellationToken cancellation) =>
        row?.LastNote is { } note ? audit.AppendAsync(note, cancellation) : Task.CompletedTask;

    private static string Token(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(bytes);
}

/// <summary>The result of an act on the catalogue.</summary>
/// <param name="System">the entry; null if the act was refused</param>
/// <param name="Failures">the broken rules</param>
public sealed record SystemReceipt(SystemRow? System, IReadOnlyList<RuleFailure> Failures);
