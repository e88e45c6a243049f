using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Dazhou.Serverless.Directory;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;

namespace Dazhou.Serverless.Functions.Common;

/// <summary>The caller of an API.</summary>
/// <param name="Unit">The unit's id in the directory, as used in audit trails.</param>
/// <param name="ActsForAll">True for the development key, which acts for every unit.</param>
public sealed record UnitCaller(string Unit, bool ActsForAll)
{
    private const string Development = "development";

    /// <summary>Gets the holder of the development key.</summary>
    public static UnitCaller OfDevelopment { get; } = new(Development, ActsForAll: true);

    /// <summary>Returns the caller of a function that is open to units; the gatekeeper admits no others.</summary>
    public static UnitCaller Of(HttpRequest request) => request.HttpContext.Features.Get<UnitCaller>()!;

    /// <summary>Returns the actor for the audit trail: the caller, or for the development key the given unit or person.</summary>
    public string ActorFor(string standsIn) => this == OfDevelopment ? standsIn : Unit;

    /// <summary>Returns whether the caller may act for a unit.</summary>
    public bool ActsFor(string? unit) => ActsForAll || string.Equals(Unit, unit, StringComparison.Ordinal);
}

/// <summary>
/// Checks the key of a unit, in the header <c>x-unit-key</c> or a form field. The directory has only the hashes of keys. The key published
/// in <c>http-client.env.json</c> works in Development only, even if it is given to a unit.
/// </summary>
public sealed class UnitKeys(IDirectory directory, IHostEnvironment environment, KeyGuard guard)
{
    /// <summary>The header with the key.</summary>
    public const string Header = "x-unit-key";

    private const int LongestKey = 200;

    /// <summary>Gets the published key.</summary>
    public static string DevelopmentKey { get; } = ReadDevelopmentKey();

    /// <summary>Returns the caller of a request by its header; null if the key is missing or unknown.</summary>
    public Task<UnitCaller?> IdentifyAsync(HttpRequest request, CancellationToken cancellationToken) =>
        IdentifyAsync(request, request.Headers[Header], cancellationToken);

    /// <summary>
    /// Returns the caller by a key; null if it is missing or unknown. Throws <see cref="RefusedException"/> if the address has sent too
    /// many unknown ones.
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

    // Hashes have the same length, so that comparing them does not reveal the key's.
    private static byte[] Hash(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));

    private static string ReadDevelopmentKey()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("http-client.env.json")!;
        using var document = JsonDocument.Parse(stream);
        return document.RootElement.GetProperty("dev").GetProperty("unitKey").GetString()!;
    }
}
