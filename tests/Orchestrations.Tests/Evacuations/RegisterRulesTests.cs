using Dazhou.Serverless.Directory;
using Dazhou.Serverless.Evacuations;

namespace Orchestrations.Tests.Evacuations;

/// <summary>Registers, cell by cell (达市府办发〔2023〕21号 三、（二）, 四、（三）, 六、（六）, （八）).</summary>
public sealed class RegisterRulesTests
{
    private static readonly RegisterFacts Facts = new(
        "tcq",
        RegisterRules.WithThoseAbove([AreaCode.Read("tcq-01-01-1")!.Value]),
        new Dictionary<string, IReadOnlySet<string>> { ["shelters"] = Set("hall"), ["risk-points"] = Set("slope") },
        Set("tcq.office"))
    {
        Capacities = new Dictionary<string, int> { ["hall"] = 10 },
        Households = [new Dictionary<string, string> { ["id"] = "h0", ["people"] = "4", ["shelter"] = "hall" }],
    };

    [Theory]
    [InlineData("units", "area", "tcq-01-01", "应为最小工作单元的编号")]
    [InlineData("units", "area", "dcq-01-01-1", "以tcq-开头")]
    [InlineData("units", "id", "tcq-01-01-2", "应与区域编号相同")]
    [InlineData("units", "id", "TCQ", "只含小写字母")]
    [InlineData("units", "name", "", "“名称”不能为空")]
    [InlineData("units", "whistlePhone", "找村长", "应为电话号码")]
    [InlineData("households", "area", "tcq-01-01-9", "tcq-01-01-9不在最小工作单元登记簿中")]
    [InlineData("households", "people", "0", "应大于0")]
    [InlineData("households", "people", "三", "应为0以上的整数")]
    [InlineData("households", "people", "2", "少于孤寡老人、留守儿童、残疾人之和")]
    [InlineData("households", "people", "7", "hall可安置10人，登记到此的已有11人")]
    [InlineData("households", "shelter", "barn", "避险安置点登记簿没有编号barn")]
    [InlineData("households", "kind", "别墅", "应为住户、企业")]
    [InlineData("shelters", "capacity", "0", "应大于0")]
    [InlineData("shelters", "safeFrom", "山洪、地震", "应为地质灾害、山洪")]
    [InlineData("risk-points", "units", "tcq-01-01-1、tcq-01-01", "应为最小工作单元的编号")]
    [InlineData("risk-points", "inspectionDays", "0", "应大于0")]
    [InlineData("risk-points", "inspectedOn", "2023/6/1", "应为日期")]
    [InlineData("plans", "riskPoint", "river", "危险区域和风险点位登记簿没有编号river")]
    [InlineData("officers", "until", "2022-12-31", "早于起始日期")]
    [InlineData("officers", "area", "tcq-01", "应为村（社区）的编号")]
    [InlineData("duty", "person", "nobody", "通讯录没有编号为nobody的人员")]
    [InlineData("duty", "until", "2023-06-01 08:00", "不晚于起始时间")]
    [InlineData("duty", "from", "2023-06-01", "应为时间")]
    public void Cell_Wrong_IsNamed(string register, string column, string text, string says)
    {
        var kind = RegisterKind.Find(register)!;
        var entry = Right(register);
        Assert.Empty(FaultsOf(kind, entry));
        entry[column] = text;

        var fault = Assert.Single(FaultsOf(kind, entry));

        Assert.Contains(says, fault.Message, StringComparison.Ordinal);
        Assert.StartsWith($"{kind.Title}!", fault.Cell, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("households", "people", "6")]
    [InlineData("households", "people", "３")]
    [InlineData("households", "helper", "")]
    [InlineData("officers", "until", "2023-01-01")]
    [InlineData("duty", "until", "2023-06-01 08:01")]
    public void Cell_AtItsBoundary_IsRight(string register, string column, string text)
    {
        var entry = Right(register);
        entry[column] = text;
        Assert.Empty(FaultsOf(RegisterKind.Find(register)!, entry));
    }

    [Fact]
    public void Entries_OfOneId_AreOverlapping()
    {
        var fault = Assert.Single(FaultsOf(RegisterKind.Find("units")!, Right("units"), Right("units")));
        Assert.Equal(("最小工作单元!A3", "“编号”tcq-01-01-1重复了"), (fault.Cell, fault.Message));
    }

    [Theory]
    [InlineData("2023-06-30", "2023-07-01", true)]
    [InlineData("2023-06-30", "2023-06-30", false)]
    [InlineData("", "2023-07-01", false)]
    public void Officers_OfOneVillageAndPost_DoNotOverlap(string until, string from, bool right)
    {
        var (before, after) = (Right("officers"), Right("officers"));
        (before["until"], after["id"], after["from"]) = (until, "o2", from);
        Assert.Equal(right, FaultsOf(RegisterKind.Find("officers")!, before, after).Count == 0);
        after["post"] = "B岗";
        Assert.Empty(FaultsOf(RegisterKind.Find("officers")!, before, after));
    }

    [Fact]
    public void Shelter_FullByOneFile_IsNamedAtEachOfItsRows()
    {
        var (one, other) = (Right("households"), Right("households"));
        (one["people"], other["people"], other["id"]) = ("3", "4", "h2");
        Assert.Equal(["受威胁群众!L2", "受威胁群众!L3"], FaultsOf(RegisterKind.Find("households")!, one, other).Select(fault => fault.Cell));
        // One that is in the register already counts as the file has it.
        other["id"] = "h0";
        Assert.Empty(FaultsOf(RegisterKind.Find("households")!, one, other));
    }

    [Theory]
    [InlineData("dazhou", AreaLevel.City, "")]
    [InlineData("tcq", AreaLevel.County, "tcq")]
    [InlineData("tcq-01", AreaLevel.Town, "tcq")]
    [InlineData("tcq-01-02", AreaLevel.Village, "tcq")]
    [InlineData("tcq-01-02-3", AreaLevel.Unit, "tcq")]
    public void AreaCode_Read_HasLevelAndCounty(string code, AreaLevel level, string county)
    {
        var area = AreaCode.Read(code)!.Value;
        Assert.Equal((level, county), (area.Level, area.County));
        Assert.True(AreaCode.City.Contains(area) && area.Contains(area));
        Assert.Equal(level == AreaLevel.City, area.Above is null);
    }

    [Theory]
    [InlineData("tcq-01-02-3-4")]
    [InlineData("tcq--1")]
    [InlineData("TCQ")]
    [InlineData("")]
    [InlineData(null)]
    public void AreaCode_NoCode_IsNone(string? code) => Assert.Null(AreaCode.Read(code));

    [Fact]
    public void AreaCode_OfANeighbourWithALongerName_IsNotContained() =>
        Assert.False(AreaCode.Read("tcq-1")!.Value.Contains(AreaCode.Read("tcq-10-1")!.Value));

    private static List<SheetFault> FaultsOf(RegisterKind kind, params Dictionary<string, string>[] entries)
    {
        var faults = new List<SheetFault>();
        RegisterRules.Read(kind, RegisterOffice.SheetOf(kind, entries), Facts, faults);
        return faults;
    }

    private static Dictionary<string, string> Right(string register) => register switch
    {
        "units" => new()
        {
            ["id"] = "tcq-01-01-1",
            ["area"] = "tcq-01-01-1",
            ["name"] = "单元",
            ["town"] = "镇",
            ["village"] = "村",
            ["whistle"] = "某某",
            ["whistlePhone"] = "0818-0000001",
            ["countyPost"] = "县岗",
            ["townPost"] = "镇岗",
            ["villagePost"] = "村岗",
            ["householdPost"] = "户岗",
        },
        "households" => new()
        {
            ["id"] = "h1",
            ["area"] = "tcq-01-01-1",
            ["kind"] = "住户",
            ["head"] = "某某",
            ["people"] = "3",
            ["elderly"] = "1",
            ["children"] = "1",
            ["disabled"] = "1",
            ["helper"] = "某某",
            ["shelter"] = "hall",
        },
        "shelters" => new() { ["id"] = "hall", ["area"] = "tcq-01", ["name"] = "活动室", ["kind"] = "活动室", ["capacity"] = "10", ["safeFrom"] = "山洪、暴雨" },
        "risk-points" => new()
        {
            ["id"] = "slope",
            ["area"] = "tcq-01-01",
            ["name"] = "后山",
            ["kind"] = "地质灾害隐患点",
            ["units"] = "tcq-01-01-1",
            ["post"] = "监测岗",
            ["inspectionDays"] = "7",
        },
        "plans" => new()
        {
            ["id"] = "p1",
            ["area"] = "tcq-01-01",
            ["riskPoint"] = "slope",
            ["hazard"] = "暴雨",
            ["level"] = "蓝色",
            ["post"] = "村岗",
            ["units"] = "tcq-01-01-1",
            ["signal"] = "敲锣",
            ["route"] = "沿村道",
            ["shelter"] = "hall",
        },
        "officers" => new() { ["id"] = "o1", ["area"] = "tcq-01-01", ["post"] = "A岗", ["name"] = "某某", ["phone"] = "0818-0000001", ["from"] = "2023-01-01" },
        _ => new() { ["id"] = "d1", ["area"] = "tcq-01", ["person"] = "tcq.office", ["from"] = "2023-06-01 08:00", ["until"] = "2023-06-02 08:00" },
    };

    private static HashSet<string> Set(params string[] items) => new(items, StringComparer.Ordinal);
}
