using System.Globalization;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

namespace Dazhou.FunctionsHost;

/// <summary>Takes up what the host remembers: how far its clock is ahead, and its keys.</summary>
internal sealed class HostState(
    LocalEngine engine,
    Clock clock,
    ClockSettings settings,
    IHostMetadata metadata,
    FunctionKeys keys,
    FunctionCatalog catalog,
    IConfiguration configuration) : IHostedService
{
    private bool _begun;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (_begun)
            return;
        _begun = true;

        // The offset first: what is due by the moved clock must not run by an earlier one.
        engine.Open();
        if (settings.Movable
            && TimeSpan.TryParse(await metadata.GetAsync(ClockEndpoint.OffsetKey), CultureInfo.InvariantCulture, out var offset)
            && offset > TimeSpan.Zero)
        {
            clock.MoveTo(TimeProvider.System.GetUtcNow() + offset);
        }

        var guarded = catalog.Functions
            .Where(f => f.Attribute is HttpTriggerAttribute { AuthLevel: AuthorizationLevel.Function })
            .Select(f => f.Name);
        await keys.LoadAsync(guarded, configuration.GetValue("rotate-keys", defaultValue: false));
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
