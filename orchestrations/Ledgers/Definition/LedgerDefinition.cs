using System.Text.Json;
using System.Text.Json.Serialization;
using Dazhou.Serverless.Records;

namespace Dazhou.Serverless.Ledgers;

/// <summary>How often a ledger is reported on.</summary>
[JsonConverter(typeof(LedgerRhythmConverter))]
public enum LedgerRhythm
{
    /// <summary>每周: the Sunday of each week.</summary>
    Weekly,

    /// <summary>每旬: the 10th, the 20th and the last day of each month.</summary>
    TenDay,

    /// <summary>每月: the last day of each month.</summary>
    Monthly,

    /// <summary>每季度末: 31 March, 30 June, 30 September, 31 December.</summary>
    QuarterEnd,

    /// <summary>每半年: 30 June, 31 December.</summary>
    HalfYear,

    /// <summary>每年: 31 December.</summary>
    Year,

    /// <summary>一次: the ledger's last day, or the one day that its document prints.</summary>
    Once,
}

/// <summary>How a figure is compared with its target.</summary>
[JsonConverter(typeof(FigureDirectionConverter))]
public enum FigureDirection
{
    /// <summary>不少于</summary>
    AtLeast,

    /// <summary>不超过</summary>
    AtMost,

    /// <summary>等于</summary>
    Exactly,

    /// <summary>争创: as <see cref="AtLeast"/>, but missing it is no failure</summary>
    StriveFor,
}

/// <summary>A ledger as its data file or an import gives it; nothing is checked yet.</summary>
public sealed record LedgerDefinition
{
    /// <summary>Its id in addresses: lower-case letters, digits and hyphens.</summary>
    public string? Id { get; init; }

    /// <summary>发文字号.</summary>
    public string? Document { get; init; }

    /// <summary>Its title.</summary>
    public string? Title { get; init; }

    /// <summary>The coordinating office: id, name or alias of a unit.</summary>
    public string? Coordinator { get; init; }

    /// <summary>The coordinating office as the document prints it, e.g. 市推进协调办; null where that is its unit's name.</summary>
    public string? CoordinatorPrinted { get; init; }

    /// <summary>The unit that assesses at the end; null where the document names none.</summary>
    public string? Assessor { get; init; }

    /// <summary>Whether only the counties and parks are assessed (11号 四（一）); null for all units.</summary>
    public bool? AssessesCounties { get; init; }

    /// <summary>Periods and points other than ours; null for ours.</summary>
    public LedgerPolicy? Policy { get; init; }

    /// <summary>The rhythm in which units are asked by link.</summary>
    public LedgerRhythm? Cycle { get; init; }

    /// <summary>The rhythm of bulletins that are compiled without asking anybody (11号: 周通报); null for none.</summary>
    public LedgerRhythm? Bulletin { get; init; }

    /// <summary>The rhythm in which the coordinating office records its own findings (11号: 月督导); null for none.</summary>
    public LedgerRhythm? Inspection { get; init; }

    /// <summary>The first day, Asia/Shanghai.</summary>
    public DateOnly? From { get; init; }

    /// <summary>The last day, Asia/Shanghai: the due date of every task without one.</summary>
    public DateOnly? To { get; init; }

    /// <summary>The days of report that the document prints; none where the rhythm tells them.</summary>
    public IReadOnlyList<DateOnly>? ReportDays { get; init; }

    /// <summary>Whether the nine counties and parks take part in every task without being repeated.</summary>
    public bool EveryCounty { get; init; }

    /// <summary>Until when units name their contact persons; null where the document does not ask for them.</summary>
    public DateOnly? ContactsDue { get; init; }

    /// <summary>The heads of the document's own table, for its workbook.</summary>
    public IReadOnlyList<string>? Columns { get; init; }

    /// <summary>The tasks, in the document's order.</summary>
    public IReadOnlyList<TaskDefinition>? Tasks { get; init; }

    /// <summary>Reads a data file; throws <see cref="JsonException"/> if it is not readable.</summary>
    public static LedgerDefinition Read(Stream json) =>
        JsonSerializer.Deserialize<LedgerDefinition>(json, RecordJson.Options) ?? throw new JsonException("The ledger file is empty.");
}

