using System.Globalization;

namespace Dazhou.Serverless.Directory;

/// <summary>The content of the directory.</summary>
/// <param name="Units">The units.</param>
/// <param name="People">The people.</param>
/// <param name="Substitutes">The substitutions.</param>
public sealed record DirectoryContent(IReadOnlyList<UnitRow> Units, IReadOnlyList<PersonRow> People, IReadOnlyList<SubstituteRow> Substitutes);

/// <summary>Converts the directory to and from sheets that people can edit. Pure.</summary>
public static class DirectorySheets
{
    /// <summary>The name of the sheet of units.</summary>
    public const string Units = "单位";

    /// <summary>The name of the sheet of people.</summary>
    public const string People = "人员";

    /// <summary>The name of the sheet of substitutions.</summary>
    public const string Substitutes = "替岗";

    /// <summary>Gets the names of the sheets, in order.</summary>
    public static IReadOnlyList<string> Names { get; } = [Units, People, Substitutes];

    private const string LeftOn = "离任日期";
    private const string Specialty = "专业";
    private const int LongestSpecialty = 100;

    private static readonly SheetColumn[] UnitColumns = [new("编号"), new("名称"), new("别名", Required: false), new("类别"), new("分管领导编号", Required: false)];
    private static readonly SheetColumn[] PersonColumns = [new("编号"), new("姓名"), new("单位编号"), new("岗位"), new("邮箱"), new("角色", Required: false), new(LeftOn, Required: false), new(Specialty, Required: false)];
    private static readonly SheetColumn[] SubstituteColumns = [new("人员编号"), new("替岗人编号"), new("起始日期"), new("截止日期")];

    private static readonly Dictionary<string, UnitKind> Kinds = new(StringComparer.Ordinal)
    {
        ["市级领导机关"] = UnitKind.Leadership,
        ["市级部门"] = UnitKind.Department,
        ["县（市、区）"] = UnitKind.County,
        ["园区管委会"] = UnitKind.Park,
        ["事业单位"] = UnitKind.Institution,
        ["国有企业"] = UnitKind.StateOwnedEnterprise,
        ["企业"] = UnitKind.Enterprise,
    };

    /// <summary>Writes the sheets.</summary>
    public static IReadOnlyDictionary<string, Sheet> Write(DirectoryContent content) => new Dictionary<string, Sheet>(StringComparer.Ordinal)
    {
        [Units] = SheetOf(UnitColumns, content.Units.Select(unit => new[]
        {
            unit.Id, unit.Name, string.Join('、', unit.Aliases), Kinds.First(kind => kind.Value == unit.Kind).Key, unit.Supervisor ?? "",
        })),
        [People] = SheetOf(PersonColumns, content.People.Select(person => new[]
        {
            person.Id, person.Name, person.Unit, person.Post, person.Mail, string.Join('、', person.Roles), person.LeftOn is { } left ? $"{left:yyyy-MM-dd}" : "",
            person.Specialty ?? "",
        })),
        [Substitutes] = SheetOf(SubstituteColumns, content.Substitutes.Select(substitute => new[]
        {
            substitute.Person, substitute.Substitute, $"{substitute.From:yyyy-MM-dd}", $"{substitute.To:yyyy-MM-dd}",
        })),
    };

    /// <summary>
    /// Reads the sheets that are present. References must point to the same file or the current directory, so units may name supervisors,
    /// and people units, of the same file.
    /// </summary>
    public static DirectoryContent Read(IReadOnlyDictionary<string, Sheet> sheets, DirectoryContent known, IReadOnlyList<DirectoryRole> roles, List<SheetFault> faults)
    {
        foreach (var name in sheets.Keys.Where(name => !Names.Contains(name)))
            faults.Add(new($"{name}!A1", $"没有“{name}”这张表，可用的是{string.Join('、', Names)}"));
        var (units, people, substitutes) = (ReaderOf(Units, UnitColumns), ReaderOf(People, PersonColumns), ReaderOf(Substitutes, SubstituteColumns));
        var unitIds = known.Units.Select(unit => unit.Id).Concat(IdsOf(units)).ToHashSet(StringComparer.Ordinal);
        var personIds = known.People.Select(person => person.Id).Concat(IdsOf(people)).ToHashSet(StringComparer.Ordinal);
        return new(
            units is null ? [] : ReadUnits(units, known, personIds),
            people is null ? [] : ReadPeople(people, known, unitIds, roles),
            substitutes is null ? [] : ReadSubstitutes(substitutes, personIds));

        SheetReader? ReaderOf(string name, SheetColumn[] columns) =>
            sheets.TryGetValue(name, out var sheet) ? new SheetReader(name, sheet, columns, faults) : null;
    }

