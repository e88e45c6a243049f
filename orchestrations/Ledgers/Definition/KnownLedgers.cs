using System.Reflection;

namespace Dazhou.Serverless.Ledgers;

/// <summary>The ledgers of the gazette, which ship with the code (samples/ledgers).</summary>
public static class KnownLedgers
{
    private const string Prefix = "sample-ledger-";

    /// <summary>Gets their ids.</summary>
    public static IReadOnlyList<string> Ids { get; } =
        [.. Assembly.GetExecutingAssembly().GetManifestResourceNames().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)).Select(name => name[Prefix.Length..]).Order(StringComparer.Ordinal)];

    /// <summary>Returns the definition of a ledger; null if it is none of these.</summary>
    public static LedgerDefinition? Find(string id)
    {
        if (!Ids.Contains(id, StringComparer.Ordinal)) return null;
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(Prefix + id)!;
        return LedgerDefinition.Read(stream);
    }
}
