using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Dazhou.Serverless.Dates;

/// <summary>
/// How long something may take. Every kind is a type of its own, so that 30 days and 30 working days
/// cannot be mistaken for each other. In JSON and in texts for programs a period is its
/// <see cref="ToString"/>: <c>7 days</c>, <c>30 working days</c>, <c>1 month</c>, <c>1 year</c>, <c>2026-10-31</c>.
/// The starting day is never counted, the last day is, to its end at 24:00 (民法典 第二百零一条、第二百零三条).
/// </summary>
[JsonConverter(typeof(PeriodJsonConverter))]
public abstract record Period
{
    private protected Period()
    {
    }

    /// <summary>As a Chinese office writes it: 7日, 30个工作日, 1个月, 1年, 2026年10月31日.</summary>
    public abstract string Chinese { get; }

    /// <summary>Reads what <see cref="ToString"/> writes.</summary>
    public static Period Parse(string text) =>
        TryParse(text, out var period)
            ? period
            : throw new FormatException($"'{text}' is not a period such as '7 days', '30 working days', '1 month', '1 year' or '2026-10-31'.");

    /// <summary>Reads what <see cref="ToString"/> writes; false if it is something else.</summary>
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
/// Natural days (日). 7 days from 2 March end on 9 March at 24:00: the starting day is not counted, the last one is.
/// A last day that is a weekend or holiday moves to the next working day.
/// </summary>
[JsonConverter(typeof(PeriodJsonConverter))]
public sealed record Days : Period
{
    /// <summary>That many days.</summary>
    public Days(int count) => Count = Positive(count);

    /// <summary>How many.</summary>
    public int Count { get; }

    /// <inheritdoc/>
    public override string Chinese => $"{Count}日";

    /// <inheritdoc/>
    public override string ToString() => Counted(Count, "day");
}

/// <summary>
/// Working days (个工作日), with the make-up days and without the holidays of the State Council's arrangement.
/// The starting day is not counted, even if it is a working day; the last one is, and it is always a working day.
/// </summary>
[JsonConverter(typeof(PeriodJsonConverter))]
public sealed record WorkingDays : Period
{
    /// <summary>That many working days.</summary>
    public WorkingDays(int count) => Count = Positive(count);

    /// <summary>How many.</summary>
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
    /// <summary>That many months.</summary>
    public Months(int count) => Count = Positive(count);

    /// <summary>How many.</summary>
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
    /// <summary>That many years.</summary>
    public Years(int count) => Count = Positive(count);

    /// <summary>How many.</summary>
    public int Count { get; }

    /// <inheritdoc/>
    public override string Chinese => $"{Count}年";

    /// <inheritdoc/>
    public override string ToString() => Counted(Count, "year");
}

/// <summary>
/// A day that the document itself names (…前). That day is counted, to its end at 24:00. It stays where the
/// document put it, also on a weekend or holiday: the rule of 第二百零三条 moves the end of a counted period,
/// not a date that an authority fixed.
/// </summary>
[JsonConverter(typeof(PeriodJsonConverter))]
public sealed record FixedDate : Period
{
    /// <summary>Until the end of that day.</summary>
    public FixedDate(DateOnly day) => Day = day;

    /// <summary>The last day.</summary>
    public DateOnly Day { get; }

    /// <inheritdoc/>
    public override string Chinese => $"{Day.Year}年{Day.Month}月{Day.Day}日";

    /// <inheritdoc/>
    public override string ToString() => Day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}

/// <summary>Writes a period of any kind as its text.</summary>
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
