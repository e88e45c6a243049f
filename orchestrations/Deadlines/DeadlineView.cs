using System.Text.Json.Serialization;

namespace Dazhou.Serverless.Deadlines;

/// <summary>A deadline in the API.</summary>
public sealed record DeadlineView(
    string Stage,
    string Article,
    string Period,
    DateOnly From,
    DateTimeOffset Due,
    bool Provisional,
    [property: JsonConverter(typeof(JsonStringEnumConverter<DeadlineState>))] DeadlineState State)
{
    /// <summary>The warning light.</summary>
    public Light Light { get; init; }

    /// <summary>Who had to act, by name; null where nobody looked it up.</summary>
    [JsonIgnore]
    public string? For { get; init; }

    /// <summary>The row, from which state and light at any instant are computed; null if there is none.</summary>
    [JsonIgnore]
    public DeadlineRow? Row { get; init; }

    /// <summary>Returns the view of a row, with the state and light last written by its watch.</summary>
    public static DeadlineView Of(DeadlineRow row) =>
        new(row.Deadline.Stage, row.Deadline.Article, row.Deadline.Period.ToString()!, row.Deadline.From, row.Deadline.Due, row.Deadline.Provisional, row.State)
        {
            Light = row.Light,
            Row = row,
        };

    /// <summary>Returns the view at an instant; the row itself is updated only when the watch wakes. A paused deadline keeps its light.</summary>
    public DeadlineView At(DateTimeOffset now) => Row is not { State: DeadlineState.Open or DeadlineState.Overdue } row
        ? this
        : this with
        {
            State = now >= Due ? DeadlineState.Overdue : DeadlineState.Open,
            Light = DeadlineRules.LightAt(row.Deadline, now, row.Plan.ReminderDays, row.BehindPlan),
        };
}
