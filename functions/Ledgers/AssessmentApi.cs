using Dazhou.Serverless.Functions.Common;
using Dazhou.Serverless.Functions.Subjects;
using Dazhou.Serverless.Ledgers;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Dazhou.Serverless.Functions.Ledgers;

/// <summary>
/// API for the assessment of a ledger (达市府办发〔2023〕16号). Units object by link, page, or
/// <c>POST /api/submissions/ledgers.{id}.a.{unit}/Ledgers.objection</c>. Example requests: <c>Ledgers.http</c>.
/// </summary>
public sealed class AssessmentApi(AssessmentDesk desk)
{
    private const string Xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    /// <summary>Returns the newest round: all units for the coordinating office and the assessor; for a unit itself, and once decided the points of all.</summary>
    [OpenTo(Caller.Staff)]
    [Function("GetLedgerAssessment")]
    public async Task<IResult> GetAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/ledgers/{id}/assessment")] HttpRequest request, string id, CancellationToken cancellationToken)
    {
        if (await desk.ReadAsync(id, Readers.Of(request), cancellationToken) is not { } view) return NotFound();
        var row = view.Round.Row;
        return Results.Json(new
        {
            id,
            title = AssessmentTexts.TitleOf(view.Ledger.Title),
            round = row.Round,
            state = AssessmentTexts.StateOf(view.Round, view.Now),
            draftedAt = row.DraftedAt,
            objectUntil = row.ObjectUntil,
            decidedAt = row.IsFinal ? row.DecidedAt : null,
            rules = view.Ledger.Policy.Points,
            units = view.Shown.Select(unit => new
            {
                unit = unit.Unit,
                name = unit.Name,
                points = unit.Points,
                lines = !view.Details(unit) ? null : unit.Lines.Select(line => new
                {
                    key = line.Key,
                    kind = AssessmentTexts.Chinese(line.Kind),
                    task = line.Task,
                    says = line.Says,
                    count = line.Count,
                    points = line.Points,
                    cancelled = unit.IsCancelled(line),
                }),
                objection = view.Details(unit) ? unit.Objection : null,
                answer = view.Details(unit) ? unit.Answer : null,
            }),
        });
    }

    /// <summary>The same as XLSX; a unit without what others lost.</summary>
    [OpenTo(Caller.Staff)]
    [Function("GetLedgerAssessmentWorkbook")]
    public async Task<IResult> WorkbookAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/ledgers/{id}/assessment.xlsx")] HttpRequest request, string id, CancellationToken cancellationToken) =>
        await desk.ReadAsync(id, Readers.Of(request), cancellationToken) is { } view
            ? Results.File(
                AssessmentSheet.Write(view.Ledger, [.. view.Shown.Where(view.Details)], AssessmentTexts.StateOf(view.Round, view.Now)), Xlsx,
                $"{AssessmentTexts.TitleOf(view.Ledger.Title)}.xlsx")
            : NotFound();

    private static IResult NotFound() => Problems.NotFound("没有这个督办台账，或者考核还没有开始。");
}
