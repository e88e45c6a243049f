using Dazhou.Serverless.Projects;
using FsCheck;
using FsCheck.Xunit;

namespace Orchestrations.Tests.Projects;

public sealed class MixedWorksTests
{
    private const string Number = "市数字经济局裁定〔2026〕1号";

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
    [InlineData(null, null, "mixed-works-ruling")]
    [InlineData(null, "达市发改审〔2026〕8号", "mixed-works-approval-of-others,mixed-works-ruling")]
    [InlineData(RuledEstablisher.DigitalEconomyBureau, null, "")]
    [InlineData(RuledEstablisher.DigitalEconomyBureau, "达市发改审〔2026〕8号", "mixed-works-approval-of-others")]
    [InlineData(RuledEstablisher.DevelopmentAndReform, null, "mixed-works-ruled-establisher")]
    [InlineData(RuledEstablisher.DevelopmentAndReform, "达市发改审〔2026〕8号", "")]
    public void Intake_ExactlyHalf_NeedsTheRulingThatIsRecorded(RuledEstablisher? establisher, string? approval, string failed) =>
        Assert.Equal(
            failed.Split(',', StringSplitOptions.RemoveEmptyEntries),
            WithWorks(new(false, 300m, 150m, 150m, Number, approval), establisher is { } ruled ? RulingOf(ruled) : null));

    [Theory]
    [InlineData("199.99", "200.01", Establisher.DigitalEconomyBureau)]
    [InlineData("200.01", "199.99", Establisher.DevelopmentAndReform)]
    public void EstablishedBy_PartAboveHalf_IsNotChangedByARuling(string engineering, string it, Establisher expected) =>
        Assert.All(
            Enum.GetValues<RuledEstablisher>(),
            ruled => Assert.Equal(expected, MixedWorksRules.EstablishedBy(Inseparable("400", engineering, it), RulingOf(ruled))));

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

    private static WorksRulingRow RulingOf(RuledEstablisher establisher) =>
        new() { Unit = "sscjgj", Number = Number, Works = "市民中心工程", Establisher = establisher, At = default };

    private static IReadOnlyList<string> WithWorks(MixedWorks works, WorksRulingRow? ruling = null) =>
        (Samples.Valid with { MixedWorks = works }).FailedRules(ruling: ruling);
}
