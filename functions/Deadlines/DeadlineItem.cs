using Dazhou.Serverless.Deadlines;
using Dazhou.Serverless.Functions.Common;

namespace Dazhou.Serverless.Functions.Deadlines;

/// <summary>A deadline as the API lists it.</summary>
/// <param name="Subject">Whose deadline it is, e.g. a project's id.</param>
/// <param name="Title">The subject's title.</param>
/// <param name="Unit">The unit that must act.</param>
/// <param name="ToDo">What must be done.</param>
/// <param name="Stage">The stage, named as its orchestration.</param>
/// <param name="Article">The article it rests on.</param>
/// <param name="Period">How long it may take.</param>
/// <param name="From">The starting day, which is not counted.</param>
/// <param name="LastDay">The last day, counted to its end.</param>
/// <param name="Due">The end of the last day.</param>
/// <param name="Provisional">暂定.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Light">Its light.</param>
/// <param name="DaysLeft">Days to the last day; negative when overdue.</param>
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
    /// <summary>Shows a row as it is at an instant: its watch writes it only when it next wakes.</summary>
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

    /// <summary>The state at an instant.</summary>
    public static DeadlineState StateAt(DeadlineRow row, DateTimeOffset now) =>
        row.State == DeadlineState.Open && now >= row.Deadline.Due ? DeadlineState.Overdue : row.State;
}
