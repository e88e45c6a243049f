using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Microsoft.DurableTask.Client;

/// <summary>Steps in setting up a client.</summary>
public static class DurableTaskBuilderExtensions
{
    /// <summary>Changes the client's options.</summary>
    /// <param name="builder">The set-up.</param>
    /// <param name="configure">The change.</param>
    public static IDurableTaskClientBuilder Configure(
        this IDurableTaskClientBuilder builder, Action<DurableTaskClientOptions> configure)
    {
        builder.Services.Configure(builder.Name, configure);
        return builder;
    }

    /// <summary>Makes this client the one that is resolved as <see cref="DurableTaskClient"/>, unless one is already.</summary>
    /// <param name="builder">The set-up.</param>
    public static IDurableTaskClientBuilder RegisterDirectly(this IDurableTaskClientBuilder builder)
    {
        var name = builder.Name;
        builder.Services.TryAddSingleton(services => services.GetRequiredService<IDurableTaskClientProvider>().GetClient(name));
        return builder;
    }

    /// <summary>Uses a client class.</summary>
    /// <param name="builder">The set-up.</param>
    /// <param name="target">The class.</param>
    public static IDurableTaskClientBuilder UseBuildTarget(this IDurableTaskClientBuilder builder, Type target)
    {
        builder.BuildTarget = target;
        return builder;
    }

    /// <summary>Uses a client class.</summary>
    /// <typeparam name="TTarget">The class.</typeparam>
    /// <param name="builder">The set-up.</param>
    public static IDurableTaskClientBuilder UseBuildTarget<TTarget>(this IDurableTaskClientBuilder builder)
        where TTarget : DurableTaskClient => builder.UseBuildTarget(typeof(TTarget));

    /// <summary>Uses a client class with options of its own, which begin with the general ones.</summary>
    /// <typeparam name="TTarget">The class.</typeparam>
    /// <typeparam name="TOptions">Its options.</typeparam>
    /// <param name="builder">The set-up.</param>
    public static IDurableTaskClientBuilder UseBuildTarget<TTarget, TOptions>(this IDurableTaskClientBuilder builder)
        where TTarget : DurableTaskClient
        where TOptions : DurableTaskClientOptions
    {
        var name = builder.Name;
        builder.Services.AddOptions<TOptions>(name)
            .PostConfigure<IOptionsMonitor<DurableTaskClientOptions>>((special, general) => general.Get(name).ApplyTo(special));
        return builder.UseBuildTarget<TTarget>();
    }

    /// <summary>Sets the version of instances that are started without one.</summary>
    /// <param name="builder">The set-up.</param>
    /// <param name="version">The version.</param>
    public static IDurableTaskClientBuilder UseDefaultVersion(this IDurableTaskClientBuilder builder, string version) =>
        builder.Configure(options => options.DefaultVersion = version);
}
