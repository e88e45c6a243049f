using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Dazhou.FunctionsHost;

/// <summary>Says after the start what can be opened, and what is unusual.</summary>
internal static class Banner
{
    public static void Print(FunctionsHost host, string? address)
    {
        var services = host.Services;
        var environment = services.GetRequiredService<IHostEnvironment>();
        var catalog = services.GetRequiredService<FunctionCatalog>();
        var lines = new List<string>
        {
            $"已启动：{catalog.Functions.Count} 个函数（HTTP {Count(catalog, FunctionKind.Http)}、定时 {Count(catalog, FunctionKind.Timer)}、"
            + $"编排 {Count(catalog, FunctionKind.Orchestration)}、活动 {Count(catalog, FunctionKind.Activity)}），环境 {environment.EnvironmentName}",
            $"  首页        {address}/",
        };
        Offer(lines, catalog, address, "dev/mailbox", "本地邮箱    ");
        Offer(lines, catalog, address, "api/health/ready", "健康状况    ");
        if (environment.IsDevelopment())
            lines.Add($"  编排实例    {address}{ManagementEndpoint.Path}/instances");

        var clock = services.GetRequiredService<Clock>();
        if (services.GetRequiredService<ClockSettings>().Movable)
            lines.Add($"  拨动时钟    POST {address}/runtime/clock {{\"advanceTo\":\"…\"}}");
        if (clock.Offset > TimeSpan.FromSeconds(1))
        {
            lines.Add($"注意：本机时钟已被拨快 {Duration(clock.Offset)}，系统内现在是 "
                + clock.GetUtcNow().ToOffset(ClockSettings.China).ToString("yyyy年M月d日 HH:mm", CultureInfo.InvariantCulture)
                + "；删除数据目录可恢复。");
        }

        if (services.GetRequiredService<FunctionKeys>().WrittenTo is { } keys)
            lines.Add($"新生成的访问密钥写在 {keys}（仅本用户可读；记下后可删除）。");
        if (environment.IsDevelopment() && address is not null && !new Uri(address).IsLoopback)
            lines.Add("警告：开发环境正在监听非本机地址。正式使用请设置 DOTNET_ENVIRONMENT=Production。");
        lines.Add("按 Ctrl+C 停止。");

        if (environment.IsDevelopment())
        {
            foreach (var line in lines)
                Console.WriteLine(line);
            return;
        }

        var logger = services.GetRequiredService<ILoggerFactory>().CreateLogger("Dazhou.LocalRuntime.Host");
        foreach (var line in lines)
            logger.LogInformation("{Line}", line.Trim());
    }

    private static void Offer(List<string> lines, FunctionCatalog catalog, string? address, string route, string title)
    {
        if (catalog.Functions.Any(f => f.Attribute is Microsoft.Azure.Functions.Worker.HttpTriggerAttribute trigger
            && string.Equals(trigger.Route?.Trim('/'), route, StringComparison.OrdinalIgnoreCase)))
        {
            lines.Add($"  {title}{address}/{route}");
        }
    }

    private static int Count(FunctionCatalog catalog, FunctionKind kind) => catalog.Functions.Count(f => f.Kind == kind);

    private static string Duration(TimeSpan offset) =>
        offset.TotalDays >= 1 ? $"{(int)offset.TotalDays} 天 {offset.Hours} 小时" : $"{(int)offset.TotalHours} 小时 {offset.Minutes} 分";
}
