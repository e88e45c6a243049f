using System.Net;
using Microsoft.Extensions.Hosting;

namespace Dazhou.FunctionsHost;

/// <summary>The environment that the host runs in, and whether somebody said so.</summary>
/// <param name="Name">Its name.</param>
/// <param name="IsStated">Whether it was set; if not, it is Development by default, and only for this machine itself.</param>
internal sealed record EnvironmentChoice(string Name, bool IsStated);

/// <summary>Nobody runs in Development by accident: where nothing is set, only this machine itself is served, and nothing that came through a proxy.</summary>
internal static class EnvironmentRule
{
    private const string Preferred = "AZURE_FUNCTIONS_ENVIRONMENT";
    private static readonly string[] Variables = [Preferred, "DOTNET_ENVIRONMENT", "ASPNETCORE_ENVIRONMENT"];

    /// <summary>Finds the environment: the command line, the process's variables, local.settings.json.</summary>
    public static EnvironmentChoice Choose(IReadOnlyList<string> settings, Func<string, string?> variable, IReadOnlyDictionary<string, string?> localValues)
    {
        for (var i = 0; i < settings.Count; i++)
        {
            if (settings[i].StartsWith("--environment=", StringComparison.OrdinalIgnoreCase))
                return new(settings[i]["--environment=".Length..], true);
            if (string.Equals(settings[i], "--environment", StringComparison.OrdinalIgnoreCase) && i + 1 < settings.Count)
                return new(settings[i + 1], true);
        }

        foreach (var name in Variables)
        {
            if (variable(name) is { Length: > 0 } value)
                return new(value, true);
        }

        return localValues.GetValueOrDefault(Preferred) is { Length: > 0 } local ? new(local, true) : new(Environments.Development, false);
    }

    /// <summary>Refuses to serve others than this machine where the environment is only assumed.</summary>
    /// <exception cref="StartupException">It would; the message says what to set.</exception>
    public static void Check(EnvironmentChoice choice, IEnumerable<string> urls)
    {
        if (choice.IsStated)
            return;
        if (urls.FirstOrDefault(url => !IsLoopback(url)) is { } open)
        {
            throw new StartupException(
                $"没有设置环境变量 {Preferred}，此时只能作为开发环境监听本机地址，而 {open} 不是。"
                + $"正式运行请设置 {Preferred}=Production；确要以开发环境对外监听，请设置 {Preferred}=Development。");
        }
    }

    /// <summary>Whether an address to listen on is reached from this machine only.</summary>
    public static bool IsLoopback(string url)
    {
        if (!Uri.TryCreate(url.Replace("://*", "://0.0.0.0", StringComparison.Ordinal).Replace("://+", "://0.0.0.0", StringComparison.Ordinal), UriKind.Absolute, out var uri))
            return false;
        return string.Equals(uri.Host, "localhost", StringComparison.OrdinalIgnoreCase)
            || (IPAddress.TryParse(uri.Host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
    }
}
