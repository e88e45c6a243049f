using Dazhou.Serverless.ProblemCases;
using FsCheck.Xunit;

namespace Orchestrations.Tests.ProblemCases;

/// <summary>What acts make of a problem, and what its submissions must have, at the boundaries.</summary>
public sealed class ProblemRulesTests
{
    private static readonly DateTimeOffset At = new(2023, 6, 2, 10, 0, 0, ChinaTime.Offset);

    [Theory]
    [InlineData(null, true)]
    [InlineData(" ", true)]
    [InlineData("无", true)]
    [InlineData("暂无。", true)]
    [InlineData("无需协调事项", true)]
    [InlineData("无用地指标", false)]
    [InlineData("没有落实施工许可证", false)]
    public void None_WordsOfAReport_AreToldFromAProblem(string? text, bool none) => Assert.Equal(none, ProblemRules.IsNone(text));

    [Fact]
    public void Apply_TheStraightWay_EndsConfirmed()
    {
        var assigned = ProblemRules.Apply(ProblemState.Begun, Assign(1, "szgj"));
        Assert.Equal((ProblemPhase.Assigned, "szgj", "市自然资源规划局"), (assigned.Phase, assigned.Unit, assigned.UnitName));
        var answered = ProblemRules.Apply(assigned, Act(ProblemActKind.Answered, 1));
        Assert.Equal((ProblemPhase.Answered, "甲"), (answered.Phase, answered.Answer));
        var confirmed = ProblemRules.Apply(answered, Act(ProblemActKind.Confirmed, 1));
        Assert.Equal((ProblemPhase.Confirmed, 1, At), (confirmed.Phase, confirmed.Round, confirmed.EndedAt));
    }

    [Theory]
    [InlineData(ProblemActKind.NotOurs)]
    [InlineData(ProblemActKind.SentBack)]
    public void Apply_SentBackFromEitherSide_GoesRoundAgainWithTheReason(ProblemActKind kind)
    {
        var assigned = ProblemRules.Apply(ProblemState.Begun, Assign(1, "szgj"));
        var before = kind == ProblemActKind.NotOurs ? assigned : ProblemRules.Apply(assigned, Act(ProblemActKind.Answered, 1));
        var again = ProblemRules.Apply(before, Act(kind, 1));
        Assert.Equal((ProblemPhase.Raised, 2), (again.Phase, again.Round));
        Assert.EndsWith("：甲", again.Reason, StringComparison.Ordinal);
        Assert.Equal((null, null, null), (again.Answer, again.Until, again.Instruction));
        // An act of the round before comes too late; whoever was asked before goes on reading.
        Assert.Same(again, ProblemRules.Apply(again, Assign(1, "shbj")));
        Assert.Equal(["szgj", "shbj"], ProblemRules.Apply(again, Assign(2, "shbj")).Units);
    }

    [Fact]
    public void Apply_AfterTheEnd_ChangesNothing()
    {
        var withdrawn = ProblemRules.Apply(ProblemState.Begun, Act(ProblemActKind.Withdrawn, 0));
        Assert.Equal(ProblemPhase.Withdrawn, withdrawn.Phase);
        Assert.All(Enum.GetValues<ProblemActKind>(), kind => Assert.Same(withdrawn, ProblemRules.Apply(withdrawn, Act(kind, 1) with { Unit = "szgj" })));
    }

    [Property]
    public bool Apply_AnyActs_NeverGoBackAndCountOnce(byte[] acts)
    {
        var state = ProblemState.Begun;
        foreach (var act in acts.Select(of => Act((ProblemActKind)(of % 6), 1 + (of / 6 % 3)) with { Unit = $"u{of % 4}" }))
        {
            // A withdrawal would end nearly every life at once.
            if (act.Kind == ProblemActKind.Withdrawn && act.Round < 3) continue;
            var next = ProblemRules.Apply(state, act);
            if (next.Round < state.Round || next.Round > state.Round + 1) return false;
            if (state.IsEnded && !ReferenceEquals(next, state)) return false;
            if (next.IsEnded != next.EndedAt is not null) return false;
            if (state.Units.Any(unit => !next.Units.Contains(unit))) return false;
            if (next.Phase is ProblemPhase.Assigned or ProblemPhase.Answered && (next.Unit is null || !next.Units.Contains(next.Unit))) return false;
            if (!ReferenceEquals(ProblemRules.Apply(next, act), next)) return false;
            state = next;
        }

        return true;
    }

    [Theory]
    [InlineData("szgj", "2023-06-02", "")]
    [InlineData("市自然资源规划局", "2023-08-31", "")]
    [InlineData("szgj", "2023-06-01", "until")]
    [InlineData("szgj", "2023-09-01", "until")]
    [InlineData("tcq", null, "unit")]
    [InlineData("没有的局", null, "unit")]
    [InlineData(null, null, "unit")]
    public void Assignment_AtItsBoundaries_IsTakenOrRefused(string? unit, string? until, string fields) => Assert.Equal(
        fields, Fields(ProblemRules.Check(Facts(), new AssignmentData(unit, until is null ? null : DateOnly.Parse(until), null))));

