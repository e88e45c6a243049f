using Dazhou.Serverless.Approvals;
using Dazhou.Serverless.Deadlines;
using Dazhou.Serverless.Mail;
using Dazhou.Serverless.Records;
using Orchestrations.Tests.Support;

namespace Orchestrations.Tests.Approvals;

public sealed class ApprovalTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 2, 9, 0, 0, ChinaTime.Offset);

    private readonly Dictionary<(string Step, int Round), List<GivenDecision>> _record = [];
    private readonly Dictionary<string, string[]> _approvers = new() { ["review"] = ["a", "b"], ["decision"] = ["c"] };
    private readonly List<Handover> _consultations = [];
    private IReadOnlyList<DecisionCopy> _copies = [];
    private readonly List<Handover> _handovers = [];
    private DateTimeOffset? _withdrawnAt;
    private ApplicantAct _applicant;
    private Deadline? _deadline;

    [Fact]
    public async Task Approval_EverybodyAgrees_StepAfterStep()
    {
        var context = Context();
        var run = Approval.RunAsync(context.Object);
        Assert.Equal(["a", "b"], Asked(context));

        Decide(context, "review", 1, "a", Decision.Agree);
        Assert.Equal(["a", "b"], Asked(context));
        Decide(context, "review", 1, "b", Decision.Agree);
        Assert.Equal(["a", "b", "c"], Asked(context));
        Decide(context, "decision", 1, "c", Decision.Agree, "同意立项");

        var outcome = await run;
        Assert.Equal((ApprovalResult.Agreed, 1, "同意立项"), (outcome.Result, outcome.Round, outcome.Comment));
        Assert.Equal(["c"], outcome.By);
        Assert.Equal(["review", "decision"], outcome.Steps.Select(step => step.Step));
        Assert.Equal(["a", "b", "c"], Confirmed(context));
    }

    [Fact]
    public async Task Approval_OneRefuses_EndsWithoutTheNextStep()
    {
        var context = Context();
        var run = Approval.RunAsync(context.Object);

        Decide(context, "review", 1, "b", Decision.Refuse, "重复建设");

        var outcome = await run;
        Assert.Equal((ApprovalResult.Refused, "重复建设"), (outcome.Result, outcome.Comment));
        Assert.DoesNotContain("c", Asked(context));
        Assert.Equal(ApprovalResult.Refused, context.InputsOf<CloseStep>(nameof(ApprovalActivities.CloseApprovalStep)).Single().Result);
    }

    [Fact]
    public async Task Approval_BothInTheSameSecond_ReadsBothByOneEvent()
    {
        var context = Context();
        var run = Approval.RunAsync(context.Object);

        Record("review", 1, "b", Decision.Agree);
        Record("review", 1, "a", Decision.Agree);
        context.Raise(ApprovalEvents.Decided(new("review", 1)));
        Assert.True(context.IsWaitedFor(ApprovalEvents.Decided(new("decision", 1))));

        Decide(context, "decision", 1, "c", Decision.Agree);
        Assert.Equal(ApprovalResult.Agreed, (await run).Result);
    }

    [Fact]
    public async Task Approval_DecidedBeforeTheStepWaits_NeedsNoEvent()
    {
        Record("review", 1, "a", Decision.Agree);
        Record("review", 1, "b", Decision.Agree);
        Record("decision", 1, "c", Decision.Agree);

        Assert.Equal(ApprovalResult.Agreed, (await Approval.RunAsync(Context().Object)).Result);
    }

    [Fact]
    public async Task Approval_EventIsLost_ReadsTheRecordByItself()
    {
        var context = Context();
        var run = Approval.RunAsync(context.Object);

        Record("review", 1, "b", Decision.Refuse, "不同意");
        Assert.Equal(Start.UtcDateTime.AddDays(1), context.FireNextTimer());

        Assert.Equal(ApprovalResult.Refused, (await run).Result);
    }

    [Fact]
    public async Task Approval_EventComesTwice_ChangesNothing()
    {
        var context = Context();
        var run = Approval.RunAsync(context.Object);

        Decide(context, "review", 1, "a", Decision.Agree);
        context.Raise(ApprovalEvents.Decided(new("review", 1)));
        Assert.False(run.IsCompleted);
        Assert.Equal(["a"], Confirmed(context));

        Decide(context, "review", 1, "b", Decision.Refuse, "不同意");
        Assert.Equal(ApprovalResult.Refused, (await run).Result);
    }

    [Fact]
    public void Approval_NobodyDecides_WaitsForEver()
    {
        var context = Context();
        var run = Approval.RunAsync(context.Object);

        for (var i = 0; i < 100; i++) context.FireNextTimer();

        Assert.False(run.IsCompleted);
        Assert.True(context.Now > Start.UtcDateTime.AddDays(700));
        Assert.Equal(["a", "b"], Asked(context));
        Assert.True(context.IsWaitedFor(ApprovalEvents.Decided(new("review", 1))));
    }

    [Fact]
    public async Task Approval_Returned_WaitsForTheApplicantAndAsksTheSameStepAgain()
    {
        var context = Context();
        var run = Approval.RunAsync(context.Object);
        Decide(context, "review", 1, "a", Decision.Agree);
        Decide(context, "review", 1, "b", Decision.Return, "补充概算");
        var returned = context.InputsOf<MailOrder>(nameof(Outbox.EnqueueMail)).Last();
        Assert.Equal("applicant", returned.To.Person);
        Assert.Contains("补充概算", returned.Message.ToDo, StringComparison.Ordinal);

        _applicant = ApplicantAct.Resubmitted;
        context.Raise(ApprovalEvents.Resubmitted(new("review", 1)));
        Assert.Equal(["a", "b", "a", "b"], Asked(context));
        Decide(context, "review", 2, "a", Decision.Agree);
        Decide(context, "review", 2, "b", Decision.Agree);
        Decide(context, "decision", 2, "c", Decision.Agree);

        var outcome = await run;
        Assert.Equal((ApprovalResult.Agreed, 2), (outcome.Result, outcome.Round));
        Assert.Equal([("review", 1), ("review", 2), ("decision", 2)], outcome.Steps.Select(step => (step.Step, step.Round)));
    }

    [Fact]
    public async Task Approval_ReturnedToACallerThatLeadsBack_Ends()
    {
        var context = Context(request => request with { ReturnsToCaller = true, Round = 3 });
        var run = Approval.RunAsync(context.Object);

        Decide(context, "review", 3, "a", Decision.Return, "补充概算");

        var outcome = await run;
        Assert.Equal((ApprovalResult.Returned, 3, "补充概算"), (outcome.Result, outcome.Round, outcome.Comment));
    }

    [Fact]
    public async Task Approval_WithdrawnWhileReturned_Ends()
    {
        var context = Context();
        var run = Approval.RunAsync(context.Object);
        Decide(context, "review", 1, "a", Decision.Return, "补充概算");

        _applicant = ApplicantAct.Withdrawn;
        context.Raise(ApprovalEvents.Resubmitted(new("review", 1)));

        Assert.Equal(ApprovalResult.Withdrawn, (await run).Result);
    }

    [Fact]
    public async Task Approval_Withdrawn_LaterDecisionsDoNotCount()
    {
        var context = Context();
        var run = Approval.RunAsync(context.Object);
        Decide(context, "review", 1, "a", Decision.Agree);
        _withdrawnAt = Start.AddMinutes(90);
        Record("review", 1, "b", Decision.Agree);
        context.Raise(ApprovalEvents.Decided(new("review", 1)));

        var outcome = await run;
        Assert.Equal(ApprovalResult.Withdrawn, outcome.Result);
        Assert.Equal(["a"], outcome.By);
    }

    [Fact]
    public async Task Approval_WithdrawnAfterTheFinalDecision_StaysDecided()
    {
        var context = Context();
        var run = Approval.RunAsync(context.Object);
        Record("review", 1, "a", Decision.Refuse, "不同意");
        _withdrawnAt = Start.AddDays(1);
        context.Raise(ApprovalEvents.Decided(new("review", 1)));

        Assert.Equal(ApprovalResult.Refused, (await run).Result);
    }

    [Fact]
    public async Task Approval_SamePersonTwiceInARow_DecidesOnce()
    {
        _approvers["decision"] = ["b"];
        var context = Context();
        var run = Approval.RunAsync(context.Object);
        Decide(context, "review", 1, "a", Decision.Agree);
        Decide(context, "review", 1, "b", Decision.Agree);

        var outcome = await run;
        Assert.Equal(["a", "b"], Asked(context));
        Assert.True(Assert.Single(outcome.Steps[1].Decisions).Carried);
    }

    [Fact]
    public async Task Approval_OnePersonHoldsBothPosts_IsAskedOnce()
    {
        _approvers["review"] = ["a"];
        var context = Context();
        var run = Approval.RunAsync(context.Object);

        Decide(context, "review", 1, "a", Decision.Agree);
        Decide(context, "decision", 1, "c", Decision.Agree);

        Assert.Equal(ApprovalResult.Agreed, (await run).Result);
        Assert.Equal(["a", "c"], Asked(context));
    }

    [Fact]
    public async Task Approval_HandedOver_AsksTheOtherPersonAndCountsOnlyThat()
    {
        var context = Context();
        var run = Approval.RunAsync(context.Object);
        _approvers["review"] = ["a", "d"];
        context.Raise(ApprovalEvents.Decided(new("review", 1)));
        Assert.Equal(["a", "b", "d"], Asked(context));

        Decide(context, "review", 1, "b", Decision.Refuse, "已转办");
        Decide(context, "review", 1, "a", Decision.Agree);
        Decide(context, "review", 1, "d", Decision.Agree);
        Decide(context, "decision", 1, "c", Decision.Agree);

        var outcome = await run;
        Assert.Equal(ApprovalResult.Agreed, outcome.Result);
        Assert.Equal(["a", "d"], outcome.Steps[0].Decisions.Select(decision => decision.Person));
    }

    [Fact]
    public void Approval_HandedBack_AsksTheFirstPersonAnew()
    {
        var context = Context();
        _ = Approval.RunAsync(context.Object);
        HandOver(context, "a", "d");
        HandOver(context, "d", "a");
        context.Raise(ApprovalEvents.Decided(new("review", 1)));

        Assert.Equal(["a", "b", "d", "a"], Asked(context));
    }

    [Fact]
    public async Task Approval_Consulted_HearsTheOpinionWithoutLettingItDecide()
    {
        var context = Context();
        var run = Approval.RunAsync(context.Object);
        _consultations.Add(new("a", "expert", "a", Start.AddMinutes(1), "请看概算"));
        context.Raise(ApprovalEvents.Decided(new("review", 1)));
        Assert.Equal(["a", "b", "expert"], Asked(context));

        Decide(context, "review", 1, "expert", Decision.Refuse, "概算偏高");
        Assert.Equal("a", Asked(context).Last());
        Assert.Contains("概算偏高", context.InputsOf<MailOrder>(nameof(Outbox.EnqueueMail)).Last(order => order.Message is ApprovalRequested).Message.ToDo, StringComparison.Ordinal);
        Assert.False(run.IsCompleted);
        Decide(context, "review", 1, "a", Decision.Agree);
        Decide(context, "review", 1, "b", Decision.Agree);
        Decide(context, "decision", 1, "c", Decision.Agree);

        Assert.Equal(ApprovalResult.Agreed, (await run).Result);
        Assert.Equal(["expert", "a", "b", "c"], Confirmed(context));
    }

    [Fact]
    public async Task Approval_Readers_AreToldTheOutcome()
    {
        var context = Context(request => request with { Readers = [new("sjj", "局长")] });
        var run = Approval.RunAsync(context.Object);

        Decide(context, "review", 1, "a", Decision.Refuse, "重复建设");

        await run;
        Assert.Contains("不同意", context.InputsOf<MailOrder>(nameof(Outbox.EnqueueMail)).Last(order => order.Message is Notice).Message.ToDo, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Approval_DecisionWithReaders_TellsThemOnceAndGoesOn()
    {
        var context = Context();
        var run = Approval.RunAsync(context.Object);
        _copies = [new("a", "甲", ["x", "y"]), new("z", "没有问到的人", ["v"])];
        Decide(context, "review", 1, "a", Decision.Agree, "请关注");
        Decide(context, "review", 1, "b", Decision.Agree);

        var copied = context.InputsOf<MailOrder>(nameof(Outbox.EnqueueMail)).Where(order => order.Message is Notice).ToList();
        Assert.Equal(["x", "y"], copied.Select(order => order.To.Person));
        Assert.All(copied, order => Assert.Contains("甲审核意见为同意：请关注", order.Message.ToDo, StringComparison.Ordinal));
        Assert.Contains("c", Asked(context));
        Assert.False(run.IsCompleted);
    }

    [Fact]
    public async Task Approval_StepWithAPeriod_IsWatchedUntilItIsDecidedAndCountsItsDays()
    {
        _deadline = DeadlineRules.Compute("Establishment", "第十条", new WorkingDays(5), new DateOnly(2026, 3, 2), WorkCalendar.Default);
        var watch = new TaskCompletionSource<DeadlineOutcome>();
        var context = Context(request => request with { Steps = [request.Steps[1]] })
            .On<WatchPlan>(nameof(DeadlineWatch), _ => watch.Task)
            .On<DeadlineEnd>(nameof(DeadlineActivities.CloseDeadline), end =>
            {
                var outcome = new DeadlineOutcome(end.State, end.At, end.Plan.Deadline, DeadlineRules.DaysOverdue(end.Plan.Deadline, end.At));
                watch.SetResult(outcome);
                return outcome;
            });
        var run = Approval.RunAsync(context.Object);
        var plan = context.InputsOf<WatchPlan>(nameof(DeadlineWatch)).Single();
        Assert.Equal((DeadlineKey.Of(new StepRound("decision", 1)), _deadline.Due), (plan.Step, plan.Deadline.Due));
        Assert.Equal([("c", ApprovalLinks.Decide)], plan.Responsible.Select(contact => (contact.Person, contact.Link!.Purpose)));

        // 1, 2, 4 and 8 days later nobody has decided and the step is overdue
        for (var i = 0; i < 4; i++) context.FireNextTimer();
        Assert.False(run.IsCompleted);
        Decide(context, "decision", 1, "c", Decision.Agree);

        var outcome = await run;
        Assert.Equal((15, 8), (outcome.DaysUsed, outcome.DaysOverdue));
    }

    private static IEnumerable<string> Asked(ScriptedContext context) => Mailed<ApprovalRequested>(context);

    private static IEnumerable<string> Confirmed(ScriptedContext context) => Mailed<DecisionConfirmed>(context);

    private static IEnumerable<string> Mailed<T>(ScriptedContext context) =>
        context.InputsOf<MailOrder>(nameof(Outbox.EnqueueMail)).Where(order => order.Message is T).Select(order => order.To.Person!);

    private void Decide(ScriptedContext context, string step, int round, string person, Decision decision, string? comment = null)
    {
        Record(step, round, person, decision, comment);
        context.Raise(ApprovalEvents.Decided(new(step, round)));
    }

    /// <summary>Decisions come an hour apart.</summary>
    private void Record(string step, int round, string person, Decision decision, string? comment = null)
    {
        if (!_record.TryGetValue((step, round), out var decisions)) _record[(step, round)] = decisions = [];
        decisions.Add(new(person, decision, comment, Start.AddHours(_record.Values.Sum(list => list.Count) + 1)));
    }

    private void HandOver(ScriptedContext context, string from, string to)
    {
        _approvers["review"] = [.. _approvers["review"].Select(person => person == from ? to : person)];
        _handovers.Add(new(from, to, from, Start, null));
        context.Raise(ApprovalEvents.Decided(new("review", 1)));
    }

    private ScriptedContext Context(Func<ApprovalRequest, ApprovalRequest>? change = null)
    {
        var request = new ApprovalRequest
        {
            Subject = new("project", "p1", "测试项目"),
            Stage = "Establishment",
            Summary = "测试",
            Applicant = new("unit", "项目负责人"),
            Steps =
            [
                new() { Key = "review", Act = Act.Review, Approvers = [new("szf", "a"), new("szf", "b")], Article = "第十条" },
                new() { Key = "decision", Act = Act.Decide, Approvers = [new("szf", "c")], Article = "第十条" },
            ],
        };
        request = change is null ? request : change(request);
        return new ScriptedContext(request, Start)
            .On<OpenStep>(nameof(ApprovalActivities.OpenApprovalStep), open =>
            {
                var approvers = _approvers[open.Request.Steps[open.Index].Key];
                return new OpenedStep(approvers, "szf", _deadline, null) { Carried = StepRules.CarriedOver(approvers, open.Before) };
            })
            .On<StepQuestion>(nameof(ApprovalActivities.ReadDecisions), of =>
            {
                var step = request.Steps.Single(step => step.Key == of.Step);
                var given = _record.GetValueOrDefault((of.Step, of.Round), []);
                var record = new StepReading(_approvers[of.Step], _consultations, [.. given], _withdrawnAt, [.. _handovers]);
                return StepRules.Judge(step.Mode, step.Needed, record with { Copies = _copies }, of.Carried);
            })
            .On<CloseStep>(nameof(ApprovalActivities.CloseApprovalStep), close => StepTimes.Outcome(
                close.Step, close.Round, close.Result, close.Decisions, close.OpenedAt, close.ClosedAt, close.DaysOverdue))
            .On<ApplicantQuestion>(nameof(ApprovalActivities.ReadApplicantAct), of => StepTimes.Reminders(_applicant, of.ReturnedAt, of.Reminded, of.At))
            .On<FindPost>(nameof(ApprovalActivities.FindPostHolder), _ => "applicant");
    }
}