    private static IEnumerable<string> IdsOf(SheetReader? reader) => reader is null ? [] : reader.Rows.Select(row => reader.Text(row, "编号"));

    private static List<UnitRow> ReadUnits(SheetReader sheet, DirectoryContent known, HashSet<string> people)
    {
        var units = new List<UnitRow>();
        var ids = new HashSet<string>(StringComparer.Ordinal);
        var listed = IdsOf(sheet).ToHashSet(StringComparer.Ordinal);
        // Documents refer to units by name, so names must be unique.
        var names = known.Units.Where(unit => !listed.Contains(unit.Id)).SelectMany(unit => unit.Aliases.Append(unit.Name)).ToHashSet(StringComparer.Ordinal);
        foreach (var row in sheet.Rows)
        {
            var (id, name, aliases, supervisor) = (sheet.Text(row, "编号"), sheet.Text(row, "名称"), sheet.List(row, "别名"), sheet.Text(row, "分管领导编号"));
            sheet.Require(IsId(id), row, "编号", IdRule);
            sheet.Require(ids.Add(id), row, "编号", $"{id}重复了");
            sheet.Require(names.Add(name), row, "名称", $"{name}已是另一单位的名称或别名");
            foreach (var alias in aliases)
                sheet.Require(names.Add(alias), row, "别名", $"{alias}已是另一单位的名称或别名");
            sheet.Require(Kinds.TryGetValue(Wide(sheet.Text(row, "类别")), out var kind), row, "类别", $"应为{string.Join('、', Kinds.Keys)}之一");
            sheet.Require(people.Contains(supervisor), row, "分管领导编号", $"没有编号为{supervisor}的人员");
            units.Add(new UnitRow { Id = id, Name = name, Aliases = aliases, Kind = kind, Supervisor = supervisor.Length == 0 ? null : supervisor });
        }

        return units;
    }

