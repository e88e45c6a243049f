using Dazhou.Serverless.Records;
using Microsoft.Azure.Functions.Worker;

namespace Dazhou.Serverless.Works;

/// <summary>The activities of <see cref="LongWork"/>.</summary>
public sealed class LongWorkActivities(ITableStore tables, IEnumerable<ILongWork> known, TimeProvider time)
{
    /// <summary>The time for which results are kept.</summary>
    private static readonly TimeSpan Kept = TimeSpan.FromDays(7);

    /// <summary>Does the work, unless it has already ended. Returns the time until which the result is kept.</summary>
    [Function(nameof(RunWork))]
    public async Task<DateTimeOffset> RunWork([ActivityTrigger] string work, CancellationToken cancellation = default)
    {
        var row = await ChangeAsync(work, row => row with { State = WorkState.Running }, cancellation);
        if (row is not { State: WorkState.Running }) return KeptUntil(row);
        WorkOutcome outcome;
        try
        {
            var input = await WorkTexts.ReadAsync(tables, work, WorkTextRow.Input, cancellation);
            outcome = await known.First(one => one.Kind == row.Kind).RunAsync(input!, new WorkProgress(tables, work), cancellation);
        }
        catch (WorkRefusedException refused)
        {
            if (refused.Result is { } why) await WorkTexts.WriteAsync(tables, work, WorkTextRow.Result, why, cancellation);
            return KeptUntil(await EndAsync(work, WorkState.Failed, refused.Message, cancellation));
        }

        if (outcome.Result is { } result) await WorkTexts.WriteAsync(tables, work, WorkTextRow.Result, result, cancellation);
        return KeptUntil(await EndAsync(work, WorkState.Done, outcome.Says, cancellation));
    }

    /// <summary>Marks the work as failed. Returns the time until which this is kept.</summary>
    [Function(nameof(GiveUpWork))]
    public async Task<DateTimeOffset> GiveUpWork([ActivityTrigger] string work, CancellationToken cancellation = default) =>
        KeptUntil(await EndAsync(work, WorkState.Failed, "系统暂时不可用，没有完成。请稍后再试；如仍失败，请联系系统管理员。", cancellation));

    /// <summary>Deletes the work with its input and result.</summary>
    [Function(nameof(ForgetWork))]
    public async Task ForgetWork([ActivityTrigger] string work, CancellationToken cancellation = default)
    {
        foreach (var which in (string[])[WorkTextRow.Input, WorkTextRow.Result])
            await WorkTexts.DeleteAsync(tables, work, which, cancellation);
        await tables.DeleteAsync<WorkRow>(work, WorkRow.OnlyRowKey, cancellation);
    }

    private DateTimeOffset KeptUntil(WorkRow? row) => (row?.EndedAt ?? time.GetChinaNow()) + Kept;

    private Task<WorkRow?> EndAsync(string work, WorkState state, string says, CancellationToken cancellation) =>
        ChangeAsync(work, row => row with { State = state, Says = says, Done = row.Total ?? row.Done, EndedAt = time.GetChinaNow() }, cancellation);

    /// <summary>Changes work that has not ended. Returns the current row; null if there is none.</summary>
    private async Task<WorkRow?> ChangeAsync(string work, Func<WorkRow, WorkRow> change, CancellationToken cancellation)
    {
        while (await tables.FindAsync<WorkRow>(work, WorkRow.OnlyRowKey, cancellation) is { } seen)
        {
            if (seen.Value.EndedAt is not null) return seen.Value;
            var next = change(seen.Value);
            if (await tables.TryReplaceAsync(seen, next, cancellation)) return next;
        }

        return null;
    }
}

/// <summary>Stores long texts in parts that fit into rows.</summary>
internal static class WorkTexts
{
    private const int PartLength = 200_000;

    public static async Task WriteAsync(ITableStore tables, string work, string which, string text, CancellationToken cancellation)
    {
        for (var part = 0; part == 0 || part * PartLength < text.Length; part++)
        {
            var piece = text.Substring(part * PartLength, Math.Min(PartLength, text.Length - (part * PartLength)));
            await tables.UpsertAsync(new WorkTextRow { Work = work, Which = which, Part = part, Text = piece }, cancellation);
        }
    }

    public static async Task<string?> ReadAsync(ITableStore tables, string work, string which, CancellationToken cancellation)
    {
        var text = new System.Text.StringBuilder();
        var any = false;
        await foreach (var part in tables.ReadPartitionAsync<WorkTextRow>(work, $"{which}|", cancellation))
        {
            text.Append(part.Value.Text);
            any = true;
        }

        return any ? text.ToString() : null;
    }

    public static async Task DeleteAsync(ITableStore tables, string work, string which, CancellationToken cancellation)
    {
        var parts = new List<string>();
        await foreach (var part in tables.ReadPartitionAsync<WorkTextRow>(work, $"{which}|", cancellation)) parts.Add(part.Value.RowKey);
        foreach (var part in parts) await tables.DeleteAsync<WorkTextRow>(work, part, cancellation);
    }
}
