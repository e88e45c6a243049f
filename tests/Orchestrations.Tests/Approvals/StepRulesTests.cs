using Dazhou.Serverless.Approvals;
using FsCheck.Xunit;

namespace Orchestrations.Tests.Approvals;

public sealed class StepRulesTests
{
    private static readonly DateTimeOffset Nine = new(2026, 3, 2, 9, 0, 0, TimeSpan.FromHours(8));
    private static readonly string[] Three = ["a", "b", "c"];

    [Theory]
    [InlineData("", null)]
    [InlineData("a+", null)]
    [InlineData("a+ b+", null)]
    [InlineData("a+ b+ c+", ApprovalResult.Agreed)]
    [InlineData("a+ b-", ApprovalResult.Refused)]
    [InlineData("a+ b<", ApprovalResult.Returned)]
    [InlineData("a- b<", ApprovalResult.Refused)]
    [InlineData("a< b-", ApprovalResult.Returned)]
    [InlineData("a+ a- b+ c+", ApprovalResult.Agreed)]
    [InlineData("x- a+ b+ c+", ApprovalResult.Agreed)]
    public void All_Decisions_NeedEverybody(string decisions, ApprovalResult? expected) =>
        Assert.Equal(expected, StepRules.Evaluate(ApprovalMode.All, 0, Three, Parse(decisions)));

    [Theory]
    [InlineData("", null)]
    [InlineData("b+", ApprovalResult.Agreed)]
    [InlineData("b- a+", ApprovalResult.Refused)]
    [InlineData("c< a+", ApprovalResult.Returned)]
    [InlineData("x+", null)]
    public void Any_Decisions_TheFirstDecides(string decisions, ApprovalResult? expected) =>
        Assert.Equal(expected, StepRules.Evaluate(ApprovalMode.Any, 0, Three, Parse(decisions)));

    [Theory]
    [InlineData("a+", null)]
    [InlineData("a+ b-", null)]
    [InlineData("a+ b- c+", ApprovalResult.Agreed)]
    [InlineData("a- b-", ApprovalResult.Refused)]
    [InlineData("a+ b<", ApprovalResult.Returned)]
    public void Count_TwoOfThree_IsLostWhenItCannotBeReached(string decisions, ApprovalResult? expected) =>
        Assert.Equal(expected, StepRules.Evaluate(ApprovalMode.Count, 2, Three, Parse(decisions)));

    [Fact]
    public void Count_MoreThanThereArePeople_IsHadFromAllOfThem()
    {
        // Three posts, two of them held by one person.
        string[] two = ["a", "b"];
        Assert.Null(StepRules.Evaluate(ApprovalMode.Count, 3, two, Parse("a+")));
        Assert.Equal(ApprovalResult.Agreed, StepRules.Evaluate(ApprovalMode.Count, 3, two, Parse("a+ b+")));
        Assert.Equal(ApprovalResult.Refused, StepRules.Evaluate(ApprovalMode.Count, 3, two, Parse("a-")));
    }

    [Theory]
    [InlineData(ApprovalMode.Any)]
    [InlineData(ApprovalMode.All)]
    public void Evaluate_TwoInTheSameInstant_IsDecidedByPersonNotByOrder(ApprovalMode mode)
    {
        GivenDecision[] decisions = [new("b", Decision.Refuse, null, Nine), new("a", Decision.Return, null, Nine)];

        Assert.Equal(ApprovalResult.Returned, StepRules.Evaluate(mode, 0, Three, decisions));
        Assert.Equal(ApprovalResult.Returned, StepRules.Evaluate(mode, 0, Three, decisions.Reverse()));
    }

    [Property]
    public bool Evaluate_AnyOrderOfReading_GivesTheSameResult((byte Person, byte Decision, byte Minute)[] given, byte mode)
    {
        var decisions = given
            .Select(g => new GivenDecision(Three[g.Person % 3], (Decision)(g.Decision % 3), null, Nine.AddMinutes(g.Minute)))
            .DistinctBy(decision => decision.Person)
            .ToArray();
        var how = (ApprovalMode)(mode % 3);

        return StepRules.Evaluate(how, 2, Three, decisions) == StepRules.Evaluate(how, 2, Three, decisions.Reverse());
    }

    [Fact]
    public void CarriedOver_PersonWhoJustAgreed_CountsAgain()
    {
        var carried = StepRules.CarriedOver(["b", "c"], Outcome(ApprovalResult.Agreed, "a+ b+"));

        Assert.Equal(["b"], carried.Select(decision => decision.Person));
        Assert.True(carried[0].Carried);
        Assert.Null(StepRules.Evaluate(ApprovalMode.All, 0, ["b", "c"], carried));
        Assert.Equal(ApprovalResult.Agreed, StepRules.Evaluate(ApprovalMode.All, 0, ["b"], carried));
    }

    [Fact]
    public void CarriedOver_AfterAReturn_CarriesNothing()
    {
        Assert.Empty(StepRules.CarriedOver(["a"], Outcome(ApprovalResult.Returned, "a+ b<")));
        Assert.Empty(StepRules.CarriedOver(["a"], null));
    }

    private static StepOutcome Outcome(ApprovalResult result, string decisions) =>
        new("step", 1, result, [.. Parse(decisions)], Nine, Nine, 0, 0);

    /// <summary>Each word is a person and + for 同意, - for 不同意, &lt; for 退回补正; a minute lies between two.</summary>
    private static IEnumerable<GivenDecision> Parse(string decisions) =>
        decisions.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select((word, i) => new GivenDecision(
            word[..1],
            word[1] switch { '+' => Decision.Agree, '-' => Decision.Refuse, _ => Decision.Return },
            null,
            Nine.AddMinutes(i)));
}
