using Dazhou.Serverless.Functions.Common;
using Dazhou.Serverless.Projects;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Dazhou.Serverless.Functions.Projects.Submissions;

/// <summary>Everything that a project's page lists as open, from its form there; the same desk as the API's.</summary>
public sealed class SubmissionFormFunctions(SubmissionDesk desk, FormDrafts forms, ProjectScreen screen, UnitKeys keys, DraftDoor door)
{
    private const int LongestKey = 100;

    /// <summary>The technical plan, at the address of its own.</summary>
    [OpenTo(Caller.UnitKeyInForm)]
    [Function("TechnicalPlanForm")]
    public Task<IResult> SubmitTechnicalPlanAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "projects/{id}/technical-plan")] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken) => SubmitAsync(request, id, Stages.TechnicalPlan, client, cancellationToken);

    /// <summary>Hands in.</summary>
    [OpenTo(Caller.UnitKeyInForm)]
    [Function("SubmissionForm")]
    public async Task<IResult> SubmitAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "projects/{id}/submissions/{kind}")] HttpRequest request,
        string id,
        string kind,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken)
    {
        if (SubmissionKinds.Find(kind) is not { } known)
            return Problems.NotFound("没有这种提交事项。");
        var form = await request.FormAsync(cancellationToken);
        var refused = new RefusedForm(kind, SubmissionForm.Typed(known, form));
        // To save only, whoever signed in needs no key: nothing is recorded.
        var person = form["act"] == FormDrafts.SaveAct && form["unitKey"].ToString().Length == 0 ? await door.SignedInAsync(request, cancellationToken) : null;
        if ((person is null ? await keys.FindHolderAsync(request, form, cancellationToken) : new UnitCaller(person.Unit, ActsForAll: false)) is not { } caller)
            return await screen.KeyUnknownAsync(request, id, refused, cancellationToken);

        if (!PositiveNumber.TryRead(form["round"], out var round))
            return Problems.Unreadable("round 应为正整数。");
        var handIn = new HandIn(id, kind, round, SubmissionForm.Read(known, form), [], IdempotencyKey.Of(form, LongestKey));
        var (admitted, refusal) = await desk.AdmitAsync(handIn, caller, person?.Id, cancellationToken);
        if (admitted is null)
            return await screen.AnswerAsync(request, caller, id, refusal!.Status, notice: null, refusal.Faults, cancellationToken, refused);

        // What is recorded under the key of the form stands, also where its draft is gone.
        var post = await forms.TakeAsync(admitted.Place, known, form, admitted.By, cancellationToken);
        if (post.Answer is { } answer && admitted.Earlier is null)
        {
            return await screen.AnswerAsync(
                request, caller, id, answer.Status, post.IsSaved ? $"{known.Title}的草稿已保存，没有提交。" : null, answer.Faults, cancellationToken, refused with { Form = answer });
        }

        if (post.Answer is not null)
            return await DoneAsync(admitted.Earlier!);
        var outcome = await desk.SubmitAsync(client, handIn with { Files = post.Files }, caller, person: null, cancellationToken);
        if (outcome.Result is not { } submission)
        {
            return await screen.AnswerAsync(
                request, caller, id, outcome.Status, notice: null, outcome.Faults, cancellationToken,
                refused with { Form = await forms.RefusedAsync(post, outcome.Status, outcome.Faults, cancellationToken) });
        }

        await forms.EndAsync(post.Place, post.By, cancellationToken);
        return await DoneAsync(submission);

        Task<IResult> DoneAsync(SubmissionRow submission) => screen.AnswerAsync(
            request, caller, id, StatusCodes.Status200OK, $"已提交{known.Title}，于{OfficeText.Time(submission.At)}记录。", [], cancellationToken);
    }
}
