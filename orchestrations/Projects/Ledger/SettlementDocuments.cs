using Dazhou.Serverless.Documents;
using Dazhou.Serverless.Records;

namespace Dazhou.Serverless.Projects;

/// <summary>The documents of what is settled: 概算批复 (第三十七条), 通报批评 (第五十三条).</summary>
public sealed class SettlementDocuments(ITableStore tables, IDocumentStore documents)
{
    /// <summary>The estimate's name among the project's documents.</summary>
    public const string EstimateName = "estimateApproval";

    /// <summary>Writes what a settlement issues; repeated, the same once.</summary>
    internal async Task IssueAsync(Settlement settlement, ProjectRow project, ProjectLedgerRow ledger, CancellationToken cancellation)
    {
        var on = ChinaTime.DayOf(settlement.At);
        switch (settlement.Change)
        {
            case EstimateSettled { Estimate: var estimate }:
                await documents.SaveAsync(
                    project.Id, EstimateName, "概算批复.docx", settlement.Key, ReviewDocuments.Estimate(project, estimate, ledger.ApprovedTotal, on), cancellation);
                break;
            case Sanctioned { Effects.Criticised: true } sanctioned:
                var order = (await tables.FindAsync<SubmissionRow>(project.Id, new StepRound(SupervisionKinds.Order, sanctioned.Number).RowKey, cancellation))?.Value;
                await documents.SaveAsync(
                    project.Id, CriticismDocument.Name, $"通报批评（第{sanctioned.Number}次整改）.docx", settlement.Key,
                    CriticismDocument.Of(project, order?.Read<RectificationOrder>(), settlement.Text, sanctioned, on), cancellation);
                break;
        }
    }
}
