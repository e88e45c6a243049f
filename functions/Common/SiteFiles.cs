using System.Collections.Frozen;
using System.Reflection;
using Dazhou.Serverless.Records;

namespace Dazhou.Serverless.Functions.Common;

/// <summary>A static file of the pages.</summary>
/// <param name="Content">The bytes.</param>
/// <param name="ContentType">The media type.</param>
/// <param name="Version">The start of its SHA-256, so that a changed file has a new address.</param>
public sealed record SiteFile(byte[] Content, string ContentType, string Version);

/// <summary>The files of <c>wwwroot</c>, embedded in the assembly because a function app serves no folder.</summary>
public static class SiteFiles
{
    private const string Prefix = "wwwroot/";

    private static readonly FrozenDictionary<string, SiteFile> All = Load();

    /// <summary>Returns the address of a file with its version, so that it can be cached forever.</summary>
    public static string Url(string name) => $"/assets/{name}?v={All[name].Version}";

    /// <summary>Returns a file by its path below <c>wwwroot</c>; null if there is none.</summary>
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
        return new SiteFile(content, ContentTypeOf(resource), Digest.Of(content)[..12]);
    }

    private static string ContentTypeOf(string name) => Path.GetExtension(name) switch
    {
        ".css" => "text/css; charset=utf-8",
        ".svg" => "image/svg+xml",
        ".js" => "text/javascript; charset=utf-8",
        _ => "application/octet-stream",
    };
}
