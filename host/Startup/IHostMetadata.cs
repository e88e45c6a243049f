namespace Dazhou.FunctionsHost;

/// <summary>What the host remembers between starts: the engine's metadata, behind an interface for tests.</summary>
internal interface IHostMetadata
{
    Task<string?> GetAsync(string key);

    Task SetAsync(string key, string value);
}
