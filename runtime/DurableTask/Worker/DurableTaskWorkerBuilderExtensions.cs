using Microsoft.DurableTask.Worker.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Microsoft.DurableTask.Worker;

/// <summary>Steps in setting up a worker.</summary>
public static class DurableTaskWorkerBuilderExtensions
{
    /// <summary>Adds orchestrators and activities.</summary>
    /// <param name="builder">The set-up.</param>
    /// <param name="configure">Adds them.</param>
    public static IDurableTaskWorkerBuilder AddTasks(this IDurableTaskWorkerBuilder builder, Action<DurableTaskRegistry> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.Configure(builder.Name, configure);
        return builder;
    }

    /// <summary>Changes the worker's options.</summary>
    /// <param name="builder">The set-up.</param>
    /// <param name="configure">The change.</param>
    public static IDurableTaskWorkerBuilder Configure(
        this IDurableTaskWorkerBuilder builder, Action<DurableTaskWorkerOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.Configure(builder.Name, configure);
        return builder;
    }

    /// <summary>Uses a worker class.</summary>
    /// <param name="builder">The set-up.</param>
    /// <param name="target">The class.</param>
    public static IDurableTaskWorkerBuilder UseBuildTarget(this IDurableTaskWorkerBuilder builder, Type target)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.BuildTarget = target;
        return builder;
    }

    /// <summary>Uses a worker class.</summary>
    /// <typeparam name="TTarget">The class.</typeparam>
    /// <param name="builder">The set-up.</param>
    public static IDurableTaskWorkerBuilder UseBuildTarget<TTarget>(this IDurableTaskWorkerBuilder builder)
        where TTarget : DurableTaskWorker => builder.UseBuildTarget(typeof(TTarget));

    /// <summary>Uses a worker class with options of its own, which begin with the general ones.</summary>
    /// <typeparam name="TTarget">The class.</typeparam>
    /// <typeparam name="TOptions">Its options.</typeparam>
    /// <param name="builder">The set-up.</param>
    public static IDurableTaskWorkerBuilder UseBuildTarget<TTarget, TOptions>(this IDurableTaskWorkerBuilder builder)
        where TTarget : DurableTaskWorker
        where TOptions : DurableTaskWorkerOptions
    {
        builder.UseBuildTarget<TTarget>();
        var name = builder.Name;
        builder.Services.AddOptions<TOptions>(name)
            .PostConfigure<IOptionsMonitor<DurableTaskWorkerOptions>>((special, general) => general.Get(name).ApplyTo(special));
        return builder;
    }

    /// <summary>Says which versions the worker runs.</summary>
    /// <param name="builder">The set-up.</param>
    /// <param name="versionOptions">The versions; later changes to them have no effect.</param>
    public static IDurableTaskWorkerBuilder UseVersioning(
        this IDurableTaskWorkerBuilder builder, DurableTaskWorkerOptions.VersioningOptions versionOptions)
    {
        var (version, defaultVersion, match, failure) = (
            versionOptions.Version, versionOptions.DefaultVersion, versionOptions.MatchStrategy, versionOptions.FailureStrategy);
        return builder.Configure(options => options.Versioning = new()
        {
            Version = version,
            DefaultVersion = defaultVersion,
            MatchStrategy = match,
            FailureStrategy = failure,
        });
    }
}
