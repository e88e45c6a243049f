using Dazhou.Serverless.Directory;
using Dazhou.Serverless.Functions.Common;
using Dazhou.Serverless.Projects;
using Dazhou.Serverless.Records;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Dazhou.Serverless.Functions.Projects.Supervision;

/// <summary>
/// The record of a unit: blocks recorded and lifted by 市数字经济局 (第二十四、五十七条), its rulings on works of which neither part exceeds half (第八条),
/// and the evaluations of the unit's projects (第五十二条). Example requests: <c>Projects.http</c>.
/// </summary>
public sealed class UnitRecordFunctions(UnitRecords records, WorksRulings rulings, IDirectory directory, UnitKeys keys)
{
    /// <summary>Returns the record; a unit reads its own, 市数字经济局 and staff every unit's.</summary>
    [OpenTo(Caller.Staff)]
    [Function("GetUnitRecords")]
    public async Task<IResult> GetAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/units/{unit}/records")] HttpRequest request, string unit, CancellationToken cancellationToken)
    {
        if (await FindAsync(request, unit, cancellationToken) is not { } found)
            return Problems.NotFound("没有这个单位。");
        var standing = await records.StandingAsync(found.Id, cancellationToken);
        return Results.Json(new
        {
            unit = found.Id,
            name = found.Name,
            dataAggregationMissing = standing.DataAggregationMissing,
            securityHazard = standing.SecurityHazard,
            rulings = (await rulings.OfAsync(found.Id, cancellationToken)).Select(row => new { number = row.Number, works = row.Works, establisher = row.Establisher, at = row.At }),
            evaluations = (await records.EvaluationsAsync(found.Id, cancellationToken)).Select(row => new
            {
                project = row.Project,
                name = row.Name,
                grade = EvaluationTexts.Chinese(row.Result.Grade),
                conclusion = row.Result.Conclusion,
                on = row.On,
            }),
            history = (await records.HistoryAsync(found.Id, cancellationToken)).Select(entry => new
            {
                at = entry.At,
                action = entry.Action,
                article = entry.Article,
                actor = entry.Actor,
                detail = entry.Detail,
            }),
        });
    }

    /// <summary>Records or lifts a block: multipart <c>block</c> (DataAggregation, SecurityHazard), <c>lift</c>, <c>reason</c>, <c>file</c>.</summary>
    [OpenTo(Caller.Unit)]
    [Function("ChangeUnitBlock")]
    public Task<IResult> ChangeAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/units/{unit}/blocks")] HttpRequest request, string unit, CancellationToken cancellationToken) =>
        ApiAsync(request, unit, ChangeAsync, "单位记录未受理", cancellationToken);

    /// <summary>
    /// Records a ruling: multipart <c>number</c>, <c>works</c>, <c>establisher</c> (DigitalEconomyBureau, DevelopmentAndReform), <c>file</c>.
    /// </summary>
    [OpenTo(Caller.Unit)]
    [Function("RecordWorksRuling")]
    public Task<IResult> RuleAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/units/{unit}/rulings")] HttpRequest request, string unit, CancellationToken cancellationToken) =>
        ApiAsync(request, unit, RuleAsync, "裁定未登记", cancellationToken);

