using System.Text.Json;
using Dazhou.Serverless.Functions.Common;
using Dazhou.Serverless.Projects;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Hosting;

namespace Dazhou.Serverless.Functions.Projects.Application;

/// <summary>
/// 申报项目: where it begins, and the whole application by one post: the same rules as the API, and what was typed comes back with the
/// faults. People fill it in step by step: <see cref="ApplicationStepFunctions"/>.
/// </summary>
public sealed class NewProjectFunctions(ApplicationDesk desk, ApplicationStepScreen screen, UnitKeys keys, UnitList units, IHostEnvironment environment)
{
    /// <summary>Where it begins.</summary>
    [OpenTo(Caller.Anyone)]
    [Function("NewProjectPage")]
    public async Task<IResult> ShowAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "projects/new")] HttpRequest request, CancellationToken cancellationToken) =>
        await screen.StartAsync(request, StatusCodes.Status200OK, unit: null, [], cancellationToken);

    /// <summary>Hands in a whole application.</summary>
    [OpenTo(Caller.UnitKeyInForm)]
    [Function("NewProjectForm")]
    public async Task<IResult> SubmitAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "projects/new")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken)
    {
        var form = await request.FormAsync(cancellationToken);
        var idempotencyKey = IdempotencyKey.Of(form, longest: 100) ?? Guid.NewGuid().ToString("N");
        var typed = ApplicationForm.TypedIn(form);

        if (await keys.FindHolderAsync(request, form, cancellationToken) is not { } caller)
        {
            return await FormAsync(
                StatusCodes.Status401Unauthorized, idempotencyKey, typed, [new Fault("unitKey", "单位密钥不正确")], cancellationToken);
        }

        var json = await ApplicationForm.ToJsonAsync(form, cancellationToken);
        var application = json.Deserialize<ProjectApplication>(ProjectJson.Options)!;
        if (ApplicationForm.Unreadable(form) is { Count: > 0 } unreadable)
            return await FormAsync(StatusCodes.Status422UnprocessableEntity, idempotencyKey, typed, ApplicationDesk.FaultsBeside(application, unreadable), cancellationToken);
        var outcome = await desk.SubmitAsync(client, application, caller, idempotencyKey, cancellationToken);
        if (outcome.Project is { } project)
            return new SeeOther($"/projects/{project.Id}");
        if (outcome.Refusal is not null)
            return outcome.Refusal;
        return await FormAsync(StatusCodes.Status422UnprocessableEntity, idempotencyKey, typed, outcome.Faults, cancellationToken);
    }

    private async Task<IResult> FormAsync(
        int status, string idempotencyKey, IReadOnlyDictionary<string, string> values, IReadOnlyList<Fault> faults, CancellationToken cancellationToken) =>
        Pages.Show(new NewProjectPage
        {
            IdempotencyKey = idempotencyKey,
            Values = values,
            Faults = faults,
            Units = await units.ReadAsync(cancellationToken),
            KeyHint = environment.IsDevelopment() ? $"开发环境可用：{UnitKeys.DevelopmentKey}" : null,
        }, status);
}
