using System.Globalization;

namespace Dazhou.Serverless.Functions.Projects.Rehearsal;

/// <summary>The arguments of the command.</summary>
public sealed record RehearseOptions
{
    private const string Usage = "用法：rehearse projects --file 申报.json --start 2026-03-02 [--decisions 意见.json] [--json 文件] [--ics 文件]";

    /// <summary>Applications are submitted when offices open.</summary>
    private static readonly TimeOnly Opening = new(9, 0);

    /// <summary>The path of the application.</summary>
    public required string File { get; init; }

    /// <summary>When it is submitted, at +08:00.</summary>
    public required DateTimeOffset Start { get; init; }

    /// <summary>The path of the script of decisions; null for none.</summary>
    public string? Decisions { get; init; }

    /// <summary>Where to write the calendar as JSON; <c>-</c> for standard output.</summary>
    public string? Json { get; init; }

    /// <summary>Where to write the calendar as iCalendar.</summary>
    public string? Ics { get; init; }

    /// <summary>Parses the arguments.</summary>
    public static RehearseOptions Parse(IReadOnlyList<string> args)
    {
        if (args is not ["rehearse", "projects", ..])
            throw new RehearseException(Usage);
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 2; i < args.Count; i += 2)
        {
            if (args[i] is not ("--file" or "--start" or "--decisions" or "--json" or "--ics"))
                throw new RehearseException($"不认识的参数 {args[i]}。{Usage}");
            if (i + 1 == args.Count)
                throw new RehearseException($"参数 {args[i]} 缺少值。{Usage}");
            values[args[i]] = args[i + 1];
        }

        return new RehearseOptions
        {
            File = values.GetValueOrDefault("--file") ?? throw new RehearseException($"缺少参数 --file。{Usage}"),
            Start = StartOf(values.GetValueOrDefault("--start") ?? throw new RehearseException($"缺少参数 --start。{Usage}")),
            Decisions = values.GetValueOrDefault("--decisions"),
            Json = values.GetValueOrDefault("--json"),
            Ics = values.GetValueOrDefault("--ics"),
        };
    }

    private static DateTimeOffset StartOf(string text)
    {
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            return ChinaTime.At(day, Opening);
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
