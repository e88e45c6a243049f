using Dazhou.Serverless.Approvals;
using Dazhou.Serverless.Deadlines;
using Dazhou.Serverless.Mail;
using Dazhou.Serverless.Projects;
using Orchestrations.Tests.Support;

namespace Orchestrations.Tests.Projects;

/// <summary>What the orchestration does next, by what is recorded.</summary>
public sealed class OperationBudgetTests
{
    private static readonly DateTimeOffset Start = new(2026, 9, 7, 9, 0, 0, ChinaTime.Offset);

    private static readonly OperationBudgetRow Budget = new()
    {
        Year = 2027,
        System = "s1",
        Attempt = 1,
        SystemName = "食品追溯系统",
        Unit = "sscjgj",
        UnitName = "市市场监管局",
        Application = new("s1", OperationKind.Renewed, 2027, 20m, new(2027, 1, 1), new(2027, 12, 31), OperationSource.MunicipalBudget, "驻场运维"),
        At = Start,
        State = OperationState.Assessment,
        Policy = ProjectPolicy.Gazette,
    };

    private readonly Dictionary<(string Step, int Round), OperationAct> _record = [];
    private readonly Queue<ApprovalResult> _reviews = new();
    private bool _withdrawn;

    [Fact]
    public async Task Renewed_AssessedReviewedArranged_EndsWithTheMoney()
    {
        var context = Context(OperationKind.Renewed);
        var run = OperationBudget.RunAsync(context.Object);
        Assert.Equal([OperationState.Assessment], States(context));
        Assert.Empty(context.InputsOf<ApprovalRequest>(nameof(Approval)));

        Record(context, Act(OperationSteps.Assessment, 1, "szjj") with { Assessment = new(true, AssessmentMethod.Units, "有关单位", "合理", 16m) });
        var review = Assert.Single(context.InputsOf<ApprovalRequest>(nameof(Approval)));
        Assert.Equal((true, 1, ProjectPosts.Treasury), (review.ReturnsToCaller, review.Round, review.Steps.Single().Approvers.Single()));
        Record(context, Act(OperationSteps.Arrangement, 1, "szj") with { Arrangement = new(true, 15m, null) });

        Assert.Equal(OperationState.Arranged, await run);
        Assert.Equal([OperationState.Assessment, OperationState.Review, OperationState.Arrangement, OperationState.Arranged], States(context));
        Assert.Equal(15m, context.InputsOf<OperationStateChange>(nameof(OperationBudgetActivities.SetOperationState)).Last().Arranged);
    }

    [Fact]
    public async Task Event_WithoutARecord_ChangesNothingAndARecordWithoutAnEventIsFound()
    {
        var context = Context(OperationKind.Renewed);
        var run = OperationBudget.RunAsync(context.Object);

        context.Raise(OperationSteps.Recorded(new(OperationSteps.Assessment, 1)));
        Assert.Equal([OperationState.Assessment], States(context));
        Keep(Act(OperationSteps.Assessment, 1, "szjj") with { Assessment = new(false, null, null, "补充报价", null) });
        // The second look without an event is two days later.
        Assert.Equal(Start.UtcDateTime.AddDays(2), context.FireNextTimer());
        Assert.Equal([OperationState.Assessment, OperationState.Correction], States(context));
        Assert.False(run.IsCompleted);

        _withdrawn = true;
        context.Raise(OperationSteps.Recorded(new(OperationSteps.Application, 2)));
        Assert.Equal(OperationState.Withdrawn, await run);
    }

    [Theory]
    [InlineData(ApprovalResult.Refused, OperationState.Refused)]
    [InlineData(ApprovalResult.Withdrawn, OperationState.Withdrawn)]
    public async Task First_ReviewDoesNotAgree_Ends(ApprovalResult result, OperationState state)
    {
        _reviews.Enqueue(result);
        var context = Context(OperationKind.First);

        Assert.Equal(state, await OperationBudget.RunAsync(context.Object));
        Assert.Equal([OperationState.Review, state], States(context));
    }

    [Fact]
    public async Task First_ReviewReturns_AsksAgainInTheNextRound()
    {
        _reviews.Enqueue(ApprovalResult.Returned);
        var context = Context(OperationKind.First);
        var run = OperationBudget.RunAsync(context.Object);
        Assert.Equal([(1, OperationState.Review), (1, OperationState.Correction)], Rounds(context));

        Record(context, Act(OperationSteps.Application, 2, "sscjgj") with { Application = Budget.Application with { Kind = OperationKind.First, Amount = 10m } });
        Assert.Equal((2, OperationState.Arrangement), Rounds(context).Last());
        Record(context, Act(OperationSteps.Arrangement, 2, "szj") with { Arrangement = new(false, null, "财力不足") });

        Assert.Equal(OperationState.Refused, await run);
        Assert.Equal([1, 2], context.InputsOf<ApprovalRequest>(nameof(Approval)).Select(request => request.Round));
    }

    [Fact]
    public async Task Withdrawn_BeforeTheReviewOpened_OpensNone()
    {
        _withdrawn = true;
        var context = Context(OperationKind.First);

        Assert.Equal(OperationState.Withdrawn, await OperationBudget.RunAsync(context.Object));
        Assert.Empty(context.InputsOf<ApprovalRequest>(nameof(Approval)));
        Assert.Equal("运维预算申报已经撤回，不再办理。", context.InputsOf<MailOrder>(nameof(Outbox.EnqueueMail)).Last().Message.ToDo);
    }

    private static IEnumerable<OperationState> States(ScriptedContext context) => Rounds(context).Select(change => change.State);

    private static IEnumerable<(int Round, OperationState State)> Rounds(ScriptedContext context) =>
        context.InputsOf<OperationStateChange>(nameof(OperationBudgetActivities.SetOperationState)).Select(change => (change.Round, change.State));

    private void Keep(OperationAct act) => _record[(act.Step, act.Round)] = act;

    private void Record(ScriptedContext context, OperationAct act)
    {
        Keep(act);
        context.Raise(OperationSteps.Recorded(new(act.Step, act.Round)));
    }

    private static OperationAct Act(string step, int round, string by) => new(Budget.Id, step, round, by, Start);

    private ScriptedContext Context(OperationKind kind)
    {
        Keep(Act(OperationSteps.Application, 1, "sscjgj") with { Application = Budget.Application with { Kind = kind } });
        return new ScriptedContext(Budget, Start)
            .On<OperationActRef>(nameof(OperationBudgetActivities.ReadOperationAct), act =>
                new OperationReading(_record.GetValueOrDefault((act.Step, act.Round)), _withdrawn) { NeedsAssessment = kind == OperationKind.Renewed })
            .On<FindPost>(nameof(ApprovalActivities.FindPostHolder), post => $"{post.Post.Unit}.{post.Post.Post}")
            .On<DeadlineQuestion>(nameof(DeadlineActivities.ComputeDeadline), question => DeadlineRules.Compute(
                question.Stage, question.Article, new FixedDate(new(2026, 10, 1)), question.From, WorkCalendar.Default))
            .On<ApprovalRequest>(nameof(Approval), request => new ApprovalOutcome(
                _reviews.TryDequeue(out var result) ? result : ApprovalResult.Agreed, ["szj.budget"], Start, "意见", request.Round, 1, 0, []));
    }
}
