using System.Globalization;
using System.Reflection;
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

    // Azure's own limit for a request of an HTTP function.
    private const long MaximumRequestBytes = 210_000_000;

    private static readonly Dictionary<string, string> Switches = new(StringComparer.OrdinalIgnoreCase)
    {
        ["-p"] = "port",
        ["--data"] = HostFolders.DataKey,
        ["--azurite-port"] = DevelopmentStorage.PortKey,
    };

    public static WebApplicationBuilder CreateWebBuilder(string[] args, out HostFiles files)
    {
        files = HostFiles.Read(AppRoot.Find(Environment.GetEnvironmentVariable("AzureWebJobsScriptRoot")));
        var environment = EnvironmentName(args, files);
        var web = WebApplication.CreateEmptyBuilder(new WebApplicationOptions
        {
            ApplicationName = AppRoot.NameOf(Assembly.GetEntryAssembly()),
            ContentRootPath = AppContext.BaseDirectory,
            EnvironmentName = environment,
        });

        var configuration = web.Configuration;
        if (environment == Environments.Development)
            configuration.AddInMemoryCollection([new(DevelopmentStorage.SettingKey, DevelopmentStorage.Shorthand)]);
        configuration.AddInMemoryCollection([new(HostFiles.RoutePrefixKey, "api")]);
        configuration.AddInMemoryCollection(files.Host);

        // Core Tools hands the values to the worker as environment variables, where "__" stands for ":".
        configuration.AddInMemoryCollection(files.Values.Select(v => new KeyValuePair<string, string?>(v.Key.Replace("__", ":", StringComparison.Ordinal), v.Value)));
        configuration.AddEnvironmentVariables("ASPNETCORE_");
        configuration.AddEnvironmentVariables("DOTNET_");
        configuration.AddEnvironmentVariables();
        configuration.AddCommandLine(args, Switches);

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

    private static string EnvironmentName(string[] args, HostFiles files)
    {
        for (var i = 0; i < args.Length; i++)
        {
            if (args[i].StartsWith("--environment=", StringComparison.OrdinalIgnoreCase))
                return args[i]["--environment=".Length..];
            if (string.Equals(args[i], "--environment", StringComparison.OrdinalIgnoreCase) && i + 1 < args.Length)
                return args[i + 1];
        }

        foreach (var name in new[] { "AZURE_FUNCTIONS_ENVIRONMENT", "DOTNET_ENVIRONMENT", "ASPNETCORE_ENVIRONMENT" })
        {
            if (Environment.GetEnvironmentVariable(name) is { Length: > 0 } value)
                return value;
        }

        return files.Values.GetValueOrDefault("AZURE_FUNCTIONS_ENVIRONMENT") ?? Environments.Development;
    }

    private static void AddLogging(WebApplicationBuilder web)
    {
        web.Logging.AddConfiguration(web.Configuration.GetSection("Logging"));

        // The host says itself what it listens on; the framework's own start-up lines repeat it in English.
        web.Logging.AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Warning);
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
