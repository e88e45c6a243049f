using System.Globalization;
using Dazhou.Serverless.Directory;
using Dazhou.Serverless.Input;

namespace Dazhou.Serverless.Evacuations;

/// <summary>What a column of a register holds.</summary>
public enum ColumnKind
{
    /// <summary>a line of text</summary>
    Text,

    /// <summary>a whole number from 0</summary>
    Number,

    /// <summary>a date, yyyy-MM-dd, Asia/Shanghai</summary>
    Day,

    /// <summary>a time, yyyy-MM-dd HH:mm, Asia/Shanghai</summary>
    Time,

    /// <summary>the code of an area of the county</summary>
    Area,

    /// <summary>codes of areas of the county, separated by 、</summary>
    Areas,

    /// <summary>one of the choices</summary>
    Choice,

    /// <summary>some of the choices, separated by 、</summary>
    Choices,

    /// <summary>the name of a person: encrypted, and shown only to those on duty</summary>
    Name,

    /// <summary>a telephone number: encrypted, and shown only to those on duty</summary>
    Telephone,

    /// <summary>the id of an entry of another register of the county</summary>
    Entry,

    /// <summary>the id of a person of the directory</summary>
    Person,
}

/// <summary>A column of a register.</summary>
/// <param name="Key">the name in JSON</param>
/// <param name="Title">the title in files and on pages</param>
/// <param name="Kind">what it holds</param>
/// <param name="IsRequired">whether each entry must have it</param>
public sealed record RegisterColumn(string Key, string Title, ColumnKind Kind = ColumnKind.Text, bool IsRequired = false)
{
    /// <summary>The choices; empty for other kinds.</summary>
    public IReadOnlyList<string> Choices { get; init; } = [];

    /// <summary>The level that an area must have; null for any.</summary>
    public AreaLevel? Level { get; init; }

    /// <summary>The register that an entry must be in; null for other kinds.</summary>
    public string? Of { get; init; }

    /// <summary>Whether it is personal data.</summary>
    public bool IsPersonal => Kind is ColumnKind.Name or ColumnKind.Telephone;

    /// <summary>Returns what is wrong with a text that is not empty, in Chinese, to follow the column's title; null for nothing.</summary>
    /// <param name="text">the text</param>
    /// <param name="county">the county whose register it is</param>
    internal string? FaultOf(string text, string county) => Kind switch
    {
        ColumnKind.Number => NumberOf(text) is null ? "应为0以上的整数" : null,
        ColumnKind.Day => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _) ? null : "应为日期，例如2023-07-01",
        ColumnKind.Time => TimeOf(text) is null ? "应为时间，例如2023-07-01 08:00" : null,
        ColumnKind.Area => AreaFaultOf(text, county),
        ColumnKind.Areas => ItemsOf(text).Select(item => AreaFaultOf(item, county)).FirstOrDefault(fault => fault is not null),
        ColumnKind.Choice => Choices.Contains(text) ? null : OneOf(),
        ColumnKind.Choices => ItemsOf(text).All(Choices.Contains) ? null : OneOf(),
        ColumnKind.Telephone => text.Length is >= 5 and <= 20 && text.All(c => char.IsAsciiDigit(c) || c == '-') ? null : "应为电话号码，只含数字和连字符",
        _ => null,
    };

    /// <summary>Returns the items of a list.</summary>
    internal static string[] ItemsOf(string text) => text.Split(['、', ',', '，', ';', '；'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>Returns a number, also in full-width digits; null if it is none.</summary>
    internal static int? NumberOf(string text) =>
        int.TryParse(string.Concat(text.Select(FieldText.Narrow)), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>Returns a time at +08:00; null if it is none.</summary>
    internal static DateTimeOffset? TimeOf(string text) =>
        DateTime.TryParseExact(text, "yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var at) ? new(at, ChinaTime.Offset) : null;

    /// <summary>Returns the column for reading a file.</summary>
    internal SheetColumn InFile => new(Title, IsRequired);

    private string? AreaFaultOf(string text, string county) => AreaCode.Read(text) is not { } area || area.County != county
        ? $"应为本县（市、区）的区域编号，以{county}-开头"
        : Level is { } level && area.Level != level ? $"应为{NameOf(level)}的编号" : null;

    private string OneOf() => $"应为{string.Join('、', Choices)}之一";

    private static string NameOf(AreaLevel level) => level switch
    {
        AreaLevel.Unit => "最小工作单元",
        AreaLevel.Village => "村（社区）",
        AreaLevel.Town => "乡镇（街道）",
        _ => "县（市、区）",
    };
}
