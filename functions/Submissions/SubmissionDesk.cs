using System.Text.Json.Nodes;
using Dazhou.Serverless.Directory;
using Dazhou.Serverless.Functions.Common;
using Dazhou.Serverless.Records;
using Dazhou.Serverless.Subjects;
using Microsoft.AspNetCore.Http;
using Microsoft.DurableTask.Client;

namespace Dazhou.Serverless.Functions.Submissions;

/// <summary>A submission by API, page or link.</summary>
/// <param name="Subject">The subject's id.</param>
/// <param name="Step">The step, as <see cref="OpenAct.Step"/>.</param>
/// <param name="Round">The round; null for the open one.</param>
/// <param name="Data">The content.</param>
/// <param name="Files">The files.</param>
/// <param name="Key">The sender's idempotency key; null for none.</param>
public sealed record HandIn(string Subject, string Step, int? Round, JsonObject Data, IReadOnlyList<SubmissionFile> Files, string? Key);

/// <summary>Who may submit something now.</summary>
/// <param name="Kind">What.</param>
/// <param name="Subject">For what.</param>
/// <param name="Step">The step, with its number if it has one.</param>
/// <param name="Round">The round; null for what nobody asked for.</param>
/// <param name="By">As whom: a person's or unit's id.</param>
public sealed record Admitted(SubmissionKind Kind, SubmissionSubject Subject, string Step, int? Round, string By)
{
    /// <summary>Whether it can be handed in, and was not already.</summary>
    public bool IsOpen { get; init; }

    /// <summary>What was handed in under the same idempotency key; null for nothing.</summary>
    public SubmissionRow? Earlier { get; init; }

    /// <summary>Where its form is filled in.</summary>
    public FormPlace Place => Kind.TakenBy is null && Round is { } round ? FormPlace.OfAsk(Subject.Id, new(Step, round)) : FormPlace.OfOffer(Subject.Id, Step);
}

/// <summary>Accepts submissions from API, pages and mailed links of every system.</summary>
public sealed class SubmissionDesk(SubmissionService submissions, OpenActs acts, SubmissionSources sources, SubjectKinds subjects, Drafts drafts, IDirectory directory)
{
    /// <summary>
    /// Submits for a unit: by its signed-in person, or by the unit's key if that is null. Safe to repeat: returns the submission that
    /// stands.
    /// </summary>
    public async Task<ActOutcome<SubmissionRow>> SubmitAsync(
        DurableTaskClient client, HandIn handIn, UnitCaller caller, string? person, CancellationToken cancellationToken)
    {
        var (admitted, refusal) = await AdmitAsync(handIn, caller, person, cancellationToken);
        return admitted is null
            ? refusal!
            : await SubmitAsync(client, admitted.Kind, admitted.Subject, handIn with { Round = admitted.Round }, admitted.By, link: null, cancellationToken);
    }

    /// <summary>Returns as whom a unit's signed-in person, or the holder of its key, submits now, or why that cannot be.</summary>
    public async Task<(Admitted? Admitted, ActOutcome<SubmissionRow>? Refusal)> AdmitAsync(HandIn handIn, UnitCaller caller, string? person, CancellationToken cancellationToken)
    {
        if (await FindAsync(handIn, cancellationToken) is not var (source, kind, subject))
            return (null, NotFound());

        var earlier = handIn.Key is null ? null : await acts.FindByKeyAsync(subject.Id, handIn.Step, handIn.Key, cancellationToken);
        var open = (await acts.ReadAsync(subject.Id, cancellationToken))
            .LastOrDefault(act => act.Step == handIn.Step && (handIn.Round is null || act.Ask is null || act.Ask.Round == handIn.Round));
        var ask = earlier is not null || open?.Ask is null
            ? await LastAskAsync(handIn, earlier, cancellationToken)
            : open.Ask;
        if (!await MayAsync(source, kind, subject, ask, caller, cancellationToken))
            return (null, ActOutcome<SubmissionRow>.Refused(StatusCodes.Status403Forbidden, WhoMay(kind, subject), kind.Article));
        if (open is null && earlier is null && ask is null && !kind.RulesSayWhen)
            return (null, NotNow(kind, subject));
        return (new(kind, subject, handIn.Step, earlier?.Round ?? open?.Ask?.Round ?? handIn.Round, person ?? caller.ActorFor(StandsIn(kind, subject, ask))) { Earlier = earlier, IsOpen = open is not null }, null);
    }

    /// <summary>Submits as the person who was asked, by a mailed link with the hash <paramref name="link"/>, or signed in.</summary>
    public async Task<ActOutcome<SubmissionRow>> SubmitAsync(DurableTaskClient client, HandIn handIn, string person, string? link, CancellationToken cancellationToken) =>
        await FindAsync(handIn, cancellationToken) is var (_, kind, subject)
            ? await SubmitAsync(client, kind, subject, handIn, person, link, cancellationToken)
            : NotFound();

