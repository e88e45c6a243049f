using System.Text.Json;
using Dazhou.Serverless.Rehearsal;

namespace Dazhou.Serverless.Functions.Rehearsal;

/// <summary>Reads what people give a rehearsal.</summary>
public static class RehearsalJson
{
    /// <summary>Parses a matter; throws <see cref="RehearseException"/> with the place of the fault.</summary>
    public static T Read<T>(string json, string what, JsonSerializerOptions options)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(json, options) ?? throw new RehearseException($"{what}是空的。");
        }
        catch (JsonException unreadable)
        {
            throw new RehearseException($"{what}不是可读的 JSON（{unreadable.Path ?? "$"}，第{unreadable.LineNumber + 1}行）。", unreadable);
        }
    }

    /// <summary>Parses a script; the default one for none. Throws <see cref="RehearseException"/> with the place of the fault.</summary>
    /// <param name="json">the script; null or empty for none</param>
    /// <param name="acts">the submissions that may come unasked; null for none</param>
    public static RehearsalScript ReadScript(string? json, KindCatalogue? acts = null)
    {
        if (string.IsNullOrEmpty(json))
            return RehearsalScript.Default;
        try
        {
            return RehearsalScript.Parse(json, acts);
        }
        catch (JsonException unreadable)
        {
            throw new RehearseException($"各环节意见不是可读的 JSON（{unreadable.Path ?? "$"}，第{unreadable.LineNumber + 1}行）。", unreadable);
        }
    }
}
