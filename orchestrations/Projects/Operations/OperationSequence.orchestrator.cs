using Dazhou.Serverless.Deadlines;
using Dazhou.Serverless.Mail;
using Dazhou.Serverless.Records;
using Microsoft.DurableTask;

namespace Dazhou.Serverless.Projects;

/// <summary>Requests and waits of <see cref="OperationBudget"/>.</summary>
internal static class OperationSequence
{
    /// <summary>
    /// Asks somebody by link, with deadline and reminders, and waits without limit until the act is recorded or the
    /// unit withdraws the application.
    /// </summary>
    public static async Task<OperationReading> AskAsync(
        this TaskOrchestrationContext context, OperationBudgetRow budget, OperationState state, SubmissionRequest ask)
    {
        // Wait for the event first, so that one raised while the activities run is not missed.
        var eventName = OperationSteps.Recorded(ask.StepRound);
        var woken = context.WaitForExternalEvent<object?>(eventName);
        var (post, period, from) = (ask.Post!, ask.Period!, ask.From!.Value);
        // A correction belongs to the round that it corrects.
        await context.SetAsync(
            budget, state == OperationState.Correction ? ask.Round - 1 : ask.Round, state,
            ask: new(post, ask.Subject.Kinds.Of(ask.Step).Title, ask.Article, period, from));
        var person = await context.HolderOfAsync(post);
        var escalation = await context.HolderOfAsync(ask.Escalation!);
        var deadline = await context.CallActivityAsync<Deadline>(
            nameof(DeadlineActivities.ComputeDeadline), new DeadlineQuestion(nameof(OperationBudget), ask.Article, period, from), ActivityRetry.Patient);
        var opened = new OpenedAsk(person, post.Unit, deadline, escalation);
        await context.MailAsync(budget.Id, $"{ask.Step}|{ask.Round}", person, Asking.MailOf(ask, opened, context.Now()));
        var watch = DeadlineWatch.Start(context, Asking.WatchOf(ask, opened));
        var patience = new Patience();
        while (true)
        {
            var reading = await context.ReadAsync(budget, ask.StepRound);
            if (reading.Withdrawn || reading.Act is not null)
            {
                await watch.EndAsync(context, reading.Act is null ? DeadlineState.Cancelled : DeadlineState.Done);
                return reading;
            }

            if (await patience.WaitAsync(context, woken)) woken = context.WaitForExternalEvent<object?>(eventName);
        }
    }

    /// <summary>Reads the record of a step and round.</summary>
    public static Task<OperationReading> ReadAsync(this TaskOrchestrationContext context, OperationBudgetRow budget, StepRound of) =>
        context.CallActivityAsync<OperationReading>(
            nameof(OperationBudgetActivities.ReadOperationAct), new OperationActRef(budget.Id, of.Step, of.Round, context.InstanceId), ActivityRetry.Patient);

    /// <summary>Writes the budget's state.</summary>
    public static Task SetAsync(
        this TaskOrchestrationContext context, OperationBudgetRow budget, int round, OperationState state, decimal? arranged = null,
        OperationAskNote? ask = null) =>
        context.CallActivityAsync(
            nameof(OperationBudgetActivities.SetOperationState),
            new OperationStateChange(budget.Id, round, state, arranged, context.Now()) { Ask = ask }, ActivityRetry.Patient);

    /// <summary>The path of the budget's page.</summary>
    public static string PageOf(OperationBudgetRow budget) => $"/operations/{budget.Id}";

    /// <summary>The lines about the budget in every mail.</summary>
    public static IReadOnlyList<MailLine> LinesOf(OperationBudgetRow budget) => budget.ToSubmissionSubject().Lines;
}
