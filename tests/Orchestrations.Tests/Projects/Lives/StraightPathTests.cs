using Dazhou.Serverless.Projects;

namespace Orchestrations.Tests.Projects.Lives;

/// <summary>Lives in which everybody agrees and hands in on the first morning, to the post-evaluation.</summary>
public sealed class StraightPathTests
{
    [Theory]
    [InlineData("tier-150")]
    [InlineData("tier-320")]
    [InlineData("tier-760")]
    [InlineData("tier-1800")]
    public async Task Life_EachTier_GoesThroughEveryStage(string sample)
    {
        var result = await Life.RehearseAsync(sample);

        Assert.Equal(Stages.Completed, result.End);
    }
}
