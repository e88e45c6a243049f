using System.Collections.Concurrent;
using System.Reflection;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Dazhou.Serverless.Functions.Common;

/// <summary>Creates page results.</summary>
public static class Pages
{
    private static readonly ConcurrentDictionary<Type, PropertyInfo[]> Parameters = new();

    /// <summary>
    /// Renders a page. The given instance only carries the parameters and is not rendered itself, so that the compiler checks names, types
    /// and <c>required</c> parameters.
    /// </summary>
    public static IResult Show<TPage>(TPage page, int status = StatusCodes.Status200OK)
        where TPage : IComponent =>
        new RazorComponentResult<TPage>(
            Parameters.GetOrAdd(typeof(TPage), type => [.. type.GetProperties().Where(property => property.IsDefined(typeof(ParameterAttribute)))])
                .ToDictionary(property => property.Name, property => property.GetValue(page), StringComparer.Ordinal))
        {
            StatusCode = status,
        };

    /// <summary>Renders a message with advice.</summary>
    public static IResult Message(int status, string title, params string[] paragraphs) => Show(new MessagePage { Title = title, Paragraphs = paragraphs }, status);

    /// <summary>401: the unit key in a form is unknown.</summary>
    /// <param name="nothingDone">What was not done, as a sentence.</param>
    public static IResult KeyUnknown(string nothingDone = "没有记录任何内容。") => Message(
        StatusCodes.Status401Unauthorized, "单位密钥不正确", $"请返回上一页，填写系统管理员发放给本单位的密钥后重新提交。{nothingDone}");

    /// <summary>Returns whether the reader uses a browser and should get a page instead of JSON.</summary>
    public static bool WantsHtml(HttpRequest request) =>
        request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase);
}
