using System.Text.Json.Serialization;

namespace Dazhou.Serverless.Dates;

/// <summary>When something must be done, and why then. Computed by <c>DeadlineRules</c> only.</summary>
public sealed record Deadline
{
    /// <summary>The stage, named as its orchestration, e.g. <c>TechnicalPlan</c>.</summary>
    public required string Stage { get; init; }

    /// <summary>The article it rests on, e.g. 第三十六条.</summary>
    public required string Article { get; init; }

    /// <summary>How long it may take.</summary>
    public required Period Period { get; init; }

    /// <summary>The starting day, which is not counted.</summary>
    public required DateOnly From { get; init; }

    /// <summary>The end of the last day: 00:00 of the day after it, at +08:00. Who acts before this instant is in time.</summary>
    public required DateTimeOffset Due { get; init; }

    /// <summary>
    /// 暂定: the last day lies in a year whose holiday arrangement is not published, so that it may move when it is.
    /// </summary>
    public bool Provisional { get; init; }

    /// <summary>The last day, which is counted to its end.</summary>
    [JsonIgnore]
    public DateOnly LastDay => ChinaTime.DayOf(Due).AddDays(-1);
}

/// <summary>The light of an open deadline.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Light>))]
public enum Light
{
    /// <summary>Far off.</summary>
    None,

    /// <summary>蓝: within the first reminder.</summary>
    Blue,

    /// <summary>黄: due within three days, or behind plan.</summary>
    Yellow,

    /// <summary>红: overdue.</summary>
    Red,
}
