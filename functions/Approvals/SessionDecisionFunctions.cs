using Dazhou.Serverless.Approvals;
using Dazhou.Serverless.Directory;
using Dazhou.Serverless.Functions.Common;
using Dazhou.Serverless.Links;
using Dazhou.Serverless.Records;
using Dazhou.Serverless.Subjects;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Dazhou.Serverless.Functions.Approvals;

/// <summary>
/// Decisions from the 工作台 by a signed-in person: with the form, record, confirmation and receipts of mailed links. People who are not asked
/// in the step get no form.
/// </summary>
public sealed class SessionDecisionFunctions(
    LinkReader reader, OpenDecisions open, DecisionService decisions, DecisionForms forms, LinkChanges changes, SubjectKinds subjects, TimeProvider time)
{
    /// <summary>The path of the list of the reader's open steps.</summary>
    public const string ListPath = "/decide";

    private const int PageSize = 50;

    /// <summary>Returns the path of a step's page.</summary>
    public static string PathOf(ApprovalStepRow step) => $"/decide/{step.Subject.Id}/{step.Step.Key}/{step.Round}";

    /// <summary>Lists the reader's open steps by deadline; <c>after</c> is where the previous page ended.</summary>
    [OpenTo(Caller.Staff)]
    [Function("ListDecisions")]
    public async Task<IResult> ListAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "decide")] HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.HttpContext.Features.Get<PersonRow>() is not { } person)
            return NobodySignedIn(request);
        string? after = request.Query["after"];
        return Pages.Show(new OpenDecisionsPage
        {
            Decisions = await open.PageAsync(person.Id, PageSize, string.IsNullOrEmpty(after) ? null : after, cancellationToken),
            Now = time.GetChinaNow(),
        });
    }

    /// <summary>Shows the subject and the form, or what was recorded.</summary>
    [OpenTo(Caller.Staff)]
    [Function("ShowDecision")]
    public async Task<IResult> ShowAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "decide/{subject}/{step}/{round:int}")] HttpRequest request,
        string subject,
        string step,
        int round,
        CancellationToken cancellationToken)
    {
        if (OfReader(request, subject, new(step, round)) is not { } of)
            return NobodySignedIn(request);
        if (await decisions.FindDecisionAsync(of, cancellationToken) is { } recorded)
            return await RecordedAsync(of, recorded, cancellationToken);
        return await WhyNotAsync(of, cancellationToken) ?? await FormAsync(of, comment: null, [], StatusCodes.Status200OK, cancellationToken);
    }

    /// <summary>Records the reader's decision; a repeated post shows what is recorded.</summary>
    [OpenTo(Caller.Staff)]
    [Function("PostDecision")]
    public async Task<IResult> PostAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "decide/{subject}/{step}/{round:int}")] HttpRequest request,
        string subject,
        string step,
        int round,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken)
    {
        if (OfReader(request, subject, new(step, round)) is not { } of)
            return NobodySignedIn(request);
        if (await decisions.FindDecisionAsync(of, cancellationToken) is { } recorded)
            return await RecordedAsync(of, recorded, cancellationToken);
        if (await WhyNotAsync(of, cancellationToken) is { } refusal)
            return refusal;

        var form = await request.FormAsync(cancellationToken);
        return LinkChanges.IsAsked(form)
            ? await ChangeAsync(client, of, form, cancellationToken)
            : await DecideAsync(client, of, form, cancellationToken);
    }

    private async Task<IResult> DecideAsync(DurableTaskClient client, LinkRequest of, IFormCollection form, CancellationToken cancellationToken)
    {
        var (input, fault) = await forms.ReadAsync(of, form, cancellationToken);
        if (fault is not null)
            return await RefusedAsync(of, form, [fault], cancellationToken);
        var receipt = await decisions.RecordAsync(client, of, link: null, input!, cancellationToken);
        return receipt.Status switch
        {
            DecisionStatus.Closed => Closed(receipt.Problems[0]),
            DecisionStatus.Invalid => await RefusedAsync(of, form, [.. receipt.Problems.Select(problem => new Fault("comment", problem))], cancellationToken),
            _ => await RecordedAsync(of, receipt.Recorded!, cancellationToken, receipt.Counts),
        };
    }

    private async Task<IResult> ChangeAsync(DurableTaskClient client, LinkRequest of, IFormCollection form, CancellationToken cancellationToken) =>
        await changes.ChangeAsync(client, of, link: null, form, cancellationToken) switch
        {
            { Done: { } person } => LinkChanges.Done(form, person, byLink: false),
            { Open: true } outcome => await RefusedAsync(of, form, [outcome.Fault!], cancellationToken),
            var outcome => Closed(outcome.Fault!.Message),
        };

    /// <summary>Returns the page that explains why the reader gets no form here; null if the step is open for the reader.</summary>
    private async Task<IResult?> WhyNotAsync(LinkRequest of, CancellationToken cancellationToken) =>
        await decisions.FindStepAsync(of, cancellationToken) switch
        {
            null => Pages.Message(StatusCodes.Status404NotFound, "没有这个事项", "地址可能不完整。请从工作台“待我办理”打开。"),
            { Outcome: not null } => Closed("本环节已经办结，您的意见不再需要。"),
            var step when !StepRules.MayDecide(step, of.Person) =>
                Pages.Message(StatusCodes.Status403Forbidden, "不由您办理", "本环节的办理人不是您，或者已由他人办理。需要了解进度的，请打开项目页面。"),
            _ => null,
        };

    private Task<IResult> RefusedAsync(LinkRequest of, IFormCollection form, IReadOnlyList<Fault> faults, CancellationToken cancellationToken) =>
        FormAsync(of, form["comment"], faults, StatusCodes.Status422UnprocessableEntity, cancellationToken);

    private async Task<IResult> FormAsync(LinkRequest of, string? comment, IReadOnlyList<Fault> faults, int status, CancellationToken cancellationToken) =>
        Pages.Show(new DecidePage
        {
            View = await reader.ReadWholeAsync(of, stage: null, cancellationToken),
            At = $"/decide/{of.Subject}/{of.Step}/{of.Round}",
            Files = FilesOf(of),
            Now = time.GetChinaNow(),
            Comment = comment,
            Faults = faults,
        }, status);

    private async Task<IResult> RecordedAsync(LinkRequest of, DecisionRow recorded, CancellationToken cancellationToken, bool counts = true) =>
        Pages.Show(new RecordedPage
        {
            View = await reader.ReadWholeAsync(of, stage: null, cancellationToken),
            Files = FilesOf(of),
            Recorded = recorded,
            Counts = counts,
            Now = time.GetChinaNow(),
        });

    /// <summary>Returns the reader's part in a step; null if nobody is signed in, as may be in Development.</summary>
    private LinkRequest? OfReader(HttpRequest request, string subject, StepRound of) =>
        request.HttpContext.Features.Get<PersonRow>() is { } person
            ? new() { Purpose = ApprovalLinks.Decide, Subject = subject, Step = of.Step, Round = of.Round, Person = person.Id, Expires = time.GetChinaNow() }
            : null;

    /// <summary>Returns the answer for a reader who is not signed in: 401 for a post, otherwise a redirect to the sign-in page.</summary>
    internal static IResult NobodySignedIn(HttpRequest request) =>
        HttpMethods.IsPost(request.Method) ? Problems.Unauthenticated("请先登录。") : new SeeOther("/sign-in?required");

    private static IResult Closed(string why) =>
        Pages.Message(StatusCodes.Status409Conflict, "事项已经办结", why, "没有记录任何内容。请回到工作台查看其他待办事项。");

    private string FilesOf(LinkRequest of) => subjects.FilesOf(of.Subject);
}
