using Dazhou.Serverless.Approvals;
using Dazhou.Serverless.Records;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Dazhou.Serverless.Ledgers;

/// <summary>
/// 签收: asks a unit by one link to sign for all of its tasks or to return some (退办); reminders are the frame's (催签). Another round
/// follows when the unit gets more tasks.
/// </summary>
public static class LedgerSigning
{
    /// <summary>The instance id of a unit's round.</summary>
    public static string InstanceIdOf(string ledger, string unit, int round) => $"ledger-sign-{ledger}-{unit}-{round}";

    /// <summary>Runs the request; returns whether the unit answered. Input: <see cref="SigningCall"/>.</summary>
    [Function(nameof(LedgerSigning))]
    public static async Task<bool> RunAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var call = context.GetInput<SigningCall>()!;
        var result = await Asking.AskAsync(context, call.ToRequest());
        if (result.End != AskEnd.HandedIn) return false;
        await context.CallActivityAsync(nameof(LedgerActivities.TakeSigning), call, ActivityRetry.Patient);
        return true;
    }
}

/// <summary>The input of <see cref="LedgerSigning"/>.</summary>
/// <param name="Ledger">the ledger</param>
/// <param name="Asked">the unit</param>
/// <param name="Round">the round, from 1</param>
public sealed record SigningCall(LedgerRef Ledger, AskedUnit Asked, int Round)
{
    internal SubmissionRequest ToRequest() => new()
    {
        Subject = Ledger.SubjectOf(Asked.Unit),
        Step = LedgerKinds.Sign.Step,
        Round = Round,
        Stage = nameof(LedgerSigning),
        ToDo = $"请签收{Ledger.Title}交办本单位的任务；不属于本单位职责的，可以申请退办，由{Ledger.CoordinatorName}决定。",
        Article = Ledger.Document,
        Post = new ApproverPost(Asked.Unit, Asked.Post),
        Period = new WorkingDays(Ledger.Policy.SignWorkingDays),
        Escalation = Ledger.Office,
    };
}
