using System.Text.Json;

namespace Dazhou.FunctionsHost;

/// <summary>
/// Reads host.json and local.settings.json into configuration keys. A file that cannot be read is kept as a
/// problem until the host starts: building a host has no side effects and prints nothing.
/// </summary>
internal sealed class HostFiles
{
    public const string RoutePrefixKey = "LocalRuntime:RoutePrefix";
    public const string PortKey = "LocalRuntime:Port";

    private const string LocalSettings = "local.settings.json";
    private static readonly JsonDocumentOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    private HostFiles(string root) => Root = root;

    public string Root { get; }

    /// <summary>What stands in host.json, as configuration.</summary>
    public Dictionary<string, string?> Host { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>What stands in local.settings.json below "Values".</summary>
    public Dictionary<string, string?> Values { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Why a file could not be read.</summary>
    public string? Problem { get; private set; }

    /// <summary>Reads host.json beside the app, where its worker reads it too, and local.settings.json there or in the root.</summary>
    public static HostFiles Read(string app, string root)
    {
        var files = new HostFiles(root);
        files.ReadFile(Path.Combine(app, AppRoot.HostFile), files.TakeHost);
        var settings = Path.Combine(app, LocalSettings);
        files.ReadFile(File.Exists(settings) ? settings : Path.Combine(root, LocalSettings), files.TakeLocalSettings);
        return files;
    }

    private void ReadFile(string path, Action<JsonElement> take)
    {
        if (!File.Exists(path))
            return;

        try
        {
            using var document = JsonDocument.Parse(File.ReadAllText(path), Lenient);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
                throw new JsonException("内容不是 JSON 对象");
            take(document.RootElement);
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            Problem ??= $"无法读取 {path}：{e.Message}";
        }
    }

    private void TakeHost(JsonElement root)
    {
        Host[RoutePrefixKey] = "api";
        if (Descend(root, "extensions", "http", "routePrefix") is { ValueKind: JsonValueKind.String } prefix)
            Host[RoutePrefixKey] = prefix.GetString();
        if (Descend(root, "extensions", "durableTask") is { ValueKind: JsonValueKind.Object } durable)
        {
            foreach (var setting in durable.EnumerateObject().Where(s => s.Value.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array or JsonValueKind.Null)))
                Host[$"{DurableHostSettings.Section}:{setting.Name}"] = setting.Value.ToString();
        }

        if (Descend(root, "logging", "logLevel") is not { ValueKind: JsonValueKind.Object } levels)
            return;

        foreach (var level in levels.EnumerateObject())
        {
            var category = level.NameEquals("default") ? "Default" : level.Name;
            if (level.Value.ValueKind != JsonValueKind.String
                || !Enum.TryParse<Microsoft.Extensions.Logging.LogLevel>(level.Value.GetString(), ignoreCase: true, out var parsed))
            {
                Problem ??= $"{AppRoot.HostFile} 中 logging.logLevel.{level.Name} 的值 {level.Value} 不是日志级别"
                    + "（可用 Trace、Debug、Information、Warning、Error、Critical、None）。";
                continue;
            }

            Host[$"Logging:LogLevel:{category}"] = parsed.ToString();
        }
    }

    private void TakeLocalSettings(JsonElement root)
    {
        if (Descend(root, "IsEncrypted") is { ValueKind: JsonValueKind.True })
            throw new JsonException("本主机不读取加密的设置，请把 IsEncrypted 改为 false");

        if (Descend(root, "Host", "LocalHttpPort") is { ValueKind: JsonValueKind.Number } port)
            Host[PortKey] = port.GetRawText();

        if (Descend(root, "Values") is not { ValueKind: JsonValueKind.Object } values)
            return;

        foreach (var value in values.EnumerateObject())
        {
            Values[value.Name] = value.Value.ValueKind switch
            {
                JsonValueKind.String => value.Value.GetString(),
                JsonValueKind.Null => null,
                _ => value.Value.GetRawText(),
            };
        }
    }

    private static JsonElement? Descend(JsonElement element, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (element.ValueKind != JsonValueKind.Object)
                return null;

            var found = false;
            foreach (var property in element.EnumerateObject())
            {
                if (!string.Equals(property.Name, name, StringComparison.OrdinalIgnoreCase))
                    continue;
                element = property.Value;
                found = true;
                break;
            }

            if (!found)
                return null;
        }

        return element;
    }
}
