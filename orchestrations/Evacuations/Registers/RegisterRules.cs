using System.Globalization;
using System.Text.RegularExpressions;
using Dazhou.Serverless.Directory;

namespace Dazhou.Serverless.Evacuations;

/// <summary>What a register refers to.</summary>
/// <param name="County">the county's id</param>
/// <param name="Areas">the smallest units that stand in their register, and every area above them</param>
/// <param name="Entries">the ids of the entries by register</param>
/// <param name="People">the ids of the people of the directory</param>
public sealed record RegisterFacts(
    string County, IReadOnlySet<string> Areas, IReadOnlyDictionary<string, IReadOnlySet<string>> Entries, IReadOnlySet<string> People)
{
    /// <summary>How many people each shelter takes.</summary>
    public IReadOnlyDictionary<string, int> Capacities { get; init; } = new Dictionary<string, int>(StringComparer.Ordinal);

    /// <summary>The households that stay in the register unless the file names them.</summary>
    public IReadOnlyList<IReadOnlyDictionary<string, string>> Households { get; init; } = [];
}

/// <summary>Rules of registers (达市府办发〔2023〕21号 三、（二）, 四、（三）, 六、（六）, （八）). Pure.</summary>
public static partial class RegisterRules
{
    private static readonly string[] Vulnerable = ["elderly", "children", "disabled"];

    /// <summary>Reads the entries of a file, as values by column; adds a fault for each cell that cannot stay as it is.</summary>
    public static IReadOnlyList<IReadOnlyDictionary<string, string>> Read(RegisterKind kind, Sheet sheet, RegisterFacts facts, List<SheetFault> faults)
    {
        var reader = new SheetReader(kind.Title, sheet, [.. kind.Columns.Select(column => column.InFile)], faults);
        var entries = new List<IReadOnlyDictionary<string, string>>();
        var ids = new HashSet<string>(StringComparer.Ordinal);
        foreach (var row in reader.Rows)
        {
            var values = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (var column in kind.Columns)
            {
                var text = reader.Text(row, column.Title);
                if (text.Length == 0) continue;
                var fault = column.FaultOf(text, facts.County) ?? UnknownIn(kind, column, text, facts);
                reader.Require(fault is null, row, column.Title, fault ?? "");
                // What has a fault already is not compared with other cells.
                if (fault is null) values[column.Key] = column.Kind == ColumnKind.Number && RegisterColumn.NumberOf(text) is { } number ? number.ToString(CultureInfo.InvariantCulture) : text;
            }

            CheckWhole(kind, reader, row, values, ids);
            entries.Add(values);
        }

        if (kind.Key == RegisterKind.Officers) OnePerPost(reader, entries);
        if (kind.Key == RegisterKind.Households) WithinCapacity(reader, entries, facts);
        return entries;
    }

    /// <summary>Returns the people that a household or site counts; 0 if it does not say.</summary>
    public static int CountOf(IReadOnlyDictionary<string, string> values, string column) =>
        values.TryGetValue(column, out var text) && RegisterColumn.NumberOf(text) is { } number ? number : 0;

    /// <summary>Returns how many people of an entry are moved one by one by a helper (五、（五）): the vulnerable, tourists and workers.</summary>
    public static int OneByOneOf(IReadOnlyDictionary<string, string> values) =>
        values.GetValueOrDefault("kind") is "旅游景区" or "施工工地" ? CountOf(values, "people") : Vulnerable.Sum(column => CountOf(values, column));

    /// <summary>Returns the codes of areas and of every area above them, within the county.</summary>
    public static IReadOnlySet<string> WithThoseAbove(IEnumerable<AreaCode> areas)
    {
        var all = new HashSet<string>(StringComparer.Ordinal);
        foreach (var area in areas)
        {
            for (AreaCode? at = area; at is { Level: not AreaLevel.City } here && all.Add(here.Text); at = here.Above)
            {
            }
        }

        return all;
    }

    private static string? UnknownIn(RegisterKind kind, RegisterColumn column, string text, RegisterFacts facts) => column.Kind switch
    {
        // The register of units is what all others are checked against.
        ColumnKind.Area or ColumnKind.Areas when kind.Key != RegisterKind.Units =>
            RegisterColumn.ItemsOf(text).FirstOrDefault(item => !facts.Areas.Contains(item)) is { } unknown ? $"{unknown}不在最小工作单元登记簿中" : null,
        ColumnKind.Entry => facts.Entries.GetValueOrDefault(column.Of!)?.Contains(text) == true ? null : $"{RegisterKind.Find(column.Of!)!.Title}登记簿没有编号{text}",
        ColumnKind.Person => facts.People.Contains(text) ? null : $"通讯录没有编号为{text}的人员",
        _ => null,
    };

