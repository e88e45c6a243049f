using System.Text.Json;
using Dazhou.Serverless.Approvals;
using Dazhou.Serverless.Projects;
using Dazhou.Serverless.Records;
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

    [Theory]
    [InlineData("499.99", "500", false)]
    [InlineData("500", "500", true)]
    [InlineData("1800", "500", true)]
    [InlineData("150", "100", true)]
    [InlineData("1800", null, false)]
    public void Steps_FromThePolicysAmountOn_NeedSignIn(string total, string? from, bool needed)
    {
        var policy = Policy with { SignInFrom = from is null ? null : decimal.Parse(from) };
        Assert.All(EstablishmentRoute.StepsFor(decimal.Parse(total), "unit-a", policy), step => Assert.Equal(needed, step.RequiresSignIn));
    }

    [Fact]
    public void Steps_UnderAPolicyThatIsOlderThanSignIn_NeverNeedIt()
    {
        var older = JsonSerializer.SerializeToNode(Policy, RecordJson.Options)!.AsObject();
        Assert.True(older.Remove("signInFrom"));

        var policy = older.Deserialize<ProjectPolicy>(RecordJson.Options)!;

        Assert.All(EstablishmentRoute.StepsFor(1800m, "unit-a", policy), step => Assert.False(step.RequiresSignIn));
    }

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
