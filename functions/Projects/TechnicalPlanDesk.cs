using System.Security.Cryptography;
using Dazhou.Serverless.Functions.Common;
using Dazhou.Serverless.Projects;
using Dazhou.Serverless.Records;
using Microsoft.AspNetCore.Http;
using Microsoft.DurableTask.Client;

namespace Dazhou.Serverless.Functions.Projects;

/// <summary>What became of a file that was handed in.</summary>
/// <param name="Status">The status to answer with.</param>
/// <param name="Document">The document; null when it was refused.</param>
/// <param name="Faults">Why it was refused.</param>
public sealed record HandInOutcome(int Status, DocumentInfo? Document, IReadOnlyList<Fault> Faults);

/// <summary>Where API, page and mailed link hand in the technical plan (第三十六条).</summary>
public sealed class TechnicalPlanDesk(ProjectQueries queries, TechnicalPlanService plans, IDocumentStore documents)
{
    private const string Article = "第三十六条";

    /// <summary>Whether a round of a project still waits for its plan.</summary>
    public async Task<bool> WaitsAsync(string project, int round, CancellationToken cancellationToken) =>
        await queries.FindRowAsync(project, cancellationToken) is { Stage: Stages.TechnicalPlan } row && row.Round == round;

    /// <summary>The round of a project's stage.</summary>
    public async Task<int?> RoundAsync(string project, CancellationToken cancellationToken) => (await queries.FindRowAsync(project, cancellationToken))?.Round;

    /// <summary>Hands it in; repeated, it answers with what the round has.</summary>
    public async Task<HandInOutcome> SubmitAsync(
        DurableTaskClient client, string project, IFormFile? file, UnitCaller caller, CancellationToken cancellationToken)
    {
        if (await queries.FindRowAsync(project, cancellationToken) is not { } row)
            return Refused(StatusCodes.Status404NotFound, "没有这个项目。");
        if (!caller.ActsFor(row.Unit))
            return Refused(StatusCodes.Status403Forbidden, "单位密钥与项目建设单位不一致。");
        if (file is not { Length: > 0 })
            return Refused(StatusCodes.Status422UnprocessableEntity, "请选择技术方案文件。");

        TechnicalPlanReceipt receipt;
        try
        {
            await using var content = file.OpenReadStream();
            // The development key stands in for the unit, so the trail names the unit that it stood in for.
            var by = caller.ActorFor(row.Unit);
            receipt = await plans.SubmitAsync(client, project, file.FileName, content, by, cancellationToken);
        }
        catch (DocumentRefusedException refusal)
        {
            return Refused(StatusCodes.Status422UnprocessableEntity, refusal.Message);
        }

        if (receipt.Plan is not { } plan)
        {
            return receipt.Status == TechnicalPlanStatus.UnknownProject
                ? Refused(StatusCodes.Status404NotFound, "没有这个项目。")
                : Refused(StatusCodes.Status409Conflict, $"项目处于“{StageNames.Title(row.Stage)}”阶段，现在不接收技术方案。");
        }

        if (receipt.Status == TechnicalPlanStatus.AlreadyHandedIn && await Sha256Async(file, cancellationToken) != plan.Sha256)
            return Refused(StatusCodes.Status409Conflict, $"第{plan.Round}轮技术方案已于{OfficeText.Time(plan.At)}提交，以先提交的为准。");
        var document = await documents.FindAsync(project, DocumentKinds.TechnicalPlan, plan.DocumentVersion, cancellationToken);
        return new(StatusCodes.Status202Accepted, document, []);
    }

    private static async Task<string> Sha256Async(IFormFile file, CancellationToken cancellationToken)
    {
        await using var content = file.OpenReadStream();
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(content, cancellationToken));
    }

    private static HandInOutcome Refused(int status, string why) => new(status, null, [new Fault("file", why, Article)]);
}
