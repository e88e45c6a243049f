using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;

namespace Dazhou.LocalRuntime;

/// <summary>Where the builders of workers and clients meet the local engine.</summary>
internal static class EngineRegistration
{
    /// <summary>Adds the engine and the hosted service that runs it; a second call changes nothing.</summary>
    public static void AddEngine(IServiceCollection services) =>
        throw new NotSupportedException("The local engine is not part of this build.");

    /// <summary>Makes the engine's client of the given name.</summary>
    public static DurableTaskClient CreateClient(IServiceProvider services, string name) =>
        throw new NotSupportedException("The local engine is not part of this build.");
}
