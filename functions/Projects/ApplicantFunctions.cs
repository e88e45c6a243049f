using System.Text.Json;
using Dazhou.Serverless.Functions.Common;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Dazhou.Serverless.Functions.Projects;

/// <summary>补正 and 撤回 by API and by the forms on the project's page.</summary>
public sealed class ApplicantFunctions(ApplicantDesk desk, ProjectScreen screen, UnitKeys keys)
{
    /// <summary>补正: <c>comment</c> as JSON, or multipart with a <c>file</c>.</summary>
    [OpenTo(Caller.Unit)]
    [Function("ResubmitProject")]
    public Task<IResult> ResubmitAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/projects/{id}/resubmit")] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken) => AnswerAsync(request, id, client, withdraw: false, cancellationToken);

    /// <summary>撤回: <c>comment</c> as JSON or form.</summary>
    [OpenTo(Caller.Unit)]
    [Function("WithdrawProject")]
    public Task<IResult> WithdrawAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/projects/{id}/withdraw")] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken) => AnswerAsync(request, id, client, withdraw: true, cancellationToken);

    /// <summary>补正, from the project's page.</summary>
    [OpenTo(Caller.UnitKeyInForm)]
    [Function("ResubmitForm")]
    public Task<IResult> ResubmitFormAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "projects/{id}/resubmit")] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken) => ShowAsync(request, id, client, withdraw: false, cancellationToken);

    /// <summary>撤回, from the project's page.</summary>
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
            var form = await request.ReadFormAsync(cancellationToken);
            input = new(withdraw, form["comment"], form.Files.GetFile("file"));
        }
        else
        {
            try
            {
                var body = await JsonSerializer.DeserializeAsync<Body>(request.Body, JsonSerializerOptions.Web, cancellationToken);
                input = new(withdraw, body?.Comment, null);
            }
            catch (JsonException)
            {
                return Problems.Unreadable("请求体应为 JSON，例如 {\"comment\":\"…\"}；带文件时用 multipart/form-data。");
            }
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
        if (!request.HasFormContentType)
            return Problems.Unreadable("请用表单提交。");
        var form = await request.ReadFormAsync(cancellationToken);
        if (await keys.IdentifyAsync(form["unitKey"], cancellationToken) is not { } caller)
            return Pages.KeyUnknown();
        var outcome = await desk.ActAsync(client, id, caller, new(withdraw, form["comment"], form.Files.GetFile("file")), cancellationToken);
        var notice = outcome.Act is { } act ? Done(act.Withdrawal) : null;
        return await screen.AnswerAsync(request, caller, id, outcome.Act is null ? outcome.Status : StatusCodes.Status200OK, notice, outcome.Faults, cancellationToken);
    }

    /// <summary>What is said after the act.</summary>
    internal static string Done(bool withdrawal) =>
        withdrawal ? "撤回已记录，已经作出的最终决定除外，审批不再进行。" : "已重新提交，退回的环节会再次收到办理邮件，办理期限重新开始计算。";

    private sealed record Body(string? Comment);
}
