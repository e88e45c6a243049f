using System.Globalization;
using Dazhou.Serverless.Directory;
using Dazhou.Serverless.Functions.Common;
using Dazhou.Serverless.Functions.Projects.TechnicalPlan;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Dazhou.Serverless.Functions.Projects.Application;

/// <summary>
/// 申报项目 step by step: each step is a page of its own, saved into the draft by a post that is answered with the next page, so that
/// nothing is lost by Back, by loading again, or by going on another day. Without script.
/// </summary>
public sealed class ApplicationStepFunctions(
    ApplicationDrafts applications, ApplicationStepScreen screen, Drafts drafts, DraftDoor door, UnitList units, IDirectory directory)
{
    private const int RowsAdded = 5;

    /// <summary>Begins a draft, with the unit's key or for the unit of who signed in.</summary>
    [OpenTo(Caller.UnitKeyInForm)]
    [Function("BeginApplication")]
    public async Task<IResult> BeginAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "projects/new/drafts")] HttpRequest request, CancellationToken cancellationToken)
    {
        var form = await request.FormAsync(cancellationToken);
        var (unit, person) = (form["unit"].ToString(), await door.SignedInAsync(request, cancellationToken));
        if (form["unitKey"].ToString().Length > 0 || person is null)
        {
            if (await door.HolderAsync(request, form, cancellationToken) is not { } caller)
                return await screen.StartAsync(request, StatusCodes.Status401Unauthorized, unit, [new("unitKey", "单位密钥不正确")], cancellationToken);
            person = null;
            unit = caller.ActsForAll ? unit : unit.Length == 0 ? caller.Unit : unit;
            if (unit.Length > 0 && !caller.ActsFor(unit))
                return await screen.StartAsync(request, StatusCodes.Status403Forbidden, unit, [new("unit", "单位密钥与申报的项目建设单位不一致")], cancellationToken);
        }
        else
        {
            unit = person.Unit;
        }

        if (await directory.FindUnitAsync(unit, cancellationToken) is not { } known || (await units.ReadAsync(cancellationToken)).All(it => it.Value != known.Id))
            return await screen.StartAsync(request, StatusCodes.Status422UnprocessableEntity, unit, [new("unit", "申报主体须为市级单位，请选择项目建设单位", "第三条")], cancellationToken);
        var by = person?.Id ?? known.Id;
        if (await drafts.BeginAsync(ApplicationDrafts.Kind.Name, known.Id, by, cancellation: cancellationToken) is not { } draft)
        {
            return await screen.StartAsync(
                request, StatusCodes.Status409Conflict, unit, [new("unit", $"本单位已有{DraftRules.MostOfOwner}份草稿，请先提交或者删除不用的草稿")], cancellationToken);
        }

        if (person is null)
            await door.AdmitAsync(request.HttpContext, known.Id, draft: null, by, cancellationToken);
        return new SeeOther(PathOf(draft.Id, ApplicationSteps.All[0]));
    }

    /// <summary>Where a draft is gone on with: the step after the one that was saved last; the project once it is one.</summary>
    [OpenTo(Caller.UnitKeyInForm)]
    [Function("ApplicationDraft")]
    public async Task<IResult> GoOnAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "projects/new/{draft}")] HttpRequest request,
        string draft,
        CancellationToken cancellationToken)
    {
        var (row, visitor) = await OpenAsync(request, draft, cancellationToken);
        if (await HandedInAsync(row, visitor, cancellationToken) is { } handedIn)
            return handedIn;
        var last = row.LastStep is { } key ? ApplicationSteps.Find(key) : null;
        return new SeeOther(PathOf(draft, last is null ? ApplicationSteps.All[0] : ApplicationSteps.After(last) ?? last));
    }

    /// <summary>A step.</summary>
    [OpenTo(Caller.UnitKeyInForm)]
    [Function("ApplicationStep")]
    public async Task<IResult> ShowAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "projects/new/{draft}/{step}")] HttpRequest request,
        string draft,
        string step,
        CancellationToken cancellationToken)
    {
        var (row, visitor) = await OpenAsync(request, draft, cancellationToken);
        if (await HandedInAsync(row, visitor, cancellationToken) is { } handedIn)
            return handedIn;
        if (ApplicationSteps.Find(step) is not { } known)
            return Problems.NotFound("没有这一步。");
        if (known.Key == ApplicationSteps.Functions && request.Query.ContainsKey("preview"))
            return await screen.PreviewAsync(row, cancellationToken);
        return await screen.ShowAsync(row, known, new() { Saved = request.Query.ContainsKey("saved"), MoreRows = Number(request.Query["rows"]) }, cancellationToken);
    }

    /// <summary>Saves a step, and hands everything in from the last one.</summary>
    [OpenTo(Caller.UnitKeyInForm)]
    [Function("ApplicationStepForm")]
    public async Task<IResult> SaveAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "projects/new/{draft}/{step}")] HttpRequest request,
        string draft,
        string step,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken)
    {
        var form = await request.FormAsync(cancellationToken);
        var (row, visitor) = await OpenAsync(request, draft, cancellationToken);
        if (await HandedInAsync(row, visitor, cancellationToken) is { } handedIn)
            return handedIn;
        if (ApplicationSteps.Find(step) is not { } known)
            return Problems.NotFound("没有这一步。");
        return known.Key switch
        {
            ApplicationSteps.Check => await HandInAsync(client, row, visitor, cancellationToken),
            ApplicationSteps.Materials => await KeepFilesAsync(row, known, form, visitor, cancellationToken),
            ApplicationSteps.Functions => await SaveFunctionsAsync(row, known, form, visitor, cancellationToken),
            _ => await SaveFieldsAsync(row, known, form, ApplicationDrafts.TypedIn(known, form), visitor, "", cancellationToken),
        };
    }

    /// <summary>The address of a step.</summary>
    public static string PathOf(string draft, ApplicationStep step) => $"{ApplicationDrafts.Kind.PathOf(draft)}/{step.Key}";

    private async Task<IResult> HandInAsync(DurableTaskClient client, DraftRow row, DraftVisitor visitor, CancellationToken cancellationToken)
    {
        var outcome = await applications.HandInAsync(client, row, visitor.By, cancellationToken);
        if (outcome.Project is { } project)
            return screen.Became(project.Id, visitor);
        if (outcome.Refusal is not null)
            return outcome.Refusal;
        return await screen.ShowAsync(row, ApplicationSteps.All[^1], new() { Refused = outcome.Faults, Status = StatusCodes.Status422UnprocessableEntity }, cancellationToken);
    }

    private async Task<IResult> SaveFieldsAsync(
        DraftRow row, ApplicationStep step, IFormCollection form, Dictionary<string, string> typed, DraftVisitor visitor, string query, CancellationToken cancellationToken)
    {
        // Of a step's fields that the form did not show, e.g. those of the other 实施方式, what was typed earlier stays.
        var title = typed.TryGetValue("name", out var name) ? Title(name) : null;
        var receipt = await drafts.SaveAsync(row.Id, step.Key, Number(form["revision"]), typed, visitor.By, title, cancellationToken);
        return receipt.Status switch
        {
            DraftStatus.Saved => await NextAsync(receipt.Draft!, step, form["act"], query, cancellationToken),
            DraftStatus.ChangedMeanwhile => await screen.ShowAsync(
                receipt.Draft!, step, new() { Typed = typed, Meanwhile = true, Status = StatusCodes.Status409Conflict }, cancellationToken),
            DraftStatus.Refused => await screen.ShowAsync(
                receipt.Draft!, step, new() { Typed = typed, Refused = Faults.Of(receipt.Failures), Status = StatusCodes.Status422UnprocessableEntity }, cancellationToken),
            _ => await NotNowAsync(receipt, visitor, cancellationToken),
        };
    }

    /// <summary>After a save: to the preview if that is asked for, on to the next step where this one has no fault, else back to it, where its faults are.</summary>
    private async Task<IResult> NextAsync(DraftRow saved, ApplicationStep step, string? act, string query, CancellationToken cancellationToken)
    {
        if (act == "preview")
            return new SeeOther($"{PathOf(saved.Id, step)}?preview");
        if (act == "next" && ApplicationSteps.After(step) is { } next
            && (await applications.FaultsAsync(saved, cancellationToken)).All(fault => ApplicationSteps.StepOf(fault).Key != step.Key))
            return new SeeOther(PathOf(saved.Id, next));
        return new SeeOther($"{PathOf(saved.Id, step)}?saved{query}");
    }

    private async Task<IResult> SaveFunctionsAsync(DraftRow row, ApplicationStep step, IFormCollection form, DraftVisitor visitor, CancellationToken cancellationToken)
    {
        var typed = FunctionTableForm.Read(form, ApplicationDrafts.RowsOf(row));
        if (typed.Faults.Count > 0)
        {
            return await screen.ShowAsync(
                row, step, new() { Rows = typed.Rows, Paste = typed.Paste, PasteFaults = typed.Faults, Status = StatusCodes.Status422UnprocessableEntity }, cancellationToken);
        }

        return await SaveFieldsAsync(
            row, step, form, ApplicationDrafts.FieldsOf(typed.Rows), visitor, form["act"] == "rows" ? $"&rows={RowsAdded}" : "", cancellationToken);
    }

    /// <summary>Keeps every file that is accepted, and names those that are not: no error of one loses another.</summary>
    private async Task<IResult> KeepFilesAsync(DraftRow row, ApplicationStep step, IFormCollection form, DraftVisitor visitor, CancellationToken cancellationToken)
    {
        var refused = new List<Fault>();
        foreach (var field in step.Fields)
        {
            var single = field.Path != "documents.other";
            var replaces = single && form["seen." + field.Path].ToString() is { Length: > 0 } seen ? seen : null;
            foreach (var file in form.Files.GetFiles(field.Path).Where(file => file.Length > 0))
            {
                await using var content = file.OpenReadStream();
                var kept = await drafts.KeepAsync(row.Id, step.Key, field.Path, file.FileName, content, file.Length, replaces, visitor.By, cancellationToken);
                if (kept.Status is DraftStatus.HandedIn or DraftStatus.Gone)
                    return await NotNowAsync(kept, visitor, cancellationToken);
                refused.AddRange(Faults.Of(kept.Failures));
            }
        }

        var saved = row;
        if (form["remove"].ToString() is { Length: > 0 } upload)
        {
            saved = (await drafts.RemoveAsync(row.Id, step.Key, upload, visitor.By, cancellationToken)).Draft ?? row;
        }
        else if (refused.Count == 0)
        {
            // Nothing but the mark that the step was looked at; files have no revision to be in the way of.
            var stands = await drafts.FindAsync(row.Id, cancellationToken) ?? row;
            var receipt = await drafts.SaveAsync(row.Id, step.Key, stands.RevisionOf(step.Key), new Dictionary<string, string>(StringComparer.Ordinal), visitor.By, cancellation: cancellationToken);
            saved = receipt.Draft ?? stands;
        }

        if (refused.Count > 0)
        {
            var stands = await drafts.FindAsync(row.Id, cancellationToken) ?? row;
            return await screen.ShowAsync(stands, step, new() { Refused = refused, Status = StatusCodes.Status422UnprocessableEntity }, cancellationToken);
        }

        return await NextAsync(saved, step, form["remove"].Count > 0 ? "save" : form["act"], "", cancellationToken);
    }

    private async Task<(DraftRow Draft, DraftVisitor Visitor)> OpenAsync(HttpRequest request, string draft, CancellationToken cancellationToken)
    {
        var opened = await door.OpenAsync(request, draft, cancellationToken);
        return opened.Draft.Kind == ApplicationDrafts.Kind.Name ? opened : throw new RefusedException(DraftPages.None());
    }

    /// <summary>Where a draft leads that was handed in, also one of which only the project knows it; null for one that was not.</summary>
    private async Task<IResult?> HandedInAsync(DraftRow row, DraftVisitor visitor, CancellationToken cancellationToken)
    {
        if (row.Became is { } became)
            return screen.Became(became, visitor);
        if (await applications.FindRecordedAsync(row, cancellationToken) is not { } project)
            return null;
        await drafts.EndHandInAsync(row.Id, project.Id, visitor.By, cancellationToken);
        return screen.Became(project.Id, visitor);
    }

    private async Task<IResult> NotNowAsync(DraftReceipt receipt, DraftVisitor visitor, CancellationToken cancellationToken) => receipt.Draft is not { } draft
        ? DraftPages.None()
        : await HandedInAsync(draft, visitor, cancellationToken)
            ?? Pages.Message(StatusCodes.Status409Conflict, "草稿正在提交", "有人正在提交这份申报，刚才填写的内容没有保存。请稍后返回上一页重新保存。");

    private static int Number(string? text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number < 1_000_000 ? number : 0;

    private static string Title(string name) => name.Trim() is { Length: <= 200 } title ? title : name.Trim()[..200];
}
