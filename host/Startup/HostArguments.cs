namespace Dazhou.FunctionsHost;

/// <summary>The command line: the app's folder, and then either settings or a command of the app itself.</summary>
/// <param name="App">The folder that --app names; null where none does.</param>
/// <param name="Command">The app's own arguments where the first of them is a word, such as "rehearse"; else null.</param>
/// <param name="Settings">The arguments that are settings.</param>
internal sealed record HostArguments(string? App, IReadOnlyList<string>? Command, IReadOnlyList<string> Settings)
{
    private const string AppOption = "--app";

    /// <summary>Reads the command line.</summary>
    /// <exception cref="StartupException">--app names no folder.</exception>
    public static HostArguments Parse(IReadOnlyList<string> arguments)
    {
        string? app = null;
        var settings = new List<string>();
        for (var i = 0; i < arguments.Count; i++)
        {
            var argument = arguments[i];
            if (argument.StartsWith(AppOption + "=", StringComparison.OrdinalIgnoreCase))
            {
                app = argument[(AppOption.Length + 1)..];
            }
            else if (string.Equals(argument, AppOption, StringComparison.OrdinalIgnoreCase))
            {
                if (++i >= arguments.Count)
                    throw new StartupException($"{AppOption} 之后缺少应用文件夹。");
                app = arguments[i];
            }
            else if (settings.Count == 0 && argument.Length > 0 && argument[0] is not ('-' or '/') && !argument.Contains('=', StringComparison.Ordinal))
            {
                return new HostArguments(app, [.. arguments.Skip(i)], []);
            }
            else
            {
                settings.Add(argument);
            }
        }

        return new HostArguments(app, null, settings);
    }
}
