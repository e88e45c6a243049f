using Dazhou.Serverless.Deadlines;
using Dazhou.Serverless.Functions.Common;
using Dazhou.Serverless.Projects;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Dazhou.Serverless.Functions.Projects;

/// <summary>功能清单公示 (第三十五条): open to everyone, only while it lasts.</summary>
public sealed class PublicityFunctions(ProjectQueries queries, TimeProvider time)
{
    /// <summary>The function list.</summary>
    [OpenTo(Caller.Anyone)]
    [Function("PublicityPage")]
    public async Task<IResult> ShowAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "publicity/{id}")] HttpRequest request,
        string id,
        CancellationToken cancellationToken)
    {
        if (await queries.FindPublicityAsync(id, cancellationToken) is not { } publicity)
            return Pages.Message(StatusCodes.Status404NotFound, "没有这项公示", "地址可能不完整，或者公示还没有开始。");
        if (!publicity.IsOpenAt(time.GetChinaNow()))
            return Pages.Message(StatusCodes.Status410Gone, "公示已结束", $"公示已于{OfficeText.Due(publicity.Until)}结束。需要了解情况的，请与项目建设单位联系。");
        return Pages.Show<PublicityPage>(new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            [nameof(PublicityPage.Publicity)] = publicity,
            [nameof(PublicityPage.Lists)] = await queries.FunctionListsOfAsync(id, cancellationToken),
        });
    }
}
