using Dazhou.Serverless.Approvals;
using Dazhou.Serverless.Mail;
using Dazhou.Serverless.ProblemCases;
using Orchestrations.Tests.Support;

namespace Orchestrations.Tests.ProblemCases;

/// <summary>The sequence of <see cref="ProblemCase"/> with everything outside answered by the test.</summary>
public sealed class ProblemCaseTests
{
    private static readonly DateTimeOffset Start = new(2023, 6, 2, 10, 0, 0, ChinaTime.Offset);
    private static readonly ProblemCall Call = new("campaign.season-3.tcq.2", "用地指标问题", "用地指标不足", "用地指标", "tcq", "通川区", "二（六）", new());

    private static readonly ProblemState Assigned = new(ProblemPhase.Assigned, 1) { Unit = "szgj", UnitName = "市自然资源规划局", Until = new(2023, 6, 16), Units = ["szgj"] };

    [Fact]
    public async Task Problem_AskedOfEachInTurn_EndsWithTheConfirmationAndTellsTheOthers()
    {
        var context = Answered(Assigned, Assigned with { Phase = ProblemPhase.Answered, Answer = "已经下达" }, Assigned with { Phase = ProblemPhase.Confirmed, EndedAt = Start });

        Assert.Equal(ProblemPhase.Confirmed, await ProblemCase.RunAsync(context.Object));

        var asked = context.InputsOf<OpenAsk>("OpenAsk").Select(open => open.Request).ToList();
        Assert.Equal(["Problem.assign", "Problem.answer", "Problem.confirm"], asked.Select(request => request.Step));
        Assert.Equal([new WorkingDays(3), new FixedDate(new(2023, 6, 16)), new WorkingDays(5)], asked.Select(request => request.Period));
        Assert.Equal(["sjxj", "szgj", "tcq"], asked.Select(request => request.Post!.Unit));
        Assert.All(asked, request => Assert.Equal(1, request.Round));
        Assert.Equal(["instance|Confirmed|szgj.office"], context.InputsOf<MailOrder>("EnqueueMail").Where(order => order.Message is Notice).Select(order => order.Key));
    }

    [Fact]
    public async Task Problem_SentBack_IsAssignedAgainInTheNextRound()
    {
        var again = Assigned with { Phase = ProblemPhase.Raised, Round = 2, Reason = "提出单位认为没有解决：指标没有下达" };
        var context = Answered(
            Assigned, Assigned with { Phase = ProblemPhase.Answered }, again, Assigned with { Round = 2 }, Assigned with { Phase = ProblemPhase.Answered, Round = 2 },
            Assigned with { Phase = ProblemPhase.Confirmed, Round = 2 });

        Assert.Equal(ProblemPhase.Confirmed, await ProblemCase.RunAsync(context.Object));

        var asked = context.InputsOf<OpenAsk>("OpenAsk").Select(open => open.Request).ToList();
        Assert.Equal([1, 1, 1, 2, 2, 2], asked.Select(request => request.Round));
        Assert.Contains("指标没有下达。请重新交办", asked[3].ToDo, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Problem_WithdrawnWhileAsked_AsksNobodyElse()
    {
        var context = Answered();
        context.On<AskRef>("ReadAsk", _ => new AskReading(AskEnd.Cancelled, null));
        var read = 0;
        context.On<ProblemInstant>("ReadProblem", _ => Reading(read++ == 0 ? ProblemState.Begun : new(ProblemPhase.Withdrawn, 1)));

        Assert.Equal(ProblemPhase.Withdrawn, await ProblemCase.RunAsync(context.Object));
        Assert.Single(context.InputsOf<OpenAsk>("OpenAsk"));
        Assert.Empty(context.InputsOf<ProblemStep>("TakeProblemStep"));
    }

    [Fact]
    public async Task Problem_WithdrawnBeforeItsStart_AsksNobody()
    {
        var context = Answered();
        context.On<ProblemInstant>("ReadProblem", _ => Reading(new(ProblemPhase.Withdrawn, 1)));

        Assert.Equal(ProblemPhase.Withdrawn, await ProblemCase.RunAsync(context.Object));
        Assert.Empty(context.InputsOf<OpenAsk>("OpenAsk"));
    }

    /// <summary>All answer at once, and each answer makes the next of the states.</summary>
    private static ScriptedContext Answered(params ProblemState[] states)
    {
        var next = 0;
        return new ScriptedContext(Call, Start)
            .On<ProblemInstant>("ReadProblem", _ => Reading(ProblemState.Begun))
            .On<OpenAsk>("OpenAsk", open => new OpenedAsk($"{open.Request.Post!.Unit}.office", open.Request.Post.Unit, null, null))
            .On<AskRef>("ReadAsk", _ => new AskReading(AskEnd.HandedIn, null))
            .On<ProblemStep>("TakeProblemStep", _ => Reading(states[next++]));
    }

    private static ProblemReading Reading(ProblemState state) => new(
        state,
        state.IsEnded ? null : new ApproverPost(state.Phase switch { ProblemPhase.Raised => "sjxj", ProblemPhase.Assigned => "szgj", _ => "tcq" }, "办公室"),
        null,
        state.IsEnded ? new($"{state.Phase}", ["szgj.office"], "甲") : null);
}
