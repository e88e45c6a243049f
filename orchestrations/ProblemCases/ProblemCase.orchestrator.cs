using Dazhou.Serverless.Mail;
using Dazhou.Serverless.Records;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Dazhou.Serverless.ProblemCases;

/// <summary>
/// 问题协调: asks the coordinating office to assign the problem, the unit to answer, and whoever raised it to confirm; sent back, it goes
/// round again. Each request has its period, reminders and escalation. Only the record counts, which the activities read and change.
/// </summary>
public static class ProblemCase
{
    /// <summary>The instance id of a problem.</summary>
    public static string InstanceIdOf(string problem) => $"problem-{problem}";

    /// <summary>Runs the problem to its end; returns it. Input: <see cref="ProblemCall"/>.</summary>
    [Function(nameof(ProblemCase))]
    public static async Task<ProblemPhase> RunAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var call = context.GetInput<ProblemCall>()!;
        var reading = await ReadAsync(context, call);
        while (!reading.State.IsEnded)
        {
            var request = call.ToRequest(reading);
            var asked = await Asking.AskAsync(context, request);
            // Only a withdrawal cancels a request.
            if (asked.End != AskEnd.HandedIn)
            {
                reading = await ReadAsync(context, call);
                break;
            }

            reading = await context.CallActivityAsync<ProblemReading>(
                nameof(ProblemActivities.TakeProblemStep), new ProblemStep(call.Id, request.Step, request.Round, context.Now()), ActivityRetry.Patient);
            if (!reading.State.IsEnded) await TellAsync(context, call, reading);
        }

        await TellAsync(context, call, reading);
        return reading.State.Phase;
    }

    private static Task<ProblemReading> ReadAsync(TaskOrchestrationContext context, ProblemCall call) => context.CallActivityAsync<ProblemReading>(
        nameof(ProblemActivities.ReadProblem), new ProblemInstant(call.Id, context.Now()), ActivityRetry.Patient);

    private static async Task TellAsync(TaskOrchestrationContext context, ProblemCall call, ProblemReading reading)
    {
        if (reading.Notice is not { } notice) return;
        foreach (var person in notice.People)
            await context.MailAsync(call.Subject.Id, $"{notice.Key}|{person}", person, call.ToNotice(notice));
    }
}

/// <summary>Ends the requests of a problem that was withdrawn, so that its <see cref="ProblemCase"/> ends.</summary>
public static class ProblemWithdrawal
{
    /// <summary>The instance id of a problem's withdrawal.</summary>
    public static string InstanceIdOf(string problem) => $"problem-withdrawal-{problem}";

    /// <summary>A request that was being opened at the withdrawal is there after so long.</summary>
    private static readonly TimeSpan Opened = TimeSpan.FromMinutes(5);

    /// <summary>Runs it. Input: the problem's id.</summary>
    [Function(nameof(ProblemWithdrawal))]
    public static async Task RunAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var problem = context.GetInput<string>()!;
        await EndAsync(context, problem);
        await context.UntilAsync(context.Now() + Opened);
        await EndAsync(context, problem);
    }

    private static Task EndAsync(TaskOrchestrationContext context, string problem) => context.CallActivityAsync(
        nameof(ProblemActivities.EndAsksOfProblem), new ProblemInstant(problem, context.Now()), ActivityRetry.Patient);
}
