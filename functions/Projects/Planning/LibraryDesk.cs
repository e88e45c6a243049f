using Dazhou.Serverless.Directory;
using Dazhou.Serverless.Functions.Common;
using Dazhou.Serverless.Projects;
using Microsoft.AspNetCore.Http;
using Microsoft.DurableTask.Client;

namespace Dazhou.Serverless.Functions.Projects.Planning;

/// <summary>Acts on the library for API and page: finds the project and checks who acts.</summary>
public sealed class LibraryDesk(LibraryService library, AnnualPlans plans, ProjectQueries queries, IDirectory directory)
{
    /// <summary>Takes an updated application for a project.</summary>
    public async Task<ActOutcome<LibraryActRow>> UpdateAsync(
        DurableTaskClient client, string id, ProjectApplication application, string? comment, UnitCaller caller, CancellationToken cancellationToken)
    {
        if (await queries.FindRowAsync(id, cancellationToken) is not { } project)
            return Refused(StatusCodes.Status404NotFound, "没有这个项目。");
        if (!caller.ActsFor(project.Unit))
            return Refused(StatusCodes.Status403Forbidden, "单位密钥与项目建设单位不一致。");
        var unit = application.Unit is { Length: > 0 } named ? await directory.FindUnitAsync(named, cancellationToken) : null;
        return unit?.Id != project.Unit
            ? new(StatusCodes.Status422UnprocessableEntity, null, [new Fault("unit", "更新不能改变项目建设单位", "第七条", "unit-same")])
            : OutcomeOf(await library.UpdateAsync(client, project, application, unit, caller.ActorFor(project.Unit), comment, cancellationToken));
    }

    /// <summary>Withdraws a project from the library.</summary>
    public async Task<ActOutcome<LibraryActRow>> WithdrawAsync(
        DurableTaskClient client, string id, string? comment, UnitCaller caller, CancellationToken cancellationToken)
    {
        if (await queries.FindRowAsync(id, cancellationToken) is not { } project)
            return Refused(StatusCodes.Status404NotFound, "没有这个项目。");
        return caller.ActsFor(project.Unit)
            ? OutcomeOf(await library.WithdrawAsync(client, project, caller.ActorFor(project.Unit), comment, cancellationToken))
            : Refused(StatusCodes.Status403Forbidden, "单位密钥与项目建设单位不一致。");
    }

    /// <summary>Submits a batch to the meetings; only for 市数字经济局.</summary>
    public async Task<(int Status, AnnualPlanRow? Plan, IReadOnlyList<Fault> Faults)> PlanAsync(
        DurableTaskClient client, int year, IReadOnlyList<string> projects, string? key, UnitCaller caller, CancellationToken cancellationToken,
        IReadOnlyDictionary<string, decimal>? thisYear = null)
    {
        if (!caller.ActsFor(ProjectPosts.DigitalEconomyBureau))
            return (StatusCodes.Status403Forbidden, null, [new Fault("unitKey", "年度计划由市数字经济局报请审议，单位密钥与之不一致。", "第十条第一款")]);
        var receipt = await plans.StartAsync(client, year, projects, key, cancellationToken, thisYear);
        return receipt.Plan is { } plan
            ? (StatusCodes.Status202Accepted, plan, [])
            : (StatusCodes.Status422UnprocessableEntity, null, Faults.Of(receipt.Failures));
    }

    /// <summary>The unit whose entries alone a caller sees; null for 市数字经济局, which keeps the library, and for staff.</summary>
    internal static string? HeldTo(string? unit) => unit == ProjectPosts.DigitalEconomyBureau ? null : unit;

    private static ActOutcome<LibraryActRow> OutcomeOf(LibraryReceipt receipt) => receipt.Taken
        ? new(StatusCodes.Status202Accepted, receipt.Act, [])
        : ActOutcome<LibraryActRow>.Refused(
            receipt.Failures.Any(failure => failure.Rule == LibraryReceipt.NotNow) ? StatusCodes.Status409Conflict : StatusCodes.Status422UnprocessableEntity,
            receipt.Failures);

    private static ActOutcome<LibraryActRow> Refused(int status, string why) => ActOutcome<LibraryActRow>.Refused(status, why);
}
