using Dazhou.Serverless.Projects;
using FsCheck;
using FsCheck.Xunit;

namespace Orchestrations.Tests.Projects;

public sealed class MixedWorksTests
{
    [Theory]
    [InlineData("400", "200.01", "199.99", Establisher.DevelopmentAndReform)]
    [InlineData("400", "200", "200", Establisher.NeedsRuling)]
    [InlineData("400", "199.99", "200.01", Establisher.DigitalEconomyBureau)]
    [InlineData("400", "150", "150", Establisher.NeedsRuling)]
    public void EstablishedBy_ShareOfTheWhole_FollowsThePartAboveHalf(string whole, string engineering, string it, Establisher expected) =>
        Assert.Equal(expected, MixedWorksRules.EstablishedBy(Inseparable(whole, engineering, it)));

    [Property]
    public bool EstablishedBy_AnyTwoParts_NeverNamesASmallerPart(PositiveInt engineering, PositiveInt it)
    {
        var works = new MixedWorks(false, engineering.Item + it.Item, engineering.Item, it.Item, null);

        return MixedWorksRules.EstablishedBy(works) switch
        {
            Establisher.DevelopmentAndReform => engineering.Item > it.Item,
            Establisher.DigitalEconomyBureau => it.Item > engineering.Item,
            _ => engineering.Item == it.Item,
        };
    }

    [Theory]
    [InlineData(null, "mixed-works-ruling")]
    [InlineData("市数字经济局裁定〔2026〕1号", null)]
    public void Intake_ExactlyHalf_NeedsTheRuling(string? ruling, string? failed) =>
        Assert.Equal(failed is null ? [] : [failed], WithWorks(new(false, 300m, 150m, 150m, ruling)));

    [Theory]
    [InlineData("0", "0", "0")]
    [InlineData("300", "200", "150")]
    [InlineData("300.001", "100", "200")]
    public void Intake_ImpossibleEstimates_AreRefused(string whole, string engineering, string it) =>
        Assert.Equal(["mixed-works-estimates"], WithWorks(Inseparable(whole, engineering, it)));

    [Fact]
    public void Intake_SeparablePart_IsEstablishedOnItsOwn() =>
        Assert.Empty(WithWorks(new(true, null, null, null, null)));

    [Fact]
    public void Intake_SeparabilityOpen_IsRefused() =>
        Assert.Equal(["mixed-works-separable-declared"], WithWorks(new(null, null, null, null, null)));

    [Theory]
    [InlineData("250", "达市发改审〔2026〕8号", null)]
    [InlineData("250", " ", "mixed-works-establisher")]
    [InlineData("150", "达市发改审〔2026〕8号", "mixed-works-approval-of-others")]
    public void Intake_ApprovalOfTheOtherBureau_BelongsToWorksAboveHalf(string engineering, string number, string? failed)
    {
        var it = 400m - decimal.Parse(engineering);
        Assert.Equal(failed is null ? [] : [failed], WithWorks(new(false, 400m, decimal.Parse(engineering), it, null, number)));
    }

    [Fact]
    public void Intake_SeparablePartWithTheOthersApproval_IsRefused() =>
        Assert.Equal(["mixed-works-approval-of-others"], WithWorks(new(true, null, null, null, null, "达市发改审〔2026〕8号")));

    private static MixedWorks Inseparable(string whole, string engineering, string it) =>
        new(false, decimal.Parse(whole), decimal.Parse(engineering), decimal.Parse(it), null);

    private static IReadOnlyList<string> WithWorks(MixedWorks works) => (Samples.Valid with { MixedWorks = works }).FailedRules();
}
