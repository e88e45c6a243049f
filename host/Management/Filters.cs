using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.DurableTask.Client;

namespace Dazhou.FunctionsHost;

/// <summary>
/// Reads the filters and switches of a query. What cannot be read is refused: a filter that fell away would widen what is
/// listed, or purged, to everything.
/// </summary>
internal static class Filters
{
    /// <exception cref="BadRequestException">The value is no instant.</exception>
    public static DateTimeOffset? Time(HttpRequest request, string name)
    {
        if (Text(request, name) is not { } text)
            return null;
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AllowWhiteSpaces, out var time)
            ? time
            : throw new BadRequestException(name, $"参数 {name} 的值“{text}”不是时间，应形如 2026-03-02T00:00:00Z。");
    }

    /// <summary>The statuses of one or several parameters, each a list separated by commas; null for all.</summary>
    /// <exception cref="BadRequestException">One of them is no status.</exception>
    public static IReadOnlyList<OrchestrationRuntimeStatus>? Statuses(HttpRequest request, string name)
    {
        var statuses = new List<OrchestrationRuntimeStatus>();
        foreach (var text in request.Query[name].SelectMany(v => v?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? []))
        {
            // A number would be taken by the enumeration's own parser, whether it names a status or not.
            if (!char.IsAsciiLetter(text[0]) || !Enum.TryParse<OrchestrationRuntimeStatus>(text, ignoreCase: true, out var status))
            {
                throw new BadRequestException(name,
                    $"参数 {name} 的值“{text}”不是实例状态，可用 {string.Join('、', Enum.GetNames<OrchestrationRuntimeStatus>())}。");
            }

            statuses.Add(status);
        }

        return statuses.Count == 0 ? null : statuses;
    }

    /// <exception cref="BadRequestException">The value is not a positive whole number.</exception>
    public static int? Count(HttpRequest request, string name)
    {
        if (Text(request, name) is not { } text)
            return null;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count > 0
            ? count
            : throw new BadRequestException(name, $"参数 {name} 的值“{text}”应为大于 0 的整数。");
    }

    /// <exception cref="BadRequestException">The value is neither true nor false.</exception>
    public static bool? Flag(HttpRequest request, string name)
    {
        if (Text(request, name) is not { } text)
            return null;
        return bool.TryParse(text, out var value) ? value : throw new BadRequestException(name, $"参数 {name} 的值“{text}”应为 true 或 false。");
    }

    private static string? Text(HttpRequest request, string name) => request.Query[name].FirstOrDefault() is { Length: > 0 } text ? text : null;
}
