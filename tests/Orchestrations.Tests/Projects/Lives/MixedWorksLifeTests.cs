using Dazhou.Serverless.Projects;
using Dazhou.Serverless.Projects.Rehearsal;

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
    public async Task EngineeringPart_OfSixtyPercent_IsNotEstablishedHere()
    {
        var result = await Life.RehearseAsync("tier-150", change: With(new(false, 375m, 225m, 150m, null)));

        Assert.Null(result.End);
        Assert.Equal(("mixed-works-establisher", "第八条"), result.Failures.Select(failure => (failure.Rule, failure.Article)).Single());
    }

    private static Func<ProjectApplication, ProjectApplication> With(MixedWorks works) => application => application with { MixedWorks = works };
}
