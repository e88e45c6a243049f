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
    OperationBudgets budgets, ITableStore tables, StepsReader steps, ProjectReader reader, ActingUnits actors, OperationDesk desk, FormDrafts drafts,
    IDocumentStore documents, IAuditTrail audit, TimeProvider time)
{
    /// <summary>Returns the page, with the result or the faults of the last action by <paramref name="acting"/>; null for who only reads.</summary>
    public async Task<IResult> ShowAsync(
        HttpRequest request, OperationBudgetRow budget, int status, string? notice, IReadOnlyList<Fault> faults, RefusedForm? refused, ActingUnit? acting,
        CancellationToken cancellationToken)
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
            Forms = await FormsAsync(budget, acting ?? ActingUnits.Of(request), refused, faults, cancellationToken),
        }, status);
    }

    /// <summary>The open forms with what is kept of each, for who may hand it in; without anybody, as in Development, for everybody.</summary>
    private async Task<IReadOnlyDictionary<string, FormState>> FormsAsync(
        OperationBudgetRow budget, ActingUnit? reader, RefusedForm? refused, IReadOnlyList<Fault> faults, CancellationToken cancellationToken)
    {
        var states = new Dictionary<string, FormState>(StringComparer.Ordinal);
        foreach (var form in OperationActs.OpenIn(budget.State))
        {
            states[form.Step] = refused?.Step == form.Step
                ? refused.Form ?? new() { Typed = refused.Typed, Faults = faults }
                : reader is null || await desk.MayAsync(budget, form, reader, cancellationToken) ? await drafts.ReadAsync(OperationDesk.PlaceOf(budget, form), cancellationToken) : FormState.New;
        }

        return states;
    }
}
