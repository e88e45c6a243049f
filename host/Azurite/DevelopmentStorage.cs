using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace Dazhou.FunctionsHost;

/// <summary>The ports of a development storage.</summary>
internal sealed record StoragePorts(int Blob, int Queue, int Table)
{
    public static readonly StoragePorts WellKnown = new(10000, 10001, 10002);

    public static StoragePorts From(int first) => new(first, first + 1, first + 2);

    public IEnumerable<int> All => [Blob, Queue, Table];
}

/// <summary>Tells from AzureWebJobsStorage whether the app uses development storage, and on which ports.</summary>
internal static class DevelopmentStorage
{
    public const string SettingKey = "AzureWebJobsStorage";
    public const string Shorthand = "UseDevelopmentStorage=true";

    /// <summary>The first of three ports, for a second host on one machine and for tests.</summary>
    public const string PortKey = "LocalRuntime:AzuritePort";

    private static readonly string[] Endpoints = ["BlobEndpoint", "QueueEndpoint", "TableEndpoint"];

    private const string Account = "devstoreaccount1";

    // The published key of every development storage; it protects nothing.
    private const string AccountKey = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    public static string ConnectionString(StoragePorts ports) =>
        $"DefaultEndpointsProtocol=http;AccountName={Account};AccountKey={AccountKey};"
        + $"BlobEndpoint=http://127.0.0.1:{ports.Blob}/{Account};QueueEndpoint=http://127.0.0.1:{ports.Queue}/{Account};TableEndpoint=http://127.0.0.1:{ports.Table}/{Account};";

    /// <summary>With ports of its own, the shorthand becomes a full connection string, which every SDK understands.</summary>
    /// <exception cref="StartupException">The port is not one.</exception>
    public static string? Expand(IConfiguration configuration)
    {
        if (configuration[PortKey] is not { Length: > 0 } text || !IsShorthand(configuration[SettingKey]))
            return null;
        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var first) || first is < 1 or > 65533)
            throw new StartupException($"设置 {PortKey} 的值 {text} 无效，应为 1 至 65533 的整数。");
        return ConnectionString(StoragePorts.From(first));
    }

    /// <summary>The ports, or null where the app uses another storage or none.</summary>
    /// <exception cref="StartupException">The connection string cannot be read.</exception>
    public static StoragePorts? Ports(IConfiguration configuration)
    {
        var setting = configuration[SettingKey];
        if (string.IsNullOrWhiteSpace(setting))
            return null;
        if (IsShorthand(setting))
            return StoragePorts.WellKnown;

        var parts = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var part in setting.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0)
                throw new StartupException($"设置 {SettingKey} 不是有效的存储连接字符串：应由“名称=值”以分号连接，或为 {Shorthand}。");
            parts[part[..equals]] = part[(equals + 1)..];
        }

        if (parts.GetValueOrDefault("AccountName") != Account)
            return null;

        var ports = Endpoints
            .Select(name => Uri.TryCreate(parts.GetValueOrDefault(name), UriKind.Absolute, out var uri) && uri.IsLoopback ? uri.Port : (int?)null)
            .ToArray();
        return ports is [{ } blob, { } queue, { } table] ? new StoragePorts(blob, queue, table) : null;
    }

    private static bool IsShorthand(string? setting) =>
        string.Equals(setting?.Trim().TrimEnd(';'), Shorthand, StringComparison.OrdinalIgnoreCase);
}
