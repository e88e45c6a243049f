using Dazhou.Serverless.Functions.Common;
using Dazhou.Serverless.Functions.Projects.Application;
using Dazhou.Serverless.Projects;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Dazhou.Serverless.Functions.Projects.Systems;

/// <summary>API for 系统目录 (第二十一条), for programs and signed-in people. Example requests: <c>Systems.http</c>.</summary>
public sealed class SystemApi(SystemDesk desk, SystemCatalogue catalogue)
{
    private const int PageSize = 100;
    private const int LongestKey = 100;

    /// <summary>Returns a page of the catalogue: <c>unit</c>, <c>after</c>. A unit sees its own.</summary>
    [OpenTo(Caller.Staff)]
    [Function("ListSystems")]
    public async Task<IResult> ListAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/systems")] HttpRequest request, CancellationToken cancellationToken)
    {
        var (systems, next) = await PageAsync(catalogue, request, PageSize, cancellationToken);
        return Results.Json(new { items = systems.Select(ViewOf), next });
    }

    /// <summary>Returns a system with its unconfirmed proposal.</summary>
    [OpenTo(Caller.Staff)]
    [Function("GetSystem")]
    public async Task<IResult> GetAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/systems/{id}")] HttpRequest request, string id, CancellationToken cancellationToken) =>
        await catalogue.FindAsync(id, cancellationToken) is { } system && ActingUnits.MayRead(request, system.Unit)
            ? Results.Json(ViewOf(system))
            : Problems.NotFound("没有这个系统。");

    /// <summary>Enters an existing system: name, acceptedOn, maintenanceEnds, security, protectionLevel, projectNumber.</summary>
    [OpenTo(Caller.Staff)]
    [Function("EnterSystem")]
    public async Task<IResult> EnterAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/systems")] HttpRequest request, CancellationToken cancellationToken)
    {
        if (ActingUnits.Of(request) is not { } acting)
            return Problems.Unauthenticated("请提供单位密钥或者先登录。");
        var key = IdempotencyKey.Of(request, LongestKey);
        var sent = await SubmissionForm.ReadAsync(request, SystemForms.Entry([]), cancellationToken);
        return Answer(await desk.EnterAsync(sent.Data, acting, key, cancellationToken), "登记未受理");
    }

    /// <summary>Changes (<c>change</c>), removes (<c>strike-off</c>) or decides (<c>decision</c>: agree, comment).</summary>
    [OpenTo(Caller.Staff)]
    [Function("ActOnSystem")]
    public async Task<IResult> ActAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/systems/{id}/{act}")] HttpRequest request,
        string id,
        string act,
        CancellationToken cancellationToken)
    {
        if (SystemForms.Of(act) is not { } form)
            return Problems.NotFound("没有这种事项，可以办理 change、strike-off、decision。");
        if (ActingUnits.Of(request) is not { } acting)
            return Problems.Unauthenticated("请提供单位密钥或者先登录。");
        var sent = await SubmissionForm.ReadAsync(request, form, cancellationToken);
        return await desk.ActAsync(id, act, sent.Data, acting, cancellationToken) is { } outcome
            ? Answer(outcome, $"{form.Title}未受理")
            : Problems.NotFound("没有这个系统。");
    }

    /// <summary>Returns a page of the systems that a reader may see.</summary>
    internal static async Task<(IReadOnlyList<SystemRow> Systems, string? Next)> PageAsync(
        SystemCatalogue catalogue, HttpRequest request, int size, CancellationToken cancellationToken)
    {
        string? unit = ActingUnits.HeldTo(request) ?? request.Query["unit"], after = request.Query["after"];
        after = string.IsNullOrEmpty(after) ? null : after;
        if (!string.IsNullOrEmpty(unit))
            return await catalogue.OfUnitAsync(unit, size, after, cancellationToken);
        var page = await catalogue.ReadAsync(size, after, cancellationToken);
        return ([.. page.Rows.Select(row => row.Value)], page.Continuation);
    }

    private static IResult Answer(ActOutcome<SystemRow> outcome, string title) => outcome.Result is { } system
        ? Results.Json(ViewOf(system), statusCode: outcome.Status)
        : Problems.Refused(title, outcome.Faults, outcome.Status);

    private static object ViewOf(SystemRow system) => new
    {
        id = system.Id,
        name = system.Description.Name,
        unit = system.Unit,
        unitName = system.UnitName,
        project = system.Project,
        projectNumber = system.Description.ProjectNumber,
        acceptedOn = system.Description.AcceptedOn,
        maintenanceEnds = system.Description.MaintenanceEnds,
        security = system.Description.Security,
        protectionLevel = system.Description.ProtectionLevel,
        operationUntil = system.OperationUntil,
        state = system.State,
        proposal = system.Proposal,
    };
}
