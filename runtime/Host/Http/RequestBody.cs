using System.Reflection;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Dazhou.LocalRuntime.Hosting;

/// <summary>Reads a JSON body into the type that a function asks for.</summary>
internal static class RequestBody
{
    public static async ValueTask<object?> ReadAsync(HttpContext http, ParameterInfo parameter)
    {
        var type = parameter.ParameterType;
        if (type == typeof(string))
        {
            using var reader = new StreamReader(http.Request.Body);
            return await reader.ReadToEndAsync(http.RequestAborted);
        }

        var options = http.RequestServices.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions;
        try
        {
            var value = await JsonSerializer.DeserializeAsync(http.Request.Body, type, options, http.RequestAborted);
            if (value is null && !ValueParsers.AllowsNull(parameter))
                throw new BadRequestException(parameter.Name!, "请求正文不能为 null。");
            return value;
        }
        catch (JsonException e)
        {
            var field = string.IsNullOrEmpty(e.Path) || e.Path == "$" ? parameter.Name! : e.Path;
            throw new BadRequestException(field, http.Request.ContentLength is 0 or null && e.BytePositionInLine is 0 or null
                ? "请求正文为空或不是 JSON。"
                : $"请求正文不是有效的 JSON，或其中 {field} 的值类型不符。", e);
        }
    }
}