    private async Task<ActOutcome<SubmissionRow>> SubmitAsync(
        DurableTaskClient client, SubmissionKind kind, SubmissionSubject subject, HandIn handIn, string by, string? link, CancellationToken cancellationToken)
    {
        SubmissionReceipt receipt;
        var data = handIn.Data.ToJsonString(RecordJson.Options);
        try
        {
            receipt = await submissions.SubmitAsync(
                client,
                new()
                {
                    Subject = subject.Id,
                    Step = handIn.Step,
                    Round = handIn.Round,
                    Data = data,
                    Files = handIn.Files,
                    By = by,
                    Key = handIn.Key,
                    Link = link,
                },
                cancellationToken);
        }
        catch (DocumentRefusedException refusal)
        {
            return ActOutcome<SubmissionRow>.Refused(StatusCodes.Status422UnprocessableEntity, refusal.Message, kind.Article, "file");
        }

        // Whichever way it came: there is nothing left to fill in. A crash before leaves a draft that no page shows any more.
        if (receipt.Submission is { } submission && kind.TakenBy is null)
            await drafts.EndAsync(FormPlace.OfAsk(subject.Id, submission.StepRound).Id, by, cancellationToken);

        return receipt.Status switch
        {
            SubmissionStatus.NotAwaited => NotNow(kind, subject),
            SubmissionStatus.Refused => ActOutcome<SubmissionRow>.Refused(StatusCodes.Status422UnprocessableEntity, receipt.Failures),
            SubmissionStatus.AlreadyHandedIn when !Repeats(handIn, data, receipt.Submission!) => ActOutcome<SubmissionRow>.Refused(
                StatusCodes.Status409Conflict, $"{kind.Title}（第{receipt.Submission!.Round}次）已经提交，以先提交的为准。", kind.Article),
            _ => new(StatusCodes.Status202Accepted, receipt.Submission, []),
        };
    }

    private async Task<(ISubmissionSource Source, SubmissionKind Kind, SubmissionSubject Subject)?> FindAsync(HandIn handIn, CancellationToken cancellationToken) =>
        sources.Of(handIn.Subject) is { } source
        && source.Kinds.Find(handIn.Step) is { } kind
        && await source.FindAsync(handIn.Subject, cancellationToken) is { } subject
            ? (source, kind, subject)
            : null;

    /// <summary>
    /// Returns whether a submission repeats the stored one: the same files and either the same key or the same content. Different files
    /// mean a new submission, even with the same key.
    /// </summary>
    private static bool Repeats(HandIn handIn, string data, SubmissionRow stands) =>
        (handIn.Key is { } key && key == stands.Key || data == stands.Data)
        && handIn.Files.Select(file => Digest.Of(file.Content)).SequenceEqual(stands.Documents.Select(document => document.Sha256));

    private async Task<AskRow?> LastAskAsync(HandIn handIn, SubmissionRow? earlier, CancellationToken cancellationToken)
    {
        if ((earlier?.Round ?? handIn.Round) is { } round)
            return await acts.FindAskAsync(handIn.Subject, new(handIn.Step, round), cancellationToken);
        return await acts.LastAskAsync(handIn.Subject, handIn.Step, cancellationToken);
    }

    /// <summary>
    /// Returns whether the caller may submit: a unit for its own subjects; for the other side the person who was asked, or else a
    /// supervising unit.
    /// </summary>
    private async Task<bool> MayAsync(
        ISubmissionSource source, SubmissionKind kind, SubmissionSubject subject, AskRow? ask, UnitCaller caller, CancellationToken cancellationToken)
    {
        if (caller.ActsForAll)
            return true;
        if (kind.Side == SubmissionSide.Unit)
            return caller.ActsFor(subject.Unit);
        // An expert's opinion is personal and can only be given by the expert's own link.
        if (kind.Side == SubmissionSide.Expert)
            return false;
        return ask is { Person.Length: > 0 }
            ? caller.ActsFor((await directory.FindPersonAsync(ask.Person, cancellationToken))?.Unit)
            : await source.MayAsync(kind, caller.Unit, cancellationToken);
    }

    private static string StandsIn(SubmissionKind kind, SubmissionSubject subject, AskRow? ask) =>
        kind.Side == SubmissionSide.Unit ? subject.Unit : ask is { Person.Length: > 0 } ? ask.Person : kind.Office ?? subject.Unit;

    private static string WhoMay(SubmissionKind kind, SubmissionSubject subject) => kind.Side switch
    {
        SubmissionSide.Unit => $"单位密钥与{subject.UnitRole}不一致。",
        SubmissionSide.Expert => "专家意见由专家本人通过邮件链接提交。",
        _ => "此事项由负责的主管部门办理，单位密钥与之不一致。",
    };

    private static ActOutcome<SubmissionRow> NotFound() => ActOutcome<SubmissionRow>.Refused(StatusCodes.Status404NotFound, "没有这个事项。");

    private ActOutcome<SubmissionRow> NotNow(SubmissionKind kind, SubmissionSubject subject) => ActOutcome<SubmissionRow>.Refused(
        StatusCodes.Status409Conflict, $"{subject.Noun}处于“{subjects.StageTitle(subject.Stage)}”阶段，现在不接收{kind.Title}。", kind.Article);
}
