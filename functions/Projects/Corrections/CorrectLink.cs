using Dazhou.Serverless.Approvals;
using Dazhou.Serverless.Functions.Approvals;
using Dazhou.Serverless.Functions.Common;
using Dazhou.Serverless.Functions.Links;
using Dazhou.Serverless.Functions.Projects.Application;
using Dazhou.Serverless.Links;
using Dazhou.Serverless.Projects;
using Dazhou.Serverless.Records;
using Microsoft.AspNetCore.Http;
using Microsoft.DurableTask.Client;

namespace Dazhou.Serverless.Functions.Projects.Corrections;

/// <summary>补正 and 撤回 by the link in the 退回补正 mail. If the act is already recorded, a repeated post shows it.</summary>
public sealed class CorrectLink(LinkReader reader, LinkStore links, DecisionService decisions, ApplicantDesk desk, ProjectQueries queries, TimeProvider time)
    : ILinkHandler
{
    /// <inheritdoc/>
    public async Task<IResult?> ShowAsync(LinkVisit visit, CancellationToken cancellationToken)
    {
        if (await decisions.FindStepAsync(visit.Link, cancellationToken) is not { } step)
            return null;
        if (await decisions.FindActAsync(visit.Of.Subject, visit.Of.StepRound, cancellationToken) is { } act)
            return Done(act);
        return visit.State == LinkState.Open ? await FormAsync(visit, step, form: null, [], StatusCodes.Status200OK, cancellationToken) : null;
    }

    /// <inheritdoc/>
    public async Task<bool> WaitsAsync(LinkRow link, CancellationToken cancellationToken) =>
        await decisions.FindStepAsync(link, cancellationToken) is not null
        && await decisions.FindActAsync(link.Request.Subject, link.Request.StepRound, cancellationToken) is null;

    /// <inheritdoc/>
    public async Task<LinkMatter> TellAsync(LinkRequest of, CancellationToken cancellationToken) => (await ViewAsync(of, cancellationToken)).Told;

    // The deadline of a returned step is paused while the applicant corrects.
    private async Task<LinkView> ViewAsync(LinkRequest of, CancellationToken cancellationToken) =>
        await reader.ReadAsync(of, cancellationToken) with { Act = "补正", Deadline = null };

    /// <inheritdoc/>
    public async Task<IResult?> PostAsync(LinkVisit visit, DurableTaskClient client, IFormCollection form, CancellationToken cancellationToken)
    {
        if (await decisions.FindStepAsync(visit.Link, cancellationToken) is not { } step)
            return null;
        bool? withdraw = form["act"].ToString() switch { "补正" => false, "撤回" => true, _ => null };
        var recorded = await decisions.FindActAsync(visit.Of.Subject, visit.Of.StepRound, cancellationToken);
        if (withdraw is null && recorded is null)
        {
            return await FormAsync(
                visit, step, form, [new Fault("act", "请选择补正后重新提交或者撤回申请。")], StatusCodes.Status422UnprocessableEntity, cancellationToken);
        }

        var project = ApplicationForm.IsIn(form) && withdraw == false ? await queries.FindRowAsync(step.Subject.Id, cancellationToken) : null;
        var application = project is null ? null : await ApplicationForm.ReviseAsync(form, project.Application, cancellationToken);
        // If an act is already recorded, the desk returns it and ignores the input.
        var outcome = await desk.ActAsync(
            client, step, visit.Of.Person,
            new(withdraw ?? false, form["comment"].ToString(), form.Files.GetFile("file"), application) { Unreadable = project is null ? [] : ApplicationForm.Unreadable(form) },
            cancellationToken);
        if (outcome.Act is not { } act)
        {
            return outcome.Status == StatusCodes.Status409Conflict
                ? DeadLinks.Closed(visit.Id, [.. outcome.Faults.Select(Problems.Sentence)])
                : await FormAsync(visit, step, form, outcome.Faults, outcome.Status, cancellationToken);
        }

        await links.TryUseAsync(visit.Link.Hash, cancellationToken);
        return Done(act);
    }

    private async Task<IResult> FormAsync(
        LinkVisit visit, ApprovalStepRow step, IFormCollection? form, IReadOnlyList<Fault> faults, int status, CancellationToken cancellationToken)
    {
        var project = CorrectionRules.Allows(step.Stage) ? await queries.FindRowAsync(step.Subject.Id, cancellationToken) : null;
        var typed = form is not null && ApplicationForm.IsIn(form) ? ApplicationForm.TypedIn(form) : null;
        return Pages.Show(new CorrectionPage
        {
            View = await ViewAsync(visit.Of, cancellationToken),
            LinkId = visit.Id,
            Now = time.GetChinaNow(),
            Wanted = ApplicantDesk.WantedIn(step),
            Comment = form?["comment"].ToString(),
            Values = project is null ? null : typed ?? ApplicationForm.ValuesOf(project.Application),
            Unfolded = faults.Any(fault => fault.Field is not ("act" or "comment" or "file" or "")),
            Units = project is null ? [] : new (string, string)[] { (project.Unit, project.UnitName) },
            Faults = faults,
        }, status);
    }

    private static IResult Done(ApplicantActRow act) => Pages.Show(new MessagePage
    {
        Title = act.Withdrawal ? "已撤回申请" : "已重新提交",
        Bare = true,
        Paragraphs = new[]
        {
            $"{OfficeText.Time(act.At)} 记录。{act.Comment}", ApplicantFunctions.Done(act.Withdrawal),
        },
    });
}
