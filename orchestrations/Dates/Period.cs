using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Dazhou.Serverless.Dates;

/// <summary>
/// A period of time. Each kind has its own type, so that 30 days and 30 working days cannot be confused. Serialized as its
/// <see cref="ToString"/>: <c>7 days</c>, <c>30 working days</c>, <c>1 month</c>, <c>1 year</c>, <c>2026-10-31</c>. The first day is never
/// counted, the last day is, to its end at 24:00 (民法典 第二百零一条、第二百零三条).
/// </summary>
[JsonConverter(typeof(PeriodJsonConverter))]
public abstract record Period
{
    private protected Period()
    {
    }

    /// <summary>Gets the Chinese text: 7日, 30个工作日, 1个月, 1年, 2026年10月31日.</summary>
    public abstract string Chinese { get; }

    /// <summary>Parses the text of <see cref="ToString"/>; throws <see cref="FormatException"/> if it is no period.</summary>
    public static Period Parse(string text) =>
        TryParse(text, out var period)
            ? period
            : throw new FormatException($"'{text}' is not a period such as '7 days', '30 working days', '1 month', '1 year' or '2026-10-31'.");

    /// <summary>Parses the text of <see cref="ToString"/>; false if it is no period.</summary>
    public static bool TryParse(string? text, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out Period? period)
    {
        period = null;
        if (text is null)
            return false;
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
        {
            period = new FixedDate(date);
            return true;
        }

        var space = text.IndexOf(' ', StringComparison.Ordinal);
        if (space <= 0 || !int.TryParse(text.AsSpan(0, space), NumberStyles.None, CultureInfo.InvariantCulture, out var count) || count == 0)
            return false;
        period = text[(space + 1)..] switch
        {
            "day" or "days" => new Days(count),
            "working day" or "working days" => new WorkingDays(count),
            "month" or "months" => new Months(count),
            "year" or "years" => new Years(count),
            _ => null,
        };
        return period is not null;
    }

    private protected static int Positive(int count) =>
        count > 0 ? count : throw new ArgumentOutOfRangeException(nameof(count), count, "A period has at least one day, month or year.");

    private protected static string Counted(int count, string unit) => count == 1 ? $"1 {unit}" : $"{count} {unit}s";
}

/// <summary>
/// Natural days (日). 7 days from 2 March end on 9 March at 24:00: the first day is not counted, the last one is. A last day that is a
/// weekend or holiday moves to the next working day.
/// </summary>
[JsonConverter(typeof(PeriodJsonConverter))]
public sealed record Days : Period
{
    /// <summary>Creates a period of days.</summary>
    public Days(int count) => Count = Positive(count);

    /// <summary>The number of days.</summary>
    public int Count { get; }

    /// <inheritdoc/>
    public override string Chinese => $"{Count}日";

    /// <inheritdoc/>
    public override string ToString() => Counted(Count, "day");
}

/// <summary>
/// Working days (个工作日), according to the State Council's holidays and make-up days. The first day is not counted, even if it is a working
/// day; the last one is, and it is always a working day.
/// </summary>
[JsonConverter(typeof(PeriodJsonConverter))]
public sealed record WorkingDays : Period
{
    /// <summary>Creates a period of working days.</summary>
    public WorkingDays(int count) => Count = Positive(count);

    /// <summary>The number of working days.</summary>
    public int Count { get; }

    /// <inheritdoc/>
    public override string Chinese => $"{Count}个工作日";

    /// <inheritdoc/>
    public override string ToString() => Counted(Count, "working day");
}

/// <summary>
/// Months (个月). One month from 15 January ends on 15 February at 24:00; from 31 January on the last day of
/// February, since there is no corresponding day (民法典 第二百零二条). A last day that is a weekend or holiday
/// moves to the next working day.
/// </summary>
[JsonConverter(typeof(PeriodJsonConverter))]
public sealed record Months : Period
{
    /// <summary>Creates a period of months.</summary>
    public Months(int count) => Count = Positive(count);

    /// <summary>The number of months.</summary>
    public int Count { get; }

    /// <inheritdoc/>
    public override string Chinese => $"{Count}个月";

    /// <inheritdoc/>
    public override string ToString() => Counted(Count, "month");
}

/// <summary>
/// Years (年). From 29 February one year ends on 28 February (民法典 第二百零二条). A last day that is a weekend or
/// holiday moves to the next working day.
/// </summary>
[JsonConverter(typeof(PeriodJsonConverter))]
public sealed record Years : Period
{
    /// <summary>Creates a period of years.</summary>
    public Years(int count) => Count = Positive(count);

    /// <summary>The number of years.</summary>
    public int Count { get; }

    /// <inheritdoc/>
    public override string Chinese => $"{Count}年";

    /// <inheritdoc/>
    public override string ToString() => Counted(Count, "year");
}

/// <summary>
/// A day named in the document itself (…前). It counts to its end at 24:00. It does not move from a weekend or holiday: 第二百零三条 moves the end
/// of a counted period, not a date that an authority fixed.
/// </summary>
[JsonConverter(typeof(PeriodJsonConverter))]
public sealed record FixedDate : Period
{
    /// <summary>Creates a period until the end of a day.</summary>
    public FixedDate(DateOnly day) => Day = day;

    /// <summary>The last day.</summary>
    public DateOnly Day { get; }

    /// <inheritdoc/>
    public override string Chinese => ChinaTime.Text(Day);

    /// <inheritdoc/>
    public override string ToString() => Day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}

/// <summary>Serializes every kind of period as its text.</summary>
public sealed class PeriodJsonConverter : JsonConverterFactory
{
    /// <inheritdoc/>
    public override bool CanConvert(Type typeToConvert) => typeof(Period).IsAssignableFrom(typeToConvert);

    /// <inheritdoc/>
    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        (JsonConverter)Activator.CreateInstance(typeof(Text<>).MakeGenericType(typeToConvert))!;

    private sealed class Text<T> : JsonConverter<T>
        where T : Period
    {
        public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.String && Period.TryParse(reader.GetString(), out var period) && period is T wanted
                ? wanted
                : throw new JsonException("Not a period such as '7 days', '30 working days', '1 month', '1 year' or '2026-10-31'.");

        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.ToString());
    }
}
