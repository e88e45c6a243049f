using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Dazhou.FunctionsHost;

/// <summary>
/// The keys of functions and host. They are drawn at the first start; the engine's metadata keeps SHA-256 hashes, and
/// keys.json in the data folder, readable by its owner only, shows them to the operator, who may delete it.
/// The system key of the management API stays readable in the metadata, because management addresses carry it.
/// </summary>
internal sealed class FunctionKeys(IHostMetadata metadata, HostFolders folders)
{
    public const string FileName = "keys.json";
    public const string MetadataKey = "host.keys";
    private const string Master = "master";
    private const string HostDefault = "default";

    private KeyRing _ring = new();

    /// <summary>The key in management addresses.</summary>
    public string SystemKey => _ring.System;

    /// <summary>Where new keys were written, if any were drawn.</summary>
    public string? WrittenTo { get; private set; }

    /// <summary>Loads the keys and draws those that are missing.</summary>
    public async Task LoadAsync(IEnumerable<string> functions, bool rotate)
    {
        var stored = await metadata.GetAsync(MetadataKey);
        _ring = stored is null || rotate ? new KeyRing() : JsonSerializer.Deserialize<KeyRing>(stored) ?? new KeyRing();

        var drawn = new SortedDictionary<string, string>(StringComparer.Ordinal);
        if (_ring.System.Length == 0)
            drawn["system:durabletask"] = _ring.System = Draw();
        foreach (var name in new[] { Master, HostDefault })
        {
            if (!_ring.Host.ContainsKey(name))
                _ring.Host[name] = Hash(drawn[$"host:{name}"] = Draw());
        }

        foreach (var function in functions)
        {
            if (!_ring.Functions.ContainsKey(function))
                _ring.Functions[function] = Hash(drawn[$"function:{function}"] = Draw());
        }

        if (drawn.Count == 0)
            return;

        // The file first: after a crash between the two, the next start draws again and writes again.
        WriteFile(drawn, replace: stored is null || rotate);
        await metadata.SetAsync(MetadataKey, JsonSerializer.Serialize(_ring));
    }

    /// <summary>Whether a request shows a key that the level asks for.</summary>
    public bool Allows(HttpRequest request, AuthorizationLevel level, string function)
    {
        if (level is AuthorizationLevel.Anonymous or AuthorizationLevel.User)
            return true;

        var key = request.Headers.TryGetValue("x-functions-key", out var header) && header.Count == 1 ? header[0] : request.Query["code"].FirstOrDefault();
        if (string.IsNullOrEmpty(key))
            return false;

        var given = SHA256.HashData(Encoding.UTF8.GetBytes(key));
        var allowed = Matches(given, _ring.Host.GetValueOrDefault(Master));
        if (level == AuthorizationLevel.Function)
        {
            // No shortcut: each comparison runs whatever the others say.
            allowed |= Matches(given, _ring.Host.GetValueOrDefault(HostDefault));
            allowed |= Matches(given, _ring.Functions.GetValueOrDefault(function));
        }
        else if (level == AuthorizationLevel.System)
        {
            allowed |= _ring.System.Length > 0 && Matches(given, Hash(_ring.System));
        }

        return allowed;
    }

    private static bool Matches(byte[] given, string? hash) =>
        hash is not null && CryptographicOperations.FixedTimeEquals(given, Convert.FromHexString(hash));

    private static string Draw() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)).Replace('+', '-').Replace('/', '_').TrimEnd('=');

    private static string Hash(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));

    private void WriteFile(SortedDictionary<string, string> drawn, bool replace)
    {
        var path = Path.Combine(folders.Data, FileName);
        if (!replace && File.Exists(path)
            && JsonSerializer.Deserialize<Dictionary<string, string>>(File.ReadAllText(path)) is { } before)
        {
            foreach (var (name, key) in before)
                drawn.TryAdd(name, key);
        }

        Directory.CreateDirectory(folders.Data);
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var file = new FileStream(path, options);
        JsonSerializer.Serialize(file, drawn, Indented);
        WrittenTo = path;
    }

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    private sealed class KeyRing
    {
        public string System { get; set; } = "";

        public Dictionary<string, string> Host { get; set; } = new(StringComparer.Ordinal);

        public Dictionary<string, string> Functions { get; set; } = new(StringComparer.OrdinalIgnoreCase);
    }
}
