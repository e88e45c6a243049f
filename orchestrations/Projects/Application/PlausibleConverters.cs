using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Dazhou.Serverless.Input;

namespace Dazhou.Serverless.Projects;

/// <summary>What amounts and days of a project can be: beyond it they were mistyped, and would overflow sums and deadlines.</summary>
public static class Plausible
{
    /// <summary>The most that an amount in 万元, or a quantity, may be.</summary>
    public const decimal MostAmount = Numerals.Most;

    /// <summary>The first day, included.</summary>
    public static readonly DateOnly FirstDay = new(1949, 10, 1);

    /// <summary>The last day, included.</summary>
    public static readonly DateOnly LastDay = new(2199, 12, 31);

    /// <summary>Whether it can be an amount.</summary>
    public static bool Amount(decimal amount) => Math.Abs(amount) <= MostAmount;
}

/// <summary>Reads amounts in 万元, also as people write them (<see cref="Numerals.Amount"/>); one that is not plausible cannot be read.</summary>
internal sealed class PlausibleAmountConverter : JsonConverter<decimal>
{
    /// <inheritdoc/>
    public override decimal Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.TokenType switch
    {
        JsonTokenType.Number when reader.TryGetDecimal(out var amount) && Plausible.Amount(amount) => amount,
        JsonTokenType.String when Numerals.Amount(reader.GetString()) is { } amount => amount,
        _ => throw new JsonException(),
    };

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, decimal value, JsonSerializerOptions options) => writer.WriteNumberValue(value);
}

/// <summary>Reads quantities, also as people write them (<see cref="Numerals.Number"/>); one that is not plausible cannot be read.</summary>
internal sealed class PlausibleQuantityConverter : JsonConverter<decimal?>
{
    /// <inheritdoc/>
    public override decimal? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.TokenType switch
    {
        JsonTokenType.Null => null,
        JsonTokenType.Number when reader.TryGetDecimal(out var quantity) && Plausible.Amount(quantity) => quantity,
        JsonTokenType.String when Numerals.Number(reader.GetString()) is { } quantity => quantity,
        _ => throw new JsonException(),
    };

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, decimal? value, JsonSerializerOptions options)
    {
        if (value is { } quantity) writer.WriteNumberValue(quantity);
        else writer.WriteNullValue();
    }
}

/// <summary>Reads days as yyyy-MM-dd; one that is not plausible cannot be read.</summary>
internal sealed class PlausibleDayConverter : JsonConverter<DateOnly>
{
    private const string Format = "yyyy-MM-dd";

    /// <inheritdoc/>
    public override DateOnly Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String
        && DateOnly.TryParseExact(reader.GetString(), Format, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
        && day >= Plausible.FirstDay && day <= Plausible.LastDay
            ? day
            : throw new JsonException();

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, DateOnly value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString(Format, CultureInfo.InvariantCulture));
}
