using System.Globalization;

namespace Dazhou.Serverless.Functions.Rehearsal;

/// <summary>The arguments of the command.</summary>
public sealed record RehearseOptions
{
    /// <summary>Offices open.</summary>
    private static readonly TimeOnly Opening = new(9, 0);

    /// <summary>What is rehearsed.</summary>
    public required IRehearsal Rehearsal { get; init; }

    /// <summary>The path of the application or definition.</summary>
    public required string File { get; init; }

    /// <summary>When it starts, at +08:00; null where the document says it.</summary>
    public DateTimeOffset? Start { get; init; }

    /// <summary>The path of the script of decisions; null for none.</summary>
    public string? Decisions { get; init; }

    /// <summary>Where to write the calendar as JSON; <c>-</c> for standard output.</summary>
    public string? Json { get; init; }

    /// <summary>Where to write the calendar as iCalendar.</summary>
    public string? Ics { get; init; }

    /// <summary>Parses the arguments.</summary>
    /// <param name="args">the arguments</param>
    /// <param name="rehearsals">what can be rehearsed</param>
    public static RehearseOptions Parse(IReadOnlyList<string> args, IReadOnlyList<IRehearsal> rehearsals)
    {
        var usage = $"用法：rehearse {string.Join('|', rehearsals.Select(known => known.Name))} --file 文件.json [--start 2026-03-02] [--decisions 意见.json] [--json 文件] [--ics 文件]";
        if (args.Count < 2 || rehearsals.FirstOrDefault(known => known.Name == args[1]) is not { } rehearsal)
            throw new RehearseException(usage);
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 2; i < args.Count; i += 2)
        {
            if (args[i] is not ("--file" or "--start" or "--decisions" or "--json" or "--ics"))
                throw new RehearseException($"不认识的参数 {args[i]}。{usage}");
            if (i + 1 == args.Count)
                throw new RehearseException($"参数 {args[i]} 缺少值。{usage}");
            values[args[i]] = args[i + 1];
        }

        if (rehearsal.AsksForStart && !values.ContainsKey("--start"))
            throw new RehearseException($"缺少参数 --start。{usage}");
        return new RehearseOptions
        {
            Rehearsal = rehearsal,
            File = values.GetValueOrDefault("--file") ?? throw new RehearseException($"缺少参数 --file。{usage}"),
            Start = values.TryGetValue("--start", out var start) ? StartOf(start) : null,
            Decisions = values.GetValueOrDefault("--decisions"),
            Json = values.GetValueOrDefault("--json"),
            Ics = values.GetValueOrDefault("--ics"),
        };
    }

    /// <summary>Returns when offices open on a day: 09:00, at +08:00.</summary>
    public static DateTimeOffset OpeningOf(DateOnly day) => ChinaTime.At(day, Opening);

    private static DateTimeOffset StartOf(string text)
    {
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            return OpeningOf(day);
        return DateTimeOffset.TryParseExact(text, "yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture, DateTimeStyles.None, out var instant)
            ? ChinaTime.At(instant)
            : throw new RehearseException($"--start 的值“{text}”不是日期，应形如 2026-03-02。");
    }
}

/// <summary>An error that the caller of the command can correct, described in one line.</summary>
public sealed class RehearseException : Exception
{
    /// <summary>Creates the exception without a message.</summary>
    public RehearseException()
    {
    }

    /// <summary>Creates the exception with a message.</summary>
    public RehearseException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with a message and its cause.</summary>
    public RehearseException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
