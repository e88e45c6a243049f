using Dazhou.Serverless.Projects;
using Dazhou.Serverless.Rehearsal;

namespace Orchestrations.Tests.Projects.Lives;

/// <summary>Panels of experts who do not all answer (第十条第一款).</summary>
public sealed class PanelLifeTests
{
    private const string First = "expert-architecture";
    private const string Second = "expert-cloud";
    private const string Third = "expert-cost";

    [Fact]
    public async Task Panel_ExpertDoesNotAnswer_IsRemindedReportedAndReplaced()
    {
        var result = await Life.RehearseAsync(
            "tier-150",
            new(
            [
                new(MainLineKinds.Opinion, 2, Morning: 200),
                new(MainLineKinds.PanelChange, 1, Data: Experts(First, "expert-data", Third)),
            ]),
            policy: ProjectPolicy.Gazette);

        Assert.Equal(Stages.Completed, result.End);
        var opinions = result.Of(RehearsalKind.Decision, Stages.ExpertArgumentation).Where(entry => entry.Text.EndsWith("提交专家论证意见", StringComparison.Ordinal));
        Assert.Equal(["数据资源专家", "系统架构专家", "造价评审专家"], opinions.Select(entry => entry.Text.Split('：')[0]).Order(StringComparer.Ordinal));
        // 5 to 18 March are the ten working days; then 市数字经济局 hears of it, and changes the panel the next morning
        Assert.Contains(result.Of(RehearsalKind.Reminder, Stages.ExpertArgumentation), entry => entry.Text.StartsWith("报告", StringComparison.Ordinal));
        Assert.Contains(result.Of(RehearsalKind.Mail), entry => entry.Text.Contains("可以更换专家", StringComparison.Ordinal));
        Assert.Contains(result.Of(RehearsalKind.Stage), entry => entry.Text == "专家论证结论");
        Assert.DoesNotContain(result.Calendar, entry => entry.Text.StartsWith("政务云专家：", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Panel_OfFiveWithTwoSilent_GoesOnWithThree()
    {
        var result = await Life.RehearseAsync(
            "tier-150",
            new(
            [
                new(MainLineKinds.Panel, Data: Experts(First, Second, Third, "expert-data", "expert-security")),
                new(MainLineKinds.Opinion, 4, Morning: 200),
                new(MainLineKinds.Opinion, 5, Morning: 200),
                new(MainLineKinds.PanelChange, 1, Data: Experts(First, Second, Third)),
            ]),
            policy: ProjectPolicy.Gazette);

        Assert.Equal(Stages.Completed, result.End);
        Assert.Equal(3, result.Of(RehearsalKind.Decision).Count(entry => entry.Text.EndsWith("提交专家论证意见", StringComparison.Ordinal)));
    }

    [Fact]
    public void PanelChange_ThatDropsAnOpinionOrChangesNothing_IsRefused()
    {
        var pool = new[] { "a", "b", "c", "d" }.Select(id => new Expert(id, id, "xxh", id)).ToList();
        PanelMember[] members = [new("a", Answered: true), new("b", Answered: false), new("c", Answered: false)];

        Assert.Equal(["panel-given"], Failures("b", "c", "d"));
        Assert.Equal(["panel-unchanged"], Failures("c", "b", "a"));
        Assert.Empty(Failures("a", "b", "d"));

        IReadOnlyList<string> Failures(params string[] experts) =>
            MoneyRulesTests.Names(ArgumentationRules.Change.Evaluate(new(new(experts), ProjectPolicy.Gazette, "szjj", pool) { Members = members }));
    }

    private static System.Text.Json.JsonElement Experts(params string[] experts) =>
        System.Text.Json.JsonSerializer.SerializeToElement(new { experts });
}
