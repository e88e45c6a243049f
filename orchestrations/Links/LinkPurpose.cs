using System.Text.Json;
using System.Text.Json.Serialization;

namespace Dazhou.Serverless.Links;

/// <summary>
/// What a link lets its holder do: one thing, with one handler. Whoever owns that thing defines the purpose; here nobody knows which
/// there are. In JSON and in keys of rows it is its name.
/// </summary>
/// <param name="Name">The name, e.g. <c>Decide</c>; it stands in mails under way and in links for as long as they live.</param>
[JsonConverter(typeof(LinkPurposeJsonConverter))]
public readonly record struct LinkPurpose(string Name)
{
    /// <summary>The name.</summary>
    public override string ToString() => Name;
}

/// <summary>Writes a purpose as its name.</summary>
internal sealed class LinkPurposeJsonConverter : JsonConverter<LinkPurpose>
{
    /// <inheritdoc/>
    public override LinkPurpose Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        new(reader.GetString() ?? throw new JsonException("A link has a purpose."));

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, LinkPurpose value, JsonSerializerOptions options) => writer.WriteStringValue(value.Name);
}
