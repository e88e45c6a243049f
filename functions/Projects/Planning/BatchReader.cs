using Dazhou.Serverless.Approvals;
using Dazhou.Serverless.Projects;
using Dazhou.Serverless.Records;

namespace Dazhou.Serverless.Functions.Projects.Planning;

/// <summary>A batch of a year's plan, or its mid-year adjustment, with the meetings and files.</summary>
/// <param name="Plan">The batch.</param>
/// <param name="Steps">The approval steps, in order.</param>
/// <param name="Documents">The minutes of the meetings, and the approved table.</param>
public sealed record BatchView(AnnualPlanRow Plan, IReadOnlyList<ApprovalStepRow> Steps, IReadOnlyList<DocumentInfo> Documents)
{
    /// <summary>Returns the file of a meeting's minutes; null if there is none.</summary>
    public DocumentInfo? MinutesOf(Resolution resolution) =>
        Documents.FirstOrDefault(document => $"{document.Name}/{document.Version}" == resolution.MinutesDocument);
}

/// <summary>Reads batches (第十条第一款、第十三条) for those who compile the plan and for staff.</summary>
public sealed class BatchReader(AnnualPlans plans, ProjectQueries queries, IDocumentStore documents)
{
    /// <summary>Returns the batches of a year, oldest first; none for a unit restricted to its own lines.</summary>
    public async Task<IReadOnlyList<AnnualPlanRow>> OfYearAsync(int year, string? unit, CancellationToken cancellationToken) =>
        PlanDesk.Keeps(unit) ? await plans.OfYearAsync(year, cancellationToken) : [];

    /// <summary>Returns a batch; null if there is none for this reader.</summary>
    public async Task<BatchView?> FindAsync(string year, string number, string? unit, CancellationToken cancellationToken)
    {
        if (!PlanDesk.Keeps(unit) || await plans.FindAsync(IdOf(year, number), cancellationToken) is not { } plan)
            return null;
        return new(plan, await queries.ApprovalsOfAsync(plan.Id, cancellationToken), await documents.ListAsync(plan.Id, cancellationToken));
    }

    /// <summary>Returns a file of a batch; null if there is none for this reader.</summary>
    public async Task<DocumentInfo?> DocumentAsync(string year, string number, string name, int version, string? unit, CancellationToken cancellationToken) =>
        await FindAsync(year, number, unit, cancellationToken) is { Plan: var plan } ? await documents.FindAsync(plan.Id, name, version, cancellationToken) : null;

    /// <summary>The path of a batch's page.</summary>
    public static string PathOf(AnnualPlanRow plan) => PlanSubjects.PathOfBatch(plan.Id);

    /// <summary>The id of a batch; empty if the URL names none.</summary>
    internal static string IdOf(string year, string number) =>
        RequestInput.Year(year) is { } known && number.Length is > 0 and <= 3 && number.All(char.IsAsciiDigit) ? $"plan-{known:D4}-{number}" : "";
}
