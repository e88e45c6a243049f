using Dazhou.Serverless.Functions.Common;
using Dazhou.Serverless.Projects;
using Microsoft.AspNetCore.Http;
using Microsoft.DurableTask.Client;

namespace Dazhou.Serverless.Functions.Projects.TechnicalPlan;

/// <summary>What became of a correction.</summary>
/// <param name="Status">The status to answer with.</param>
/// <param name="Publicity">What is public now; null when it was refused.</param>
/// <param name="Faults">Why it was refused.</param>
public sealed record FunctionListOutcome(int Status, PublicityRow? Publicity, IReadOnlyList<Fault> Faults);

/// <summary>Where API and project page correct a function list that is public (第三十五条).</summary>
public sealed class FunctionListDesk(ProjectQueries queries, FunctionListService lists)
{
    /// <summary>Corrects it for a unit.</summary>
    public async Task<FunctionListOutcome> CorrectAsync(
        DurableTaskClient client, string project, FunctionListCorrection correction, UnitCaller caller, string? key, CancellationToken cancellationToken)
    {
        if (await queries.FindRowAsync(project, cancellationToken) is not { } row)
            return Refused(StatusCodes.Status404NotFound, "没有这个项目。");
        if (!caller.ActsFor(row.Unit))
            return Refused(StatusCodes.Status403Forbidden, "单位密钥与项目建设单位不一致。");
        var by = caller.ActorFor(row.Unit);
        var receipt = await lists.CorrectAsync(client, project, correction, by, key, cancellationToken);
        return receipt.Status switch
        {
            FunctionListStatus.Refused => new(
                StatusCodes.Status422UnprocessableEntity, null,
                Faults.Of(receipt.Failures)),
            FunctionListStatus.NotPublic => Refused(StatusCodes.Status409Conflict, "功能清单还没有公示，不需要更正。"),
            FunctionListStatus.Ended => Refused(
                StatusCodes.Status409Conflict, $"公示已于{OfficeText.Due(receipt.Publicity!.Until)}结束，清单不能再更正。"),
            _ => new(StatusCodes.Status202Accepted, receipt.Publicity, []),
        };
    }

    /// <summary>What cannot be read of a list, as faults of its field.</summary>
    public static IReadOnlyList<Fault> FaultsOf(IEnumerable<FunctionFault> faults) =>
        [.. faults.Select(fault => new Fault("functions", fault.Message, FunctionListRules.Article, "readable"))];

    /// <summary>A list to be typed over.</summary>
    public static string Write(IEnumerable<FunctionItem> items) => FunctionTable.Write(items.Select(FunctionTable.RowOf));

    private static FunctionListOutcome Refused(int status, string why) => new(status, null, [new Fault("", why, FunctionListRules.Article)]);
}
