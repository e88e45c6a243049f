using System.Text.Json.Serialization;

namespace Dazhou.Serverless.Dates;

/// <summary>A due date and its reason. Computed only by <c>DeadlineRules</c>.</summary>
public sealed record Deadline
{
    /// <summary>The stage, named after its orchestration, e.g. <c>TechnicalPlan</c>.</summary>
    public required string Stage { get; init; }

    /// <summary>The article, e.g. 第三十六条.</summary>
    public required string Article { get; init; }

    /// <summary>The period.</summary>
    public required Period Period { get; init; }

    /// <summary>The first day, which is not counted.</summary>
    public required DateOnly From { get; init; }

    /// <summary>The end of the last day: 00:00 of the following day, at +08:00. Acts before this instant are in time.</summary>
    public required DateTimeOffset Due { get; init; }

    /// <summary>暂定: whether the last day lies in a year without a published holiday arrangement, so that it may still move.</summary>
    public bool Provisional { get; init; }

    /// <summary>The last day, which counts until its end.</summary>
    [JsonIgnore]
    public DateOnly LastDay => ChinaTime.DayOf(Due).AddDays(-1);
}

/// <summary>The warning light of an open deadline.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Light>))]
public enum Light
{
    /// <summary>More time is left.</summary>
    None,

    /// <summary>蓝: the first reminder is due.</summary>
    Blue,

    /// <summary>黄: due within three days, or behind plan.</summary>
    Yellow,

    /// <summary>红: overdue.</summary>
    Red,
}
