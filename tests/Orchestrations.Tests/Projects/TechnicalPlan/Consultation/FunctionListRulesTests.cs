using Dazhou.Serverless.Deadlines;
using Dazhou.Serverless.Projects;
using FsCheck.Xunit;

namespace Orchestrations.Tests.Projects;

public sealed class FunctionListRulesTests
{
    private static readonly FunctionItem[] Published = [new("查询", null, 1m, "套")];

    [Fact]
    public void Correction_Empty_ListsEverythingMissing() =>
        Assert.Equal(["correction-items", "correction-reason"], Broken(null, null));

    [Theory]
    [InlineData(300, true)]
    [InlineData(301, false)]
    public void Correction_NumberOfItems_IsBounded(int items, bool taken) =>
        Assert.Equal(taken, Broken([.. Enumerable.Range(1, items).Select(i => new FunctionItem($"功能{i}", null, null, null))], "更正").Count == 0);

    [Theory]
    [InlineData(200, true)]
    [InlineData(201, false)]
    public void Correction_NameLength_IsBounded(int letters, bool taken) =>
        Assert.Equal(taken, Broken([new(new string('字', letters), null, null, null)], "更正").Count == 0);

    [Fact]
    public void Correction_SameList_ChangesNothing() => Assert.Equal(["correction-changes"], Broken([new("查询", null, 1.0m, "套")], "更正"));

    [Fact]
    public void Correction_UnnamedItemOrNegativeQuantity_IsRefused()
    {
        Assert.Equal(["correction-items"], Broken([new(" ", null, null, null)], "更正"));
        Assert.Equal(["correction-lengths"], Broken([new("查询", null, -1m, null)], "更正"));
    }

    /// <summary>Corrected on any day before its end, a publicity ends no sooner, and seven full days after the correction.</summary>
    [Property]
    public bool Publicity_CorrectedOnAnyDay_IsNeverShorter(ushort day, byte later)
    {
        var from = new DateOnly(2024, 1, 1).AddDays(day % 1000);
        var first = FunctionListRules.Publicity(ProjectPolicy.Gazette, from, WorkCalendar.Default);
        var correctedOn = from.AddDays(later % (first.LastDay.DayNumber - from.DayNumber + 1));
        var second = FunctionListRules.Publicity(ProjectPolicy.Gazette, correctedOn, WorkCalendar.Default);
        return second.Due >= first.Due && second.LastDay >= correctedOn.AddDays(7);
    }

    private static List<string> Broken(FunctionItem[]? items, string? reason) =>
        [.. FunctionListRules.All.Evaluate(new(new(items, reason), Published)).Select(failure => failure.Rule)];
}
