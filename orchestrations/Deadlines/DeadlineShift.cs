namespace Dazhou.Serverless.Deadlines;

/// <summary>Moves deadlines after pauses, extensions and calendar changes. Pure.</summary>
public static class DeadlineShift
{
    /// <summary>Creates the row for a plan.</summary>
    public static DeadlineRow Open(WatchPlan plan, DateTimeOffset at, string? instanceId) => new()
    {
        Plan = plan,
        Deadline = plan.Deadline,
        State = DeadlineState.Open,
        Light = DeadlineRules.LightAt(plan.Deadline, at, plan.ReminderDays),
        OpenedAt = at,
        InstanceId = instanceId,
        Counting = plan.Deadline.Period,
        CountedFrom = plan.Deadline.From,
    };

    /// <summary>
    /// Returns the row after a pause: as many days or working days remain as on the day of the pause, which itself counts as used because
    /// it had begun. A day named in the document (<see cref="FixedDate"/>) does not move.
    /// </summary>
    public static DeadlineRow Resume(DeadlineRow row, DateTimeOffset at, WorkCalendar calendar)
    {
        var paused = ChinaTime.DayOf(row.PausedAt ?? at);
        var resumed = ChinaTime.DayOf(at);
        var running = row with { State = DeadlineState.Open, PausedAt = null };
        if (row.Plan.Deadline.Period is FixedDate || resumed <= paused)
            return running;
        if (row.Counting is WorkingDays)
        {
            var left = calendar.CountWorkingDays(paused, row.Deadline.LastDay);
            return left == 0 ? running : Count(running, new WorkingDays(left), resumed, calendar);
        }

        var days = DeadlineRules.NominalLastDay(row.Counting, row.CountedFrom).DayNumber - paused.DayNumber;
        return days <= 0 ? running : Count(running, new Days(days), resumed, calendar);
    }

    /// <summary>Returns the row with the whole period restarted on a day.</summary>
    public static DeadlineRow Restart(DeadlineRow row, DateOnly from, WorkCalendar calendar) =>
        Count(row with { Deadline = row.Deadline with { From = from } }, row.Plan.Deadline.Period, from, calendar);

    /// <summary>Returns why a deadline cannot be extended to a day, in Chinese; null if it can (延期 must be before expiry and to a later day).</summary>
    public static string? WhyNotExtend(DeadlineRow row, DateOnly lastDay, DateTimeOffset at, bool overdueToo = false)
    {
        if (row.IsClosed)
            return "该事项已办结，无需延期。";
        if (!overdueToo && row.State != DeadlineState.Paused && at >= row.Deadline.Due)
            return "期限已届满，延期应当在届满前申请。";
        return lastDay <= row.Deadline.LastDay ? "延期后的日期应当晚于现有期限。" : null;
    }

    /// <summary>Returns the row with the last day that the supervising unit granted, which no calendar moves.</summary>
    public static DeadlineRow Extend(DeadlineRow row, DateOnly lastDay, WorkCalendar calendar) =>
        Count(
            row.State == DeadlineState.Overdue ? row with { State = DeadlineState.Open } : row, new FixedDate(lastDay), row.CountedFrom, calendar);

    /// <summary>Returns the row under a new calendar: only provisional deadlines can move.</summary>
    public static DeadlineRow Recompute(DeadlineRow row, WorkCalendar calendar) =>
        row.Deadline.Provisional && !row.IsClosed ? Count(row, row.Counting, row.CountedFrom, calendar) : row;

    private static DeadlineRow Count(DeadlineRow row, Period period, DateOnly from, WorkCalendar calendar)
    {
        var last = DeadlineRules.LastDay(period, from, calendar);
        return row with
        {
            Counting = period,
            CountedFrom = from,
            Deadline = row.Deadline with { Due = ChinaTime.StartOf(last.AddDays(1)), Provisional = !calendar.IsPublished(last) },
        };
    }
}
