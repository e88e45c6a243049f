using Dazhou.Serverless.Functions.Approvals;
using Dazhou.Serverless.Functions.Common;
using Dazhou.Serverless.Functions.Projects.Corrections;
using Dazhou.Serverless.Functions.Projects.Planning;
using Dazhou.Serverless.Functions.Projects.TechnicalPlan;
using Dazhou.Serverless.Projects;
using Dazhou.Serverless.Records;
using Dazhou.Serverless.Subjects;
using Microsoft.AspNetCore.Http;

namespace Dazhou.Serverless.Functions.Projects;

/// <summary>Gathers a project's page, as it is opened and as its forms answer.</summary>
public sealed class ProjectScreen(
    ProjectReader projects, ApplicantDesk applicants, OpenActs acts, ConsultationReader consultations, IDocumentStore documents,
    IAuditTrail audit, StepsReader steps, ProjectAccess access, UnitRecords units, CorrectionService corrections, ProjectMoneyReader money,
    PageRoles roles, StatusReader statuses, SubjectContents contents, OpinionReader opinions, FormDrafts drafts, TimeProvider time)
{
    /// <summary>
    /// Answers a form of the page: with the page for whoever may read it, and for anybody else only with what became of the form.
    /// </summary>
    public async Task<IResult> AnswerAsync(
        HttpRequest request, UnitCaller? caller, string id, int status, string? notice, IReadOnlyList<Fault> faults, CancellationToken cancellationToken,
        RefusedForm? refused = null) =>
        await access.MaySeeAsync(request, caller, id, cancellationToken)
            ? await ShowAsync(await roles.OfFormAsync(request, caller, cancellationToken), id, status, notice, faults, cancellationToken, refused)
            : Pages.Message(status, notice is null ? "没有受理" : "已经记录", [.. notice is null ? faults.Select(Problems.Sentence) : [notice]]);

    /// <summary>Answers a form whose unit key is nobody's; what was typed is kept.</summary>
    public Task<IResult> KeyUnknownAsync(HttpRequest request, string id, RefusedForm refused, CancellationToken cancellationToken) =>
        AnswerAsync(
            request, caller: null, id, StatusCodes.Status401Unauthorized, notice: null, [new Fault("unitKey", "单位密钥不正确，没有记录任何内容。")], cancellationToken, refused);

    /// <summary>404, the same for a project that there is not and for one that the reader may not read.</summary>
    public static IResult Unknown() => Pages.Message(StatusCodes.Status404NotFound, "没有这个项目", "地址可能不完整。请从项目列表打开。");

    /// <summary>The page for a reader, with what the last action did or why it was refused; what suppliers quoted only where the caller says that its reader may see it.</summary>
    public async Task<IResult> ShowAsync(
        PageRole role, string id, int status, string? notice, IReadOnlyList<Fault> faults, CancellationToken cancellationToken, RefusedForm? refused = null,
        bool withQuotations = false)
    {
        if (await projects.FindAsync(id, cancellationToken) is not { } project)
            return Unknown();
        var shownSteps = await steps.ReadAsync(id, cancellationToken);
        var standing = await applicants.StandingAsync(id, cancellationToken);
        var open = await acts.ReadAsync(id, cancellationToken);
        var forms = await roles.FormsAsync(role, project, open, cancellationToken);
        var since = LinkReader.ReturnedBefore(shownSteps.Select(step => step.Row), project.Stage, at: null);
        return Pages.Show(new ProjectPage
        {
            Project = project,
            Role = role,
            Since = since,
            Sections = await contents.SectionsAsync(id, project.Stage, since, cancellationToken),
            Opinions = await opinions.ReadAsync(id, ReadsExperts(role, shownSteps), cancellationToken),
            Status = await statuses.ReadAsync(project, role, shownSteps, standing, open, forms, cancellationToken),
            Now = time.GetChinaNow(),
            Documents = await documents.ListAsync(id, cancellationToken),
            Audit = await audit.VerifyAsync(id, cancellationToken),
            Steps = shownSteps,
            Standing = standing,
            Corrections = await corrections.AppliedAsync(id, cancellationToken),
            Consultation = await consultations.ReadAsync(id, withQuotations, cancellationToken),
            Acts = forms,
            Forms = await FormsAsync(id, forms, refused, faults, cancellationToken),
            Money = await money.ReadAsync(id, cancellationToken),
            UnitId = project.UnitId,
            Evaluations = (await units.EvaluationsAsync(project.UnitId, cancellationToken)).Where(evaluation => evaluation.Project != id).ToList(),
            FormKey = Guid.NewGuid().ToString("N"),
            Refused = refused,
            Notice = notice,
            Faults = faults,
        }, status);
    }

    /// <summary>The reader's forms with what is kept of each, and the refused one as it was typed.</summary>
    private async Task<IReadOnlyDictionary<string, FormState>> FormsAsync(
        string id, IReadOnlyList<OpenAct> forms, RefusedForm? refused, IReadOnlyList<Fault> faults, CancellationToken cancellationToken)
    {
        var states = new Dictionary<string, FormState>(StringComparer.Ordinal);
        foreach (var act in forms)
        {
            var place = act.Ask is { } ask ? FormPlace.OfAsk(id, ask.StepRound) : FormPlace.OfOffer(id, act.Step);
            states[act.Step] = refused?.Step == act.Step && refused.Form is { } shown ? shown : await drafts.ReadAsync(place, cancellationToken);
            if (refused is { Form: null } && refused.Step == act.Step)
                states[act.Step] = states[act.Step] with { Typed = refused.Typed, Faults = faults, Kept = null };
            // The process ended after it was recorded: what stands there would be handed in a second time.
            if (refused?.Step != act.Step && act.Ask is null && states[act.Step].Key is { } key && await acts.FindByKeyAsync(id, act.Step, key, cancellationToken) is not null)
            {
                await drafts.EndAsync(place, AuditEntry.System, cancellationToken);
                states[act.Step] = FormState.New;
            }
        }

        return states;
    }

    /// <summary>What experts said is for those who decide and for those who supervise; others read what the panel concluded.</summary>
    private static bool ReadsExperts(PageRole role, IEnumerable<StepView> steps) =>
        role.IsEverybody
        || (role.Unit is { } unit && ProjectSubjects.ReadingAll.Contains(unit))
        || steps.Any(step => step.People.Concat(step.Consulted).Any(person => person.Person == role.Person));
}

/// <summary>A form of the page that was refused, to be shown again as it was typed.</summary>
/// <param name="Step">Which form.</param>
/// <param name="Typed">What was typed.</param>
public sealed record RefusedForm(string Step, IReadOnlyDictionary<string, string> Typed)
{
    /// <summary>The form with what is kept of it; null for one without drafts, or of somebody who may not hand it in.</summary>
    public FormState? Form { get; init; }
}
