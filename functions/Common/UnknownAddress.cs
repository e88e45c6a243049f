using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Dazhou.Serverless.Functions.Common;

/// <summary>Answers unknown addresses; otherwise the reader would get the host's own message.</summary>
public static class UnknownAddress
{
    /// <summary>404 as a page for addresses without a function, except those of the API and the host.</summary>
    [OpenTo(Caller.Anyone)]
    [Function("UnknownAddress")]
    public static IResult Get(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "{*address:regex(^(?!(api|runtime|admin)(/|$)))}")] HttpRequest request) =>
        Problems.Problem(StatusCodes.Status404NotFound, "没有这个地址", "地址可能不完整，或者页面已经取消。请从页面上方的菜单重新打开。");
}
