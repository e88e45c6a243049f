using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Dazhou.FunctionsHost;

/// <summary>Says at once that the host starts, and after the start what can be opened, and what is unusual.</summary>
internal static class Banner
{
    private const string Category = "Dazhou.FunctionsHost";

    /// <summary>The first line, before anything that takes time.</summary>
    public static void Begin(string environment, string app)
    {
        var line = $"正在启动 {app}（环境 {environment}）……";

        // Outside Development every line of the output is JSON; the logger that writes them is not there yet.
        if (environment != Environments.Development)
        {
            line = JsonSerializer.Serialize(
                new { Timestamp = DateTime.UtcNow, LogLevel = "Information", Category, Message = line },
                ProblemResponse.JsonLine);
        }

        Console.WriteLine(line);
    }

    public static void Print(IServiceProvider services)
    {
        var address = services.GetRequiredService<PublicAddress>().Listening;
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
            lines.Add($"  编排实例    {address}{ManagementApi.Path}/instances");

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
        if (environment.IsDevelopment() && address is not null && !EnvironmentRule.IsLoopback(address))
            lines.Add("警告：开发环境正在监听非本机地址。正式使用请设置 AZURE_FUNCTIONS_ENVIRONMENT=Production。");
        lines.Add("按 Ctrl+C 停止。");

        if (environment.IsDevelopment())
        {
            foreach (var line in lines)
                Console.WriteLine(line);
            return;
        }

        var logger = services.GetRequiredService<ILoggerFactory>().CreateLogger(Category);
        foreach (var line in lines)
            logger.LogInformation("{Line}", line.Trim());
    }

    private static void Offer(List<string> lines, FunctionCatalog catalog, string? address, string route, string title)
    {
        if (catalog.Functions.Any(f => string.Equals(f.Http?.Route?.Trim('/'), route, StringComparison.OrdinalIgnoreCase)))
            lines.Add($"  {title}{address}/{route}");
    }

    private static int Count(FunctionCatalog catalog, FunctionKind kind) => catalog.Functions.Count(f => f.Kind == kind);

    private static string Duration(TimeSpan offset) =>
        offset.TotalDays >= 1 ? $"{(int)offset.TotalDays} 天 {offset.Hours} 小时" : $"{(int)offset.TotalHours} 小时 {offset.Minutes} 分";
}
