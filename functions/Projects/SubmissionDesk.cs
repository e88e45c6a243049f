using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Dazhou.Serverless.Directory;
using Dazhou.Serverless.Functions.Common;
using Dazhou.Serverless.Projects;
using Dazhou.Serverless.Records;
using Microsoft.AspNetCore.Http;
using Microsoft.DurableTask.Client;

namespace Dazhou.Serverless.Functions.Projects;

/// <summary>What somebody hands in.</summary>
/// <param name="Project">The project.</param>
/// <param name="Step">What, as <see cref="OpenAct.Step"/>.</param>
/// <param name="Round">The round; null for the one that waits.</param>
/// <param name="Data">The content.</param>
/// <param name="Files">The files.</param>
/// <param name="Key">The sender's key against repetition.</param>
public sealed record HandIn(string Project, string Step, int? Round, JsonObject Data, IReadOnlyList<SubmissionFile> Files, string? Key);

/// <summary>What became of it.</summary>
/// <param name="Status">The status to answer with.</param>
/// <param name="Submission">What stands; null when it was refused.</param>
/// <param name="Faults">Why it was refused.</param>
public sealed record SubmissionOutcome(int Status, SubmissionRow? Submission, IReadOnlyList<Fault> Faults);

/// <summary>Where API, project page and mailed link hand in everything that follows the technical review.</summary>
public sealed class SubmissionDesk(
    SubmissionService submissions, OpenActs acts, ProjectQueries queries, SupervisingUnits supervisors, IDirectory directory)
{
    /// <summary>Hands in with a unit's key. Repeated, it answers with what stands.</summary>
    public async Task<SubmissionOutcome> SubmitAsync(DurableTaskClient client, HandIn handIn, UnitCaller caller, CancellationToken cancellationToken)
    {
        if (SubmissionKinds.Find(handIn.Step) is not { } kind)
            return Refused(StatusCodes.Status404NotFound, "没有这种提交事项。");
        if (await queries.FindRowAsync(handIn.Project, cancellationToken) is not { } project)
            return Refused(StatusCodes.Status404NotFound, "没有这个项目。");

        var earlier = handIn.Key is null ? null : await acts.FindByKeyAsync(project.Id, handIn.Step, handIn.Key, cancellationToken);
        var open = (await acts.ReadAsync(project.Id, cancellationToken))
            .LastOrDefault(act => act.Step == handIn.Step && (handIn.Round is null || act.Ask is null || act.Ask.Round == handIn.Round));
        var ask = earlier is not null || open?.Ask is null
            ? await LastAskAsync(project.Id, handIn, earlier, cancellationToken)
            : open.Ask;
        if (!await MayAsync(kind, project, ask, caller, cancellationToken))
            return Refused(StatusCodes.Status403Forbidden, WhoMay(kind), kind.Article);
        if (open is null && earlier is null && ask is null && !kind.RulesSayWhen)
            return NotNow(kind, project);

        var by = caller.ActorFor(StandsIn(kind, project, ask));
        return await SubmitAsync(client, kind, project, handIn with { Round = earlier?.Round ?? open?.Ask?.Round ?? handIn.Round }, by, link: null, cancellationToken);
    }

    /// <summary>Hands in as the person who was asked: by a mailed link, whose hash is <paramref name="link"/>, or signed in.</summary>
    public async Task<SubmissionOutcome> SubmitAsync(DurableTaskClient client, HandIn handIn, string person, string? link, CancellationToken cancellationToken) =>
        await queries.FindRowAsync(handIn.Project, cancellationToken) is { } project
            ? await SubmitAsync(client, SubmissionKinds.Of(handIn.Step), project, handIn, person, link, cancellationToken)
            : Refused(StatusCodes.Status404NotFound, "没有这个项目。");

    private async Task<SubmissionOutcome> SubmitAsync(
        DurableTaskClient client, SubmissionKind kind, ProjectRow project, HandIn handIn, string by, string? link, CancellationToken cancellationToken)
    {
        SubmissionReceipt receipt;
        var data = handIn.Data.ToJsonString(ProjectJson.Options);
        try
        {
            receipt = await submissions.SubmitAsync(
                client,
                new()
                {
                    Project = project.Id,
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
            return Refused(StatusCodes.Status422UnprocessableEntity, refusal.Message, kind.Article, "file");
        }

        return receipt.Status switch
        {
            SubmissionStatus.NotAwaited => NotNow(kind, project),
            SubmissionStatus.Refused => new(
                StatusCodes.Status422UnprocessableEntity, null,
                Faults.Of(receipt.Failures)),
            SubmissionStatus.AlreadyHandedIn when !Repeats(handIn, data, receipt.Submission!) => Refused(
                StatusCodes.Status409Conflict, $"{kind.Title}（第{receipt.Submission!.Round}次）已经提交，以先提交的为准。", kind.Article),
            _ => new(StatusCodes.Status202Accepted, receipt.Submission, []),
        };
    }

    /// <summary>The same key, or the same content without one.</summary>
    private static bool Repeats(HandIn handIn, string data, SubmissionRow stands) =>
        handIn.Key is { } key && key == stands.Key
        || data == stands.Data
        && handIn.Files.Select(file => Convert.ToHexStringLower(SHA256.HashData(file.Content))).SequenceEqual(stands.Documents.Select(document => document.Sha256));

    private async Task<AskRow?> LastAskAsync(string project, HandIn handIn, SubmissionRow? earlier, CancellationToken cancellationToken)
    {
        if ((earlier?.Round ?? handIn.Round) is { } round)
            return await acts.FindAskAsync(project, handIn.Step, round, cancellationToken);
        return await acts.LastAskAsync(project, handIn.Step, cancellationToken);
    }

    /// <summary>A unit for its own project; who was asked, or else a supervising unit, for the other side.</summary>
    private async Task<bool> MayAsync(SubmissionKind kind, ProjectRow project, AskRow? ask, UnitCaller caller, CancellationToken cancellationToken)
    {
        if (caller.ActsForAll)
            return true;
        if (kind.Side == SubmissionSide.Unit)
            return caller.ActsFor(project.Unit);
        if (ask is not null)
            return kind.Side == SubmissionSide.Supervisor && caller.ActsFor((await directory.FindPersonAsync(ask.Person, cancellationToken))?.Unit);
        // An expert's opinion is personal and comes by the expert's own link.
        return kind.Side == SubmissionSide.Supervisor
            && (kind.Stage == Stages.Rectification ? await supervisors.IncludesAsync(caller.Unit, cancellationToken) : caller.ActsFor(ProjectPosts.DigitalEconomyBureau));
    }

    private static string StandsIn(SubmissionKind kind, ProjectRow project, AskRow? ask) =>
        kind.Side == SubmissionSide.Unit ? project.Unit : ask?.Person ?? ProjectPosts.DigitalEconomyBureau;

    private static string WhoMay(SubmissionKind kind) => kind.Side switch
    {
        SubmissionSide.Unit => "单位密钥与项目建设单位不一致。",
        SubmissionSide.Expert => "专家意见由专家本人通过邮件链接提交。",
        _ => "此事项由负责的主管部门办理，单位密钥与之不一致。",
    };

    private static SubmissionOutcome NotNow(SubmissionKind kind, ProjectRow project) => Refused(
        StatusCodes.Status409Conflict, $"项目处于“{StageNames.Title(project.Stage)}”阶段，现在不接收{kind.Title}。", kind.Article);

    private static SubmissionOutcome Refused(int status, string why, string? article = null, string field = "") => new(status, null, [new(field, why, article)]);
}
