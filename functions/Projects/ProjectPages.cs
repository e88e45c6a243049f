using Dazhou.Serverless.Functions.Common;
using Dazhou.Serverless.Functions.Projects.Lists;
using Dazhou.Serverless.Records;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Dazhou.Serverless.Functions.Projects;

/// <summary>Projects for people: the list, a project's page and its files.</summary>
public sealed class ProjectPages(ProjectReader projects, IDocumentStore documents, ProjectAccess access, ProjectScreen screen)
{
    private const int PageSize = 100;
    private const int LongestSearch = 100;

    /// <summary>The list, all or of one stage.</summary>
    [OpenTo(Caller.Staff)]
    [Function("ProjectListPage")]
    public async Task<IResult> ListAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "projects")] HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.Query["q"].ToString().Trim() is { Length: > 0 and <= LongestSearch } text)
        {
            var found = await projects.SearchAsync(text, ProjectAccess.UnitOf(request), cancellationToken);
            return Pages.Show(new ProjectListPage
            {
                Projects = found.Projects,
                More = found.More,
                Search = text,
            });
        }

        string? stage = request.Query["stage"];
        string? unit = ProjectAccess.UnitOf(request) ?? request.Query["unit"];
        if (await projects.ListAsync(stage, string.IsNullOrEmpty(unit) ? null : unit, PageSize, request.Query["after"], cancellationToken) is not { } list)
            return Pages.Message(StatusCodes.Status404NotFound, "没有这个阶段", "请回到项目列表重新选择。");
        return Pages.Show(new ProjectListPage
        {
            Projects = list.Items,
            Stage = string.IsNullOrEmpty(stage) ? null : stage,
            Unit = string.IsNullOrEmpty(unit) ? null : unit,
            Next = list.Next,
        });
    }

    /// <summary>A project.</summary>
    [OpenTo(Caller.Staff)]
    [Function("ProjectPage")]
    public async Task<IResult> ShowAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "projects/{id}")] HttpRequest request,
        string id,
        CancellationToken cancellationToken) =>
        await access.MayReadAsync(request, id, cancellationToken)
            ? await screen.ShowAsync(
                id, StatusCodes.Status200OK, notice: null, [], cancellationToken,
                withQuotations: await access.MayReadQuotationsAsync(request, id, cancellationToken))
            : ProjectScreen.Unknown();

    /// <summary>A file of a project.</summary>
    [OpenTo(Caller.Staff)]
    [Function("ProjectDocument")]
    public async Task<IResult> DocumentAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "projects/{id}/documents/{name}/{version:int}")] HttpRequest request,
        string id,
        string name,
        int version,
        CancellationToken cancellationToken) =>
        await access.MayReadAsync(request, id, cancellationToken) && await documents.FindAsync(id, name, version, cancellationToken) is { } document
            ? await Downloads.SendAsync(documents, document, cancellationToken)
            : Problems.NotFound("没有这个文件。");
}
