using System.Text.Json;
using System.Text.Json.Serialization;
using Dazhou.Serverless.Records;

namespace Dazhou.Serverless.Deadlines;

/// <summary>
/// The key of a deadline within its subject: a step, plus the round if the step has rounds. Serialized as text, e.g. <c>Publicity</c> or
/// <c>TechnicalPlan|1</c>.
/// </summary>
[JsonConverter(typeof(Converter))]
public readonly record struct DeadlineKey
{
    private readonly string? _text;

    private DeadlineKey(string text) => _text = text;

    /// <summary>The step, without its round.</summary>
    public string Step => StepRound.Parse(ToString())?.Step ?? ToString();

    /// <summary>The round; null if the step has none.</summary>
    public int? Round => StepRound.Parse(ToString())?.Round;

    /// <summary>Returns the key for a step without rounds.</summary>
    public static DeadlineKey Of(string step) => new(step);

    /// <summary>Returns the key for a round of a step.</summary>
    public static DeadlineKey Of(StepRound of) => new(of.ToString());

    /// <summary>Parses the text form from a link, an address or an application. Accepts any text; the deadline need not exist.</summary>
    public static DeadlineKey Parse(string text) => new(text);

    /// <inheritdoc/>
    public override string ToString() => _text ?? string.Empty;

    private sealed class Converter : JsonConverter<DeadlineKey>
    {
        public override DeadlineKey Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => new(reader.GetString() ?? string.Empty);

        public override void Write(Utf8JsonWriter writer, DeadlineKey value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
    }
}
