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

/// <summary>Accepts submissions from API, pages and mailed links of every system.</summary>
public sealed class SubmissionDesk(SubmissionService submissions, OpenActs acts, SubmissionSources sources, SubjectKinds subjects, IDirectory directory)
{
    /// <summary>
    /// Submits for a unit: by its signed-in person, or by the unit's key if that is null. Safe to repeat: returns the submission that
    /// stands.
    /// </summary>
    public async Task<ActOutcome<SubmissionRow>> SubmitAsync(
        DurableTaskClient client, HandIn handIn, UnitCaller caller, string? person, CancellationToken cancellationToken)
    {
        if (await FindAsync(handIn, cancellationToken) is not var (source, kind, subject))
            return NotFound();

        var earlier = handIn.Key is null ? null : await acts.FindByKeyAsync(subject.Id, handIn.Step, handIn.Key, cancellationToken);
        var open = (await acts.ReadAsync(subject.Id, cancellationToken))
            .LastOrDefault(act => act.Step == handIn.Step && (handIn.Round is null || act.Ask is null || act.Ask.Round == handIn.Round));
        var ask = earlier is not null || open?.Ask is null
            ? await LastAskAsync(handIn, earlier, cancellationToken)
            : open.Ask;
        if (!await MayAsync(source, kind, subject, ask, caller, cancellationToken))
            return ActOutcome<SubmissionRow>.Refused(StatusCodes.Status403Forbidden, WhoMay(kind, subject), kind.Article);
        if (open is null && earlier is null && ask is null && !kind.RulesSayWhen)
            return NotNow(kind, subject);

        var by = person ?? caller.ActorFor(StandsIn(kind, subject, ask));
        return await SubmitAsync(client, kind, subject, handIn with { Round = earlier?.Round ?? open?.Ask?.Round ?? handIn.Round }, by, link: null, cancellationToken);
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
