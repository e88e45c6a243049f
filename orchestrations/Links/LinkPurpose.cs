using System.Text.Json;
using System.Text.Json.Serialization;

namespace Dazhou.Serverless.Links;

/// <summary>
/// What a link lets its holder do: one thing, with one handler. Each purpose is defined by the folder that handles it; this folder does not
/// know them. Serialized as its name.
/// </summary>
/// <param name="Name">The name, e.g. <c>Decide</c>. Do not change it: links in use and mails not yet sent refer to it.</param>
[JsonConverter(typeof(LinkPurposeJsonConverter))]
public readonly record struct LinkPurpose(string Name)
{
    /// <summary>The name.</summary>
    public override string ToString() => Name;
}

/// <summary>Serializes a purpose as its name.</summary>
internal sealed class LinkPurposeJsonConverter : JsonConverter<LinkPurpose>
{
    /// <inheritdoc/>
    public override LinkPurpose Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        new(reader.GetString() ?? throw new JsonException("A link has a purpose."));

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, LinkPurpose value, JsonSerializerOptions options) => writer.WriteStringValue(value.Name);
}