    /// <summary>Shows the record.</summary>
    [OpenTo(Caller.Staff)]
    [Function("UnitRecordPage")]
    public async Task<IResult> ShowAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "units/{unit}")] HttpRequest request, string unit, CancellationToken cancellationToken) =>
        await FindAsync(request, unit, cancellationToken) is { } found
            ? await PageAsync(found, StatusCodes.Status200OK, notice: null, [], cancellationToken)
            : Pages.Message(StatusCodes.Status404NotFound, "没有这个单位", "请从项目页面打开单位记录。");

    /// <summary>Records or lifts a block from the page, with the key of 市数字经济局.</summary>
    [OpenTo(Caller.UnitKeyInForm)]
    [Function("UnitBlockForm")]
    public Task<IResult> ChangeFormAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "units/{unit}/blocks")] HttpRequest request, string unit, CancellationToken cancellationToken) =>
        FormAsync(request, unit, ChangeAsync, cancellationToken);

    /// <summary>Records a ruling from the page, with the key of 市数字经济局.</summary>
    [OpenTo(Caller.UnitKeyInForm)]
    [Function("WorksRulingForm")]
    public Task<IResult> RuleFormAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "units/{unit}/rulings")] HttpRequest request, string unit, CancellationToken cancellationToken) =>
        FormAsync(request, unit, RuleAsync, cancellationToken);

    private delegate Task<(int Status, IReadOnlyList<Fault> Faults)> Act(string unit, IFormCollection form, UnitCaller caller, CancellationToken cancellationToken);

    private async Task<IResult> ApiAsync(HttpRequest request, string unit, Act act, string refused, CancellationToken cancellationToken)
    {
        var (status, faults) = await act(unit, await request.FormAsync(cancellationToken, "请以 multipart/form-data 提交，文件字段名为 file。"), UnitCaller.Of(request), cancellationToken);
        return faults.Count == 0
            ? await GetAsync(request, unit, cancellationToken)
            : Problems.Refused(refused, faults, status);
    }

    private async Task<IResult> FormAsync(HttpRequest request, string unit, Act act, CancellationToken cancellationToken)
    {
        var form = await request.FormAsync(cancellationToken);
        if (await keys.FindHolderAsync(request, form, cancellationToken) is not { } caller || !MayChange(caller))
            return Pages.Message(StatusCodes.Status403Forbidden, "单位密钥不正确", "单位记录由市数字经济局登记，请填写市数字经济局的单位密钥。没有记录任何内容。");
        if (await directory.FindUnitAsync(unit, cancellationToken) is not { } found)
            return Pages.Message(StatusCodes.Status404NotFound, "没有这个单位", "请从项目页面打开单位记录。");
        var (status, faults) = await act(found.Id, form, caller, cancellationToken);
        return await PageAsync(found, status, faults.Count == 0 ? "已经登记。" : null, faults, cancellationToken);
    }

    private static bool MayChange(UnitCaller caller) => caller.ActsFor(ProjectPosts.DigitalEconomyBureau);

    private async Task<UnitRow?> FindAsync(HttpRequest request, string unit, CancellationToken cancellationToken) =>
        await directory.FindUnitAsync(unit, cancellationToken) is { } found
        && (request.HttpContext.Features.Get<UnitCaller>() is not { } caller || caller.ActsFor(found.Id) || MayChange(caller))
            ? found
            : null;

    private Task<(int Status, IReadOnlyList<Fault> Faults)> ChangeAsync(
        string unit, IFormCollection form, UnitCaller caller, CancellationToken cancellationToken)
    {
        var block = ChoiceOf<UnitBlock>(form["block"]);
        return ActAsync(
            unit, form, caller, UnitRecords.ArticleOf(block),
            (found, file, by) => records.ChangeAsync(new(found, block, form["lift"] == "true", form["reason"], file, by), cancellationToken),
            cancellationToken);
    }

    private Task<(int Status, IReadOnlyList<Fault> Faults)> RuleAsync(
        string unit, IFormCollection form, UnitCaller caller, CancellationToken cancellationToken) =>
        ActAsync(
            unit, form, caller, "第八条",
            (found, file, by) => rulings.RecordAsync(new(found, form["number"], form["works"], ChoiceOf<RuledEstablisher>(form["establisher"]), file, by), cancellationToken),
            cancellationToken);

    private static T? ChoiceOf<T>(string? text)
        where T : struct, Enum => Enum.TryParse<T>(text, ignoreCase: true, out var choice) && Enum.IsDefined(choice) ? choice : null;

    private async Task<(int Status, IReadOnlyList<Fault> Faults)> ActAsync(
        string unit,
        IFormCollection form,
        UnitCaller caller,
        string article,
        Func<string, SubmissionFile?, string, Task<IReadOnlyList<RuleFailure>>> act,
        CancellationToken cancellationToken)
    {
        if (!MayChange(caller))
            return (StatusCodes.Status403Forbidden, [new Fault("", "单位记录由市数字经济局登记。", article)]);
        if (await directory.FindUnitAsync(unit, cancellationToken) is not { } found)
            return (StatusCodes.Status404NotFound, [new Fault("unit", "没有这个单位。")]);
        var files = await SubmissionForm.FilesAsync(form.Files, cancellationToken);
        try
        {
            var failures = await act(found.Id, files.Count == 0 ? null : files[0], caller.ActorFor(ProjectPosts.DigitalEconomyBureau));
            return failures.Count == 0
                ? (StatusCodes.Status200OK, [])
                : (StatusCodes.Status422UnprocessableEntity, Faults.Of(failures));
        }
        catch (DocumentRefusedException refusal)
        {
            return (StatusCodes.Status422UnprocessableEntity, [new Fault("file", refusal.Message, article)]);
        }
    }

    private async Task<IResult> PageAsync(UnitRow unit, int status, string? notice, IReadOnlyList<Fault> faults, CancellationToken cancellationToken)
    {
        var history = new List<AuditEntry>();
        foreach (var entry in await records.HistoryAsync(unit.Id, cancellationToken))
        {
            var actor = (await directory.FindUnitAsync(entry.Actor, cancellationToken))?.Name ?? (await directory.FindPersonAsync(entry.Actor, cancellationToken))?.Name;
            history.Add(entry with { Actor = actor ?? entry.Actor });
        }

        return Pages.Show(new UnitRecordPage
        {
            Unit = unit,
            Standing = await records.StandingAsync(unit.Id, cancellationToken),
            Rulings = await rulings.OfAsync(unit.Id, cancellationToken),
            Evaluations = await records.EvaluationsAsync(unit.Id, cancellationToken),
            History = history,
            Notice = notice,
            Faults = faults,
        }, status);
    }
}
