using System.Text.Json.Serialization;
using Dazhou.Serverless.Approvals;
using Dazhou.Serverless.Mail;
using Dazhou.Serverless.Records;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Dazhou.Serverless.Ledgers;

/// <summary>What a cycle is for.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<CycleMode>))]
public enum CycleMode
{
    /// <summary>Units are asked by link (16号 每季度末, 11号 旬调度, 19号 评估).</summary>
    Report,

    /// <summary>Compiled from the register without asking anybody (11号 周通报).</summary>
    Bulletin,

    /// <summary>The coordinating office records its own findings (11号 月督导).</summary>
    Inspection,
}

/// <summary>
/// The cycles of a ledger, one after another: asks each unit by one link for all of its tasks, reminds, closes, and compiles
/// 难点、堵点、亮点 for the coordinating office, with the late and the missing named. One that ended before the ledger was started asks
/// nothing.
/// </summary>
public static class LedgerCycle
{
    /// <summary>Runs a cycle, and then the next one as a new execution. Returns how many were compiled. Input: <see cref="CycleCall"/>.</summary>
    [Function(nameof(LedgerCycle))]
    public static async Task<int> RunAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var call = context.GetInput<CycleCall>()!;
        var dates = await context.CallActivityAsync<LedgerCycleDates?>(
            nameof(CycleActivities.PlanCycle), new CyclePlanQuestion(call, context.Today()), ActivityRetry.Patient);
        if (dates is null) return call.Compiled;
        await context.UntilAsync(dates.OpensAt);
        var units = await context.CallActivityAsync<IReadOnlyList<AskedUnit>>(
            nameof(CycleActivities.OpenCycle), new CycleOpening(call, dates, context.Now()), ActivityRetry.Patient);

        var asks = units.Where(unit => unit.Post is not null).Select(unit => new ReportCall(call.Ledger, call.Mode, unit, dates)).Select(report =>
            context.CallSubOrchestratorAsync(
                nameof(LedgerReport), report, OrchestrationVersion.Part($"{context.InstanceId}:{dates.Number}:{report.Asked.Unit}"))).ToList();
        var answered = Task.WhenAll(asks);
        // A bulletin asks nobody, so that it waits for its day to end.
        if (call.Mode == CycleMode.Bulletin) await context.UntilAsync(dates.ClosesAt);
        else if (!await context.UntilAsync(dates.ClosesAt, answered))
            await context.CallActivityAsync(nameof(CycleActivities.CloseCycle), new CycleClosing(call, dates, context.Now()), ActivityRetry.Patient);
        try
        {
            await answered;
        }
        catch (TaskFailedException)
        {
            // A unit that could not be asked is named as missing; the others' reports are compiled all the same.
        }

        var compiled = await context.CallActivityAsync<CycleCompiled>(
            nameof(CycleActivities.CompileCycle), new CycleClosing(call, dates, context.Now()), ActivityRetry.Patient);
        if (compiled.Person is { } person)
        {
            await context.MailAsync(LedgerSubject.Of(call.Ledger.Id), $"compiled|{call.Mode}|{dates.Number}", person, new Notice
            {
                Title = call.Ledger.Title,
                ToDo = compiled.Text,
                Article = call.Ledger.Document,
                Page = compiled.Page,
            });
        }

        // Nothing is awaited here but calls that have ended: no event can be lost.
        context.ContinueAsNew(call with { After = dates.Number, Compiled = call.Compiled + 1 }, preserveUnprocessedEvents: true);
        return call.Compiled;
    }
}

/// <summary>Asks one unit for its report of a cycle, and takes what it says on tasks into them. A late report is accepted until the cycle closes.</summary>
public static class LedgerReport
{
    /// <summary>Runs the request; returns whether the unit reported. Input: <see cref="ReportCall"/>.</summary>
    [Function(nameof(LedgerReport))]
    public static async Task<bool> RunAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var call = context.GetInput<ReportCall>()!;
        var result = await Asking.AskAsync(context, call.ToRequest());
        if (result.End != AskEnd.HandedIn) return false;
        await context.CallActivityAsync(nameof(CycleActivities.TakeLedgerReport), call, ActivityRetry.Patient);
        return true;
    }
}

/// <summary>The input of <see cref="LedgerCycle"/>.</summary>
/// <param name="Ledger">the ledger</param>
/// <param name="Mode">what the cycles are for</param>
/// <param name="After">the number of the cycle before; 0 for none</param>
/// <param name="Compiled">how many were compiled</param>
public sealed record CycleCall(LedgerRef Ledger, CycleMode Mode, int After, int Compiled);

/// <summary>The input of <see cref="LedgerReport"/>.</summary>
/// <param name="Ledger">the ledger</param>
/// <param name="Mode">what the cycle is for</param>
/// <param name="Asked">the unit</param>
/// <param name="Dates">the cycle</param>
public sealed record ReportCall(LedgerRef Ledger, CycleMode Mode, AskedUnit Asked, LedgerCycleDates Dates)
{
    internal string Step => StepOf(Mode, Dates);

    /// <summary>Returns the step of a cycle's request: an evaluation is asked for by a document that asks once.</summary>
    internal static string StepOf(CycleMode mode, LedgerCycleDates dates) =>
        mode == CycleMode.Inspection ? LedgerKinds.Findings.Step : dates.IsEvaluation ? LedgerKinds.Evaluation.Step : LedgerKinds.Report.Step;

    internal SubmissionRequest ToRequest() => new()
    {
        Subject = Ledger.SubjectOf(Asked.Unit),
        Step = Step,
        Round = Dates.Number,
        Stage = nameof(LedgerCycle),
        ToDo = Mode == CycleMode.Inspection
            ? $"请记录{ChinaTime.Text(Dates.Day)}前{Ledger.Title}督导发现的情况。"
            : Dates.IsEvaluation
                ? $"请对{Ledger.Title}的实施情况进行评估，将评估结果送{Ledger.CoordinatorName}。"
                : $"请汇总{Ledger.Title}推进难点、堵点、亮点情况报{Ledger.CoordinatorName}（{ChinaTime.Text(Dates.Day)}）。",
        Article = Ledger.Document,
        Post = new ApproverPost(Asked.Unit, Asked.Post),
        Period = new FixedDate(Dates.LastDay),
        Escalation = Ledger.Office,
    };
}
