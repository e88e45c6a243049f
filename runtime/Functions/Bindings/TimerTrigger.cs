using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Starts the function by a schedule.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class TimerTriggerAttribute(string schedule) : TriggerBindingAttribute
{
    /// <summary>An NCRONTAB expression of six fields in UTC, or <c>%Setting%</c>.</summary>
    public string Schedule { get; } = schedule;

    /// <summary>Runs also when the host starts.</summary>
    public bool RunOnStartup { get; set; }

    /// <summary>Remembers the schedule, so that an occurrence missed during downtime is made up for.</summary>
    public bool UseMonitor { get; set; } = true;
}

/// <summary>What a timer function learns of its schedule.</summary>
public class TimerInfo
{
    /// <summary>The remembered occurrences; absent without monitoring.</summary>
    public ScheduleStatus? ScheduleStatus { get; set; }

    /// <summary>Whether this run comes later than its occurrence.</summary>
    public bool IsPastDue { get; set; }
}

/// <summary>The remembered occurrences of a schedule.</summary>
public class ScheduleStatus
{
    /// <summary>The last occurrence.</summary>
    public DateTime Last { get; set; }

    /// <summary>The next occurrence.</summary>
    public DateTime Next { get; set; }

    /// <summary>When this was written.</summary>
    public DateTime LastUpdated { get; set; }
}
