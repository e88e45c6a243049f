using Dazhou.Serverless.Approvals;
using Dazhou.Serverless.Deadlines;
using Dazhou.Serverless.Functions.Common;
using Dazhou.Serverless.Functions.Projects;
using Dazhou.Serverless.Projects;
using Microsoft.AspNetCore.Http;
using Microsoft.DurableTask.Client;

namespace Dazhou.Serverless.Functions.Approvals;

/// <summary>补正 and 撤回 by the link of the 退回补正 mail. The record answers: a repeated post shows what stands.</summary>
public sealed class LinkCorrections(LinkReader reader, LinkStore links, DecisionService decisions, ApplicantDesk desk, ProjectQueries queries, TimeProvider time)
{
    /// <summary>The page of a link that asks for a correction, or what was done about it; null when the link asks for none.</summary>
    public async Task<IResult?> ShowAsync(string id, LinkLookup lookup, CancellationToken cancellationToken)
    {
        if (lookup is not { Link: { Request: { Purpose: LinkPurpose.Report } of } link } || await decisions.FindStepAsync(link, cancellationToken) is not { } step)
            return null;
        if (await decisions.FindActAsync(of.Subject, new(of.Step, of.Round), cancellationToken) is { } act)
            return Done(act);
        return lookup.State == LinkState.Open ? await FormAsync(id, link, step, form: null, [], StatusCodes.Status200OK, cancellationToken) : null;
    }

    /// <summary>Records it; null when the link asks for no correction.</summary>
    public async Task<IResult?> PostAsync(
        DurableTaskClient client, string id, LinkRow link, IFormCollection form, CancellationToken cancellationToken)
    {
        if (await decisions.FindStepAsync(link, cancellationToken) is not { } step)
            return null;
        bool? withdraw = form["act"].ToString() switch { "补正" => false, "撤回" => true, _ => null };
        var recorded = await decisions.FindActAsync(link.Request.Subject, new(link.Request.Step, link.Request.Round), cancellationToken);
        if (withdraw is null && recorded is null)
        {
            return await FormAsync(
                id, link, step, form, [new Fault("act", "请选择补正后重新提交或者撤回申请。")], StatusCodes.Status422UnprocessableEntity, cancellationToken);
        }

        var project = ApplicationForm.IsIn(form) && withdraw == false ? await queries.FindRowAsync(step.Subject.Id, cancellationToken) : null;
        var application = project is null ? null : await ApplicationForm.ReviseAsync(form, project.Application, cancellationToken);
        // When something is recorded already, the desk answers with that and does not look at the input.
        var outcome = await desk.ActAsync(
            client, step, link.Request.Person, new(withdraw ?? false, form["comment"].ToString(), form.Files.GetFile("file"), application), cancellationToken);
        if (outcome.Act is not { } act)
        {
            return outcome.Status == StatusCodes.Status409Conflict
                ? LinkPages.Closed(id, [.. outcome.Faults.Select(Problems.Sentence)])
                : await FormAsync(id, link, step, form, outcome.Faults, outcome.Status, cancellationToken);
        }

        await links.TryUseAsync(link.Hash, cancellationToken);
        return Done(act);
    }

    private async Task<IResult> FormAsync(
        string id, LinkRow link, ApprovalStepRow step, IFormCollection? form, IReadOnlyList<Fault> faults, int status, CancellationToken cancellationToken)
    {
        var project = CorrectionRules.Allows(step.Stage) ? await queries.FindRowAsync(step.Subject.Id, cancellationToken) : null;
        var typed = form is not null && ApplicationForm.IsIn(form) ? ApplicationForm.TypedIn(form) : null;
        return Pages.Show<CorrectionPage>(
            new Dictionary<string, object?>(StringComparer.Ordinal)
            {
                [nameof(CorrectionPage.View)] = await reader.ReadAsync(link.Request, cancellationToken),
                [nameof(CorrectionPage.LinkId)] = id,
                [nameof(CorrectionPage.Now)] = time.GetChinaNow(),
                [nameof(CorrectionPage.Wanted)] = ApplicantDesk.WantedIn(step),
                [nameof(CorrectionPage.Comment)] = form?["comment"].ToString(),
                [nameof(CorrectionPage.Values)] = project is null ? null : typed ?? ApplicationForm.ValuesOf(project.Application),
                [nameof(CorrectionPage.Unfolded)] = faults.Any(fault => fault.Field is not ("act" or "comment" or "file" or "")),
                [nameof(CorrectionPage.Units)] = project is null ? [] : new (string, string)[] { (project.Unit, project.UnitName) },
                [nameof(CorrectionPage.Faults)] = faults,
            },
            status);
    }

    private static IResult Done(ApplicantActRow act) => Pages.Show<MessagePage>(new Dictionary<string, object?>(StringComparer.Ordinal)
    {
        [nameof(MessagePage.Title)] = act.Withdrawal ? "已撤回申请" : "已重新提交",
        [nameof(MessagePage.Bare)] = true,
        [nameof(MessagePage.Paragraphs)] = new[]
        {
            $"{OfficeText.Time(act.At)} 记录。{act.Comment}", ApplicantFunctions.Done(act.Withdrawal),
        },
    });
}
