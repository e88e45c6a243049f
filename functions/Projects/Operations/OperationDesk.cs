using System.Text.Json.Nodes;
using Dazhou.Serverless.Directory;
using Dazhou.Serverless.Functions.Common;
using Dazhou.Serverless.Projects;
using Dazhou.Serverless.Records;
using Microsoft.AspNetCore.Http;
using Microsoft.DurableTask.Client;

namespace Dazhou.Serverless.Functions.Projects.Operations;

/// <summary>Where API and pages act on O&amp;M budgets (第三十二、三十三条): finds the budget, checks who acts.</summary>
public sealed class OperationDesk(OperationBudgets budgets, SystemCatalogue catalogue, IDirectory directory)
{
    private const string Bureau = ProjectPosts.DigitalEconomyBureau;

    /// <summary>Takes a unit's application for its own system.</summary>
    public async Task<ActOutcome<OperationBudgetRow>> ApplyAsync(
        DurableTaskClient client, JsonObject data, IReadOnlyList<SubmissionFile> files, ActingUnit acting, string? key, CancellationToken cancellationToken)
    {
        var (application, fault) = ActingUnits.Content<OperationApplication>(data, OperationForms.Application);
        if (fault is not null)
            return new(StatusCodes.Status422UnprocessableEntity, null, [fault]);
        // The development key acts as the unit whose system it is.
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

    /// <summary>Corrects, assesses, arranges or withdraws; null if there is no such budget for who acts.</summary>
    public async Task<ActOutcome<OperationBudgetRow>?> ActAsync(
        DurableTaskClient client, string id, string act, JsonObject data, IReadOnlyList<SubmissionFile> files, ActingUnit acting, CancellationToken cancellationToken)
    {
        if (await budgets.FindAsync(id, cancellationToken) is not { } budget || !acting.Reads(budget.Unit))
            return null;
        var form = OperationForms.Of(act)!;
        var unit = act switch { "assessment" => Bureau, "arrangement" => ProjectPosts.Treasury.Unit, _ => budget.Unit };
        if (!acting.ActsFor(unit))
            return ActOutcome<OperationBudgetRow>.Refused(StatusCodes.Status403Forbidden, WhoMay(act), form.Article);

        var (input, fault) = InputOf(act, data, acting.By(unit));
        return fault is null
            ? await RecordAsync(client, budget, act, input!, files, cancellationToken)
            : new(StatusCodes.Status422UnprocessableEntity, null, [fault]);
    }

    /// <summary>The same by the person who was asked, by a mailed link or signed in: whoever holds the post acts for its unit.</summary>
    public async Task<ActOutcome<OperationBudgetRow>> ActAsAskedAsync(
        DurableTaskClient client, OperationBudgetRow budget, string act, JsonObject data, IReadOnlyList<SubmissionFile> files, string person, string? link,
        CancellationToken cancellationToken)
    {
        var (input, fault) = InputOf(act, data, person);
        return fault is null
            ? await RecordAsync(client, budget, act, input! with { Link = link }, files, cancellationToken)
            : new(StatusCodes.Status422UnprocessableEntity, null, [fault]);
    }

    private async Task<ActOutcome<OperationBudgetRow>> RecordAsync(
        DurableTaskClient client, OperationBudgetRow budget, string act, OperationInput input, IReadOnlyList<SubmissionFile> files, CancellationToken cancellationToken)
    {
        try
        {
            return Answer(await budgets.ActAsync(client, budget, input with { File = files.Count == 0 ? null : files[0] }, cancellationToken));
        }
        catch (DocumentRefusedException refusal)
        {
            return ActOutcome<OperationBudgetRow>.Refused(StatusCodes.Status422UnprocessableEntity, refusal.Message, OperationForms.Of(act)!.Article, "file");
        }
    }

    private static (OperationInput? Input, Fault? Fault) InputOf(string act, JsonObject data, string by)
    {
        switch (act)
        {
            case "resubmit":
                var (application, fault) = ActingUnits.Content<OperationApplication>(data, OperationForms.Application);
                return (new(OperationSteps.Application, by) { Application = application }, fault);
            case "assessment":
                (var assessment, fault) = ActingUnits.Content<OperationAssessment>(data, OperationForms.Assessment);
                return (new(OperationSteps.Assessment, by) { Assessment = assessment }, fault);
            case "arrangement":
                (var arrangement, fault) = ActingUnits.Content<OperationArrangement>(data, OperationForms.Arrangement);
                return (new(OperationSteps.Arrangement, by) { Arrangement = arrangement }, fault);
            default:
                (var withdrawal, fault) = ActingUnits.Content<OperationWithdrawal>(data, OperationForms.Withdrawal);
                return (new(OperationSteps.Withdrawal, by) { Withdrawal = withdrawal }, fault);
        }
    }

    private static string WhoMay(string act) => act switch
    {
        "assessment" => "论证评估由市数字经济局组织，单位密钥与之不一致。",
        "arrangement" => "运维经费由市财政局统筹安排，单位密钥与之不一致。",
        _ => "单位密钥与申报单位不一致。",
    };

    private static ActOutcome<OperationBudgetRow> Answer(OperationReceipt receipt) => receipt.Status switch
    {
        OperationStatus.Taken => new(StatusCodes.Status202Accepted, receipt.Budget, []),
        OperationStatus.Conflict => ActOutcome<OperationBudgetRow>.Refused(StatusCodes.Status409Conflict, receipt.Failures),
        _ => ActOutcome<OperationBudgetRow>.Refused(StatusCodes.Status422UnprocessableEntity, receipt.Failures),
    };
}
