using System.Text.Json.Serialization;

namespace Dazhou.Serverless.Deadlines;

/// <summary>A deadline as the API shows it.</summary>
public sealed record DeadlineView(
    string Stage,
    string Article,
    string Period,
    DateOnly From,
    DateTimeOffset Due,
    bool Provisional,
    [property: JsonConverter(typeof(JsonStringEnumConverter<DeadlineState>))] DeadlineState State)
{
    /// <summary>Its light.</summary>
    public Light Light { get; init; }

    /// <summary>Who had to act, by name; null where nobody looked it up.</summary>
    [JsonIgnore]
    public string? For { get; init; }

    /// <summary>The row itself, from which its state and light at an instant follow.</summary>
    [JsonIgnore]
    public DeadlineRow? Row { get; init; }

    /// <summary>A deadline's row as it is shown, with the state and the light that its watch wrote last.</summary>
    public static DeadlineView Of(DeadlineRow row) =>
        new(row.Deadline.Stage, row.Deadline.Article, row.Deadline.Period.ToString()!, row.Deadline.From, row.Deadline.Due, row.Deadline.Provisional, row.State)
        {
            Light = row.Light,
            Row = row,
        };

    /// <summary>The same as it is at an instant: the watch writes the row only when it next wakes. A clock that stands keeps its light.</summary>
    public DeadlineView At(DateTimeOffset now) => Row is not { State: DeadlineState.Open or DeadlineState.Overdue } row
        ? this
        : this with
        {
            State = now >= Due ? DeadlineState.Overdue : DeadlineState.Open,
            Light = DeadlineRules.LightAt(row.Deadline, now, row.Plan.ReminderDays, row.BehindPlan),
        };
}
