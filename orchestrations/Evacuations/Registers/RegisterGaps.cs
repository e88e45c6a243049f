using System.Globalization;

namespace Dazhou.Serverless.Evacuations;

/// <summary>Something that a register lacks. It is listed in red and stops no warning.</summary>
/// <param name="Register">the register's key</param>
/// <param name="Entry">the id of the entry, or the code of the area</param>
/// <param name="Area">the code of the area</param>
/// <param name="Text">what is missing, in Chinese</param>
/// <param name="Article">the part of the document that asks for it</param>
public sealed record RegisterGap(string Register, string Entry, string Area, string Text, string Article);

/// <summary>Finds what the registers of a county lack (达市府办发〔2023〕21号). Pure.</summary>
public static class RegisterGaps
{
    private static readonly string[] Levels = ["蓝色", "黄色", "橙色", "红色"];

    /// <summary>Returns the gaps at a time, by register and entry.</summary>
    /// <param name="entries">the values of the entries by register; personal ones may be masked</param>
    /// <param name="now">the time, at +08:00</param>
    public static IReadOnlyList<RegisterGap> Of(IReadOnlyDictionary<string, IReadOnlyList<IReadOnlyDictionary<string, string>>> entries, DateTimeOffset now)
    {
        var units = OfKind(RegisterKind.Units);
        return
        [
            .. OfKind(RegisterKind.Households).SelectMany(Household),
            .. OfKind(RegisterKind.RiskPoints).SelectMany(RiskPoint),
            .. OfKind(RegisterKind.Shelters).SelectMany(Shelter),
            .. AreasOf(units, AreaLevel.Village).SelectMany(Village),
            .. AreasOf(units, AreaLevel.Town).SelectMany(Town),
        ];

        IReadOnlyList<IReadOnlyDictionary<string, string>> OfKind(string register) => entries.GetValueOrDefault(register) ?? [];

        IEnumerable<RegisterGap> Household(IReadOnlyDictionary<string, string> household)
        {
            if (RegisterRules.OneByOneOf(household) > 0 && !household.ContainsKey("helper"))
                yield return Gap(RegisterKind.Households, household, "没有一对一责任人", "五、（五）");
        }

        IEnumerable<RegisterGap> RiskPoint(IReadOnlyDictionary<string, string> point)
        {
            var planned = OfKind(RegisterKind.Plans).Where(plan => plan["riskPoint"] == point[RegisterKind.Id]).Select(plan => plan["level"]);
            var missing = Levels.Except(planned, StringComparer.Ordinal).ToList();
            if (missing.Count > 0) yield return Gap(RegisterKind.RiskPoints, point, $"没有暴雨{string.Join('、', missing)}预警的转移预案", "五、（四）");
            if (!point.TryGetValue("inspectedOn", out var text))
                yield return Gap(RegisterKind.RiskPoints, point, "没有巡查记录", "二、（一）");
            else if (Day(text).AddDays(RegisterRules.CountOf(point, "inspectionDays")) is var due && due < ChinaTime.DayOf(now))
                yield return Gap(RegisterKind.RiskPoints, point, $"应于{due:yyyy年M月d日}前再次巡查", "二、（一）");
        }

        IEnumerable<RegisterGap> Shelter(IReadOnlyDictionary<string, string> shelter)
        {
            var assigned = OfKind(RegisterKind.Households).Where(household => household.GetValueOrDefault("shelter") == shelter[RegisterKind.Id])
                .Sum(household => RegisterRules.CountOf(household, "people"));
            if (assigned > RegisterRules.CountOf(shelter, "capacity"))
                yield return Gap(RegisterKind.Shelters, shelter, $"登记到此安置{assigned}人，超过可安置的{shelter["capacity"]}人", "六、（六）");
        }

        IEnumerable<RegisterGap> Village(AreaCode village) =>
            from post in (string[])["A岗", "B岗"]
            where !OfKind(RegisterKind.Officers).Any(officer =>
                officer[RegisterKind.Area] == village.Text && officer["post"] == post && Day(officer["from"]) <= ChinaTime.DayOf(now)
                && (!officer.TryGetValue("until", out var until) || Day(until) >= ChinaTime.DayOf(now)))
            select new RegisterGap(RegisterKind.Officers, village.Text, village.Text, $"没有村级灾害信息员{post}", "六、（八）");

        IEnumerable<RegisterGap> Town(AreaCode town)
        {
            if (!OfKind(RegisterKind.Duty).Any(duty => duty[RegisterKind.Area] == town.Text && DutyRules.Covers(duty, now)))
                yield return new(RegisterKind.Duty, town.Text, town.Text, "此刻没有值班人员", "四、（三）");
        }
    }

    private static IEnumerable<AreaCode> AreasOf(IEnumerable<IReadOnlyDictionary<string, string>> units, AreaLevel level) =>
        RegisterRules.WithThoseAbove(units.Select(unit => AreaCode.Read(unit[RegisterKind.Area])!.Value))
            .Select(code => AreaCode.Read(code)!.Value).Where(area => area.Level == level).OrderBy(area => area.Text, StringComparer.Ordinal);

    private static RegisterGap Gap(string register, IReadOnlyDictionary<string, string> entry, string text, string article) =>
        new(register, entry[RegisterKind.Id], entry[RegisterKind.Area], text, article);

    private static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);
}

/// <summary>Who is on duty (四、（三）): only they read names and numbers, of the areas they watch over. Pure.</summary>
public static class DutyRules
{
    /// <summary>Returns whether an entry of the roster covers a time; its end does not belong to it.</summary>
    public static bool Covers(IReadOnlyDictionary<string, string> duty, DateTimeOffset at) =>
        RegisterColumn.TimeOf(duty["from"]) <= at && at < RegisterColumn.TimeOf(duty["until"]);

    /// <summary>Returns the areas over which a person watches at a time.</summary>
    public static IReadOnlyList<AreaCode> AreasOf(IEnumerable<IReadOnlyDictionary<string, string>> roster, string person, DateTimeOffset at) =>
        [.. roster.Where(duty => duty["person"] == person && Covers(duty, at)).Select(duty => AreaCode.Read(duty[RegisterKind.Area])!.Value)];
}
