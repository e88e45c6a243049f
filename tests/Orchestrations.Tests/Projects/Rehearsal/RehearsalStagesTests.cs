using Dazhou.Serverless.Projects;
using Dazhou.Serverless.Projects.Rehearsal;
using Dazhou.Serverless.Rehearsal;

namespace Orchestrations.Tests.Projects;

/// <summary>Programs find the names of the orchestrations in a rehearsed calendar and no others.</summary>
public sealed class RehearsalStagesTests
{
    [Theory]
    [InlineData(null, null, "ProjectLifecycle")]
    [InlineData(Stages.Completed, null, "ProjectLifecycle")]
    [InlineData(Stages.Terminated, null, "ProjectLifecycle")]
    [InlineData(Stages.Termination, "第四十六条", "Construction")]
    [InlineData(Stages.Extension, "第三十六条", "TechnicalPlan")]
    [InlineData(Stages.Extension, "第四十二条", "Construction")]
    [InlineData(Stages.InvestmentBudget, "第二十九条", "AnnualCycle")]
    [InlineData(Stages.Rectification, "第五十三条", "Rectification")]
    public void Name_OfALine_IsAnOrchestrationsOfTheSpec(string? stage, string? article, string name) =>
        Assert.Equal(name, RehearsalStages.NameOf(new(Lives.Life.Start, RehearsalKind.Stage, stage, article, "")));
}
