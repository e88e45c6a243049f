using Dazhou.Serverless.Approvals;
using Dazhou.Serverless.Directory;
using Dazhou.Serverless.Functions.Common;
using Dazhou.Serverless.Links;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace Dazhou.Serverless.Functions.Approvals;

/// <summary>
/// Several decisions of one kind on one page, each with its own choice, words and file; nothing decides all of them at once. Each is
/// recorded by itself as on its own page, so that one that is refused, or fails, takes nothing from the others.
/// </summary>
public sealed partial class TogetherFunctions(
    LinkReader reader, OpenDecisions open, DecisionService decisions, DecisionForms forms, TimeProvider time, ILogger<TogetherFunctions> logger)
{
    private const string Failed = "系统暂时不可用，没有记录，请重新提交这一项。";

    /// <summary>The page of a step's key.</summary>
    public static string PathOf(string step) => $"/decide/steps/{Uri.EscapeDataString(step)}";

    /// <summary>Shows the first that wait for the reader in a step, by deadlines; <c>after</c> is where the page before ended.</summary>
    [OpenTo(Caller.Staff)]
    [Function("ShowDecisionsTogether")]
    public async Task<IResult> ShowAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "decide/steps/{step}")] HttpRequest request, string step, CancellationToken cancellationToken)
    {
        if (request.HttpContext.Features.Get<PersonRow>() is not { } person)
            return SessionDecisionFunctions.NobodySignedIn(request);
        string? after = request.Query["after"];
        var waiting = await open.PageAsync(person.Id, TogetherForm.Most, string.IsNullOrEmpty(after) ? null : after, cancellationToken, step);
        var rows = new List<TogetherRow>();
        foreach (var one in waiting.Steps)
            rows.Add(await RowAsync(one, person.Id, typed: null, [], cancellationToken));
        return PageOf(step, rows, [], waiting, StatusCodes.Status200OK);
    }

    /// <summary>Records what was chosen; what was not stays as it was typed, with the reason beside it.</summary>
    [OpenTo(Caller.Staff)]
    [Function("PostDecisionsTogether")]
    public async Task<IResult> PostAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "decide/steps/{step}")] HttpRequest request,
        string step,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken)
    {
        if (request.HttpContext.Features.Get<PersonRow>() is not { } person)
            return SessionDecisionFunctions.NobodySignedIn(request);
        var entries = TogetherForm.Read(await request.FormAsync(cancellationToken));
        var (results, rows) = (new List<TogetherResult>(), new List<TogetherRow>());
        foreach (var entry in entries)
        {
            var of = new LinkRequest
            {
                Purpose = ApprovalLinks.Decide,
                Subject = entry.Subject,
                Step = step,
                Round = entry.Round,
                Person = person.Id,
                Expires = time.GetChinaNow(),
            };
            var outcome = await TryAsync(client, of, entry, cancellationToken);
            if (outcome.Result is { } result)
                results.Add(result);
            if (outcome.Row is { } row)
                rows.Add(row);
        }

        var waiting = await open.PageAsync(person.Id, TogetherForm.Most, after: null, cancellationToken, step);
        var refused = results.Count == 0 || results.Exists(result => !result.Recorded);
        return PageOf(step, rows, results, waiting, refused ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status200OK, answers: true);
    }

    private async Task<(TogetherResult? Result, TogetherRow? Row)> TryAsync(
        DurableTaskClient client, LinkRequest of, TogetherEntry entry, CancellationToken cancellationToken)
    {
        try
        {
            return await DecideAsync(client, of, entry, cancellationToken);
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            // The others are not to be lost for it, nor is what was typed here.
            LogFailure(failure, of.Subject, of.Step);
            try
            {
                if (await decisions.FindStepAsync(of, cancellationToken) is { } step)
                    return (new(of.Subject, of.Round, step.Subject.Title, Recorded: false, Failed), await RowAsync(step, of.Person, entry.Form, [new("decision", Failed)], cancellationToken));
            }
            catch (Exception again) when (!cancellationToken.IsCancellationRequested)
            {
                LogFailure(again, of.Subject, of.Step);
            }

            return (new(of.Subject, of.Round, of.Subject, Recorded: false, Failed), null);
        }
    }

    private async Task<(TogetherResult? Result, TogetherRow? Row)> DecideAsync(
        DurableTaskClient client, LinkRequest of, TogetherEntry entry, CancellationToken cancellationToken)
    {
        if (await decisions.FindStepAsync(of, cancellationToken) is not { } step)
            return (entry.IsUntouched ? null : Not(of.Subject, "没有这个事项，没有记录。"), null);
        if (await decisions.FindDecisionAsync(of, cancellationToken) is { } earlier)
            return (entry.Chooses ? Recorded(step, earlier, entry) : null, null);
        if (step.Outcome is not null)
            return (entry.IsUntouched ? null : Not(step.Subject.Title, "本环节已经办结，没有记录。"), null);
        if (!StepRules.MayDecide(step, of.Person))
            return (entry.IsUntouched ? null : Not(step.Subject.Title, "本环节不由您办理，或者已由他人办理，没有记录。"), null);
        if (!entry.Chooses)
        {
            IReadOnlyList<Fault> unsaid = entry.IsUntouched ? [] : [new("decision", "填写了内容但没有选择意见，没有记录。")];
            return (unsaid.Count == 0 ? null : Not(step.Subject.Title, unsaid[0].Message), await RowAsync(step, of.Person, entry.Form, unsaid, cancellationToken));
        }

        var (input, fault) = await forms.ReadAsync(of, entry.Form, cancellationToken);
        if (fault is not null)
            return await RefusedAsync([fault]);
        var receipt = await decisions.RecordAsync(client, of, link: null, input!, cancellationToken);
        return receipt.Status switch
        {
            DecisionStatus.Invalid => await RefusedAsync([.. receipt.Problems.Select(problem => new Fault("comment", problem))]),
            DecisionStatus.Closed => (Not(step.Subject.Title, $"{receipt.Problems[0]}没有记录。"), null),
            _ => (Recorded(step, receipt.Recorded!, entry, receipt.Status == DecisionStatus.Recorded, receipt.Counts), null),
        };

        TogetherResult Not(string title, string why) => new(of.Subject, of.Round, title, Recorded: false, why);

        async Task<(TogetherResult?, TogetherRow?)> RefusedAsync(IReadOnlyList<Fault> faults) =>
            (Not(step.Subject.Title, $"没有记录：{string.Concat(faults.Select(Problems.Sentence))}"), await RowAsync(step, of.Person, entry.Form, faults, cancellationToken));
    }

    private static TogetherResult Recorded(ApprovalStepRow step, DecisionRow recorded, TogetherEntry entry, bool now = false, bool counts = true)
    {
        var text = $"{(now ? "已记录" : "此前已经记录")}：{recorded.Decision.Chinese()}（{OfficeText.Time(recorded.At)}）。";
        if (!now && entry.Form["decision"] != recorded.Decision.Chinese())
            text += "本次提交的意见没有改变它。";
        if (!counts)
            text += "本环节在您提交的同时已经办结，您的意见已留痕，但没有影响结果。";
        return new(step.Subject.Id, step.Round, step.Subject.Title, Recorded: true, text);
    }

    private async Task<TogetherRow> RowAsync(
        ApprovalStepRow step, string person, IFormCollection? typed, IReadOnlyList<Fault> faults, CancellationToken cancellationToken)
    {
        var of = new LinkRequest
        {
            Purpose = ApprovalLinks.Decide,
            Subject = step.Subject.Id,
            Step = step.Step.Key,
            Round = step.Round,
            Person = person,
            Expires = time.GetChinaNow(),
        };
        return new(step.Subject.Id, step.Round, SessionDecisionFunctions.PathOf(step), await reader.ReadAsync(of, cancellationToken), typed, faults);
    }

    private IResult PageOf(string step, IReadOnlyList<TogetherRow> rows, IReadOnlyList<TogetherResult> results, OpenDecisionPage waiting, int status, bool answers = false) =>
        Pages.Show(new TogetherPage
        {
            At = PathOf(step),
            Rows = rows,
            Results = results,
            Waiting = waiting,
            Now = time.GetChinaNow(),
            Answers = answers,
        }, status);

    [LoggerMessage(LogLevel.Error, "A decision of {Subject} in {Step} failed among others")]
    private partial void LogFailure(Exception failure, string subject, string step);
}
