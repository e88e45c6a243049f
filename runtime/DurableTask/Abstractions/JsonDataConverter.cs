using System.Text.Json;

namespace Microsoft.DurableTask.Converters;

/// <summary>Keeps values as JSON.</summary>
public class JsonDataConverter : DataConverter
{
    // The real package's defaults: names as declared, fields too. Histories written so must stay readable.
    private static readonly JsonSerializerOptions DefaultOptions = new() { IncludeFields = true };

    private readonly JsonSerializerOptions options;

    /// <summary>A converter with the given options.</summary>
    /// <param name="options">The options; null for names as declared and fields included.</param>
    public JsonDataConverter(JsonSerializerOptions? options = null) => this.options = options ?? DefaultOptions;

    /// <summary>The converter with default options.</summary>
    public static JsonDataConverter Default { get; } = new();

    /// <inheritdoc/>
    public override string? Serialize(object? value) => value is null ? null : JsonSerializer.Serialize(value, options);

    /// <inheritdoc/>
    public override object? Deserialize(string? data, Type targetType) =>
        data is null ? null : JsonSerializer.Deserialize(data, targetType, options);
}
