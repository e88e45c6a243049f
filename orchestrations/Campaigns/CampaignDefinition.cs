using System.Text.Json.Serialization;

namespace Dazhou.Serverless.Campaigns;

/// <summary>A campaign as data: what one season prescribes. A missing date is the first day of the calendar, which the check refuses.</summary>
public sealed record CampaignDefinition
{
    /// <summary>Its id in URLs: lower-case letters, digits and hyphens.</summary>
    public string Id { get; init; } = "";

    /// <summary>The name, as the document has it.</summary>
    public string Name { get; init; } = "";

    /// <summary>The document's number.</summary>
    public string Document { get; init; } = "";

    /// <summary>The season.</summary>
    public int Season { get; init; }

    /// <summary>The first day, Asia/Shanghai.</summary>
    public DateOnly Start { get; init; }

    /// <summary>The last day, which counts until 24:00.</summary>
    public DateOnly End { get; init; }

    /// <summary>The phases, in order and without gaps.</summary>
    public IReadOnlyList<CampaignPhase> Phases { get; init; } = [];

    /// <summary>The units that report: ids or names; ids once it has started.</summary>
    public IReadOnlyList<string> Units { get; init; } = [];

    /// <summary>The bureaus that run it and receive the reports; the first one edits the 简报.</summary>
    public IReadOnlyList<string> Receivers { get; init; } = [];

    /// <summary>When the weekly report closes.</summary>
    public ReportingTime Reporting { get; init; } = new();

    /// <summary>The days of which there are weekly reports.</summary>
    public DayRange Weeks { get; init; } = new(default, default);

    /// <summary>The statistics window of each group of figures.</summary>
    public IReadOnlyList<FigureWindow> Windows { get; init; } = [];

    /// <summary>The weights of 综合排位; they are 测算 until the 考核办法 is issued.</summary>
    public IReadOnlyList<FigureWeight> Weights { get; init; } = [];

    /// <summary>The categories of key enterprises.</summary>
    public IReadOnlyList<CategoryCode> Categories { get; init; } = [];

    /// <summary>Days without a move after which a signed project that has not landed is alarmed; our own value, the document names none.</summary>
    public int QuietDays { get; init; } = 30;

    /// <summary>Days in which a finding can be contested; our own value.</summary>
    public int ContestDays { get; init; } = 5;

    /// <summary>The places of the season before, by unit, for 进步.</summary>
    public IReadOnlyDictionary<string, int> LastPlaces { get; init; } = new Dictionary<string, int>(StringComparer.Ordinal);
}

/// <summary>Days from one to another; both count.</summary>
/// <param name="From">the first</param>
/// <param name="To">the last</param>
public sealed record DayRange(DateOnly From, DateOnly To)
{
    /// <summary>Returns whether a day is in it.</summary>
    public bool Contains(DateOnly day) => From <= day && day <= To;
}

/// <summary>A phase (53号 三).</summary>
/// <param name="Name">the name, e.g. 动员部署</param>
/// <param name="From">the first day</param>
/// <param name="To">the last day, until 24:00</param>
/// <param name="Tasks">what every unit must hand in</param>
public sealed record CampaignPhase(string Name, DateOnly From, DateOnly To, IReadOnlyList<PhaseTask>? Tasks = null);

/// <summary>A task of every unit in a phase.</summary>
/// <param name="Title">what is handed in, e.g. 本地实施方案</param>
/// <param name="ToDo">what must be done, in Chinese</param>
/// <param name="Due">the last day, until 24:00; as in the document, not moved by holidays</param>
public sealed record PhaseTask(string Title, string ToDo, DateOnly Due);

/// <summary>When weekly reports close: on a weekday after the week's last day.</summary>
public sealed record ReportingTime
{
    /// <summary>The weekday.</summary>
    [JsonConverter(typeof(JsonStringEnumConverter<DayOfWeek>))]
    public DayOfWeek Weekday { get; init; } = DayOfWeek.Thursday;

    /// <summary>The hour of that day, 1 to 24, Asia/Shanghai.</summary>
    public int Hour { get; init; } = 24;
}

/// <summary>The window in which a group of figures counts.</summary>
/// <param name="Group">the group</param>
/// <param name="From">the first day</param>
/// <param name="To">the last day</param>
/// <param name="ToConfirm">待确认: the document does not print it</param>
public sealed record FigureWindow(FigureGroup Group, DateOnly From, DateOnly To, bool ToConfirm = false)
{
    /// <summary>Returns whether a day counts.</summary>
    public bool Contains(DateOnly day) => From <= day && day <= To;
}

/// <summary>The weight of a figure in 综合排位: the best unit gets all of it, the others in proportion.</summary>
/// <param name="Figure">the figure</param>
/// <param name="Weight">the points</param>
public sealed record FigureWeight(CampaignFigure Figure, decimal Weight);

/// <summary>Figures that have a window in common.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<FigureGroup>))]
public enum FigureGroup
{
    /// <summary>新签约项目</summary>
    [JsonStringEnumMemberName("新签约项目")]
    Signed,

    /// <summary>落地项目</summary>
    [JsonStringEnumMemberName("落地项目")]
    Landed,

    /// <summary>开工项目</summary>
    [JsonStringEnumMemberName("开工项目")]
    Started,

    /// <summary>新增实际投资</summary>
    [JsonStringEnumMemberName("新增实际投资")]
    Investment,

    /// <summary>制造业FDI投资总额</summary>
    [JsonStringEnumMemberName("制造业FDI投资总额")]
    Fdi,
}

/// <summary>The eleven columns of 附件1.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<CampaignFigure>))]
public enum CampaignFigure
{
    /// <summary>新签约数量, 个</summary>
    [JsonStringEnumMemberName("新签约数量")]
    SignedCount,

    /// <summary>新签约合同金额</summary>
    [JsonStringEnumMemberName("新签约合同金额")]
    SignedContract,

    /// <summary>落地数量, 个</summary>
    [JsonStringEnumMemberName("落地数量")]
    LandedCount,

    /// <summary>落地合同金额</summary>
    [JsonStringEnumMemberName("落地合同金额")]
    LandedContract,

    /// <summary>落地备案金额</summary>
    [JsonStringEnumMemberName("落地备案金额")]
    LandedFiling,

    /// <summary>开工数量, 个</summary>
    [JsonStringEnumMemberName("开工数量")]
    StartedCount,

    /// <summary>开工合同金额</summary>
    [JsonStringEnumMemberName("开工合同金额")]
    StartedContract,

    /// <summary>开工备案金额</summary>
    [JsonStringEnumMemberName("开工备案金额")]
    StartedFiling,

    /// <summary>新增实际投资</summary>
    [JsonStringEnumMemberName("新增实际投资")]
    Investment,

    /// <summary>制造业FDI投资总额</summary>
    [JsonStringEnumMemberName("制造业FDI投资总额")]
    Fdi,

    /// <summary>简报信息报送数, 条</summary>
    [JsonStringEnumMemberName("简报信息报送数")]
    Items,
}
