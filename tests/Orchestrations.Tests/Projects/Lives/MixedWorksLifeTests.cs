using Dazhou.Serverless.Projects;
using Dazhou.Serverless.Rehearsal;

namespace Orchestrations.Tests.Projects.Lives;

/// <summary>Works that contain an IT project and cannot be separated from it, as whole lives (第八条).</summary>
public sealed class MixedWorksLifeTests
{
    [Fact]
    public async Task ItPart_OfSixtyPercent_IsEstablishedByTheDigitalEconomyBureau()
    {
        var result = await Life.RehearseAsync("tier-150", change: With(new(false, 250m, 100m, 150m, null)));

        Assert.Equal(Stages.Completed, result.End);
        var issued = result.Of(RehearsalKind.Stage, Stages.Establishment).Single(entry => entry.Text.StartsWith("出具立项批复", StringComparison.Ordinal));
        Assert.Equal("第十条", issued.Article);
        Assert.Equal(["第三十七条", "第八条"], ArticlesOf(result, Stages.TechnicalReview));
    }

    [Fact]
    public async Task EngineeringPart_OfSixtyPercentThatWasEstablished_BeginsWithItsFunctionList()
    {
        var result = await Life.RehearseAsync("tier-150", change: With(new(false, 375m, 225m, 150m, null, "达市发改审〔2026〕8号")));

        Assert.Equal(Stages.Completed, result.End);
        Assert.Equal(
            [Stages.Establishment, Stages.Publicity, Stages.TechnicalPlan, Stages.TechnicalReview],
            result.Entered().Take(4));
        Assert.Equal(["第八条"], ArticlesOf(result, Stages.Establishment));
        Assert.Equal(["第三十七条"], ArticlesOf(result, Stages.TechnicalReview));
        Assert.Contains(result.Of(RehearsalKind.Stage, Stages.Establishment), entry => entry.Text.Contains("达市发改审〔2026〕8号", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("市数字经济局裁定〔2026〕1号", Stages.Completed)]
    [InlineData(null, null)]
    public async Task ExactlyHalf_LivesWithTheRulingOnly(string? ruling, string? end)
    {
        var result = await Life.RehearseAsync("tier-150", change: With(new(false, 300m, 150m, 150m, ruling)));

        Assert.Equal(end, result.End);
        Assert.Equal(end is null ? ["mixed-works-ruling"] : [], result.Failures.Select(failure => failure.Rule));
    }

    [Fact]
    public async Task ExactlyHalf_RuledForTheOtherBureau_BeginsWithItsFunctionList()
    {
        var result = await Life.RehearseAsync("tier-150", change: With(new(false, 300m, 150m, 150m, "市数字经济局裁定〔2026〕1号", "达市发改审〔2026〕8号")));

        Assert.Equal(Stages.Completed, result.End);
        Assert.Equal([Stages.Establishment, Stages.Publicity], result.Entered().Take(2));
        Assert.Equal(["第八条"], ArticlesOf(result, Stages.Establishment));
    }

    [Fact]
    public async Task EngineeringPart_OfSixtyPercent_IsNotEstablishedHere()
    {
        var result = await Life.RehearseAsync("tier-150", change: With(new(false, 375m, 225m, 150m, null)));

        Assert.Null(result.End);
        Assert.Equal(("mixed-works-establisher", "第八条"), result.Failures.Select(failure => (failure.Rule, failure.Article)).Single());
    }

    /// <summary>The articles of a stage's decisions, in the order in which they were given.</summary>
    private static IEnumerable<string?> ArticlesOf(RehearsalResult result, string stage) =>
        result.Of(RehearsalKind.Decision, stage).Select(entry => entry.Article);

    private static Func<ProjectApplication, ProjectApplication> With(MixedWorks works) => application => application with { MixedWorks = works };
}
