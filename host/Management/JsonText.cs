using System.Text.Json;
using System.Text.Json.Nodes;

namespace Dazhou.FunctionsHost;

/// <summary>Reads stored JSON; what is none, such as the reason of a termination, stays the text it is.</summary>
internal static class JsonText
{
    public static JsonNode? Parse(string? text)
    {
        if (text is null)
            return null;

        try
        {
            return JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            return JsonValue.Create(text);
        }
    }
}
