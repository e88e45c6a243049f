using Dazhou.Serverless.Approvals;
using Dazhou.Serverless.Deadlines;
using Dazhou.Serverless.Mail;
using Dazhou.Serverless.Records;
using Microsoft.DurableTask;

namespace Dazhou.Serverless.Projects;

/// <summary>How <see cref="OperationBudget"/> asks and waits.</summary>
internal static class OperationSequence
{
    /// <summary>
    /// Asks somebody and waits until it is recorded, however long that takes, or until the unit takes its application back: mail
    /// and reminders with a link, deadline.
    /// </summary>
    public static async Task<OperationReading> AskAsync(this TaskOrchestrationContext context, OperationAsk ask)
    {
        var budget = ask.Budget;
        // The waiter first: an event that comes while the activities run is not missed.
        var eventName = OperationSteps.Recorded(ask.Step, ask.Round);
        var woken = context.WaitForExternalEvent<object?>(eventName);
        // A correction is of the round that it mends.
        await context.SetAsync(
            budget, ask.State == OperationState.Correction ? ask.Round - 1 : ask.Round, ask.State,
            ask: new(ask.Post, ask.Document, ask.Article, ask.Period, ask.From));
        var person = await context.HolderOfAsync(ask.Post);
        var escalation = await context.HolderOfAsync(ask.Escalation);
        var deadline = await context.CallActivityAsync<Deadline>(
            nameof(DeadlineActivities.ComputeDeadline), new DeadlineQuestion(nameof(OperationBudget), ask.Article, ask.Period, ask.From), ActivityRetry.Patient);
        await context.MailAsync(budget.Id, $"{ask.Step}|{ask.Round}", person, new DocumentRequested
        {
            Title = budget.Title,
            Document = ask.Document,
            ToDo = ask.ToDo,
            Until = deadline.Due,
            Article = ask.Article,
            Lines = LinesOf(budget),
            Link = LinkOf(ask, person, deadline),
        });
        var watch = DeadlineWatch.Start(context, new WatchPlan
        {
            Subject = budget.Id,
            Step = DeadlineKey.Of(ask.Step, ask.Round),
            Title = budget.Title,
            ToDo = ask.ToDo,
            Unit = ask.Post.Unit,
            Deadline = deadline,
            Responsible = [new(person, LinkOf(ask, person, deadline))],
            Escalation = [escalation],
        });
        var patience = new Patience();
        while (true)
        {
            var reading = await context.ReadAsync(budget, ask.Step, ask.Round);
            if (reading.Withdrawn || reading.Act is not null)
            {
                await watch.EndAsync(context, reading.Act is null ? DeadlineState.Cancelled : DeadlineState.Done);
                return reading;
            }

            if (await patience.WaitAsync(context, woken)) woken = context.WaitForExternalEvent<object?>(eventName);
        }
    }

    /// <summary>What stands about a step's round.</summary>
    public static Task<OperationReading> ReadAsync(this TaskOrchestrationContext context, OperationBudgetRow budget, string step, int round) =>
        context.CallActivityAsync<OperationReading>(
            nameof(OperationBudgetActivities.ReadOperationAct), new OperationActRef(budget.Id, step, round, context.InstanceId), ActivityRetry.Patient);

    /// <summary>Writes how the budget stands.</summary>
    public static Task SetAsync(
        this TaskOrchestrationContext context, OperationBudgetRow budget, int round, OperationState state, decimal? arranged = null,
        OperationAskNote? ask = null) =>
        context.CallActivityAsync(
            nameof(OperationBudgetActivities.SetOperationState),
            new OperationStateChange(budget.Id, round, state, arranged, context.Now()) { Ask = ask }, ActivityRetry.Patient);

    private static LinkRequest LinkOf(OperationAsk ask, string person, Deadline deadline) => new()
    {
        Purpose = LinkPurpose.Report,
        Subject = ask.Budget.Id,
        Step = ask.Step,
        Round = ask.Round,
        Person = person,
        // What is late is still taken, so its link lives on.
        Expires = ChinaTime.At(deadline.Due.AddDays(180)),
    };

    /// <summary>The page on which it is dealt with.</summary>
    public static string PageOf(OperationBudgetRow budget) => $"/operations/{budget.Id}";

    /// <summary>What every mail says about it.</summary>
    public static IReadOnlyList<MailLine> LinesOf(OperationBudgetRow budget) => [new("申报单位", budget.UnitName), new("信息系统", budget.SystemName)];
}

/// <summary>Somebody is to record something about a budget.</summary>
internal sealed record OperationAsk(OperationBudgetRow Budget, OperationState State, string Step, int Round)
{
    /// <summary>Who is asked.</summary>
    public required ApproverPost Post { get; init; }

    /// <summary>What is asked for.</summary>
    public required string Document { get; init; }

    /// <summary>What must be done.</summary>
    public required string ToDo { get; init; }

    /// <summary>On what article.</summary>
    public required string Article { get; init; }

    /// <summary>How long it may take; the gazette sets no period for O&amp;M, these are the office's own.</summary>
    public required Period Period { get; init; }

    /// <summary>The day from which the period counts.</summary>
    public required DateOnly From { get; init; }

    /// <summary>Who hears of it when it is overdue.</summary>
    public required ApproverPost Escalation { get; init; }
}
