using System.Collections.Frozen;
using System.Reflection;
using System.Text.Json.Serialization;

namespace Dazhou.Serverless.Campaigns;

/// <summary>The Chinese words of an enumeration, which JSON, forms and sheets have in common.</summary>
/// <typeparam name="T">The enumeration; each of its members has a <see cref="JsonStringEnumMemberNameAttribute"/>.</typeparam>
internal static class CampaignWords<T>
    where T : struct, Enum
{
    private static readonly FrozenDictionary<T, string> Words = Enum.GetValues<T>().ToFrozenDictionary(
        value => value, value => typeof(T).GetField(value.ToString())!.GetCustomAttribute<JsonStringEnumMemberNameAttribute>()!.Name);

    /// <summary>Value and label of each member, for a form.</summary>
    public static (string Value, string Label)[] Choices { get; } = [.. Enum.GetValues<T>().Select(value => (Words[value], Words[value]))];

    public static string Of(T value) => Words[value];

    /// <summary>Returns the member with a word; null for any other word.</summary>
    public static T? Parse(string? word)
    {
        foreach (var (value, name) in Words)
        {
            if (string.Equals(name, word, StringComparison.Ordinal)) return value;
        }

        return null;
    }
}

/// <summary>The Chinese words of campaigns, for pages and documents.</summary>
public static class CampaignTexts
{
    /// <summary>The document that orders the third season.</summary>
    public const string Document = "达市府办函〔2023〕53号";

    /// <summary>待谈 to 达效.</summary>
    public static string Chinese(this CampaignStage stage) => CampaignWords<CampaignStage>.Of(stage);

    /// <summary>备案号 etc.</summary>
    public static string Chinese(this EvidenceKind kind) => CampaignWords<EvidenceKind>.Of(kind);

    /// <summary>能源化工 etc.</summary>
    public static string Chinese(this CampaignIndustry industry) => CampaignWords<CampaignIndustry>.Of(industry);

    /// <summary>成渝 etc.</summary>
    public static string Chinese(this SourceRegion region) => CampaignWords<SourceRegion>.Of(region);

    /// <summary>世界500强 etc.</summary>
    public static string Chinese(this CategoryCode code) => CampaignWords<CategoryCode>.Of(code);

    /// <summary>待评审 etc.</summary>
    public static string Chinese(this CategoryState state) => CampaignWords<CategoryState>.Of(state);

    /// <summary>已报, 迟报 etc.</summary>
    public static string Chinese(this ReportState state) => CampaignWords<ReportState>.Of(state);

    /// <summary>新签约数量 etc.</summary>
    public static string Chinese(this CampaignFigure figure) => CampaignWords<CampaignFigure>.Of(figure);

    /// <summary>新签约项目 etc.</summary>
    public static string Chinese(this FigureGroup group) => CampaignWords<FigureGroup>.Of(group);

    /// <summary>单项冠军 etc.</summary>
    public static string Chinese(this SpecialGroup group) => CampaignWords<SpecialGroup>.Of(group);

    /// <summary>An amount of 万元 in 亿元, as the attachments have it: at most four decimals, none that say nothing; empty for none.</summary>
    public static string Yi(decimal? amount) =>
        amount is { } value ? (value / 10_000m).ToString("0.####", System.Globalization.CultureInfo.InvariantCulture) : "";
}