    private static List<PersonRow> ReadPeople(SheetReader sheet, DirectoryContent known, HashSet<string> units, IReadOnlyList<DirectoryRole> roles)
    {
        var people = new List<PersonRow>();
        var ids = new HashSet<string>(StringComparer.Ordinal);
        var listed = IdsOf(sheet).ToHashSet(StringComparer.Ordinal);
        // People are identified by mailbox when they sign in. The mailbox of a person who left may be the successor's.
        var mailboxes = known.People.Where(person => person.LeftOn is null && !listed.Contains(person.Id))
            .GroupBy(person => person.Mail, StringComparer.OrdinalIgnoreCase).ToDictionary(mailbox => mailbox.Key, mailbox => mailbox.First().Id, StringComparer.OrdinalIgnoreCase);
        // If the file lacks this column, the known specialties stay.
        var specialties = sheet.Has(Specialty)
            ? []
            : known.People.Where(person => person.Specialty is not null).ToDictionary(person => person.Id, person => person.Specialty!, StringComparer.Ordinal);
        // If the file lacks this column, it does not change who has left.
        var leftBefore = sheet.Has(LeftOn) ? [] : known.People.Where(person => person.LeftOn is not null).ToDictionary(person => person.Id, person => person.LeftOn);
        foreach (var row in sheet.Rows)
        {
            var specialty = sheet.Text(row, Specialty) is { Length: > 0 } said ? said : specialties.GetValueOrDefault(sheet.Text(row, "编号"));
            var left = IsDay(sheet.Text(row, LeftOn), out var day) ? day : leftBefore.GetValueOrDefault(sheet.Text(row, "编号"));
            var person = new PersonRow
            {
                Id = sheet.Text(row, "编号"),
                Name = sheet.Text(row, "姓名"),
                Unit = sheet.Text(row, "单位编号"),
                Post = sheet.Text(row, "岗位"),
                Mail = sheet.Text(row, "邮箱"),
                Roles = sheet.List(row, "角色"),
                LeftOn = left,
                Specialty = specialty,
            };
            sheet.Require(IsId(person.Id), row, "编号", IdRule);
            sheet.Require(ids.Add(person.Id), row, "编号", $"{person.Id}重复了");
            sheet.Require(units.Contains(person.Unit), row, "单位编号", $"没有编号为{person.Unit}的单位");
            // The character separates post and person in the key of a post.
            sheet.Require(!person.Post.Contains('|'), row, "岗位", "不能含有 |");
            sheet.Require(IsMail(person.Mail), row, "邮箱", "不是有效的邮箱地址");
            sheet.Require(left is not null || mailboxes.TryAdd(person.Mail, person.Id), row, "邮箱", $"{person.Mail}已是{mailboxes.GetValueOrDefault(person.Mail)}的邮箱，一个邮箱只能属于一人");
            foreach (var role in person.Roles.Where(role => roles.All(one => one.Name != role)))
                sheet.Require(false, row, "角色", $"没有{role}，可用的是{string.Join('、', roles.Select(one => $"{one.Name}（{one.Title}）"))}");
            sheet.Require(specialty is null or { Length: <= LongestSpecialty }, row, Specialty, $"不超过{LongestSpecialty}字");
            sheet.Require(left is not null, row, LeftOn, "应为日期，例如2026-03-09");
            people.Add(person);
        }

        return people;
    }

    private static List<SubstituteRow> ReadSubstitutes(SheetReader sheet, HashSet<string> people)
    {
        var substitutes = new List<SubstituteRow>();
        foreach (var row in sheet.Rows)
        {
            var (person, substitute) = (sheet.Text(row, "人员编号"), sheet.Text(row, "替岗人编号"));
            sheet.Require(people.Contains(person), row, "人员编号", $"没有编号为{person}的人员");
            sheet.Require(people.Contains(substitute), row, "替岗人编号", $"没有编号为{substitute}的人员");
            sheet.Require(substitute != person, row, "替岗人编号", "不能是本人");
            var starts = IsDay(sheet.Text(row, "起始日期"), out var from);
            var ends = IsDay(sheet.Text(row, "截止日期"), out var to);
            sheet.Require(starts, row, "起始日期", "应为日期，例如2026-03-09");
            sheet.Require(ends, row, "截止日期", "应为日期，例如2026-03-20");
            sheet.Require(!starts || !ends || to >= from, row, "截止日期", "早于起始日期");
            substitutes.Add(new SubstituteRow { Person = person, Substitute = substitute, From = from, To = to });
        }

        return substitutes;
    }

    private const string IdRule = "只能用字母、数字、点和连字符，至多64个字符";

    private static bool IsId(string text) => text.Length <= 64 && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-');

    private static bool IsMail(string text) =>
        System.Net.Mail.MailAddress.TryCreate(text, out var mail) && mail.Address == text && mail.Host.Contains('.');

    private static bool IsDay(string text, out DateOnly day) => DateOnly.TryParseExact(
        text, ["yyyy-MM-dd", "yyyy/M/d", "yyyy年M月d日"], CultureInfo.InvariantCulture, DateTimeStyles.None, out day);

    private static string Wide(string kind) => kind.Replace('(', '（').Replace(')', '）');

    private static Sheet SheetOf(SheetColumn[] columns, IEnumerable<string[]> rows) =>
        new([.. columns.Select(column => column.Title)], [.. rows.Select((cells, i) => new SheetRow(i + 2, cells))]);
}