    private static void CheckWhole(RegisterKind kind, SheetReader reader, SheetRow row, Dictionary<string, string> values, HashSet<string> ids)
    {
        var id = values.GetValueOrDefault(RegisterKind.Id, "");
        reader.Require(Id().IsMatch(id), row, kind.Columns[0].Title, "只含小写字母、数字和连字符，不超过60个字符");
        reader.Require(ids.Add(id), row, kind.Columns[0].Title, $"{id}重复了");
        switch (kind.Key)
        {
            case RegisterKind.Units:
                reader.Require(!Id().IsMatch(id) || !Has(RegisterKind.Area) || id == values[RegisterKind.Area], row, kind.Columns[0].Title, "应与区域编号相同，一个单元只登记一次");
                break;
            case RegisterKind.Households:
                reader.Require(!Has("people") || CountOf(values, "people") > 0, row, "人数", "应大于0");
                reader.Require(CountOf(values, "people") == 0 || Vulnerable.Sum(column => CountOf(values, column)) <= CountOf(values, "people"), row, "人数", "少于孤寡老人、留守儿童、残疾人之和");
                break;
            case RegisterKind.Shelters:
                reader.Require(!Has("capacity") || CountOf(values, "capacity") > 0, row, "可安置人数", "应大于0");
                break;
            case RegisterKind.RiskPoints:
                reader.Require(!Has("inspectionDays") || CountOf(values, "inspectionDays") > 0, row, "巡查间隔（天）", "应大于0");
                break;
            case RegisterKind.Officers:
                reader.Require(!Has("from") || !Has("until") || string.CompareOrdinal(values["from"], values["until"]) <= 0, row, "截止日期", "早于起始日期");
                break;
            case RegisterKind.Duty:
                reader.Require(!Has("from") || !Has("until") || string.CompareOrdinal(values["from"], values["until"]) < 0, row, "截止时间", "不晚于起始时间");
                break;
        }

        bool Has(string column) => values.ContainsKey(column);
    }

    /// <summary>A village has one A岗 and one B岗 at a time; who was one before stays in the register with an end.</summary>
    private static void OnePerPost(SheetReader reader, List<IReadOnlyDictionary<string, string>> entries)
    {
        var rows = reader.Rows.Zip(entries).ToList();
        foreach (var (row, values) in rows)
        {
            var other = rows.Find(other => other.Second != values && Post(other.Second) == Post(values) && Overlap(other.Second, values));
            reader.Require(other.Second is null, row, "岗位", $"与第{other.First?.Number}行是同一村的同一岗位，任职时间重叠");
        }

        static (string?, string?) Post(IReadOnlyDictionary<string, string> values) => (values.GetValueOrDefault(RegisterKind.Area), values.GetValueOrDefault("post"));

        static bool Overlap(IReadOnlyDictionary<string, string> one, IReadOnlyDictionary<string, string> other) =>
            string.CompareOrdinal(one.GetValueOrDefault("from"), other.GetValueOrDefault("until") ?? "9999") <= 0
            && string.CompareOrdinal(other.GetValueOrDefault("from"), one.GetValueOrDefault("until") ?? "9999") <= 0;
    }

    /// <summary>A shelter takes no more people than it has room for (六、（六）).</summary>
    private static void WithinCapacity(SheetReader reader, List<IReadOnlyDictionary<string, string>> entries, RegisterFacts facts)
    {
        var named = entries.Select(values => values.GetValueOrDefault(RegisterKind.Id)).ToHashSet(StringComparer.Ordinal);
        var assigned = facts.Households.Where(household => !named.Contains(household[RegisterKind.Id])).Concat(entries)
            .Where(household => household.ContainsKey("shelter")).GroupBy(household => household["shelter"], StringComparer.Ordinal)
            .ToDictionary(shelter => shelter.Key, shelter => shelter.Sum(household => CountOf(household, "people")), StringComparer.Ordinal);
        foreach (var (row, values) in reader.Rows.Zip(entries))
        {
            if (values.TryGetValue("shelter", out var shelter) && facts.Capacities.TryGetValue(shelter, out var capacity))
                reader.Require(assigned[shelter] <= capacity, row, "避险安置点", $"{shelter}可安置{capacity}人，登记到此的已有{assigned[shelter]}人");
        }
    }

    [GeneratedRegex("^(?=.{1,60}$)[a-z0-9]+(-[a-z0-9]+)*$")]
    private static partial Regex Id();
}
