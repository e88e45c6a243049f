using Dazhou.Serverless.Approvals;
using Dazhou.Serverless.Directory;
using Dazhou.Serverless.Functions.Approvals;
using Dazhou.Serverless.Functions.Common;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Dazhou.Serverless.Functions.Home;

/// <summary>待办: the reader's tasks in all systems.</summary>
public sealed class TodoFunctions(OpenDecisions open, AskedPeople asks, TimeProvider time)
{
    private const int MostShown = 50;

    /// <summary>Shows the page.</summary>
    [OpenTo(Caller.Staff)]
    [Function("TodoPage")]
    public async Task<IResult> ShowAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "todo")] HttpRequest request, CancellationToken cancellationToken) =>
        request.HttpContext.Features.Get<PersonRow>() is { } person
            ? Pages.Show(new TodoPage
            {
                Decisions = await open.PageAsync(person.Id, MostShown, after: null, cancellationToken),
                Asked = await asks.FirstAsync(person.Id, MostShown, cancellationToken),
                Now = time.GetChinaNow(),
            })
            : SessionDecisionFunctions.NobodySignedIn(request);
}
