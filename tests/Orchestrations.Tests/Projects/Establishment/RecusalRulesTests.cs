using Dazhou.Serverless.Projects;
using FsCheck.Xunit;

namespace Orchestrations.Tests.Projects.Establishment;

/// <summary>Who judges nothing of a project (回避), and whom a panel may name.</summary>
public sealed class RecusalRulesTests
{
    private static readonly PanelStakes Stakes = new("sscjgj")
    {
        Related = new Dictionary<string, string>(StringComparer.Ordinal) { ["syjj"] = "所依托系统的建设单位" },
        Suppliers = ["某科技（达州）有限公司 "],
        SupplierMails = ["Sales@x.example"],
    };

    [Theory]
    [InlineData("sscjgj", "市市场监管局", "a@x.example", RecusalGround.OwnUnit, "项目建设单位")]
    [InlineData("syjj", "市应急局", "a@x.example", RecusalGround.RelatedUnit, "所依托系统的建设单位")]
    // The width of brackets, of letters and blanks do not make another company.
    [InlineData("mkjgs", "某科技(达州)有限公司", "a@x.example", RecusalGround.Supplier, "某科技（达州）有限公司")]
    [InlineData("skjj", "市科技局", "sales@X.example", RecusalGround.Supplier, "参加过报价")]
    public void Of_WhoHasAStake_SaysWhy(string unit, string name, string mail, RecusalGround ground, string reason)
    {
        var recusal = RecusalRules.Of(Expert("e", unit, name, mail), Stakes);

        Assert.Equal(ground, recusal?.Ground);
        Assert.Contains(reason, recusal!.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("某科技（达州）有限责任公司")]
    [InlineData("市科技局")]
    [InlineData("")]
    public void Of_AnybodyElse_MayBeAsked(string name) => Assert.Null(RecusalRules.Of(Expert("e", "skjj", name, ""), Stakes));

    [Property]
    public bool Of_WithoutStakes_IsOnlyTheUnitsOwnPeople(string unit, string applicant) =>
        RecusalRules.Of(Expert("e", unit ?? "", "", ""), new(applicant ?? "")) is null == ((unit ?? "") != (applicant ?? ""));

    [Fact]
    public void Panel_NamesWhoWithdraws_IsRefusedOnEachGround()
    {
        List<Expert> pool =
        [
            Expert("a", "skjj", "市科技局", ""), Expert("own", "sscjgj", "市市场监管局", ""),
            Expert("related", "syjj", "市应急局", ""), Expert("supplier", "mkjgs", "某科技（达州）有限公司", ""),
        ];

        var failures = ArgumentationRules.Panel.Evaluate(new(new(["own", "related", "supplier"]), ProjectPolicy.Gazette, "sscjgj", pool) { Stakes = Stakes });

        Assert.Equal(["panel-recusal", "panel-recusal-related", "panel-recusal-supplier"], MoneyRulesTests.Names(failures));
        Assert.All(failures, failure => Assert.Equal(("第十条第一款", "experts"), (failure.Article, failure.Field)));
    }

    [Fact]
    public void Change_OfAPanelWhoseExpertAnsweredBeforeTheStake_KeepsThatExpert()
    {
        List<Expert> pool = [Expert("a", "skjj", "市科技局", ""), Expert("b", "sjxj", "市经信局", ""), Expert("c", "sdsj", "市属国有大数据公司", ""), Expert("supplier", "mkjgs", "某科技（达州）有限公司", "")];
        PanelCase Of(bool answered) => new(new(["a", "b", "supplier"]), ProjectPolicy.Gazette, "sscjgj", pool)
        {
            Stakes = Stakes,
            Members = [new("a", true), new("c", false), new("supplier", answered)],
        };

        Assert.Empty(ArgumentationRules.Panel.Evaluate(Of(answered: true)).Concat(ArgumentationRules.Change.Evaluate(Of(answered: true))));
        Assert.Equal(["panel-recusal-supplier"], MoneyRulesTests.Names(ArgumentationRules.Panel.Evaluate(Of(answered: false))));
    }

    [Theory]
    [InlineData("2025-11-29T00:00", true)]
    [InlineData("2025-11-28T23:59", false)]
    public void Load_AtTheEdgeOfTwelveMonths_CountsTheDay(string asked, bool counts)
    {
        var at = DateTimeOffset.Parse("2026-11-29T15:00+08:00");
        var load = ExpertLoad.Of([Ask("p1", DateTimeOffset.Parse($"{asked}+08:00"), closed: true)], at);

        Assert.Equal((0, counts ? 1 : 0), (load.Open, load.LastYear));
        Assert.Equal(DateTimeOffset.Parse($"{asked}+08:00"), load.LastAsked);
    }

    [Fact]
    public void Load_OpenSinceLong_CountsInBoth()
    {
        var at = DateTimeOffset.Parse("2026-11-29T15:00+08:00");
        Assert.Equal((1, 2), (ExpertLoad.Of([Ask("p1", at.AddYears(-2), closed: false), Ask("p2", at, closed: true)], at) is var load ? (load.Open, load.LastYear) : default));
        Assert.Equal(ExpertLoad.None, ExpertLoad.Of([], at));
    }

    private static ExpertAskRow Ask(string subject, DateTimeOffset at, bool closed) =>
        new() { Person = "e", Subject = subject, Step = "ExpertArgumentation.opinion", Round = 1, AskedAt = at, ClosedAt = closed ? at.AddDays(1) : null };

    private static Expert Expert(string id, string unit, string name, string mail) => new(id, id, unit, "专家") { UnitNames = name.Length == 0 ? [] : [name], Mail = mail };
}
