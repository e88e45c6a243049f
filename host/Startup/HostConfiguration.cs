using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Dazhou.FunctionsHost;

/// <summary>Puts together the settings, the logging and the web server of a host.</summary>
internal static class HostConfiguration
{
    public const int DefaultPort = 7071;
    private const string WebCategory = "Microsoft.AspNetCore";

    // Azure's own limit for a request of an HTTP function.
    private const long MaximumRequestBytes = 210_000_000;

    private static readonly Dictionary<string, string> Switches = new(StringComparer.OrdinalIgnoreCase)
    {
        ["-p"] = "port",
        ["--data"] = HostFolders.DataKey,
        ["--azurite-port"] = DevelopmentStorage.PortKey,
    };

    public static WebApplicationBuilder CreateWebBuilder(AppFolder app, HostFiles files, EnvironmentChoice environment, IReadOnlyList<string> settings)
    {
        var web = WebApplication.CreateEmptyBuilder(new WebApplicationOptions
        {
            ApplicationName = app.Name,
            ContentRootPath = app.Path,
            EnvironmentName = environment.Name,
        });

        var configuration = web.Configuration;
        if (environment.Name == Environments.Development)
            configuration.AddInMemoryCollection([new(DevelopmentStorage.SettingKey, DevelopmentStorage.Shorthand)]);

        // What ASP.NET Core says of each request says little; host.json can ask for it.
        configuration.AddInMemoryCollection([new("Logging:LogLevel:" + WebCategory, nameof(LogLevel.Warning))]);
        configuration.AddInMemoryCollection(files.Host);

        // Core Tools hands the values to the worker as environment variables, where "__" stands for ":".
        configuration.AddInMemoryCollection(files.Values.Select(v => new KeyValuePair<string, string?>(v.Key.Replace("__", ":", StringComparison.Ordinal), v.Value)));
        configuration.AddEnvironmentVariables("ASPNETCORE_");
        configuration.AddEnvironmentVariables("DOTNET_");
        configuration.AddEnvironmentVariables();
        configuration.AddConfiguration(CommandLine(settings));
        if (DevelopmentStorage.Expand(configuration) is { } storage)
            configuration.AddInMemoryCollection([new(DevelopmentStorage.SettingKey, storage)]);

        AddLogging(web);
        web.WebHost.UseKestrel(options =>
        {
            options.AddServerHeader = false;
            options.Limits.MaxRequestBodySize = MaximumRequestBytes;
        });
        web.Services.AddRouting();
        web.Host.UseDefaultServiceProvider((context, options) =>
            options.ValidateScopes = options.ValidateOnBuild = context.HostingEnvironment.IsDevelopment());
        return web;
    }

    /// <summary>The settings of the command line, by configuration key.</summary>
    public static IConfigurationRoot CommandLine(IReadOnlyList<string> settings) =>
        new ConfigurationBuilder().AddCommandLine([.. settings], Switches).Build();

    /// <summary>The log levels that were configured for categories, for the worker, which applies none of host.json by itself.</summary>
    public static IReadOnlyDictionary<string, string> LogLevels(IConfiguration configuration) =>
        configuration.GetSection("Logging:LogLevel").GetChildren()
            .Where(level => !string.IsNullOrEmpty(level.Value))
            .ToDictionary(level => level.Key, level => level.Value!, StringComparer.OrdinalIgnoreCase);

    /// <summary>The addresses to listen on.</summary>
    /// <exception cref="StartupException">The port or an address is not one.</exception>
    public static string[] Urls(IConfiguration configuration)
    {
        var port = configuration["port"] is { Length: > 0 } given ? given : null;
        if (port is null && configuration["urls"] is { Length: > 0 } urls)
        {
            var list = urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            foreach (var url in list)
            {
                var probe = url.Replace("://*", "://any", StringComparison.Ordinal).Replace("://+", "://any", StringComparison.Ordinal);
                if (!Uri.TryCreate(probe, UriKind.Absolute, out var parsed) || parsed.Scheme is not ("http" or "https"))
                    throw new StartupException($"监听地址 {url} 无效，应形如 http://localhost:{DefaultPort}。");
            }

            return list;
        }

        port ??= configuration[HostFiles.PortKey] ?? DefaultPort.ToString(CultureInfo.InvariantCulture);
        if (!ushort.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            throw new StartupException($"端口 {port} 无效，应为 0 至 65535 的整数。");

        // "localhost" cannot bind a port that the system is to choose.
        return [number == 0 ? "http://127.0.0.1:0" : $"http://localhost:{number}"];
    }

    private static void AddLogging(WebApplicationBuilder web)
    {
        web.Logging.AddConfiguration(web.Configuration.GetSection("Logging"));

        // The host says itself what it listens on; the framework's own start-up lines repeat it in English.
        web.Logging.AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Warning);

        // A request that breaks off is answered, and said once, by the host.
        web.Logging.AddFilter("Yarp", LogLevel.Warning);
        if (web.Environment.IsDevelopment())
        {
            web.Logging.AddSimpleConsole(options =>
            {
                options.IncludeScopes = true;
                options.SingleLine = true;
                options.TimestampFormat = "HH:mm:ss ";
            });
        }
        else
        {
            web.Logging.AddJsonConsole(options =>
            {
                options.IncludeScopes = true;
                options.UseUtcTimestamp = true;
                options.TimestampFormat = "O";
                options.JsonWriterOptions = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
            });
        }
    }
}
