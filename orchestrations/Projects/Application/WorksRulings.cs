using System.Text.Json.Serialization;
using Dazhou.Serverless.Input;
using Dazhou.Serverless.Records;

namespace Dazhou.Serverless.Projects;

/// <summary>Who establishes works that 市数字经济局 ruled on because neither part is above half (第八条). Table WorksRulings: partition = unit, row = number.</summary>
public sealed record WorksRulingRow : IRow
{
    /// <inheritdoc/>
    public static string TableName => "WorksRulings";

    /// <summary>The id of the unit that builds.</summary>
    public required string Unit { get; init; }

    /// <summary>The ruling's 文号, by which an application names it.</summary>
    public required string Number { get; init; }

    /// <summary>The works, as the ruling calls them.</summary>
    public required string Works { get; init; }

    /// <summary>Who establishes them.</summary>
    public required RuledEstablisher Establisher { get; init; }

    /// <summary>When it was recorded, at +08:00.</summary>
    public required DateTimeOffset At { get; init; }

    /// <inheritdoc/>
    public string PartitionKey => Unit;

    /// <inheritdoc/>
    public string RowKey => Number;
}

/// <summary>Whom a ruling has establish.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RuledEstablisher>))]
public enum RuledEstablisher
{
    /// <summary>市数字经济局</summary>
    DigitalEconomyBureau,

    /// <summary>市发改委</summary>
    DevelopmentAndReform,
}

/// <summary>市数字经济局 records a ruling.</summary>
/// <param name="Unit">the id of the unit that builds</param>
/// <param name="Number">the ruling's 文号</param>
/// <param name="Works">the works</param>
/// <param name="Establisher">who establishes them</param>
/// <param name="Document">the ruling</param>
/// <param name="By">who records it: a unit's id</param>
public sealed record WorksRulingAct(string Unit, string? Number, string? Works, RuledEstablisher? Establisher, SubmissionFile? Document, string By);

/// <summary>The rulings on works whose parts are halves (第八条): only what 市数字经济局 recorded here counts, not what an applicant writes.</summary>
public sealed class WorksRulings(ITableStore tables, IDocumentStore documents, IAuditTrail audit, TimeProvider time)
{
    private const string Article = "第八条";
    private const string DocumentName = "works-ruling";
    private const int LongestNumber = 100;
    private const int LongestWorks = 200;

    /// <summary>The rulings for a unit.</summary>
    public async Task<IReadOnlyList<WorksRulingRow>> OfAsync(string unit, CancellationToken cancellation = default) =>
        [.. (await tables.ListAsync<WorksRulingRow>(unit, cancellation)).OrderBy(row => row.At)];

    /// <summary>
    /// Records a ruling, or answers every rule that is broken. The same once more changes nothing; a number stands for one ruling.
    /// Throws <see cref="DocumentRefusedException"/> if the document is not accepted.
    /// </summary>
    public async Task<IReadOnlyList<RuleFailure>> RecordAsync(WorksRulingAct act, CancellationToken cancellation = default)
    {
        if (Check(act) is { Count: > 0 } failures) return failures;
        var row = new WorksRulingRow
        {
            Unit = act.Unit,
            Number = act.Number!.Trim(),
            Works = act.Works!.Trim(),
            Establisher = act.Establisher!.Value,
            At = time.GetChinaNow(),
        };
        if (await FindAsync(tables, row.Unit, row.Number, cancellation) is { } recorded) return Against(recorded, row);
        var (subject, key) = (UnitRecords.SubjectOf(act.Unit), $"{DocumentName}|{row.Number}");
        var document = await documents.SaveAsync(act.Document!.UploadAs(subject, DocumentName, act.By, key), cancellation);
        // The entry first: an act that was noted and not done is repeated, one that was done and not noted is lost.
        await audit.AppendAsync(
            new AuditEntry
            {
                Subject = subject,
                Key = key,
                At = row.At,
                Actor = act.By,
                Action = $"登记裁定：{row.Works}由{Chinese(row.Establisher)}立项",
                Article = Article,
                Detail = $"{row.Number}；{document.FileName}，SHA-256 {document.Sha256}",
            },
            cancellation);
        return await tables.TryInsertAsync(row, cancellation)
            ? []
            : Against((await FindAsync(tables, row.Unit, row.Number, cancellation))!, row);
    }

    /// <summary>What the bureau is called.</summary>
    public static string Chinese(RuledEstablisher establisher) => establisher == RuledEstablisher.DigitalEconomyBureau ? "市数字经济局" : "市发展改革委";

    internal static async Task<WorksRulingRow?> FindAsync(ITableStore tables, string unit, string? number, CancellationToken cancellation) =>
        number?.Trim() is { Length: > 0 and <= LongestNumber } key ? (await tables.FindAsync<WorksRulingRow>(unit, key, cancellation))?.Value : null;

    private static List<RuleFailure> Check(WorksRulingAct act)
    {
        var failures = new List<RuleFailure>();
        if (act.Number?.Trim() is not { Length: > 0 and <= LongestNumber }) failures.Add(new("works-ruling-number", Article, "number", $"须填写裁定文号，不超过{LongestNumber}字"));
        if (act.Works?.Trim() is not { Length: > 0 and <= LongestWorks }) failures.Add(new("works-ruling-works", Article, "works", $"须填写工程项目名称，不超过{LongestWorks}字"));
        if (!FieldText.IsLine(act.Number)) failures.Add(new("one-line", Article, "number", $"裁定文号{FieldText.LineRule}"));
        if (!FieldText.IsLine(act.Works)) failures.Add(new("one-line", Article, "works", $"工程项目名称{FieldText.LineRule}"));
        if (act.Establisher is null) failures.Add(new("works-ruling-establisher", Article, "establisher", "须选择立项单位：市数字经济局，或者市发展改革委"));
        if (act.Document is null) failures.Add(new("works-ruling-document", Article, "file", "缺少裁定文件"));
        return failures;
    }

    private static IReadOnlyList<RuleFailure> Against(WorksRulingRow recorded, WorksRulingRow wanted) =>
        recorded == wanted with { At = recorded.At }
            ? []
            : [new("works-ruling-once", Article, "number", $"文号“{recorded.Number}”已登记为：{recorded.Works}由{Chinese(recorded.Establisher)}立项")];
}
