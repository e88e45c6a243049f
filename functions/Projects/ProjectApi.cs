using Dazhou.Serverless.Functions.Common;
using Dazhou.Serverless.Functions.Projects.Application;
using Dazhou.Serverless.Functions.Projects.Planning;
using Dazhou.Serverless.Projects;
using Dazhou.Serverless.Records;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Dazhou.Serverless.Functions.Projects;

/// <summary>Projects for programs. Requests to try it with: <c>Projects.http</c>.</summary>
public sealed class ProjectApi(
    ApplicationDesk desk, ProjectReader projects, SubmissionDesk submissions, OpenActs acts, IDocumentStore documents, ProjectAccess access,
    ProjectMoneyReader money)
{
    private const int PageSize = 100;
    /// <summary>Takes an application: 202 and where to look, or every rule that it breaks.</summary>
    [OpenTo(Caller.Unit)]
    [Function("ApplyForProject")]
    public async Task<IResult> ApplyAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/projects")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken)
    {
        var key = IdempotencyKey.Of(request);
        var application = await JsonBody.ReadAsync<ProjectApplication>(request, ProjectJson.Options, example: null, cancellationToken);
        var outcome = await desk.SubmitAsync(client, application, UnitCaller.Of(request), key, cancellationToken);
        if (outcome.Refusal is not null)
            return outcome.Refusal;
        if (outcome.Faults.Count > 0)
            return Problems.Refused("申报不符合规定，未受理", outcome.Faults);

        var project = outcome.Project!;
        var links = client.CreateHttpManagementPayload(project.InstanceId);
        return Results.Accepted(
            $"/api/projects/{project.Id}",
            new { id = project.Id, instanceId = project.InstanceId, statusQueryGetUri = links.StatusQueryGetUri, totalInvestment = project.Application.TotalInvestment });
    }

    /// <summary>Lists the projects of a stage, or of all stages page by page.</summary>
    [OpenTo(Caller.Staff)]
    [Function("ListProjects")]
    public async Task<IResult> ListAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/projects")] HttpRequest request, CancellationToken cancellationToken)
    {
        string? unit = ProjectAccess.UnitOf(request) ?? request.Query["unit"];
        var list = await projects.ListAsync(request.Query["stage"], string.IsNullOrEmpty(unit) ? null : unit, PageSize, request.Query["after"], cancellationToken);
        if (list is null)
            return Problems.Unreadable("没有这个阶段。");
        return Results.Json(new
        {
            items = list.Items.Select(item => new { id = item.Id, name = item.Name, unit = item.UnitName, stage = item.Stage, since = item.Since }),
            next = list.Next,
        });
    }

    /// <summary>A project's stage, deadlines and history, and what may be handed in now.</summary>
    [OpenTo(Caller.Staff)]
    [Function("GetProject")]
    public async Task<IResult> GetAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/projects/{id}")] HttpRequest request,
        string id,
        CancellationToken cancellationToken)
    {
        if (!await access.MayReadAsync(request, id, cancellationToken) || await projects.FindAsync(id, cancellationToken) is not { } project)
            return Problems.NotFound("没有这个项目。");
        return Results.Json(new
        {
            project.Id,
            project.Name,
            project.Stage,
            project.Unit,
            project.TotalInvestment,
            project.ApprovalNumber,
            project.Deadlines,
            project.History,
            Budgets = (await money.ReadAsync(id, cancellationToken))?.Budgets.Select(PlanApi.BudgetOf),
            Open = await OpenOfAsync(project, cancellationToken),
            Documents = (await documents.ListAsync(id, cancellationToken)).Select(document => new
            {
                document.Name,
                document.Version,
                document.FileName,
                document.Length,
                document.Sha256,
                Href = $"/projects/{id}/documents/{document.Name}/{document.Version}",
            }),
        });
    }

    private async Task<IReadOnlyList<object>> OpenOfAsync(ProjectView project, CancellationToken cancellationToken)
    {
        var open = new List<object>();
        if (project.Stage == Stages.Publicity)
        {
            open.Add(new
            {
                Kind = "Publicity.correction",
                Round = (int?)null,
                Until = project.Deadlines.FirstOrDefault(deadline => deadline.Stage == Stages.Publicity)?.Due,
                Article = FunctionListRules.Article,
                Title = "更正功能清单",
                Href = $"/api/projects/{project.Id}/function-list",
            });
        }

        foreach (var act in await acts.ReadAsync(project.Id, cancellationToken))
        {
            open.Add(new
            {
                Kind = act.Step,
                act.Ask?.Round,
                Until = act.Ask?.Deadline?.Due,
                Article = act.Ask?.Article ?? act.Kind.Article,
                act.Kind.Title,
                Href = $"/api/projects/{project.Id}/{(act.Step == Stages.TechnicalPlan ? "technical-plan" : $"submissions/{act.Step}")}",
            });
        }

        return open;
    }

    /// <summary>Takes the technical plan as multipart <c>file</c> (第三十六条).</summary>
    [OpenTo(Caller.Unit)]
    [Function("SubmitTechnicalPlan")]
    public async Task<IResult> SubmitTechnicalPlanAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/projects/{id}/technical-plan")] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken)
    {
        var form = await request.FormAsync(cancellationToken, "请以 multipart/form-data 提交，文件字段名为 file。");
        var handIn = new HandIn(id, Stages.TechnicalPlan, Round: null, [], await SubmissionForm.FilesAsync(form.Files, cancellationToken), Key: null);
        var outcome = await submissions.SubmitAsync(client, handIn, UnitCaller.Of(request), person: null, cancellationToken);
        return outcome.Result?.Documents is [var plan, ..] && await documents.FindAsync(id, plan.Name, plan.Version, cancellationToken) is { } document
            ? Results.Json(
                new { name = document.Name, version = document.Version, fileName = document.FileName, length = document.Length, sha256 = document.Sha256 },
                statusCode: StatusCodes.Status202Accepted)
            : Problems.Refused("技术方案未受理", outcome.Faults, outcome.Status);
    }
}
