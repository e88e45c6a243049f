using Dazhou.Serverless.Approvals;
using Dazhou.Serverless.Projects;
using FsCheck;
using FsCheck.Xunit;

namespace Orchestrations.Tests.Projects;

public sealed class EstablishmentRouteTests
{
    private static readonly ProjectPolicy Policy = ProjectPolicy.Gazette;

    [Theory]
    [InlineData("30", "审核 审定")]
    [InlineData("199.99", "审核 审定")]
    [InlineData("200", "审核 审签 审定")]
    [InlineData("499.99", "审核 审签 审定")]
    [InlineData("500", "会议审定")]
    [InlineData("999.99", "会议审定")]
    [InlineData("1000", "会议审议 会议审定")]
    [InlineData("1800", "会议审议 会议审定")]
    public void Steps_ByTotal_FollowTheTable(string total, string acts) =>
        Assert.Equal(acts, Acts(decimal.Parse(total)));

    [Fact]
    public void Steps_SmallestTier_AskBothViceMayorsThenFinance()
    {
        var steps = EstablishmentRoute.StepsFor(150m, "unit-a", Policy);

        Assert.Equal([ApproverPost.SupervisorOf("unit-a"), ProjectPosts.DigitalEconomyViceMayor], steps[0].Approvers);
        Assert.Equal(ApprovalMode.All, steps[0].Mode);
        Assert.Equal([ProjectPosts.FinanceViceMayor], steps[1].Approvers);
        Assert.All(steps, step => Assert.Equal("第十条第二款第一项", step.Article));
    }

    [Fact]
    public void Steps_SecondTier_EndWithTheMayor()
    {
        var steps = EstablishmentRoute.StepsFor(200m, "unit-a", Policy);

        Assert.Equal([ProjectPosts.FinanceViceMayor], steps[1].Approvers);
        Assert.Equal([ProjectPosts.Mayor], steps[2].Approvers);
    }

    [Fact]
    public void Steps_LargestTier_GoesThroughBothMeetings() =>
        Assert.Equal(
            [ProjectPosts.StandingMeeting, ProjectPosts.PartyCommittee],
            EstablishmentRoute.StepsFor(1000m, "unit-a", Policy).SelectMany(step => step.Approvers));

    [Property]
    public bool Steps_AnyTotal_EndWithOneDecisionAndDistinctKeys(PositiveInt hundredths)
    {
        var steps = EstablishmentRoute.StepsFor(hundredths.Item / 100m, "unit-a", Policy);

        return steps.Count(step => step.Act == Act.Decide) == 1
            && steps[^1].Act == Act.Decide
            && steps.Select(step => step.Key).Distinct().Count() == steps.Count;
    }

    private static string Acts(decimal total) =>
        string.Join(' ', EstablishmentRoute.StepsFor(total, "unit-a", Policy).Select(step => (step.Meeting ? "会议" : string.Empty) + step.Act.Chinese()));
}
