using Dazhou.Serverless.Functions.Common;
using Dazhou.Serverless.Projects;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Dazhou.Serverless.Functions.Projects.Application;

/// <summary>申报表 for whoever may read the project's page.</summary>
public sealed class ApplicationSheetFunctions(ApplicationSheets sheets, ProjectAccess access)
{
    /// <summary>The whole application as DOCX, as it stands now.</summary>
    [OpenTo(Caller.Staff)]
    [Function("ApplicationSheet")]
    public async Task<IResult> SheetAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "projects/{id}/application.docx")] HttpRequest request,
        string id,
        CancellationToken cancellationToken) =>
        await access.MayReadAsync(request, id, cancellationToken) && await sheets.WriteAsync(id, cancellationToken) is { } content
            ? Downloads.Send(content, $"{ApplicationSheets.Title}.docx")
            : Problems.NotFound("没有这个项目。");

    /// <summary>The same below the project's files, where pages of decisions look for it.</summary>
    [OpenTo(Caller.Staff)]
    [Function("ApplicationSheetAmongFiles")]
    public Task<IResult> SheetAmongFilesAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "projects/{id}/documents/application.docx")] HttpRequest request,
        string id,
        CancellationToken cancellationToken) => SheetAsync(request, id, cancellationToken);
}
