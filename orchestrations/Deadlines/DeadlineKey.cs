using System.Text.Json;
using System.Text.Json.Serialization;
using Dazhou.Serverless.Records;

namespace Dazhou.Serverless.Deadlines;

/// <summary>
/// Names a deadline among those of its subject: a step, and the round of it where there are several, since another round is another
/// deadline. Written and stored as its text, e.g. <c>Publicity</c> or <c>TechnicalPlan|1</c>.
/// </summary>
[JsonConverter(typeof(Converter))]
public readonly record struct DeadlineKey
{
    private readonly string? _text;

    private DeadlineKey(string text) => _text = text;

    /// <summary>The step, without its round.</summary>
    public string Step => StepRound.Parse(ToString())?.Step ?? ToString();

    /// <summary>The round; null where the step has none.</summary>
    public int? Round => StepRound.Parse(ToString())?.Round;

    /// <summary>The deadline of a step that has no rounds.</summary>
    public static DeadlineKey Of(string step) => new(step);

    /// <summary>The deadline of a round of a step.</summary>
    public static DeadlineKey Of(StepRound of) => new(of.ToString());

    /// <summary>Reads what <see cref="ToString"/> wrote: from a link, an address or somebody's application. Any text names a deadline, if of none that exists.</summary>
    public static DeadlineKey Parse(string text) => new(text);

    /// <inheritdoc/>
    public override string ToString() => _text ?? string.Empty;

    private sealed class Converter : JsonConverter<DeadlineKey>
    {
        public override DeadlineKey Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => new(reader.GetString() ?? string.Empty);

        public override void Write(Utf8JsonWriter writer, DeadlineKey value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
    }
}
