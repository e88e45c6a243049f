using Dazhou.Serverless.Functions.Common;
using Dazhou.Serverless.Functions.Projects.Application;
using Dazhou.Serverless.Projects;
using Dazhou.Serverless.Records;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Dazhou.Serverless.Functions.Projects.Systems;

/// <summary>Pages of 系统目录 (第二十一条): the list with the entry form, and each system with its forms.</summary>
public sealed class SystemPages(
    SystemDesk desk, SystemCatalogue catalogue, ActingUnits actors, UnitList units, ProjectReader reader, IAuditTrail audit)
{
    private const int PageSize = 100;
    private const int LongestKey = 100;

    /// <summary>Shows the list.</summary>
    [OpenTo(Caller.Staff)]
    [Function("SystemsPage")]
    public async Task<IResult> ListAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "systems")] HttpRequest request, CancellationToken cancellationToken)
    {
        var (systems, next) = await SystemApi.PageAsync(catalogue, request, PageSize, cancellationToken);
        return Pages.Show(await PageAsync(request, systems, next, [], typed: null, cancellationToken));
    }

    /// <summary>Shows a system.</summary>
    [OpenTo(Caller.Staff)]
    [Function("SystemPage")]
    public async Task<IResult> ShowAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "systems/{id}")] HttpRequest request, string id, CancellationToken cancellationToken) =>
        await catalogue.FindAsync(id, cancellationToken) is { } system && ActingUnits.MayRead(request, system.Unit)
            ? await ShowAsync(request, system, StatusCodes.Status200OK, notice: null, [], refused: null, cancellationToken)
            : Pages.Message(StatusCodes.Status404NotFound, "没有这个系统", "请从系统目录打开。");

    /// <summary>Enters a system from the list's form.</summary>
    [OpenTo(Caller.UnitKeyInForm)]
    [Function("EnterSystemForm")]
    public async Task<IResult> EnterAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "systems")] HttpRequest request, CancellationToken cancellationToken)
    {
        var kind = SystemForms.Entry([]);
        var sent = await actors.ReadFormAsync(request, kind, cancellationToken);
        var outcome = await desk.EnterAsync(sent.Data, sent.By, IdempotencyKey.Of(sent.Form, LongestKey), cancellationToken);
        if (outcome.Result is { } system)
            return await ShowAsync(request, system, StatusCodes.Status200OK, "已经登记。", [], refused: null, cancellationToken);
        return Pages.Show(
            await PageAsync(request, [], next: null, outcome.Faults, SubmissionForm.Typed(kind, sent.Form), cancellationToken), outcome.Status);
    }

    /// <summary>Changes, removes or decides from a system's page.</summary>
    [OpenTo(Caller.UnitKeyInForm)]
    [Function("ActOnSystemForm")]
    public async Task<IResult> ActAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "systems/{id}/{act}")] HttpRequest request,
        string id,
        string act,
        CancellationToken cancellationToken)
    {
        if (SystemForms.Of(act) is not { } kind)
            return Problems.NotFound("没有这种事项。");
        var sent = await actors.ReadFormAsync(request, kind, cancellationToken);
        if (await desk.ActAsync(id, act, sent.Data, sent.By, cancellationToken) is not { } outcome)
            return Pages.Message(StatusCodes.Status404NotFound, "没有这个系统", "请从系统目录打开。");
        return outcome.Result is { } system
            ? await ShowAsync(request, system, StatusCodes.Status200OK, system.Proposal is null ? "已经记录。" : "已经提交，等待市数字经济局确认。", [], refused: null, cancellationToken)
            : await ShowAsync(
                request, (await catalogue.FindAsync(id, cancellationToken))!, outcome.Status, notice: null, outcome.Faults,
                new RefusedForm(kind.Step, SubmissionForm.Typed(kind, sent.Form)), cancellationToken);
    }

    private async Task<SystemsPage> PageAsync(
        HttpRequest request, IReadOnlyList<SystemRow> systems, string? next, IReadOnlyList<Fault> faults, IReadOnlyDictionary<string, string>? typed,
        CancellationToken cancellationToken) => new()
        {
            Systems = systems,
            Next = next,
            Form = SystemForms.Entry([.. (await units.ReadAsync(cancellationToken)).Select(unit => (unit.Value, unit.Text))]),
            FormKey = Guid.NewGuid().ToString("N"),
            SignedIn = await actors.IsSignedInAsync(request, cancellationToken),
            Typed = typed,
            Faults = faults,
        };

    private async Task<IResult> ShowAsync(
        HttpRequest request, SystemRow system, int status, string? notice, IReadOnlyList<Fault> faults, RefusedForm? refused, CancellationToken cancellationToken) =>
        Pages.Show(new SystemPage
        {
            Entry = system,
            History = await reader.NamedAsync(await catalogue.HistoryAsync(system.Id, cancellationToken), cancellationToken),
            Audit = await audit.VerifyAsync(system.Id, cancellationToken),
            SignedIn = await actors.IsSignedInAsync(request, cancellationToken),
            Notice = notice,
            Faults = faults,
            Refused = refused,
        }, status);
}
