using Dazhou.Serverless.Functions.Common;
using Dazhou.Serverless.Functions.Projects.Application;
using Dazhou.Serverless.Projects;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Dazhou.Serverless.Functions.Projects.Corrections;

/// <summary>补正 and 撤回 by API and by the forms on a project's page.</summary>
public sealed class ApplicantFunctions(ApplicantDesk desk, ProjectScreen screen, ProjectQueries queries, ProjectAccess access, UnitKeys keys)
{
    /// <summary>Shows the form for the unit to change the application of a returned project.</summary>
    [OpenTo(Caller.Staff)]
    [Function("CorrectionForm")]
    public async Task<IResult> CorrectAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "projects/{id}/correction")] HttpRequest request,
        string id,
        CancellationToken cancellationToken)
    {
        if (!await access.MayReadAsync(request, id, cancellationToken) || await queries.FindRowAsync(id, cancellationToken) is not { } project)
            return Problems.NotFound("没有这个项目。");
        return await desk.StandingAsync(id, cancellationToken) is { Returned: true } standing && CorrectionRules.Allows(standing.Step.Stage)
            ? Form(project, standing, StatusCodes.Status200OK, ApplicationForm.ValuesOf(project.Application), comment: null, [])
            : Pages.Message(StatusCodes.Status409Conflict, "现在不能修改申报内容", "入库初审或者立项审批退回补正以后，申报单位才能修改申报内容。");
    }

    /// <summary>Records a 补正: <c>comment</c> and, if the application itself changes, <c>application</c> as JSON; or multipart with a <c>file</c>.</summary>
    [OpenTo(Caller.Unit)]
    [Function("ResubmitProject")]
    public Task<IResult> ResubmitAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/projects/{id}/resubmit")] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken) => AnswerAsync(request, id, client, withdraw: false, cancellationToken);

    /// <summary>Records a 撤回: <c>comment</c> as JSON or form.</summary>
    [OpenTo(Caller.Unit)]
    [Function("WithdrawProject")]
    public Task<IResult> WithdrawAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/projects/{id}/withdraw")] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken) => AnswerAsync(request, id, client, withdraw: true, cancellationToken);

    /// <summary>Records a 补正 from the project's page.</summary>
    [OpenTo(Caller.UnitKeyInForm)]
    [Function("ResubmitForm")]
    public Task<IResult> ResubmitFormAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "projects/{id}/resubmit")] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken) => ShowAsync(request, id, client, withdraw: false, cancellationToken);

    /// <summary>Records a 撤回 from the project's page.</summary>
    [OpenTo(Caller.UnitKeyInForm)]
    [Function("WithdrawForm")]
    public Task<IResult> WithdrawFormAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "projects/{id}/withdraw")] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken) => ShowAsync(request, id, client, withdraw: true, cancellationToken);

    private async Task<IResult> AnswerAsync(HttpRequest request, string id, DurableTaskClient client, bool withdraw, CancellationToken cancellationToken)
    {
        ApplicantInput input;
        if (request.HasFormContentType)
        {
            var form = await request.FormAsync(cancellationToken);
            input = new(withdraw, form["comment"], form.Files.GetFile("file"));
        }
        else
        {
            var body = await JsonBody.ReadAsync<Body>(
                request, ProjectJson.Options, "{\"comment\":\"…\"}（带文件时用 multipart/form-data）", cancellationToken);
            input = new(withdraw, body.Comment, null, body.Application);
        }

        var outcome = await desk.ActAsync(client, id, UnitCaller.Of(request), input, cancellationToken);
        return outcome.Act is { } act
            ? Results.Json(
                new { step = act.Step, round = act.Round, act = act.Withdrawal ? "撤回" : "补正", at = act.At, comment = act.Comment },
                statusCode: outcome.Status)
            : Problems.Refused(withdraw ? "撤回未受理" : "补正未受理", outcome.Faults, outcome.Status);
    }

    private async Task<IResult> ShowAsync(HttpRequest request, string id, DurableTaskClient client, bool withdraw, CancellationToken cancellationToken)
    {
        var form = await request.FormAsync(cancellationToken);
        var caller = await keys.HolderAsync(request, form, cancellationToken);
        var project = ApplicationForm.IsIn(form) && !withdraw ? await queries.FindRowAsync(id, cancellationToken) : null;
        var application = project is null ? null : await ApplicationForm.ReviseAsync(form, project.Application, cancellationToken);
        var outcome = await desk.ActAsync(client, id, caller, new(withdraw, form["comment"], form.Files.GetFile("file"), application) { Unreadable = project is null ? [] : ApplicationForm.Unreadable(form) }, cancellationToken);
        if (outcome.Act is null && project is not null && caller.ActsFor(project.Unit) && await desk.StandingAsync(id, cancellationToken) is { Returned: true } standing)
            return Form(project, standing, outcome.Status, ApplicationForm.TypedIn(form), form["comment"], outcome.Faults);
        var notice = outcome.Act is { } act ? Done(act.Withdrawal) : null;
        return await screen.AnswerAsync(request, caller, id, outcome.Act is null ? outcome.Status : StatusCodes.Status200OK, notice, outcome.Faults, cancellationToken);
    }

    private static IResult Form(
        ProjectRow project, ApplicantStanding standing, int status, IReadOnlyDictionary<string, string> values, string? comment, IReadOnlyList<Fault> faults) =>
        Pages.Show(new EditApplicationPage
        {
            Heading = "补正申报内容",
            Lead = $"{project.Name}：修改后按第七条至第十二条重新校验，原申报内容和修改记录留存备查。",
            Action = $"/projects/{project.Id}/resubmit",
            Submit = "补正后重新提交",
            Back = $"/projects/{project.Id}",
            Current = "/projects",
            Wanted = standing.Wanted,
            Values = values,
            Comment = comment,
            CommentRequired = true,
            Faults = faults,
        }, status);

    /// <summary>The notice shown after the act.</summary>
    internal static string Done(bool withdrawal) =>
        withdrawal ? "撤回已记录，已经作出的最终决定除外，审批不再进行。" : "已重新提交，退回的环节会再次收到办理邮件，办理期限重新开始计算。";

    private sealed record Body(string? Comment, ProjectApplication? Application);
}
