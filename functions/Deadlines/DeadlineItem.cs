using Dazhou.Serverless.Deadlines;
using Dazhou.Serverless.Functions.Common;

namespace Dazhou.Serverless.Functions.Deadlines;

/// <summary>A deadline in the API.</summary>
/// <param name="Subject">The id of the subject, e.g. of a project.</param>
/// <param name="Title">The subject's title.</param>
/// <param name="Unit">The unit that must act.</param>
/// <param name="ToDo">The task.</param>
/// <param name="Stage">The stage, named after its orchestration.</param>
/// <param name="Article">The article that requires it.</param>
/// <param name="Period">The period.</param>
/// <param name="From">The first day, which is not counted.</param>
/// <param name="LastDay">The last day, which counts until its end.</param>
/// <param name="Due">The end of the last day.</param>
/// <param name="Provisional">Whether it is 暂定.</param>
/// <param name="State">The state.</param>
/// <param name="Light">The warning light.</param>
/// <param name="DaysLeft">The days to the last day; negative when overdue.</param>
public sealed record DeadlineItem(
    string Subject,
    string Title,
    string Unit,
    string ToDo,
    string Stage,
    string Article,
    string Period,
    DateOnly From,
    DateOnly LastDay,
    DateTimeOffset Due,
    bool Provisional,
    DeadlineState State,
    Light Light,
    int DaysLeft)
{
    /// <summary>Creates the item of a row at an instant; the row itself is updated only when its watch wakes.</summary>
    public static DeadlineItem Of(DeadlineRow row, DateTimeOffset now) => new(
        row.Plan.Subject,
        row.Plan.Title,
        row.Plan.Unit,
        row.Plan.ToDo,
        row.Deadline.Stage,
        row.Deadline.Article,
        row.Deadline.Period.ToString(),
        row.Deadline.From,
        row.Deadline.LastDay,
        row.Deadline.Due,
        row.Deadline.Provisional,
        StateAt(row, now),
        row.State == DeadlineState.Paused ? row.Light : DeadlineRules.LightAt(row.Deadline, now, row.Plan.ReminderDays, row.BehindPlan),
        OfficeText.DaysLeft(now, row.Deadline.Due));

    /// <summary>Returns the state at an instant.</summary>
    public static DeadlineState StateAt(DeadlineRow row, DateTimeOffset now) =>
        row.State == DeadlineState.Open && now >= row.Deadline.Due ? DeadlineState.Overdue : row.State;
}
