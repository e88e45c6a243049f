using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace Dazhou.Serverless.Functions.Common;

/// <summary>A reason for refusing a request.</summary>
/// <param name="Field">The field, as in the request's JSON; empty if the reason concerns the whole request.</param>
/// <param name="Message">What is wrong and what would be right.</param>
/// <param name="Article">The article, for example 第二条; null for format errors.</param>
/// <param name="Rule">The name of the broken rule; null if there is none.</param>
public sealed record Fault(string Field, string Message, string? Article = null, string? Rule = null);

/// <summary>
/// Refusals as RFC 9457 problem details in Chinese; <c>errors</c> lists all broken rules. A reader with a browser gets a page with the same
/// content.
/// </summary>
public static class Problems
{
    /// <summary>400: the request cannot be read.</summary>
    public static IResult Unreadable(string detail) => Problem(StatusCodes.Status400BadRequest, "请求无法读取", detail);

    /// <summary>401: the key is missing or unknown.</summary>
    public static IResult Unauthenticated(string detail) => Problem(StatusCodes.Status401Unauthorized, "未通过单位密钥校验", detail);

    /// <summary>403: the caller is known, but not allowed to do this.</summary>
    public static IResult Forbidden(string detail) => Problem(StatusCodes.Status403Forbidden, "不允许此操作", detail);

    /// <summary>404.</summary>
    public static IResult NotFound(string detail) => Problem(StatusCodes.Status404NotFound, "未找到", detail);

    /// <summary>409: the present state of the subject does not allow it.</summary>
    public static IResult Conflict(string detail) => Problem(StatusCodes.Status409Conflict, "当前状态不允许", detail);

    /// <summary>The request is refused for the listed reasons; 422 by default.</summary>
    public static IResult Refused(string title, IReadOnlyList<Fault> faults, int status = StatusCodes.Status422UnprocessableEntity) =>
        Problem(status, title, string.Join('；', faults.Select(Sentence)), faults);

    /// <summary>Any other refusal.</summary>
    public static IResult Problem(int status, string title, string detail, IReadOnlyList<Fault>? faults = null)
    {
        var problem = new ProblemDetails
        {
            Type = $"https://dazhou-serverless.example/problems/{status}",
            Title = title,
            Status = status,
            Detail = detail,
        };
        if (faults is { Count: > 0 })
            problem.Extensions["errors"] = faults;
        return new ProblemAnswer(problem, status);
    }

    /// <summary>Returns the message followed by its article in brackets.</summary>
    public static string Sentence(Fault fault) => fault.Article is null ? fault.Message : $"{fault.Message}（{fault.Article}）";

    private sealed class ProblemAnswer(ProblemDetails problem, int status) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            var request = httpContext.Request;
            var answer = Pages.WantsHtml(request) && !request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase)
                ? Pages.Message(status, problem.Title!, problem.Detail!)
                : Results.Json(problem, contentType: "application/problem+json", statusCode: status);
            return answer.ExecuteAsync(httpContext);
        }
    }
}
