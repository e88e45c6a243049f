using Dazhou.Serverless.Deadlines;
using Dazhou.Serverless.Functions.Deadlines;
using Dazhou.Serverless.Functions.Subjects;

namespace Functions.Tests.Projects;

/// <summary>办理过程 as a person would tell it, and how deadlines ended.</summary>
public sealed class StoryTests
{
    private const string Hash = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
    private static readonly DateTimeOffset At = new(2026, 3, 2, 9, 0, 0, ChinaTime.Offset);

    [Theory]
    [InlineData("市教育局", "提交项目申报", "SHA-256 " + Hash, "市教育局提交了项目申报。", null)]
    [InlineData("市教育局", "补正修改申报内容", "总投资由160.00万元改为150.00万元；修改后的申报 SHA-256 " + Hash, "市教育局补正修改申报内容。", "总投资由160.00万元改为150.00万元")]
    [InlineData("市长", "审定意见：同意", "按程序办理", "市长审定意见：同意。", "按程序办理")]
    [InlineData("市教育局项目负责人", "提交合同（第2次）", null, "市教育局项目负责人提交了合同（第2次）。", null)]
    [InlineData("市数字经济局", "出具立项批复达数批〔2026〕1号", "SHA-256 " + Hash, "市数字经济局出具了立项批复达数批〔2026〕1号。", null)]
    [InlineData("审查科", "登记裁定：某工程由市数字经济局立项", "数裁1号；裁定.pdf，SHA-256 " + Hash, "审查科登记了裁定：某工程由市数字经济局立项。", "数裁1号")]
    [InlineData("市数字经济局", "专家论证结论", "结论：确有必要建设", "市数字经济局形成专家论证结论。", "结论：确有必要建设")]
    [InlineData("市教育局", "提交意见", null, "市教育局提交意见。", null)]
    public void Tell_WhatSomebodyDid_SaysWhoAndKeepsTheHashAway(string actor, string action, string? detail, string sentence, string? words)
    {
        var line = Assert.Single(Story.Tell([new(At, action, "第十条", actor, detail, BySystem: false)]));

        Assert.Equal((sentence, words, "第十条"), (line.Sentence, line.Words, line.Article));
    }

    [Theory]
    [InlineData("进入专家论证", null, "项目进入专家论证。", null)]
    [InlineData("提请审核（第1轮）", "市长、分管财政工作的副市长", "提请市长、分管财政工作的副市长审核。", null)]
    [InlineData("提请初审（第2轮）", "规划科", "提请规划科初审（第2轮）。", null)]
    [InlineData("审核：同意（第1轮）", "用时3日", "审核结果为同意，用时3日。", null)]
    [InlineData("审定：退回补正（第2轮）", "用时3日，逾期1日", "审定结果为退回补正（第2轮），用时3日，逾期1日。", null)]
    [InlineData("逾期（红灯）：请提交项目建设技术方案", "期限至2026年5月6日24时", "逾期：请提交项目建设技术方案。", "期限至2026年5月6日24时")]
    [InlineData("具体功能清单开始公示", null, "具体功能清单开始公示。", null)]
    public void Tell_WhatHappenedByItself_IsASentence(string action, string? detail, string sentence, string? words)
    {
        var line = Assert.Single(Story.Tell([new(At, action, null, "系统", detail, BySystem: true)]));

        Assert.Equal((sentence, words), (line.Sentence, line.Words));
    }

    [Fact]
    public void Tell_Warnings_AreToldApartAndTheNewestComesFirst()
    {
        StoryEntry[] trail =
        [
            new(At, "提交项目申报", null, "市教育局", $"SHA-256 {Hash}", BySystem: false),
            new(At.AddDays(1), "将到期（蓝灯）：请初审", null, "系统", null, BySystem: true),
            new(At.AddDays(2), "临期（黄灯）：请初审", null, "系统", null, BySystem: true),
            new(At.AddDays(3), "计时暂停：请初审", null, "系统", null, BySystem: true),
            new(At.AddDays(3), "计时暂停：请初审", null, "规划科", "等待材料", BySystem: false),
            new(At.AddDays(4), "进入专家论证", null, "系统", null, BySystem: true),
        ];

        Assert.Equal(["项目进入专家论证。", "规划科计时暂停：请初审。", "市教育局提交了项目申报。"], Story.Tell(trail).Select(line => line.Sentence));
        Assert.Equal(3, trail.Count(Story.IsNoise));
        Assert.Single(trail, Story.HasHash);
    }

    [Theory]
    [InlineData(DeadlineState.Done, 3, false, "按期完成", "green")]
    [InlineData(DeadlineState.Done, 23, false, "逾期2天完成", "red")] // 22 March is a Sunday
    [InlineData(DeadlineState.Cancelled, 3, false, "已取消", "")]
    [InlineData(DeadlineState.Cancelled, 3, true, "流程终止，已撤销", "")]
    public void DeadlineEnd_ByStateAndDay_IsToldApart(DeadlineState state, int day, bool dropped, string text, string css)
    {
        var view = DeadlineView.Of(Row() with { State = state, ClosedAt = At.AddDays(day), Dropped = dropped });

        Assert.Equal((text, css), (DeadlineEnds.Text(view), DeadlineEnds.Class(view)));
    }

    [Fact]
    public void DeadlineEnd_AfterAnExtension_SaysSo()
    {
        var extended = DeadlineShift.Extend(Row(), new(2026, 4, 20), WorkCalendar.Default) with { State = DeadlineState.Done, ClosedAt = At.AddDays(30) };

        Assert.Equal("按期完成（曾延期）", DeadlineEnds.Text(DeadlineView.Of(extended)));
    }

    [Theory]
    [InlineData("TechnicalPlan|1", "提交技术方案")]
    [InlineData("TechnicalPlan|2", "提交技术方案（第2轮）")]
    [InlineData("TrialRun", "提交技术方案")]
    public void Which_OfARound_NamesIt(string step, string expected) => Assert.Equal(expected, DeadlineEnds.Which(DeadlineView.Of(Row(step))));

    private static DeadlineRow Row(string step = "s") => DeadlineShift.Open(
        new WatchPlan
        {
            Subject = "p",
            Step = DeadlineKey.Parse(step),
            Title = "项目",
            ToDo = "请提交技术方案",
            Unit = "u",
            Deadline = DeadlineRules.Compute("TechnicalPlan", "第三十六条", Period.Parse("20 days"), ChinaTime.DayOf(At), WorkCalendar.Default),
            Responsible = [],
        },
        At,
        instanceId: null);
}
