using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Runtime.Tests.Hosting.App;

namespace Runtime.Tests.Hosting;

public sealed class VirtualTimeTests
{
    [Fact]
    public async Task VirtualTimeHost_RunsTheAppsOrchestrators_WithoutStartingTheApp()
    {
        var data = Path.Combine(Path.GetTempPath(), Guid.NewGuid().ToString("N"));
        using var app = FunctionApp.CreateBuilder(["--data", data]).Build();
        var create = app.Services.GetRequiredKeyedService<Func<DateTimeOffset, Action<IServiceCollection>, IHost>>("virtual-time");
        var start = new DateTimeOffset(2026, 3, 2, 0, 0, 0, TimeSpan.Zero);
        using var host = create(start, services =>
        {
            services.AddScoped<ScopedService>();
            services.AddSingleton<Recorder>();
            services.AddSingleton<RecordingMiddleware>();
        });
        await host.StartAsync();
        var client = host.Services.GetRequiredService<DurableTaskClient>();

        var week = await client.ScheduleNewOrchestrationInstanceAsync("SevenDays");
        var done = await client.WaitForInstanceCompletionAsync(week, getInputsAndOutputs: true).WaitAsync(TimeSpan.FromSeconds(60));
        Assert.Equal(start.UtcDateTime.AddDays(7), done.ReadOutputAs<DateTime>());

        var greet = await client.ScheduleNewOrchestrationInstanceAsync("Greet", new Greeting("孙"));
        done = await client.WaitForInstanceCompletionAsync(greet, getInputsAndOutputs: true).WaitAsync(TimeSpan.FromSeconds(60));
        Assert.Equal("Greet 谨启", done.ReadOutputAs<string>());
        Assert.Contains("say 孙 True", host.Services.GetRequiredService<Recorder>().Lines);
        await host.StopAsync();

        Assert.False(Directory.Exists(data));
    }
}
