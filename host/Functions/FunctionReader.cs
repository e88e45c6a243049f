using System.Text.Json;
using Dazhou.FunctionsHost.Rpc;
using Microsoft.Extensions.Configuration;

namespace Dazhou.FunctionsHost;

/// <summary>Reads what a worker says of its functions. A binding that this host does not serve is a reason not to start: its function would never run.</summary>
internal static class FunctionReader
{
    private static readonly JsonDocumentOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <exception cref="StartupException">A function has a binding that this host does not serve, or two have one name.</exception>
    public static IReadOnlyList<FunctionEntry> Read(IEnumerable<RpcFunctionMetadata> functions, IConfiguration configuration)
    {
        var entries = functions.Where(f => !IsDisabled(f.Name, configuration)).Select(Read).ToList();
        var doubled = entries.GroupBy(f => f.Name, StringComparer.OrdinalIgnoreCase).FirstOrDefault(g => g.Count() > 1);
        if (doubled is not null)
            throw new StartupException($"有多个函数名为 {doubled.Key}。");
        var task = entries.Where(f => f.Kind is FunctionKind.Orchestration or FunctionKind.Activity)
            .GroupBy(f => (f.Kind, f.Task.ToUpperInvariant())).FirstOrDefault(g => g.Count() > 1);
        return task is null ? entries : throw new StartupException($"有多个编排或活动名为 {task.First().Task}。");
    }

    private static FunctionEntry Read(RpcFunctionMetadata function)
    {
        FunctionEntry? entry = null;
        var clients = new List<string>();
        foreach (var raw in function.RawBindings)
        {
            using var document = JsonDocument.Parse(raw, Lenient);
            var binding = document.RootElement;
            var name = Text(binding, "name") ?? "";
            FunctionEntry? trigger = null;
            switch ((Text(binding, "type") ?? "").ToUpperInvariant())
            {
                case "HTTPTRIGGER":
                    trigger = new FunctionEntry(function.Name, FunctionKind.Http, name, clients) { Http = Http(function.Name, binding) };
                    break;
                case "TIMERTRIGGER":
                    trigger = new FunctionEntry(function.Name, FunctionKind.Timer, name, clients) { Timer = Timer(function.Name, binding) };
                    break;
                case "ORCHESTRATIONTRIGGER":
                    trigger = new FunctionEntry(function.Name, FunctionKind.Orchestration, name, clients) { Task = Text(binding, "orchestration") ?? function.Name };
                    break;
                case "ACTIVITYTRIGGER":
                    trigger = new FunctionEntry(function.Name, FunctionKind.Activity, name, clients) { Task = Text(binding, "activity") ?? function.Name };
                    break;
                case "DURABLECLIENT":
                    clients.Add(name);
                    break;
                case "HTTP":
                    // What an HTTP function returns; the worker's own web server writes it.
                    break;
                default:
                    throw new StartupException(
                        $"函数 {function.Name} 使用了绑定 {Text(binding, "type")}，本主机不支持。支持的有 httpTrigger、timerTrigger、orchestrationTrigger、activityTrigger、durableClient。");
            }

            if (trigger is not null && entry is not null)
                throw new StartupException($"函数 {function.Name} 有多个触发器。");
            entry ??= trigger;
        }

        return entry is null
            ? throw new StartupException($"函数 {function.Name} 没有触发器。")
            : entry with { Retries = function.RetryOptions };
    }

    private static HttpTriggerSettings Http(string function, JsonElement binding)
    {
        var level = AuthorizationLevel.Function;
        if (Text(binding, "authLevel") is { } text && !Enum.TryParse(text, ignoreCase: true, out level))
            throw new StartupException($"函数 {function} 的授权级别 {text} 无效。");

        var methods = Property(binding, "methods") is { ValueKind: JsonValueKind.Array } array
            ? array.EnumerateArray().Select(m => m.GetString()!.ToUpperInvariant()).ToList()
            : [];
        return new HttpTriggerSettings(Text(binding, "route"), methods, level);
    }

    private static TimerTriggerSettings Timer(string function, JsonElement binding) => new(
        Text(binding, "schedule") ?? throw new StartupException($"定时函数 {function} 没有计划。"),
        Flag(binding, "runOnStartup") ?? false,
        Flag(binding, "useMonitor") ?? true);

    // As in the Functions host: AzureWebJobs.NAME.Disabled.
    private static bool IsDisabled(string function, IConfiguration configuration) =>
        bool.TryParse(configuration[$"AzureWebJobs.{function}.Disabled"], out var disabled) && disabled;

    private static JsonElement? Property(JsonElement element, string name)
    {
        foreach (var property in element.EnumerateObject())
        {
            if (string.Equals(property.Name, name, StringComparison.OrdinalIgnoreCase))
                return property.Value;
        }

        return null;
    }

    private static string? Text(JsonElement element, string name) =>
        Property(element, name) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;

    private static bool? Flag(JsonElement element, string name) => Property(element, name) switch
    {
        { ValueKind: JsonValueKind.True } => true,
        { ValueKind: JsonValueKind.False } => false,
        { ValueKind: JsonValueKind.String } text when bool.TryParse(text.GetString(), out var value) => value,
        _ => null,
    };
}
