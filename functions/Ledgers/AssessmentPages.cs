using Dazhou.Serverless.Functions.Approvals;
using Dazhou.Serverless.Functions.Common;
using Dazhou.Serverless.Functions.Subjects;
using Dazhou.Serverless.Ledgers;
using Dazhou.Serverless.Records;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Dazhou.Serverless.Functions.Ledgers;

/// <summary>Pages of the assessment of a ledger: the points of all units, and a unit with what it lost.</summary>
public sealed class AssessmentPages(AssessmentDesk desk, StepsReader steps, IDocumentStore documents)
{
    /// <summary>Shows the assessment.</summary>
    [OpenTo(Caller.Staff)]
    [Function("LedgerAssessmentPage")]
    public async Task<IResult> AllAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "ledgers/{id}/assessment")] HttpRequest request, string id, CancellationToken cancellationToken) =>
        await desk.ReadAsync(id, Readers.Of(request), cancellationToken) is { } view
            ? Pages.Show(new AssessmentPage
            {
                View = view,
                Steps = view.ReadsAll ? await steps.ReadAsync(AssessmentSubject.Of(id), cancellationToken) : [],
                File = view.ReadsAll && view.Round.Row.IsFinal
                    ? await documents.FindAsync(LedgerSubject.Of(id), AssessmentDocument.Name, cancellation: cancellationToken)
                    : null,
            })
            : NotFound();

    /// <summary>Shows a unit in it.</summary>
    [OpenTo(Caller.Staff)]
    [Function("LedgerAssessedUnitPage")]
    public async Task<IResult> UnitAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "ledgers/{id}/assessment/{unit}")] HttpRequest request,
        string id,
        string unit,
        CancellationToken cancellationToken) =>
        await desk.ReadAsync(id, Readers.Of(request), cancellationToken) is { } view
        && view.Round.Units.FirstOrDefault(of => of.Unit == unit) is { } row && view.Details(row)
            ? Pages.Show(new AssessedUnitPage { View = view, Unit = row })
            : NotFound();

    private static IResult NotFound() => Pages.Message(StatusCodes.Status404NotFound, "没有这项考核", "考核在台账期满、最后一期汇总以后开始，请从任务台账列表打开。");
}
