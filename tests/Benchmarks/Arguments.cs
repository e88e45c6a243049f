namespace Benchmarks;

/// <summary>The options behind a verb: <c>--name value</c>.</summary>
internal sealed class Arguments(string[] args)
{
    public string Text(string name, string fallback)
    {
        var index = Array.IndexOf(args, "--" + name);
        return index < 0 ? fallback : index + 1 < args.Length ? args[index + 1] : throw new FormatException($"--{name} needs a value.");
    }

    public int Number(string name, int fallback) => int.TryParse(Text(name, fallback.ToString()), out var value) && value > 0
        ? value
        : throw new FormatException($"--{name} needs a positive whole number.");
}
