using System.Text.RegularExpressions;

namespace Dazhou.Serverless.Evacuations;

/// <summary>The levels of areas, from the whole to the smallest unit (三、（三）).</summary>
public enum AreaLevel
{
    /// <summary>全市</summary>
    City,

    /// <summary>县（市、区），含达州高新区、达州东部经开区</summary>
    County,

    /// <summary>乡镇（街道）</summary>
    Town,

    /// <summary>村（社区）</summary>
    Village,

    /// <summary>最小工作单元</summary>
    Unit,
}

/// <summary>
/// The code of an area: the county's id in the directory, then town, village and smallest unit, each after a hyphen, e.g.
/// <c>tcq-02-05-1</c>; <see cref="City"/> for the whole city.
/// </summary>
public readonly partial record struct AreaCode
{
    private AreaCode(string text) => Text = text;

    /// <summary>Gets the city.</summary>
    public static AreaCode City { get; } = new("dazhou");

    /// <summary>Gets the code as written.</summary>
    public string Text { get; }

    /// <summary>Gets the level.</summary>
    public AreaLevel Level => this == City ? AreaLevel.City : (AreaLevel)(Text.Count(c => c == '-') + 1);

    /// <summary>Gets the id of the county; empty for the city.</summary>
    public string County => this == City ? "" : Text.Split('-')[0];

    /// <summary>Gets the next larger area; null for the city.</summary>
    public AreaCode? Above => Level switch
    {
        AreaLevel.City => null,
        AreaLevel.County => City,
        _ => new(Text[..Text.LastIndexOf('-')]),
    };

    /// <summary>Reads a code; null if it is none.</summary>
    public static AreaCode? Read(string? text) => text is not null && Form().IsMatch(text) ? new(text) : null;

    /// <summary>Returns whether an area lies in this one; every area lies in itself.</summary>
    public bool Contains(AreaCode other) => this == City || other == this || other.Text.StartsWith(Text + "-", StringComparison.Ordinal);

    /// <inheritdoc/>
    public override string ToString() => Text;

    [GeneratedRegex("^[a-z0-9]{1,20}(-[a-z0-9]{1,10}){0,3}$")]
    private static partial Regex Form();
}
