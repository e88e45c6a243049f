using Dazhou.Serverless.Functions.Common;
using Dazhou.Serverless.Projects;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Dazhou.Serverless.Functions.Projects.TechnicalPlan;

/// <summary>Quotations and questions for programs and for the forms on the project's page. Requests to try it with: <c>Consultation.http</c>.</summary>
public sealed class ConsultationApi(ConsultationReader reader, QuestionService questions, ProjectQueries queries, ProjectAccess access, ProjectScreen screen, UnitKeys keys)
{
    /// <summary>What suppliers quoted, for the unit and its reviewers alone; for everybody else there is no such address.</summary>
    [OpenTo(Caller.Staff)]
    [Function("ListQuotations")]
    public async Task<IResult> QuotationsAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/projects/{id}/quotations")] HttpRequest request,
        string id,
        CancellationToken cancellationToken)
    {
        if (!await access.MayReadQuotationsAsync(request, id, cancellationToken)
            || await reader.ReadAsync(id, withQuotations: true, cancellationToken) is not { Quotations: { } quotations } view)
            return Problems.NotFound("没有这个项目，或者功能清单还没有公示。");
        return Results.Json(new
        {
            version = view.Publicity.Version,
            statistics = quotations.Statistics,
            quotations = quotations.Counted.Concat(quotations.Earlier).Select(quotation => new
            {
                version = quotation.Version,
                counts = quotation.Version == view.Publicity.Version,
                company = quotation.Company,
                mail = quotation.Mail,
                confirmedAt = quotation.ConfirmedAt,
                prices = quotation.Prices,
            }),
        });
    }

    /// <summary>The confirmed questions, also those that wait for their answer; nobody's address.</summary>
    [OpenTo(Caller.Staff)]
    [Function("ListQuestions")]
    public async Task<IResult> QuestionsAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/projects/{id}/questions")] HttpRequest request,
        string id,
        CancellationToken cancellationToken)
    {
        if (!await access.MayReadAsync(request, id, cancellationToken) || await queries.FindRowAsync(id, cancellationToken) is null)
            return Problems.NotFound("没有这个项目。");
        return Results.Json(new { items = (await questions.ReadAsync(id, cancellationToken)).Select(ViewOf) });
    }

    /// <summary>Answers a question: <c>answer</c> as JSON. The first answer stands; repeated, it is shown.</summary>
    [OpenTo(Caller.Unit)]
    [Function("AnswerQuestion")]
    public async Task<IResult> AnswerAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/projects/{id}/questions/{question}/answer")] HttpRequest request,
        string id,
        string question,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken)
    {
        var body = await JsonBody.ReadAsync<Body>(request, ProjectJson.Options, "{\"answer\":\"…\"}", cancellationToken);
        var (status, answered, faults) = await TakeAsync(client, id, question, body.Answer, UnitCaller.Of(request), cancellationToken);
        return answered is null
            ? Problems.Refused("答复未受理", faults, status)
            : Results.Json(ViewOf(answered), statusCode: status);
    }

    /// <summary>The same, from the project's page.</summary>
    [OpenTo(Caller.UnitKeyInForm)]
    [Function("AnswerQuestionForm")]
    public async Task<IResult> AnswerFormAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "projects/{id}/questions/{question}/answer")] HttpRequest request,
        string id,
        string question,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken)
    {
        var form = await request.FormAsync(cancellationToken);
        var refused = new RefusedForm(question, new Dictionary<string, string>(StringComparer.Ordinal) { ["answer"] = form["answer"].ToString() });
        if (await keys.FindHolderAsync(request, form, cancellationToken) is not { } caller)
            return await screen.KeyUnknownAsync(request, id, refused, cancellationToken);

        var (status, answered, faults) = await TakeAsync(client, id, question, form["answer"], caller, cancellationToken);
        return answered is null
            ? await screen.AnswerAsync(request, caller, id, status, notice: null, faults, cancellationToken, refused)
            : await screen.AnswerAsync(
                request, caller, id, StatusCodes.Status200OK, "答复已记录，问题和答复一并在公示页面公开。", [], cancellationToken);
    }

    private async Task<(int Status, QuestionRow? Answered, IReadOnlyList<Fault> Faults)> TakeAsync(
        DurableTaskClient client, string project, string question, string? answer, UnitCaller caller, CancellationToken cancellationToken)
    {
        if (await queries.FindRowAsync(project, cancellationToken) is not { } row)
            return (StatusCodes.Status404NotFound, null, [new("", "没有这个项目。")]);
        if (!caller.ActsFor(row.Unit))
            return (StatusCodes.Status403Forbidden, null, [new("", "单位密钥与项目建设单位不一致。", FunctionListRules.Article)]);
        var receipt = await questions.AnswerAsync(client, project, question, answer, caller.ActorFor(row.Unit), link: null, cancellationToken);
        if (receipt.Question is { } answered)
            return (StatusCodes.Status200OK, answered, []);
        return receipt.Failures.Count > 0
            ? (StatusCodes.Status422UnprocessableEntity, null, Faults.Of(receipt.Failures))
            : (StatusCodes.Status404NotFound, null, [new("", "没有这个提问，或者提问人还没有确认。", FunctionListRules.Article)]);
    }

    private static object ViewOf(QuestionRow question) => new
    {
        id = question.Id,
        question = question.Text,
        confirmedAt = question.ConfirmedAt,
        answer = question.Answer,
        answeredAt = question.AnsweredAt,
        href = $"/api/projects/{question.Project}/questions/{question.Id}/answer",
    };

    private sealed record Body(string? Answer);
}
