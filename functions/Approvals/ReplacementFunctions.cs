using System.Globalization;
using Dazhou.Serverless.Approvals;
using Dazhou.Serverless.Directory;
using Dazhou.Serverless.Functions.Common;
using Dazhou.Serverless.Records;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Dazhou.Serverless.Functions.Approvals;

/// <summary>更换审批人 for operators: lists the open steps of a person who has left and hands them to another. Sample requests: <c>Approvals.http</c>.</summary>
public sealed class ReplacementFunctions(ReplacementDesk desk, IDirectory directory, TimeProvider time)
{
    /// <summary>The actor in the audit trail for the API, since the key identifies no person.</summary>
    private const string Administrator = "administrator";

    /// <summary>Separates the parts of a step's key in a form field; no id contains it.</summary>
    private const char Separator = '|';

    /// <summary>Lists a person's open steps; <c>person</c> is an id or a mail address.</summary>
    [OpenTo(Caller.Administrator)]
    [Function("ListOpenApprovals")]
    public async Task<IResult> ListAsync(
        [HttpTrigger(AuthorizationLevel.Admin, "get", Route = "api/approvals")] HttpRequest request, CancellationToken cancellationToken)
    {
        if (await desk.FindAsync(request.Query["person"], cancellationToken) is not { } person)
            return Problems.NotFound("人员名录中没有这位人员，请用 person 指明编号或者工作邮箱。");
        var steps = await desk.OpenOfAsync(person.Id, cancellationToken);
        return Results.Json(new
        {
            person = person.Id,
            name = person.Name,
            items = steps.Select(step => new
            {
                subject = step.Subject.Id,
                title = step.Subject.Title,
                stage = step.Stage,
                step = step.Step.Key,
                round = step.Round,
                act = step.Step.Act,
                openedAt = step.OpenedAt,
                due = step.Deadline?.Due,
                approvers = step.Approvers,
                href = $"/api/approvals/{step.Subject.Id}/{step.Step.Key}/{step.Round}/replace",
            }),
        });
    }

    /// <summary>Replaces an approver: <c>{ "from", "to", "comment" }</c>, with people by id or mail address. The new approver gets a mail.</summary>
    [OpenTo(Caller.Administrator)]
    [Function("ReplaceApprover")]
    public async Task<IResult> ReplaceAsync(
        [HttpTrigger(AuthorizationLevel.Admin, "post", Route = "api/approvals/{subject}/{step}/{round:int}/replace")] HttpRequest request,
        string subject,
        string step,
        int round,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken)
    {
        var body = await JsonBody.ReadAsync<Body>(
            request, RecordJson.Options, "{\"from\":\"…\",\"to\":\"…\",\"comment\":\"…\"}", cancellationToken);
        var outcome = await desk.ReplaceAsync(client, subject, new(step, round), body.From, body.To, Administrator, body.Comment, cancellationToken);
        return outcome.To is { } to
            ? Results.Json(new { subject, step, round, approver = to.Id, name = to.Name })
            : Problems.Refused("更换审批人未受理", [outcome.Fault!], outcome.Status);
    }

    /// <summary>Shows the page; <c>who</c> identifies the person.</summary>
    [OpenTo(Caller.Operator)]
    [Function("ReplacementsPage")]
    public Task<IResult> ShowAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "replacements")] HttpRequest request, CancellationToken cancellationToken) =>
        PageAsync(StatusCodes.Status200OK, request.Query["who"], Typed.Nothing, notice: null, [], cancellationToken);

    /// <summary>Replaces the person in the selected steps.</summary>
    [OpenTo(Caller.Operator)]
    [Function("ReplacementsForm")]
    public async Task<IResult> ReplaceFormAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "replacements")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken)
    {
        var form = await request.FormAsync(cancellationToken);
        var (who, typed) = (form["who"].ToString(), new Typed(form["to"].ToString(), form["comment"].ToString()));
        var chosen = form["steps"].OfType<string>().Select(StepOf).OfType<(string Subject, StepRound Of)>().ToList();
        if (chosen.Count == 0)
            return await PageAsync(StatusCodes.Status422UnprocessableEntity, who, typed, null, [new Fault("steps", "请选择要更换审批人的事项。")], cancellationToken);

        var by = request.HttpContext.Features.Get<PersonRow>()?.Id ?? Administrator;
        var outcomes = new List<ReplacementOutcome>();
        foreach (var (subject, step) in chosen)
            outcomes.Add(await desk.ReplaceAsync(client, subject, step, who, typed.To, by, typed.Comment, cancellationToken));
        var done = outcomes.Count(outcome => outcome.To is not null);
        var refused = outcomes.Where(outcome => outcome.To is null).ToList();
        return await PageAsync(
            refused.Count == 0 ? StatusCodes.Status200OK : refused[0].Status,
            who,
            refused.Count == 0 ? Typed.Nothing : typed,
            done == 0 ? null : $"{done}项已交给{outcomes.First(outcome => outcome.To is not null).To!.Name}，办理邮件会发送到其工作邮箱，办理期限不变。",
            [.. refused.Select(outcome => outcome.Fault!).Distinct()],
            cancellationToken);
    }

    private async Task<IResult> PageAsync(
        int status, string? who, Typed typed, string? notice, IReadOnlyList<Fault> faults, CancellationToken cancellationToken)
    {
        var person = await desk.FindAsync(who, cancellationToken);
        var unit = person is null ? null : await directory.FindUnitAsync(person.Unit, cancellationToken);
        return Pages.Show(new ReplacementsPage
        {
            Who = who,
            Person = person,
            UnitName = unit?.Name,
            Steps = person is null ? [] : (await desk.OpenOfAsync(person.Id, cancellationToken)).Select(step => (ValueOf(step), step)).ToList(),
            To = typed.To,
            Comment = typed.Comment,
            Now = time.GetChinaNow(),
            Notice = notice,
            Faults = faults,
        }, status);
    }

    private static string ValueOf(ApprovalStepRow step) => string.Create(CultureInfo.InvariantCulture, $"{step.Subject.Id}{Separator}{step.Step.Key}{Separator}{step.Round}");

    private static (string Subject, StepRound Of)? StepOf(string value) =>
        value.Split(Separator) is [var subject, var step, var text] && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var round)
            ? (subject, new(step, round))
            : null;

    private sealed record Body(string? From, string? To, string? Comment);

    private sealed record Typed(string To, string Comment)
    {
        public static Typed Nothing { get; } = new("", "");
    }
}
