using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace Dazhou.FunctionsHost;

/// <summary>Takes up what the host remembers: how far its clock is ahead, and its keys.</summary>
internal sealed class HostState(
    LocalEngine engine,
    Clock clock,
    ClockFile clockFile,
    ClockSettings settings,
    IHostMetadata metadata,
    FunctionKeys keys,
    FunctionCatalog catalog,
    IConfiguration configuration)
{
    /// <summary>Opens the store and sets the clock.</summary>
    public async Task OpenAsync()
    {
        // The offset first: what is due by the moved clock must not run by an earlier one.
        engine.Open();
        clockFile.Open();
        if (settings.Movable
            && TimeSpan.TryParse(await metadata.GetAsync(ClockEndpoint.OffsetKey), CultureInfo.InvariantCulture, out var offset)
            && offset > TimeSpan.Zero)
        {
            clock.MoveTo(TimeProvider.System.GetUtcNow() + offset);
        }
    }

    /// <summary>Loads the keys of the functions that the app has, and draws those that are missing.</summary>
    public Task LoadKeysAsync() => keys.LoadAsync(
        catalog.Functions.Where(f => f.Http is { Level: AuthorizationLevel.Function }).Select(f => f.Name),
        configuration.GetValue("rotate-keys", defaultValue: false));
}
