using Dazhou.Serverless.Functions.Common;
using Dazhou.Serverless.Projects;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Dazhou.Serverless.Functions.Projects.Submissions;

/// <summary>Everything that a project's page lists as open, from its form there; the same desk as the API's.</summary>
public sealed class SubmissionFormFunctions(SubmissionDesk desk, ProjectScreen screen, UnitKeys keys)
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
        if (await keys.FindHolderAsync(request, form, cancellationToken) is not { } caller)
            return await screen.KeyUnknownAsync(request, id, refused, cancellationToken);

        if (!PositiveNumber.TryRead(form["round"], out var round))
            return Problems.Unreadable("round 应为正整数。");
        var data = SubmissionForm.Read(known, form);
        var key = IdempotencyKey.Of(form, LongestKey);
        var files = await SubmissionForm.FilesAsync(form.Files, cancellationToken);
        var outcome = await desk.SubmitAsync(client, new HandIn(id, kind, round, data, files, key), caller, person: null, cancellationToken);
        return outcome.Result is { } submission
            ? await screen.AnswerAsync(request, caller, id, StatusCodes.Status200OK, $"已提交{known.Title}，于{OfficeText.Time(submission.At)}记录。", [], cancellationToken)
            : await screen.AnswerAsync(request, caller, id, outcome.Status, notice: null, outcome.Faults, cancellationToken, refused);
    }
}
