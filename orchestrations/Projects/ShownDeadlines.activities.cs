using Dazhou.Serverless.Deadlines;
using Microsoft.Azure.Functions.Worker;

namespace Dazhou.Serverless.Projects;

/// <summary>Deadlines by which nobody has to act, such as minimum periods: shown, but without a watch.</summary>
public sealed class ShownDeadlineActivities(DeadlineBook book)
{
    /// <summary>Shows a deadline; <see cref="DeadlineActivities.CloseDeadline"/> ends it.</summary>
    [Function(nameof(ShowDeadline))]
    public Task ShowDeadline([ActivityTrigger] ShownDeadline shown, CancellationToken cancellation = default) =>
        book.OpenAsync(shown.Plan, shown.At, instanceId: null, cancellation);
}

/// <summary>The input of <see cref="ShownDeadlineActivities.ShowDeadline"/>.</summary>
public sealed record ShownDeadline(WatchPlan Plan, DateTimeOffset At);
