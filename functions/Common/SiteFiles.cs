using System.Collections.Frozen;
using System.Reflection;
using System.Security.Cryptography;

namespace Dazhou.Serverless.Functions.Common;

/// <summary>One file that pages refer to.</summary>
/// <param name="Content">Its bytes.</param>
/// <param name="ContentType">Its media type.</param>
/// <param name="Version">The start of its SHA-256, so that a changed file has a new address.</param>
public sealed record SiteFile(byte[] Content, string ContentType, string Version);

/// <summary>
/// The files of <c>wwwroot</c>. They travel inside the assembly: a function app has no folder that is served, and a function can
/// serve bytes.
/// </summary>
public static class SiteFiles
{
    private const string Prefix = "wwwroot/";

    private static readonly FrozenDictionary<string, SiteFile> All = Load();

    /// <summary>The address of a file, with its version, so that it may be cached for ever.</summary>
    public static string Url(string name) => $"/assets/{name}?v={All[name].Version}";

    /// <summary>Finds a file by its path below <c>wwwroot</c>; null when there is none.</summary>
    public static SiteFile? Find(string name) => All.GetValueOrDefault(name);

    private static FrozenDictionary<string, SiteFile> Load()
    {
        var assembly = Assembly.GetExecutingAssembly();
        return assembly.GetManifestResourceNames()
            .Where(resource => resource.StartsWith(Prefix, StringComparison.Ordinal))
            .ToFrozenDictionary(resource => resource[Prefix.Length..], resource => Read(assembly, resource), StringComparer.Ordinal);
    }

    private static SiteFile Read(Assembly assembly, string resource)
    {
        using var stream = assembly.GetManifestResourceStream(resource)!;
        using var buffer = new MemoryStream();
        stream.CopyTo(buffer);
        var content = buffer.ToArray();
        return new SiteFile(content, ContentTypeOf(resource), Convert.ToHexStringLower(SHA256.HashData(content))[..12]);
    }

    private static string ContentTypeOf(string name) => Path.GetExtension(name) switch
    {
        ".css" => "text/css; charset=utf-8",
        ".svg" => "image/svg+xml",
        ".js" => "text/javascript; charset=utf-8",
        _ => "application/octet-stream",
    };
}
