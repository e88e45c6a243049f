using Dazhou.Serverless.Directory;
using Dazhou.Serverless.Functions.Common;
using Dazhou.Serverless.Functions.Subjects;
using Dazhou.Serverless.ProblemCases;
using Dazhou.Serverless.Records;
using Dazhou.Serverless.Subjects;
using Microsoft.AspNetCore.Http;
using Microsoft.DurableTask.Client;

namespace Dazhou.Serverless.Functions.ProblemCases;

/// <summary>Someone who is asked now.</summary>
/// <param name="Act">What is asked for.</param>
/// <param name="Who">Who is asked, as shown to people.</param>
/// <param name="IsReader">Whether that is the reader, who answers at <see cref="AskPlace.PathOf"/>.</param>
public sealed record ProblemAsk(OpenAct Act, string Who, bool IsReader);

/// <summary>A problem as shown to a reader.</summary>
/// <param name="Problem">The problem.</param>
/// <param name="Reader">The reader.</param>
/// <param name="Now">When it was read, at +08:00.</param>
public sealed record ProblemView(ProblemRow Problem, SubjectReader Reader, DateTimeOffset Now)
{
    /// <summary>What is asked for now; none after the end.</summary>
    public IReadOnlyList<ProblemAsk> Asks { get; init; } = [];

    /// <summary>What happened, the newest first.</summary>
    public IReadOnlyList<StoryLine> History { get; init; } = [];

    /// <summary>The files that were handed in.</summary>
    public IReadOnlyList<DocumentInfo> Documents { get; init; } = [];

    /// <summary>The path of its page.</summary>
    public string Path => ProblemSubject.PathOf(Problem.Id);

    /// <summary>The form by which the reader assigns it; null unless it waits for the reader's office.</summary>
    public OpenAct? ToAssign => Reader.Unit is null || Reader.Unit == Problem.Office ? Asks.FirstOrDefault(ask => ask.Act.Step == ProblemKinds.Assign.Step)?.Act : null;

    /// <summary>Whether the reader may withdraw it.</summary>
    public bool MayWithdraw => !Problem.State.IsEnded && (Reader.Unit is null || Reader.Unit == Problem.Raiser);

    /// <summary>Whether the unit's answer is late.</summary>
    public bool IsLate => IsLateOn(Problem, ChinaTime.DayOf(Now));

    /// <summary>Returns whether the answer to a problem is late on a day.</summary>
    public static bool IsLateOn(ProblemRow problem, DateOnly today) => problem.State is { Phase: ProblemPhase.Assigned, Until: { } until } && until < today;
}

