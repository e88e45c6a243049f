using System.Globalization;
using System.Text.RegularExpressions;
using Dazhou.Serverless.Functions.Common;
using Dazhou.Serverless.Ledgers;

namespace Dazhou.Serverless.Functions.Ledgers;

/// <summary>Words and addresses that the pages of ledgers share.</summary>
internal static partial class LedgerWords
{
    /// <summary>The class of a light, in the style sheet.</summary>
    public static string ClassOf(TaskLight light) => LedgerViews.LightOf(light);

    /// <summary>Sections as heads of narrow columns: （一） as printed where that tells them apart, else their numbers.</summary>
    public static IReadOnlyList<string> ShortOf(IReadOnlyList<LedgerSection> sections)
    {
        var printed = sections.Select(section => Numbered().Match(section.Title ?? "").Value).ToList();
        return printed.Contains("") || printed.Distinct(StringComparer.Ordinal).Count() < printed.Count
            ? [.. sections.Select((_, i) => (i + 1).ToString(CultureInfo.InvariantCulture))]
            : printed;
    }

    /// <summary>The title of a section.</summary>
    public static string TitleOf(LedgerSection section) => section.Title ?? "全部任务";

    /// <summary>The names of units.</summary>
    public static string NamesOf(LedgerRow ledger, IEnumerable<int> units) => string.Join('、', units.Select(unit => ledger.Units[unit].Name));

    /// <summary>The names of units; a dash for none.</summary>
    public static string NamesOf(LedgerRow ledger, IReadOnlyList<string> units) => units.Count == 0 ? "—" : string.Join('、', units.Select(ledger.NameOf));

    /// <summary>The due date, and whether it was presumed.</summary>
    public static string DueOf(DateOnly due, bool presumed) => $"{OfficeText.Date(due)}{(presumed ? "（推定）" : "")}";

    /// <summary>A filter as the query of an address, from <c>?</c> on; empty for all tasks.</summary>
    public static string QueryOf(TaskFilter filter, int from = 0)
    {
        var parts = new List<string>();
        if (filter.SectionAt is { } at) Add("section", (at + 1).ToString(CultureInfo.InvariantCulture));
        else Add("section", filter.Section);
        Add("unit", filter.Unit);
        Add("status", filter.Status?.ToString());
        Add("light", filter.Light is { } light ? LedgerViews.LightOf(light) : null);
        Add("text", filter.Text);
        if (from > 0) Add("from", from.ToString(CultureInfo.InvariantCulture));
        return parts.Count == 0 ? "" : $"?{string.Join('&', parts)}";

        void Add(string name, string? value)
        {
            if (value is not null) parts.Add($"{name}={Uri.EscapeDataString(value)}");
        }
    }

    [GeneratedRegex("^（[^（）]{1,4}）", RegexOptions.None, 1000)]
    private static partial Regex Numbered();
}
