using Dazhou.Serverless.Directory;
using Dazhou.Serverless.Ledgers;
using FsCheck.Xunit;

namespace Orchestrations.Tests.Ledgers;

/// <summary>What a contact person and a register must have (达市府办发〔2023〕16号).</summary>
public sealed class ContactRulesTests
{
    private static readonly DateOnly Today = new(2023, 5, 19);

    [Theory]
    [InlineData("13900000000")]
    [InlineData("0818-2100000")]
    [InlineData("08182100000")]
    [InlineData("0818-2100000-12")]
    [InlineData("0818－2100000转1234")]
    [InlineData("028-12345678")]
    [InlineData(" 13900000000 ")]
    public void Check_TelephoneThatCanBeCalled_IsTaken(string phone) => Assert.Empty(ContactRules.Check(new("甲", "科长", phone)));

    [Theory]
    [InlineData("1390000000")]
    [InlineData("139000000000")]
    [InlineData("2100000")]
    [InlineData("0818-210000")]
    [InlineData("办公室电话")]
    [InlineData("13900000000\n0818-2100000")]
    public void Check_AnythingElse_IsRefusedByField(string phone) =>
        Assert.Equal(["phone"], ContactRules.Check(new("甲", "科长", phone)).Select(failure => failure.Field));

    [Fact]
    public void Check_NothingFilledIn_NamesEveryField() =>
        Assert.Equal(["name", "post", "phone"], ContactRules.Check(new(null, " ", "")).Select(failure => failure.Field));

    [Theory]
    [InlineData(30, 50, 0)]
    [InlineData(31, 51, 2)]
    public void Check_LengthOfNameAndPost_EndsAtItsLimit(int name, int post, int faults) =>
        Assert.Equal(faults, ContactRules.Check(new(new('甲', name), new('乙', post), "13900000000")).Count);

    [Theory]
    [InlineData("2023-05-19", 0)]
    [InlineData("2023-05-18", 1)]
    [InlineData(null, 1)]
    public void Check_LastDay_IsTodayAtTheEarliest(string? due, int faults) =>
        Assert.Equal(faults, Check(Definition() with { Due = due is null ? null : DateOnly.Parse(due) }).Count(failure => failure.Field == "due"));

    [Theory]
    [InlineData("fangguanfu-2023", 0)]
    [InlineData("a", 0)]
    [InlineData("-a", 1)]
    [InlineData("a-", 1)]
    [InlineData("a--b", 1)]
    [InlineData("a.b", 1)]
    [InlineData("A", 1)]
    [InlineData("放管服", 1)]
    [InlineData("", 1)]
    [InlineData(null, 1)]
    public void Check_Id_StandsInAddresses(string? id, int faults) =>
        Assert.Equal(faults, Check(Definition() with { Id = id }).Count(failure => failure.Field == "id"));

    [Fact]
    public void Check_UnitsUnknownAndTwice_AreNamedByTheirPlace()
    {
        var definition = Definition() with { Units = ["szj", "没有的局", "szj"] };
        var failures = ContactRules.Check(definition, Unit("szgfj"), [Unit("szj"), null, Unit("szj")], Today);
        Assert.Equal([("units[1]", "通讯录中没有单位“没有的局”"), ("units[2]", "单位“szj”列了两次")], failures.Select(failure => (failure.Field, failure.Message)));
    }

    [Fact]
    public void Check_NothingGiven_NamesEveryField() =>
        Assert.Equal(
            ["id", "document", "title", "office", "due", "units"],
            ContactRules.Check(new(null, null, null, null, null, null), null, [], Today).Select(failure => failure.Field));

    [Property]
    public bool Check_ManyUnits_EndsAtThreeHundred(byte more)
    {
        var units = Enumerable.Range(0, 200 + more).Select(number => Unit($"u{number}")).ToList();
        var failures = ContactRules.Check(Definition() with { Units = [.. units.Select(unit => unit.Id)] }, Unit("szgfj"), units, Today);
        return failures.Any(failure => failure.Field == "units") == units.Count > 300;
    }

    private static IReadOnlyList<RuleFailure> Check(ContactRegisterDefinition definition) => ContactRules.Check(definition, Unit("szgfj"), [Unit("szj")], Today);

    private static ContactRegisterDefinition Definition() => new("fangguanfu-2023", "达市府办发〔2023〕16号", "“放管服”改革工作要点", "szgfj", new(2023, 5, 31), ["szj"]);

    private static UnitRow Unit(string id) => new() { Id = id, Name = id, Kind = UnitKind.Department };
}