/// <summary>
/// Reads problems for API and pages, and takes assignments and withdrawals. A problem exists for the unit that raised it, its coordinating
/// office, the further readers of its source, and the units to which it was assigned; for anybody else there is none.
/// </summary>
public sealed class ProblemDesk(
    ProblemBook book, ProblemWithdrawals withdrawals, SubmissionDesk submissions, SubmissionSources sources, OpenActs acts, IAuditTrail audit, IDocumentStore documents,
    IDirectory directory, TimeProvider time)
{
    /// <summary>Returns the problems that a reader may see and a filter lets through, newest first.</summary>
    public async Task<IReadOnlyList<ProblemRow>> ListAsync(SubjectReader reader, ProblemFilter filter, CancellationToken cancellationToken) =>
        [.. (await book.ListAsync(filter, cancellationToken)).Where(problem => MayRead(problem, reader))];

    /// <summary>Returns a problem; null if there is none or the reader may not see it.</summary>
    public async Task<ProblemView?> FindAsync(string id, SubjectReader reader, CancellationToken cancellationToken) =>
        await book.FindAsync(id, cancellationToken) is { } problem && MayRead(problem, reader) ? new(problem, reader, time.GetChinaNow()) : null;

    /// <summary>Returns a problem with all that its page shows; null if there is none or the reader may not see it.</summary>
    public async Task<ProblemView?> ReadAsync(string id, SubjectReader reader, CancellationToken cancellationToken)
    {
        if (await FindAsync(id, reader, cancellationToken) is not { } view) return null;
        var (subject, asks) = (ProblemSubject.Of(id), new List<ProblemAsk>());
        foreach (var act in view.Problem.State.IsEnded ? [] : await acts.ReadAsync(subject, cancellationToken))
        {
            var person = act.Ask!.Person;
            asks.Add(new(act, await directory.TitleOfAsync(person, cancellationToken), person == reader.Person));
        }

        return view with
        {
            Asks = asks,
            History = await HistoryAsync(subject, cancellationToken),
            Documents = await documents.ListAsync(subject, cancellationToken),
        };
    }

    /// <summary>Returns a file of a problem; null if there is none or the reader may not see it.</summary>
    public async Task<DocumentInfo?> DocumentAsync(string id, SubjectReader reader, string name, int version, CancellationToken cancellationToken) =>
        await FindAsync(id, reader, cancellationToken) is null ? null : await documents.FindAsync(ProblemSubject.Of(id), name, version, cancellationToken);

    /// <summary>Returns the id of a unit by id, name or alias; null if there is none.</summary>
    public async Task<string?> IdOfAsync(string unit, CancellationToken cancellationToken) => (await directory.FindUnitAsync(unit, cancellationToken))?.Id;

    /// <summary>Returns the form by which a problem is assigned, with the units to choose from.</summary>
    public async Task<SubmissionKind> FormAsync(string id, CancellationToken cancellationToken)
    {
        var subject = ProblemSubject.Of(id);
        return (await sources.Of(subject)!.OfferAsync(subject, ProblemKinds.Assign, cancellationToken)).Kind;
    }

    /// <summary>Returns what the form begins with.</summary>
    public async Task<IReadOnlyDictionary<string, string>?> BegunAsync(string id, CancellationToken cancellationToken)
    {
        var subject = ProblemSubject.Of(id);
        return (await sources.Of(subject)!.OfferAsync(subject, ProblemKinds.Assign, cancellationToken)).Begun;
    }

    /// <summary>Assigns a problem, for its coordinating office.</summary>
    public Task<ActOutcome<SubmissionRow>> AssignAsync(
        DurableTaskClient client, HttpRequest request, string id, SentContent sent, string? key, CancellationToken cancellationToken)
    {
        var person = request.HttpContext.Features.Get<PersonRow>();
        var caller = person is { IsOperator: false } ? new(person.Unit, ActsForAll: false) : request.HttpContext.Features.Get<UnitCaller>() ?? UnitCaller.OfDevelopment;
        var handIn = new HandIn(ProblemSubject.Of(id), ProblemKinds.Assign.Step, Round: null, sent.Data, sent.Files, key);
        return submissions.SubmitAsync(client, handIn, caller, person?.Id, cancellationToken);
    }

    /// <summary>Withdraws a problem, for the unit that raised it.</summary>
    public async Task<ActOutcome<ProblemRow>> WithdrawAsync(
        DurableTaskClient client, HttpRequest request, ProblemRow problem, string? reason, CancellationToken cancellationToken)
    {
        var reader = Readers.Of(request);
        if (reader.Unit is { } unit && unit != problem.Raiser)
            return ActOutcome<ProblemRow>.Refused(StatusCodes.Status403Forbidden, "问题由提出单位撤回。", problem.Origin.Article);
        var by = request.HttpContext.Features.Get<PersonRow>()?.Id ?? reader.Unit ?? problem.Raiser;
        var failures = await withdrawals.WithdrawAsync(client, problem, reason, by, cancellationToken);
        if (failures.Count == 0) return new(StatusCodes.Status202Accepted, problem, []);
        return ActOutcome<ProblemRow>.Refused(
            failures.All(failure => failure.Field.Length == 0) ? StatusCodes.Status409Conflict : StatusCodes.Status422UnprocessableEntity, failures);
    }

    private static bool MayRead(ProblemRow problem, SubjectReader reader) => reader.Unit is not { } unit || ProblemRules.MayRead(problem, unit);

    private async Task<IReadOnlyList<StoryLine>> HistoryAsync(string subject, CancellationToken cancellationToken)
    {
        var (trail, names) = (new List<StoryEntry>(), new Dictionary<string, string>(StringComparer.Ordinal));
        foreach (var entry in await audit.EntriesAsync(subject, cancellationToken))
        {
            if (!names.TryGetValue(entry.Actor, out var name))
                names[entry.Actor] = name = (await directory.FindUnitAsync(entry.Actor, cancellationToken))?.Name ?? await directory.TitleOfAsync(entry.Actor, cancellationToken);
            trail.Add(new(entry.At, entry.Action, entry.Article is { Length: > 0 } article ? article : null, name, entry.Detail, entry.Actor == AuditEntry.System));
        }

        return Story.Tell(trail);
    }
}
