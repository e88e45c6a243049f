namespace Dazhou.FunctionsHost;

/// <summary>Keeps the host's memory in the engine's database.</summary>
internal sealed class EngineMetadata(LocalEngine engine) : IHostMetadata
{
    public Task<string?> GetAsync(string key) => Task.FromResult(engine.GetMeta(key));

    public Task SetAsync(string key, string value) => engine.SetMetaAsync(key, value);
}
