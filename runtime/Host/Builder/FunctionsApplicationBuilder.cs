using System.Reflection;
using Dazhou.LocalRuntime.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Microsoft.Azure.Functions.Worker.Builder;

/// <summary>Builds a function app.</summary>
public class FunctionsApplicationBuilder : IHostApplicationBuilder, IFunctionsWorkerApplicationBuilder
{
    private readonly WebApplicationBuilder _web;
    private readonly List<Func<FunctionExecutionDelegate, FunctionExecutionDelegate>> _middleware = [];
    private bool _built;

    internal FunctionsApplicationBuilder(string[]? args)
    {
        Args = args ?? [];
        _web = HostConfiguration.CreateWebBuilder(Args, out var files);
        Files = files;
        HostServices.Add(this);
    }

    /// <summary>The services of the app.</summary>
    public IServiceCollection Services => _web.Services;

    /// <summary>The settings of the app.</summary>
    public ConfigurationManager Configuration => _web.Configuration;

    /// <summary>Where the app runs.</summary>
    public IHostEnvironment Environment => _web.Environment;

    /// <summary>Logging.</summary>
    public ILoggingBuilder Logging => _web.Logging;

    /// <summary>Metrics.</summary>
    public IMetricsBuilder Metrics => _web.Metrics;

    /// <summary>Values shared while the host is built.</summary>
    public IDictionary<object, object> Properties => ((IHostApplicationBuilder)_web).Properties;

    IConfigurationManager IHostApplicationBuilder.Configuration => _web.Configuration;

    internal string[] Args { get; }

    internal HostFiles Files { get; }

    /// <summary>Where functions are looked for; a test names its own.</summary>
    internal Assembly? EntryAssembly { get; set; } = Assembly.GetEntryAssembly();

    /// <summary>Which types may hold functions; a test narrows it to its own app.</summary>
    internal Func<Type, bool> FunctionTypes { get; set; } = _ => true;

    /// <summary>A test sees a failed start as an exception; a program prints it and ends.</summary>
    internal bool ThrowStartupFailures { get; set; }

    /// <summary>What building found that keeps the host from starting.</summary>
    internal StartupException? Problem { get; set; }

    internal bool HasWebApplication { get; set; }

    /// <summary>Adds a middleware after those already added.</summary>
    public IFunctionsWorkerApplicationBuilder Use(Func<FunctionExecutionDelegate, FunctionExecutionDelegate> middleware)
    {
        _middleware.Add(middleware);
        return this;
    }

    /// <summary>Uses another service container.</summary>
    public void ConfigureContainer<TContainerBuilder>(IServiceProviderFactory<TContainerBuilder> factory, Action<TContainerBuilder>? configure = null)
        where TContainerBuilder : notnull =>
        ((IHostApplicationBuilder)_web).ConfigureContainer(factory, configure);

    /// <summary>Builds the host.</summary>
    public IHost Build()
    {
        if (_built)
            throw new InvalidOperationException("Build can only be called once.");
        _built = true;
        HostServices.Complete(this, _middleware);
        var app = _web.Build();
        return new FunctionsHost(app, this);
    }
}
