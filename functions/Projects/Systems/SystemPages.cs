using Dazhou.Serverless.Functions.Common;
using Dazhou.Serverless.Functions.Projects.Application;
using Dazhou.Serverless.Projects;
using Dazhou.Serverless.Records;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Dazhou.Serverless.Functions.Projects.Systems;

/// <summary>Pages of 系统目录 (第二十一条): the list with the entry form, and each system with its forms.</summary>
public sealed class SystemPages(
    SystemDesk desk, SystemCatalogue catalogue, ActingUnits actors, UnitList units, ProjectReader reader, FormDrafts forms, IAuditTrail audit)
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
        return await PageAsync(request, systems, next, await forms.ReadAsync(PlaceOf(ActingUnits.Of(request) ?? Anybody), cancellationToken), cancellationToken);
    }

    /// <summary>Shows a system.</summary>
    [OpenTo(Caller.Staff)]
    [Function("SystemPage")]
    public async Task<IResult> ShowAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "systems/{id}")] HttpRequest request, string id, CancellationToken cancellationToken) =>
        await catalogue.FindAsync(id, cancellationToken) is { } system && ActingUnits.MayRead(request, system.Unit)
            ? await ShowAsync(request, system, StatusCodes.Status200OK, notice: null, [], refused: null, ActingUnits.Of(request) ?? Anybody, cancellationToken)
            : None();

    /// <summary>Enters a system from the list's form.</summary>
    [OpenTo(Caller.UnitKeyInForm)]
    [Function("EnterSystemForm")]
    public async Task<IResult> EnterAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "systems")] HttpRequest request, CancellationToken cancellationToken)
    {
        var kind = SystemForms.Entry([]);
        var sent = await actors.ReadFormAsync(request, kind, cancellationToken);
        var post = await forms.TakeAsync(PlaceOf(sent.By), kind, sent.Form, sent.By.By(sent.By.Caller.Unit), cancellationToken);
        if (post.Answer is { } answer)
            return await PageAsync(request, [], next: null, answer, cancellationToken);
        var outcome = await desk.EnterAsync(sent.Data, sent.By, IdempotencyKey.Of(sent.Form, LongestKey), cancellationToken);
        if (outcome.Result is not { } system)
            return await PageAsync(request, [], next: null, await forms.RefusedAsync(post, outcome.Status, outcome.Faults, cancellationToken), cancellationToken);
        await forms.EndAsync(post.Place, post.By, cancellationToken);
        return await ShowAsync(request, system, StatusCodes.Status200OK, "已经登记。", [], refused: null, sent.By, cancellationToken);
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
        if (await catalogue.FindAsync(id, cancellationToken) is not { } before || !sent.By.Reads(before.Unit))
            return None();
        var refused = new RefusedForm(kind.Step, SubmissionForm.Typed(kind, sent.Form));
        var post = SystemDesk.May(before, kind, sent.By)
            ? await forms.TakeAsync(FormPlace.OfOffer(id, kind.Step), kind, sent.Form, sent.By.By(before.Unit), cancellationToken)
            : null;
        if (post?.Answer is { } answer)
        {
            return await ShowAsync(
                request, before, answer.Status, post.IsSaved ? $"{kind.Title}的草稿已保存，没有提交。" : null, answer.Faults, refused with { Form = answer }, sent.By, cancellationToken);
        }

        var outcome = (await desk.ActAsync(id, act, sent.Data, sent.By, cancellationToken))!;
        if (outcome.Result is not { } system)
        {
            var form = post is null ? null : await forms.RefusedAsync(post, outcome.Status, outcome.Faults, cancellationToken);
            return await ShowAsync(
                request, (await catalogue.FindAsync(id, cancellationToken))!, outcome.Status, notice: null, outcome.Faults, refused with { Form = form }, sent.By, cancellationToken);
        }

        if (post is not null)
            await forms.EndAsync(post.Place, post.By, cancellationToken);
        return await ShowAsync(
            request, system, StatusCodes.Status200OK, system.Proposal is null ? "已经记录。" : "已经提交，等待市数字经济局确认。", [], refused: null, sent.By, cancellationToken);
    }

    // In Development nobody has to sign in, and whoever reads plays every part.
    private static ActingUnit Anybody { get; } = new(UnitCaller.OfDevelopment, Person: null);

    private static FormPlace PlaceOf(ActingUnit acting) => new("systems", SystemForms.Entry([]).Step, acting.Caller.Unit);

    private static IResult None() => Pages.Message(StatusCodes.Status404NotFound, "没有这个系统", "请从系统目录打开。");

    private async Task<IResult> PageAsync(HttpRequest request, IReadOnlyList<SystemRow> systems, string? next, FormState state, CancellationToken cancellationToken) =>
        Pages.Show(
            new SystemsPage
            {
                Systems = systems,
                Next = next,
                Form = SystemForms.Entry([.. (await units.ReadAsync(cancellationToken)).Select(unit => (unit.Value, unit.Text))]),
                FormKey = Guid.NewGuid().ToString("N"),
                SignedIn = await actors.IsSignedInAsync(request, cancellationToken),
                State = state,
            },
            state.Status);

    private async Task<IResult> ShowAsync(
        HttpRequest request, SystemRow system, int status, string? notice, IReadOnlyList<Fault> faults, RefusedForm? refused, ActingUnit acting, CancellationToken cancellationToken)
    {
        var states = new Dictionary<string, FormState>(StringComparer.Ordinal);
        foreach (var form in (SubmissionKind[])[SystemForms.Change, SystemForms.StrikeOff, SystemForms.Decision])
        {
            states[form.Step] = refused?.Step == form.Step
                ? refused.Form ?? new() { Typed = refused.Typed, Faults = faults }
                : SystemDesk.May(system, form, acting) ? await forms.ReadAsync(FormPlace.OfOffer(system.Id, form.Step), cancellationToken) : FormState.New;
        }

        return Pages.Show(new SystemPage
        {
            Entry = system,
            History = await reader.NamedAsync(await catalogue.HistoryAsync(system.Id, cancellationToken), cancellationToken),
            Audit = await audit.VerifyAsync(system.Id, cancellationToken),
            SignedIn = await actors.IsSignedInAsync(request, cancellationToken),
            Notice = notice,
            Faults = faults,
            Refused = refused,
            Forms = states,
        }, status);
    }
}
