using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Dazhou.Serverless.Directory;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;

namespace Dazhou.Serverless.Functions.Common;

/// <summary>Who calls an API.</summary>
/// <param name="Unit">The unit's id in the directory, as the audit trail keeps it.</param>
/// <param name="ActsForAll">True for the development key, which stands in for every unit.</param>
public sealed record UnitCaller(string Unit, bool ActsForAll)
{
    private const string Development = "development";

    /// <summary>The holder of the development key.</summary>
    public static UnitCaller OfDevelopment { get; } = new(Development, ActsForAll: true);

    /// <summary>Who called a function that is open to units; the gatekeeper let nobody else in.</summary>
    public static UnitCaller Of(HttpRequest request) => request.HttpContext.Features.Get<UnitCaller>()!;

    /// <summary>Whose act it is in the trail: the caller's, or that of the one for whom the development key stands in.</summary>
    public string ActorFor(string standsIn) => this == OfDevelopment ? standsIn : Unit;

    /// <summary>True when the caller may act on what belongs to the unit.</summary>
    public bool ActsFor(string? unit) => ActsForAll || string.Equals(Unit, unit, StringComparison.Ordinal);
}

/// <summary>
/// The key of a unit, in the header <c>x-unit-key</c> or the field of a form. The directory knows only hashes of
/// keys. The key that <c>http-client.env.json</c> publishes works in Development and nowhere else, even if
/// someone gives it to a unit.
/// </summary>
public sealed class UnitKeys(IDirectory directory, IHostEnvironment environment, KeyGuard guard)
{
    /// <summary>The header that carries the key.</summary>
    public const string Header = "x-unit-key";

    private const int LongestKey = 200;

    /// <summary>The published key.</summary>
    public static string DevelopmentKey { get; } = ReadDevelopmentKey();

    /// <summary>Finds the caller of a request by its header; null when the key is missing or unknown.</summary>
    public Task<UnitCaller?> IdentifyAsync(HttpRequest request, CancellationToken cancellationToken) =>
        IdentifyAsync(request, request.Headers[Header], cancellationToken);

    /// <summary>
    /// Finds whose key it is; null when it is nobody's. Throws <see cref="RefusedException"/> for an address that sent too many of those.
    /// </summary>
    public async Task<UnitCaller?> IdentifyAsync(HttpRequest request, string? key, CancellationToken cancellationToken) =>
        string.IsNullOrEmpty(key) ? null : await guard.FindAsync(request.HttpContext, () => FindAsync(key, cancellationToken));

    private async Task<UnitCaller?> FindAsync(string key, CancellationToken cancellationToken)
    {
        if (key.Length > LongestKey)
            return null;
        if (CryptographicOperations.FixedTimeEquals(Hash(key), Hash(DevelopmentKey)))
            return environment.IsDevelopment() ? UnitCaller.OfDevelopment : null;
        return await directory.FindUnitByKeyAsync(key, cancellationToken) is { } unit ? new UnitCaller(unit.Id, ActsForAll: false) : null;
    }

    // Hashes have one length, so comparing them tells nothing about the key's.
    private static byte[] Hash(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));

    private static string ReadDevelopmentKey()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("http-client.env.json")!;
        using var document = JsonDocument.Parse(stream);
        return document.RootElement.GetProperty("dev").GetProperty("unitKey").GetString()!;
    }
}
