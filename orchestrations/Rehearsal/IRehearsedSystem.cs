using Dazhou.Serverless.Links;
using Dazhou.Serverless.Mail;
using Dazhou.Serverless.Records;
using Microsoft.DurableTask.Client;

namespace Dazhou.Serverless.Rehearsal;

/// <summary>What the people of a system do in a rehearsal beside deciding, and which of its records belong into the calendar.</summary>
public interface IRehearsedSystem
{
    /// <summary>Hands in what a link asks for; returns when to try again if it is too early or refused for now, otherwise null.</summary>
    /// <param name="client">the client of the orchestrations</param>
    /// <param name="of">what is asked for, and of whom</param>
    /// <param name="line">the line of the script</param>
    /// <param name="at">the virtual time, at +08:00</param>
    /// <param name="cancellation">a token to stop</param>
    Task<DateTimeOffset?> HandInAsync(DurableTaskClient client, LinkRequest of, RehearsalScriptLine line, DateTimeOffset at, CancellationToken cancellation);

    /// <summary>Performs an act of the script that nobody asks for; systems without such acts have none in their scripts.</summary>
    Task ActAsync(DurableTaskClient client, PlannedAct planned, CancellationToken cancellation) =>
        throw new NotSupportedException($"Nothing is handed in unasked: {planned.Act.Step}");

    /// <summary>Returns what an entry of the trail is in the calendar; null if it does not belong there.</summary>
    RehearsalKind? KindOf(AuditEntry entry);

    /// <summary>Returns the stage to which a mail belongs; null if it belongs to none.</summary>
    string? StageOf(MailOrder mail);
}