/// <summary>A task of a <see cref="LedgerDefinition"/>.</summary>
public sealed record TaskDefinition
{
    /// <summary>The printed number; null for a row without one.</summary>
    public int? N { get; init; }

    /// <summary>Its key in addresses, unique within the ledger, e.g. 1, 7a, 1-1; null to use <see cref="N"/>.</summary>
    public string? Row { get; init; }

    /// <summary>The part; null where the document has none.</summary>
    public string? Part { get; init; }

    /// <summary>The section; null where the document has none.</summary>
    public string? Section { get; init; }

    /// <summary>The short title.</summary>
    public string? Title { get; init; }

    /// <summary>牵头单位 exactly as printed; null for a blank cell.</summary>
    public string? PrintedLead { get; init; }

    /// <summary>责任单位 exactly as printed; null for a blank cell.</summary>
    public string? PrintedUnits { get; init; }

    /// <summary>The lead units one by one: of several the first compiles and the others confirm.</summary>
    public IReadOnlyList<string>? Lead { get; init; }

    /// <summary>推定: no lead is printed, so that the first unit named compiles; it may stand in <see cref="Lead"/> or first in <see cref="Units"/>.</summary>
    public bool LeadPresumed { get; init; }

    /// <summary>The responsible units one by one.</summary>
    public IReadOnlyList<string>? Units { get; init; }

    /// <summary>Collective names such as 市级有关部门, which the coordinating office resolves.</summary>
    public IReadOnlyList<string>? Collectives { get; init; }

    /// <summary>The printed due date; null to presume the ledger's last day.</summary>
    public DateOnly? Due { get; init; }

    /// <summary>成果形式; null where the document has none.</summary>
    public string? Result { get; init; }

    /// <summary>主体责任人 and 直接责任人, by unit: posts, never names.</summary>
    public IReadOnlyList<ResponsiblePosts>? People { get; init; }

    /// <summary>The quantitative targets.</summary>
    public IReadOnlyList<TaskFigure>? Figures { get; init; }
}

/// <summary>Who answers for a task in a unit, by post (达市府办发〔2023〕11号).</summary>
/// <param name="Unit">the unit as printed</param>
/// <param name="Responsible">主体责任人</param>
/// <param name="Direct">直接责任人</param>
public sealed record ResponsiblePosts(string? Unit, string? Responsible, string? Direct);

/// <summary>A quantitative target.</summary>
/// <param name="Name">what is counted</param>
/// <param name="Op">the direction</param>
/// <param name="Value">the target</param>
/// <param name="Unit">its unit, e.g. 项</param>
public sealed record TaskFigure(string? Name, FigureDirection Op, decimal Value, string? Unit);

/// <summary>Writes a rhythm as data files do: <c>quarterEnd</c>.</summary>
public sealed class LedgerRhythmConverter() : JsonStringEnumConverter<LedgerRhythm>(JsonNamingPolicy.CamelCase, allowIntegerValues: false);

/// <summary>Writes a direction as data files do: <c>&gt;=</c>, <c>&lt;=</c>, <c>=</c>, <c>striveFor</c>.</summary>
public sealed class FigureDirectionConverter : JsonConverter<FigureDirection>
{
    /// <inheritdoc/>
    public override FigureDirection Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String ? Parse(reader.GetString()) ?? throw Unknown() : throw Unknown();

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, FigureDirection value, JsonSerializerOptions options) => writer.WriteStringValue(TextOf(value));

    /// <summary>Returns the direction of a text; null for none.</summary>
    public static FigureDirection? Parse(string? text) => text switch
    {
        ">=" or "≥" => FigureDirection.AtLeast,
        "<=" or "≤" => FigureDirection.AtMost,
        "=" => FigureDirection.Exactly,
        "striveFor" or "争创" => FigureDirection.StriveFor,
        _ => null,
    };

    /// <summary>Returns the text of a direction.</summary>
    public static string TextOf(FigureDirection value) => value switch
    {
        FigureDirection.AtLeast => ">=",
        FigureDirection.AtMost => "<=",
        FigureDirection.Exactly => "=",
        _ => "striveFor",
    };

    private static JsonException Unknown() => new("A direction is one of >=, <=, = and striveFor.");
}
