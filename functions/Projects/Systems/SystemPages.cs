using System.Text.Json;
using System.Text.Json.Nodes;
using Dazhou.Serverless.Functions.Common;
using Dazhou.Serverless.Projects;
using Dazhou.Serverless.Records;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Dazhou.Serverless.Functions.Projects.Systems;

/// <summary>系统目录 (第二十一条) for people: the list with the form of an entry, and a system's page with what may be done.</summary>
public sealed class SystemPages(
    SystemDesk desk, SystemCatalogue catalogue, ActingUnits actors, UnitList units, ProjectReader reader, IAuditTrail audit)
{
    private const int PageSize = 100;
    private const int LongestKey = 100;

    /// <summary>The list.</summary>
    [OpenTo(Caller.Staff)]
    [Function("SystemsPage")]
    public Task<IResult> ListAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "systems")] HttpRequest request, CancellationToken cancellationToken) =>
        ListAsync(request, StatusCodes.Status200OK, [], typed: null, cancellationToken);

    /// <summary>A system.</summary>
    [OpenTo(Caller.Staff)]
    [Function("SystemPage")]
    public async Task<IResult> ShowAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "systems/{id}")] HttpRequest request, string id, CancellationToken cancellationToken) =>
        await catalogue.FindAsync(id, cancellationToken) is { } system && SystemApi.MayRead(request, system.Unit)
            ? await ShowAsync(request, system, StatusCodes.Status200OK, notice: null, [], refused: null, cancellationToken)
            : Pages.Message(StatusCodes.Status404NotFound, "没有这个系统", "请从系统目录打开。");

    /// <summary>Enters a system from the list's form.</summary>
    [OpenTo(Caller.UnitKeyInForm)]
    [Function("EnterSystemForm")]
    public async Task<IResult> EnterAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "systems")] HttpRequest request, CancellationToken cancellationToken)
    {
        if (!request.HasFormContentType)
            return Problems.Unreadable("请用表单提交。");
        var form = await request.ReadFormAsync(cancellationToken);
        if (await actors.OfFormAsync(request, form, cancellationToken) is not { } acting)
            return NobodyKnown();
        var kind = SystemForms.Entry([]);
        if (Read(kind, form) is not { } data)
            return Problems.Unreadable("data 不是可读的 JSON 对象。");
        var outcome = await desk.EnterAsync(data, acting, IdempotencyKey.Of(form, LongestKey), cancellationToken);
        if (outcome.Result is { } system)
            return await ShowAsync(request, system, StatusCodes.Status200OK, "已经登记。", [], refused: null, cancellationToken);
        return Pages.Show<SystemsPage>(
            await ParametersAsync(request, [], next: null, outcome.Faults, SubmissionForm.Typed(SystemForms.Entry([]), form), cancellationToken), outcome.Status);
    }

    /// <summary>Changes, strikes off or decides from a system's page.</summary>
    [OpenTo(Caller.UnitKeyInForm)]
    [Function("ActOnSystemForm")]
    public async Task<IResult> ActAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "systems/{id}/{act}")] HttpRequest request,
        string id,
        string act,
        CancellationToken cancellationToken)
    {
        if (!request.HasFormContentType)
            return Problems.Unreadable("请用表单提交。");
        if (SystemForms.Of(act) is not { } kind)
            return Problems.NotFound("没有这种事项。");
        var form = await request.ReadFormAsync(cancellationToken);
        if (await actors.OfFormAsync(request, form, cancellationToken) is not { } acting)
            return NobodyKnown();
        if (Read(kind, form) is not { } data)
            return Problems.Unreadable("data 不是可读的 JSON 对象。");
        if (await desk.ActAsync(id, act, data, acting, cancellationToken) is not { } outcome)
            return Pages.Message(StatusCodes.Status404NotFound, "没有这个系统", "请从系统目录打开。");
        return outcome.Result is { } system
            ? await ShowAsync(request, system, StatusCodes.Status200OK, system.Proposal is null ? "已经记录。" : "已经提交，等待市数字经济局确认。", [], refused: null, cancellationToken)
            : await ShowAsync(
                request, (await catalogue.FindAsync(id, cancellationToken))!, outcome.Status, notice: null, outcome.Faults,
                new RefusedForm(kind.Step, SubmissionForm.Typed(kind, form)), cancellationToken);
    }

    /// <summary>What is answered when neither key nor session says who acts.</summary>
    internal static IResult NobodyKnown() => Pages.Message(
        StatusCodes.Status401Unauthorized, "单位密钥不正确", "请返回上一页，填写系统管理员发放给本单位的密钥，或者登录后重新提交。没有记录任何内容。");

    /// <summary>What a form says; null if its <c>data</c> cannot be read.</summary>
    internal static JsonObject? Read(SubmissionKind kind, IFormCollection form)
    {
        try
        {
            return SubmissionForm.ToJson(kind, form);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private async Task<IResult> ListAsync(
        HttpRequest request, int status, IReadOnlyList<Fault> faults, IReadOnlyDictionary<string, string>? typed, CancellationToken cancellationToken)
    {
        var (systems, next) = await SystemApi.PageAsync(catalogue, request, PageSize, cancellationToken);
        return Pages.Show<SystemsPage>(await ParametersAsync(request, systems, next, faults, typed, cancellationToken), status);
    }

    private async Task<Dictionary<string, object?>> ParametersAsync(
        HttpRequest request, IReadOnlyList<SystemRow> systems, string? next, IReadOnlyList<Fault> faults, IReadOnlyDictionary<string, string>? typed,
        CancellationToken cancellationToken) => new(StringComparer.Ordinal)
        {
            [nameof(SystemsPage.Systems)] = systems,
            [nameof(SystemsPage.Next)] = next,
            [nameof(SystemsPage.Form)] = SystemForms.Entry([.. (await units.ReadAsync(cancellationToken)).Select(unit => (unit.Value, unit.Text))]),
            [nameof(SystemsPage.FormKey)] = Guid.NewGuid().ToString("N"),
            [nameof(SystemsPage.SignedIn)] = await actors.IsSignedInAsync(request, cancellationToken),
            [nameof(SystemsPage.Typed)] = typed,
            [nameof(SystemsPage.Faults)] = faults,
        };

    private async Task<IResult> ShowAsync(
        HttpRequest request, SystemRow system, int status, string? notice, IReadOnlyList<Fault> faults, RefusedForm? refused, CancellationToken cancellationToken) =>
        Pages.Show<SystemPage>(
            new Dictionary<string, object?>(StringComparer.Ordinal)
            {
                [nameof(SystemPage.Entry)] = system,
                [nameof(SystemPage.History)] = await reader.NamedAsync(
                    [.. (await catalogue.HistoryAsync(system.Id, cancellationToken)).Select(entry => new HistoryView(entry.At, entry.Stage, entry.Action, entry.Article, entry.Actor, entry.Detail))],
                    cancellationToken),
                [nameof(SystemPage.Audit)] = await audit.VerifyAsync(system.Id, cancellationToken),
                [nameof(SystemPage.SignedIn)] = await actors.IsSignedInAsync(request, cancellationToken),
                [nameof(SystemPage.Notice)] = notice,
                [nameof(SystemPage.Faults)] = faults,
                [nameof(SystemPage.Refused)] = refused,
            },
            status);
}
