using System.Text.Json;
using System.Text.Json.Serialization;

namespace Dazhou.Serverless.Projects;

/// <summary>
/// Reads an unknown word as null, so that a wrong choice becomes a failed rule with its article
/// beside all the others, and not a parse error that hides them.
/// </summary>
public sealed class LenientEnumConverter<T> : JsonConverter<T?>
    where T : struct, Enum
{
    /// <inheritdoc/>
    public override T? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.String)
        {
            reader.Skip();
            return null;
        }

        var word = reader.GetString();
        foreach (var value in Enum.GetValues<T>())
        {
            if (string.Equals(value.ToString(), word, StringComparison.OrdinalIgnoreCase)) return value;
        }

        return null;
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, T? value, JsonSerializerOptions options)
    {
        if (value is { } known) writer.WriteStringValue(JsonNamingPolicy.CamelCase.ConvertName(known.ToString()));
        else writer.WriteNullValue();
    }
}
