using Dazhou.Serverless.Deadlines;
using Microsoft.Azure.Functions.Worker;

namespace Dazhou.Serverless.Projects;

/// <summary>Periods in which nobody has to act, such as a minimum: they are shown and not watched.</summary>
public sealed class ShownDeadlineActivities(DeadlineBook book)
{
    /// <summary>Shows a period; <see cref="DeadlineActivities.CloseDeadline"/> ends it.</summary>
    [Function(nameof(ShowDeadline))]
    public Task ShowDeadline([ActivityTrigger] ShownDeadline shown, CancellationToken cancellation = default) =>
        book.OpenAsync(shown.Plan, shown.At, instanceId: null, cancellation);
}

/// <summary>The input of <see cref="ShownDeadlineActivities.ShowDeadline"/>.</summary>
public sealed record ShownDeadline(WatchPlan Plan, DateTimeOffset At);
