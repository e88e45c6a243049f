using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Runtime.Tests.Hosting.App;

/// <summary>A small function app, written as any app of the product; tests run it in this process or as a child.</summary>
internal static class FunctionApp
{
    public static FunctionsApplicationBuilder CreateBuilder(string[] args)
    {
        var builder = FunctionsApplication.CreateBuilder(args);
        builder.EntryAssembly = typeof(FunctionApp).Assembly;
        builder.FunctionTypes = type => type.Namespace == typeof(FunctionApp).Namespace;
        builder.ConfigureFunctionsWebApplication();
        builder.UseMiddleware<RecordingMiddleware>();
        builder.UseMiddleware((context, next) =>
        {
            context.Items["second"] = "second";
            return next();
        });
        builder.Services.AddScoped<ScopedService>();
        builder.Services.AddSingleton<Recorder>();
        return builder;
    }

    public static async Task RunAsync(string[] args)
    {
        using var host = CreateBuilder(args).Build();
        await host.RunAsync();
    }
}
