using System.Text.Json.Nodes;
using Dazhou.Serverless.Directory;
using Dazhou.Serverless.Functions.Projects.Application;
using Dazhou.Serverless.Projects;
using Dazhou.Serverless.Records;
using Microsoft.AspNetCore.Http;
using Microsoft.DurableTask.Client;

namespace Dazhou.Serverless.Functions.Projects.Operations;

/// <summary>The acts on an O&amp;M budget, by their names in URLs.</summary>
public static class OperationActs
{
    private static readonly Dictionary<string, SubmissionKind> Named = new(StringComparer.Ordinal)
    {
        ["resubmit"] = OperationKinds.Correction,
        ["assessment"] = OperationKinds.Assessment,
        ["arrangement"] = OperationKinds.Arrangement,
        ["withdraw"] = OperationKinds.Withdrawal,
    };

    /// <summary>Returns the form of an act; null if there is no such act.</summary>
    public static SubmissionKind? Of(string act) => Named.GetValueOrDefault(act);

    /// <summary>The name of an act.</summary>
    public static string NameOf(SubmissionKind form) => Named.First(act => act.Value.Step == form.Step).Key;

    /// <summary>Returns the forms that can be submitted in a state.</summary>
    public static IReadOnlyList<SubmissionKind> OpenIn(OperationState state) => state switch
    {
        OperationState.Assessment => [OperationKinds.Assessment, OperationKinds.Withdrawal],
        OperationState.Correction => [OperationKinds.Correction, OperationKinds.Withdrawal],
        OperationState.Review => [OperationKinds.Withdrawal],
        OperationState.Arrangement => [OperationKinds.Arrangement],
        _ => [],
    };
}

/// <summary>Acts on O&amp;M budgets for API and pages (第三十二、三十三条): an application starts one, everything else is a submission for it.</summary>
public sealed class OperationDesk(OperationBudgets budgets, SubmissionDesk submissions, SystemCatalogue catalogue, IDirectory directory)
{
    /// <summary>Takes a unit's application for its own system.</summary>
    public async Task<ActOutcome<OperationBudgetRow>> ApplyAsync(
        DurableTaskClient client, JsonObject data, IReadOnlyList<SubmissionFile> files, ActingUnit acting, string? key, CancellationToken cancellationToken)
    {
        var (application, faults) = ActingUnits.Content<OperationApplication>(data, OperationKinds.Application);
        if (faults.Count > 0)
            return new(StatusCodes.Status422UnprocessableEntity, null, faults);
        // The development key acts as the unit that owns the system.
        var unit = acting.Caller.ActsForAll
            ? (await catalogue.FindAsync(application!.System ?? "", cancellationToken))?.Unit ?? acting.Caller.Unit
            : acting.Caller.Unit;
        try
        {
            return Answer(await budgets.ApplyAsync(
                client, await directory.FindUnitAsync(unit, cancellationToken), application!, acting.By(unit), key, cancellationToken, files.Count == 0 ? null : files[0]));
        }
        catch (DocumentRefusedException refusal)
        {
            return ActOutcome<OperationBudgetRow>.Refused(StatusCodes.Status422UnprocessableEntity, refusal.Message, "第三十二条", "file");
        }
    }

    /// <summary>Corrects, assesses, arranges or withdraws; null if there is no such budget for this caller.</summary>
    public async Task<ActOutcome<OperationBudgetRow>?> ActAsync(
        DurableTaskClient client, string id, SubmissionKind form, JsonObject data, IReadOnlyList<SubmissionFile> files, ActingUnit acting, CancellationToken cancellationToken)
    {
        if (await budgets.FindAsync(id, cancellationToken) is not { } budget || !acting.Reads(budget.Unit))
            return null;
        // During the review by 市财政局 the withdrawal ends the review itself.
        if (form == OperationKinds.Withdrawal && budget.State == OperationState.Review && acting.ActsFor(budget.Unit))
        {
            var (withdrawal, faults) = ActingUnits.Content<OperationWithdrawal>(data, form);
            return faults.Count == 0
                ? Answer(await budgets.WithdrawReviewAsync(client, budget, acting.By(budget.Unit), withdrawal!.Reason, cancellationToken))
                : new(StatusCodes.Status422UnprocessableEntity, null, faults);
        }

        var handIn = new HandIn(id, form.Step, Round: null, data, files, Key: null);
        var outcome = await submissions.SubmitAsync(client, handIn, acting.Caller, acting.Person, cancellationToken);
        return new(outcome.Status, outcome.Result is null ? null : budget, outcome.Faults);
    }

    /// <summary>Whether somebody may hand a form of a budget in, and so reads and keeps its draft.</summary>
    public async Task<bool> MayAsync(OperationBudgetRow budget, SubmissionKind form, ActingUnit acting, CancellationToken cancellationToken)
    {
        if (!acting.Reads(budget.Unit))
            return false;
        if (form.Side == SubmissionSide.Unit)
            return acting.ActsFor(budget.Unit);
        var (_, refusal) = await submissions.AdmitAsync(new HandIn(budget.Id, form.Step, Round: null, [], [], Key: null), acting.Caller, acting.Person, cancellationToken);
        return refusal?.Status != StatusCodes.Status403Forbidden;
    }

    /// <summary>Where a form of a budget is filled in.</summary>
    public static FormPlace PlaceOf(OperationBudgetRow budget, SubmissionKind form) => FormPlace.OfAsk(budget.Id, new(form.Step, budget.Round));

    /// <summary>Where a unit fills in its application.</summary>
    public static FormPlace PlaceOf(ActingUnit acting) => new("operations", OperationKinds.Application.Step, acting.Caller.Unit);

    private static ActOutcome<OperationBudgetRow> Answer(OperationReceipt receipt) => receipt.Status switch
    {
        SubmissionStatus.HandedIn => new(StatusCodes.Status202Accepted, receipt.Budget, []),
        SubmissionStatus.Refused => ActOutcome<OperationBudgetRow>.Refused(StatusCodes.Status422UnprocessableEntity, receipt.Failures),
        _ => ActOutcome<OperationBudgetRow>.Refused(StatusCodes.Status409Conflict, receipt.Failures),
    };
}
