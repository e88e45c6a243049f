using System.Text.Json.Serialization;
using Dazhou.Serverless.Records;

namespace Dazhou.Serverless.Projects;

/// <summary>Blocks recorded by supervising units (第二十四条, 第五十七条). Table UnitStandings: partition = unit, row = <c>standing</c>.</summary>
public sealed record UnitStandingRow : IRow
{
    /// <summary>The row key of every standing.</summary>
    public const string OnlyRowKey = "standing";

    /// <inheritdoc/>
    public static string TableName => "UnitStandings";

    /// <summary>The unit's id.</summary>
    public required string Unit { get; init; }

    /// <summary>未落实相关技术要求完成数据归集</summary>
    public bool DataAggregationMissing { get; init; }

    /// <summary>不符合密码应用和网络安全要求，或者存在重大安全隐患</summary>
    public bool SecurityHazard { get; init; }

    /// <summary>The number of changes so far, used as the number of entries in the trail.</summary>
    public int Changes { get; init; }

    /// <inheritdoc/>
    public string PartitionKey => Unit;

    /// <inheritdoc/>
    public string RowKey => OnlyRowKey;
}

/// <summary>The reason for a block.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<UnitBlock>))]
public enum UnitBlock
{
    /// <summary>未落实相关技术要求完成数据归集 (第二十四条)</summary>
    DataAggregation,

    /// <summary>不符合密码应用和网络安全要求，或者存在重大安全隐患 (第五十七条)</summary>
    SecurityHazard,
}

/// <summary>An act of 市数字经济局 that records or lifts a block.</summary>
/// <param name="Unit">the unit's id</param>
/// <param name="Block">the block</param>
/// <param name="Lift">true to lift it</param>
/// <param name="Reason">the reason, in Chinese</param>
/// <param name="Document">the document that supports it</param>
/// <param name="By">the id of the person or unit that acts</param>
public sealed record UnitBlockAct(string Unit, UnitBlock? Block, bool Lift, string? Reason, SubmissionFile? Document, string By);

/// <summary>Records about units besides their projects: blocks (第二十四、五十七条) and evaluations (第五十二条).</summary>
public sealed class UnitRecords(ITableStore tables, IDocumentStore documents, IAuditTrail audit, TimeProvider time)
{
    /// <summary>The name of a block's document.</summary>
    public const string DocumentName = "unit-block";

    /// <summary>The subject of a unit's documents and audit trail.</summary>
    public static string SubjectOf(string unit) => $"unit-{unit}";

    /// <summary>The article of a block.</summary>
    public static string ArticleOf(UnitBlock? block) => block == UnitBlock.SecurityHazard ? "第五十七条" : "第二十四条";

    /// <summary>The Chinese name of a block.</summary>
    public static string Chinese(UnitBlock block) =>
        block == UnitBlock.SecurityHazard ? "不符合密码应用和网络安全要求或者存在重大安全隐患" : "未落实相关技术要求完成数据归集";

    /// <summary>Returns the unit's current blocks.</summary>
    public async Task<UnitStandingRow> StandingAsync(string unit, CancellationToken cancellation = default) =>
        await StandingAsync(tables, unit, cancellation);

    /// <summary>Returns the evaluations of the unit's projects, newest first.</summary>
    public async Task<IReadOnlyList<UnitEvaluationRow>> EvaluationsAsync(string unit, CancellationToken cancellation = default) =>
        await EvaluationsAsync(tables, unit, cancellation);

    /// <summary>Returns the audit entries about a unit, oldest first.</summary>
    public async Task<IReadOnlyList<AuditEntry>> HistoryAsync(string unit, CancellationToken cancellation = default) =>
        await audit.EntriesAsync(SubjectOf(unit), cancellation);

    /// <summary>
    /// Records or lifts a block; returns the broken rules, none if it was accepted. A block that is already so is not
    /// recorded again. Throws <see cref="DocumentRefusedException"/> if the document is refused.
    /// </summary>
    public async Task<IReadOnlyList<RuleFailure>> ChangeAsync(UnitBlockAct act, CancellationToken cancellation = default)
    {
        if (UnitBlockRules.Check(act) is { Count: > 0 } failures) return failures;
        var block = act.Block!.Value;
        while (true)
        {
            var seen = await tables.FindAsync<UnitStandingRow>(act.Unit, UnitStandingRow.OnlyRowKey, cancellation);
            var before = seen?.Value ?? new UnitStandingRow { Unit = act.Unit };
            var next = UnitBlockRules.Apply(before, block, act.Lift);
            if (next == before) return [];
            var document = await documents.SaveAsync(act.Document!.UploadAs(SubjectOf(act.Unit), DocumentName, act.By, $"{next.Changes}"), cancellation);
            // The entry comes first: after a crash the act is repeated, whereas an act without an entry would never get one.
            await audit.AppendAsync(
                new AuditEntry
                {
                    Subject = SubjectOf(act.Unit),
                    Key = $"block|{next.Changes}",
                    At = time.GetChinaNow(),
                    Actor = act.By,
                    Action = $"{(act.Lift ? "解除" : "记录")}：{Chinese(block)}",
                    Article = ArticleOf(block),
                    Detail = $"{act.Reason!.Trim()}；{document.FileName}，SHA-256 {document.Sha256}",
                },
                cancellation);
            if (seen is null ? await tables.TryInsertAsync(next, cancellation) : await tables.TryReplaceAsync(seen, next, cancellation)) return [];
        }
    }

    internal static async Task<UnitStandingRow> StandingAsync(ITableStore tables, string unit, CancellationToken cancellation) =>
        (await tables.FindAsync<UnitStandingRow>(unit, UnitStandingRow.OnlyRowKey, cancellation))?.Value ?? new UnitStandingRow { Unit = unit };

    internal static async Task<IReadOnlyList<UnitEvaluationRow>> EvaluationsAsync(ITableStore tables, string unit, CancellationToken cancellation)
    {
        var rows = await tables.ListAsync<UnitEvaluationRow>(unit, cancellation);
        return [.. rows.OrderByDescending(row => row.On)];
    }
}

/// <summary>Rules of blocks on units (第二十四、五十七条).</summary>
public static class UnitBlockRules
{
    /// <summary>Returns the rules that an act breaks.</summary>
    public static IReadOnlyList<RuleFailure> Check(UnitBlockAct act)
    {
        var article = UnitRecords.ArticleOf(act.Block);
        var failures = new List<RuleFailure>();
        if (act.Block is null) failures.Add(new("unit-block-kind", article, "block", "须选择事项：未完成数据归集，或者安全隐患"));
        if (string.IsNullOrWhiteSpace(act.Reason)) failures.Add(new("unit-block-reason", article, "reason", "缺少理由"));
        if (act.Document is null) failures.Add(new("unit-block-document", article, "file", "缺少依据文件"));
        return failures;
    }

    /// <summary>Returns the standing after an act; the same if nothing changes.</summary>
    public static UnitStandingRow Apply(UnitStandingRow standing, UnitBlock block, bool lift)
    {
        var next = block == UnitBlock.SecurityHazard ? standing with { SecurityHazard = !lift } : standing with { DataAggregationMissing = !lift };
        return next == standing ? standing : next with { Changes = standing.Changes + 1 };
    }
}
