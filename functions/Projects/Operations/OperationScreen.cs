using Dazhou.Serverless.Deadlines;
using Dazhou.Serverless.Functions.Approvals;
using Dazhou.Serverless.Functions.Common;
using Dazhou.Serverless.Functions.Projects.Application;
using Dazhou.Serverless.Projects;
using Dazhou.Serverless.Records;
using Microsoft.AspNetCore.Http;

namespace Dazhou.Serverless.Functions.Projects.Operations;

/// <summary>Builds a budget's page, when opened and after a form was posted.</summary>
public sealed class OperationScreen(
    OperationBudgets budgets, ITableStore tables, StepsReader steps, ProjectReader reader, ActingUnits actors, IDocumentStore documents, IAuditTrail audit, TimeProvider time)
{
    /// <summary>Returns the page, with the result or the faults of the last action.</summary>
    public async Task<IResult> ShowAsync(
        HttpRequest request, OperationBudgetRow budget, int status, string? notice, IReadOnlyList<Fault> faults, RefusedForm? refused, CancellationToken cancellationToken)
    {
        var now = time.GetChinaNow();
        var deadlines = (await tables.ListAsync<DeadlineRow>(budget.Id, cancellationToken)).Select(row => DeadlineView.Of(row).At(now));
        return Pages.Show(new OperationPage
        {
            Budget = budget,
            Assessments = (await budgets.ActsAsync(budget.Id, cancellationToken)).Where(act => act.Assessment is not null).ToList(),
            Steps = await steps.ReadAsync(budget.Id, cancellationToken),
            Deadlines = await reader.NamedAsync(deadlines.OrderBy(deadline => deadline.Due), cancellationToken),
            History = await reader.NamedAsync(await audit.EntriesAsync(budget.Id, cancellationToken), cancellationToken),
            Documents = await documents.ListAsync(budget.Id, cancellationToken),
            Audit = await audit.VerifyAsync(budget.Id, cancellationToken),
            SignedIn = await actors.IsSignedInAsync(request, cancellationToken),
            Now = now,
            Notice = notice,
            Faults = faults,
            Refused = refused,
        }, status);
    }
}
