using System.Security.Cryptography;
using System.Text;
using Dazhou.Serverless.Directory;
using Dazhou.Serverless.Records;

namespace Dazhou.Serverless.Projects;

/// <summary>
/// 系统目录 (第二十一条). What a project built enters by itself; what a unit enters, changes or strikes off counts once
/// 市数字经济局 has confirmed it, and at once where the bureau itself acts.
/// </summary>
public sealed class SystemCatalogue(ITableStore tables, IAuditTrail audit, TimeProvider time)
{
    /// <summary>The id of the system that a project built.</summary>
    public static string IdOf(string project) => $"s{project}";

    /// <summary>A system; null if there is none.</summary>
    public async Task<SystemRow?> FindAsync(string id, CancellationToken cancellation = default) => await FindAsync(tables, id, cancellation);

    /// <summary>A page of all systems.</summary>
    public Task<Page<SystemRow>> ReadAsync(int size, string? continuation, CancellationToken cancellation = default) =>
        tables.ReadPageAsync<SystemRow>(SystemRow.Partition, size, continuation, cancellation);

    /// <summary>A page of a unit's systems.</summary>
    public async Task<(IReadOnlyList<SystemRow> Systems, string? Continuation)> OfUnitAsync(
        string unit, int size, string? continuation, CancellationToken cancellation = default)
    {
        var page = await tables.ReadPageAsync<SystemOfUnitRow>(unit, size, continuation, cancellation);
        var found = await Task.WhenAll(page.Rows.Select(row => FindAsync(row.Value.System, cancellation)));
        return ([.. found.OfType<SystemRow>()], page.Continuation);
    }

    /// <summary>What was done about a system, oldest first.</summary>
    public async Task<IReadOnlyList<AuditEntry>> HistoryAsync(string id, CancellationToken cancellation = default)
    {
        await NoteAsync(audit, await FindAsync(id, cancellation), cancellation);
        return await audit.EntriesAsync(id, cancellation);
    }

    /// <summary>Enters a system that was built before this product; a repetition with the same key answers the same entry.</summary>
    /// <param name="unit">its unit</param>
    /// <param name="description">what is known about it</param>
    /// <param name="by">who enters it: a unit's or person's id</param>
    /// <param name="confirmed">whether 市数字经济局 itself does</param>
    /// <param name="key">the sender's key; null for none</param>
    /// <param name="cancellation">ends waiting</param>
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

    /// <summary>Asks for a change or a strike-off; 市数字经济局's own act counts at once.</summary>
    public async Task<SystemReceipt> ProposeAsync(string id, SystemProposal proposal, bool confirmed, CancellationToken cancellation = default)
    {
        while (true)
        {
            var seen = (await tables.FindAsync<SystemRow>(SystemRow.Partition, id, cancellation))!;
            // The same act twice, e.g. by a second press of the button, is one.
            if (seen.Value.Proposal is { } waiting && waiting with { At = proposal.At } == proposal && !confirmed) return new(seen.Value, []);
            var facts = new SystemCase(proposal.Kind, proposal.Description, proposal.Reason, seen.Value, ChinaTime.DayOf(proposal.At));
            if (SystemRules.All.Evaluate(facts) is { Count: > 0 } failures) return new(null, failures);

            var next = seen.Value with { Proposal = proposal, Changes = seen.Value.Changes + 1 };
            // An entry that was not confirmed is put right by a change, and waits again.
            if (next.State == SystemState.Refused) next = next with { State = SystemState.Pending };
            if (confirmed) next = SystemRules.Decide(next, agree: true);
            var what = SystemRules.Chinese(proposal.Kind);
            next = Noted(next, proposal.By, confirmed ? $"{what}并确认" : $"{what}，报请确认", proposal.Reason, proposal.At);
            if (await ReplaceAsync(seen, next, cancellation)) return new(next, []);
        }
    }

    /// <summary>市数字经济局 decides on what waits.</summary>
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

    /// <summary>Enters what a project built, once its acceptance passed (第四十八条). Safe to repeat.</summary>
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

    /// <summary>Notes until when O&amp;M money is arranged (第三十三条); never an earlier day than before.</summary>
    internal static async Task ArrangeAsync(ITableStore tables, string id, DateOnly until, CancellationToken cancellation)
    {
        while (await tables.FindAsync<SystemRow>(SystemRow.Partition, id, cancellation) is { } seen && !(seen.Value.OperationUntil >= until))
        {
            if (await tables.TryReplaceAsync(seen, seen.Value with { OperationUntil = until }, cancellation)) return;
        }
    }

    /// <summary>A system; null if there is none.</summary>
    internal static async Task<SystemRow?> FindAsync(ITableStore tables, string? id, CancellationToken cancellation) =>
        string.IsNullOrWhiteSpace(id) || !id.All(char.IsAsciiLetterOrDigit)
            ? null
            : (await tables.FindAsync<SystemRow>(SystemRow.Partition, id, cancellation))?.Value;

    private Task InsertAsync(SystemRow row, string by, string action, CancellationToken cancellation) =>
        InsertAsync(tables, audit, row, by, action, cancellation);

    private static async Task InsertAsync(
        ITableStore tables, IAuditTrail audit, SystemRow row, string by, string action, CancellationToken cancellation)
    {
        // The pointer first: one without a system is passed over, a system without one would be in no list of its unit.
        await tables.UpsertAsync(new SystemOfUnitRow { Unit = row.Unit, System = row.Id }, cancellation);
        await tables.TryInsertAsync(Noted(row, by, action, row.Description.Name, row.EnteredAt), cancellation);
        await NoteAsync(audit, await FindAsync(tables, row.Id, cancellation), cancellation);
    }

    private async Task<bool> ReplaceAsync(Row<SystemRow> seen, SystemRow next, CancellationToken cancellation)
    {
        // The act before, in case that its own call stopped before it was noted.
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

/// <summary>The answer to an act on the catalogue.</summary>
/// <param name="System">the entry; null if it was refused</param>
/// <param name="Failures">every rule it breaks</param>
public sealed record SystemReceipt(SystemRow? System, IReadOnlyList<RuleFailure> Failures);
