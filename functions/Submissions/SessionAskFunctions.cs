using Dazhou.Serverless.Directory;
using Dazhou.Serverless.Functions.Approvals;
using Dazhou.Serverless.Functions.Common;
using Dazhou.Serverless.Links;
using Dazhou.Serverless.Records;
using Dazhou.Serverless.Subjects;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Dazhou.Serverless.Functions.Submissions;

/// <summary>
/// Submissions from the 工作台 by the signed-in person who was asked: with the forms, rules and records of mailed links. Other people get no
/// form.
/// </summary>
public sealed class SessionAskFunctions(AskedPeople asked, ReportLink reports, SubjectKinds subjects, TimeProvider time)
{
    private const int MostListed = 200;

    /// <summary>The path of the list.</summary>
    public static string ListPath => "/asks";

    /// <summary>Returns the path of a request's page.</summary>
    public static string PathOf(AskedPersonRow ask) => AskPlace.PathOf(ask.Subject, ask.StepRound);

    /// <summary>Lists the reader's open requests.</summary>
    [OpenTo(Caller.Staff)]
    [Function("ListAsks")]
    public async Task<IResult> ListAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "asks")] HttpRequest request, CancellationToken cancellationToken) =>
        request.HttpContext.Features.Get<PersonRow>() is { } person
            ? Pages.Show(new AsksPage
            {
                Asked = await asked.FirstAsync(person.Id, MostListed, cancellationToken),
                Now = time.GetChinaNow(),
            })
            : SessionDecisionFunctions.NobodySignedIn(request);

    /// <summary>Shows the subject and the form.</summary>
    [OpenTo(Caller.Staff)]
    [Function("ShowAsk")]
    public async Task<IResult> ShowAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "asks/{subject}/{step}/{round:int}")] HttpRequest request,
        string subject,
        string step,
        int round,
        CancellationToken cancellationToken)
    {
        if (request.HttpContext.Features.Get<PersonRow>() is not { } person)
            return SessionDecisionFunctions.NobodySignedIn(request);
        var (place, of) = (AskPlace.OfSession(subjects, subject, new(step, round)), RequestOf(subject, new(step, round), person.Id));
        if (await asked.FindAsync(person.Id, subject, new(step, round), cancellationToken) is null)
            return NotAsked();
        return await reports.ShowAsync(place, of, cancellationToken);
    }

    /// <summary>Records the reader's submission.</summary>
    [OpenTo(Caller.Staff)]
    [Function("PostAsk")]
    public async Task<IResult> PostAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "asks/{subject}/{step}/{round:int}")] HttpRequest request,
        string subject,
        string step,
        int round,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken)
    {
        if (request.HttpContext.Features.Get<PersonRow>() is not { } person)
            return SessionDecisionFunctions.NobodySignedIn(request);
        if (await asked.FindAsync(person.Id, subject, new(step, round), cancellationToken) is null)
            return NotAsked();
        var (place, of) = (AskPlace.OfSession(subjects, subject, new(step, round)), RequestOf(subject, new(step, round), person.Id));
        var form = await request.FormAsync(cancellationToken);
        return await reports.TakeAsync(client, place, of, link: null, form, cancellationToken) ?? NotAsked();
    }

    private LinkRequest RequestOf(string subject, StepRound of, string person) => new()
    {
        Purpose = SubmissionLinks.Report,
        Subject = subject,
        Step = of.Step,
        Round = of.Round,
        Person = person,
        Expires = time.GetChinaNow(),
    };

    private static IResult NotAsked() => Pages.Message(
        StatusCodes.Status410Gone, "没有等待您提交的事项", "此事项已经提交、不再需要，或者不由您提交。没有记录任何内容。", "请回到工作台查看其他待办事项。");
}
