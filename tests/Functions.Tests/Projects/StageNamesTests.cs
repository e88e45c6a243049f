using Dazhou.Serverless.Projects;

namespace Functions.Tests.Projects;

public sealed class StageNamesTests
{
    public static TheoryData<string> All => [.. Stages.All];

    [Theory]
    [MemberData(nameof(All))]
    public void Title_EveryStage_IsChinese(string stage) => Assert.DoesNotMatch("[A-Za-z]", StageNames.Title(stage));
}