    [Fact]
    public void Answer_WithoutOutcomeOrWords_IsRefused()
    {
        Assert.Equal("outcome text", Fields(ProblemRules.Check(Facts(), new AnswerData(null, " "))));
        Assert.Equal("text", Fields(ProblemRules.Check(Facts(), new AnswerData(AnswerData.NotOurs, null))));
        Assert.Equal("text", Fields(ProblemRules.Check(Facts(), new AnswerData(AnswerData.Done, new string('字', ProblemRules.LongestText + 1)))));
        Assert.Empty(ProblemRules.Check(Facts(), new AnswerData(AnswerData.Done, new string('字', ProblemRules.LongestText))));
    }

    [Fact]
    public void Confirmation_OfWhatIsNotSolved_NeedsAReason()
    {
        Assert.Equal("solved", Fields(ProblemRules.Check(Facts(), new ConfirmationData(null, null))));
        Assert.Equal("reason", Fields(ProblemRules.Check(Facts(), new ConfirmationData(false, null))));
        Assert.Empty(ProblemRules.Check(Facts(), new ConfirmationData(false, "指标没有下达")));
        Assert.Empty(ProblemRules.Check(Facts(), new ConfirmationData(true, null)));
    }

    [Fact]
    public void Withdrawal_OfWhatIsConfirmedOrWithoutReason_IsRefused()
    {
        var problem = Problem();
        Assert.Equal("reason", Fields(ProblemRules.CheckWithdrawal(problem, " ")));
        Assert.Empty(ProblemRules.CheckWithdrawal(problem, "已经自行解决"));
        Assert.Equal("", Fields(ProblemRules.CheckWithdrawal(problem with { State = new(ProblemPhase.Confirmed, 1) }, "已经自行解决")));
        Assert.NotEmpty(ProblemRules.CheckWithdrawal(problem with { State = new(ProblemPhase.Confirmed, 1) }, "已经自行解决"));
    }

    [Fact]
    public void Reading_ByUnit_IsForThoseWhoTakePart()
    {
        var problem = Problem() with { Readers = ["sjhj"], State = ProblemRules.Apply(ProblemState.Begun, Assign(1, "szgj")) };
        Assert.All(new[] { "tcq", "sjxj", "sjhj", "szgj" }, unit => Assert.True(ProblemRules.MayRead(problem, unit)));
        Assert.False(ProblemRules.MayRead(problem, "dcq"));
        Assert.True(new ProblemFilter("szgj", ProblemPhase.Assigned, "campaigns").Matches(problem));
        Assert.False(new ProblemFilter("sjxj").Matches(problem));
        Assert.False(new ProblemFilter(System: "ledgers").Matches(problem));
        Assert.False(new ProblemFilter(Phase: ProblemPhase.Raised).Matches(problem));
    }

    internal static ProblemDefinition Definition(int report = 2, string text = "用地指标不足") => new()
    {
        Place = "campaign.season-3.tcq",
        Report = report,
        Origin = new("campaigns", "百日攻坚", "“百日攻坚”第三季", "/campaigns/season-3", "达市府办函〔2023〕53号二（六）"),
        Kind = "用地指标",
        Text = text,
        Raiser = "tcq",
        RaiserName = "通川区",
        By = "tcq.office",
        At = At,
        Office = "sjxj",
        OfficeName = "市经信局",
    };

    private static ProblemRow Problem()
    {
        var definition = Definition();
        return new()
        {
            Id = definition.Id,
            Origin = definition.Origin,
            Kind = definition.Kind,
            Text = definition.Text,
            Raiser = definition.Raiser,
            RaiserName = definition.RaiserName,
            By = definition.By,
            At = definition.At,
            Office = definition.Office,
            OfficeName = definition.OfficeName,
        };
    }

    private static ProblemFacts Facts() => new(null, At, Problem(), name => name switch
    {
        "szgj" or "市自然资源规划局" => new("szgj", "市自然资源规划局"),
        "tcq" => new("tcq", "通川区"),
        _ => null,
    });

    private static ProblemAct Act(ProblemActKind kind, int round) => new(kind, round, At) { Text = "甲" };

    private static ProblemAct Assign(int round, string unit) => Act(ProblemActKind.Assigned, round) with
    {
        Unit = unit,
        UnitName = unit == "szgj" ? "市自然资源规划局" : unit,
        Until = new(2023, 6, 16),
    };

    private static string Fields(IEnumerable<RuleFailure> failures) => string.Join(' ', failures.Select(failure => failure.Field));
}
