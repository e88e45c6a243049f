using Microsoft.DurableTask;

namespace Dazhou.LocalRuntime.Tests.Abstractions;

public sealed class RetryPolicyTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Fact]
    public void Constructor_WithoutLimits_WaitsAnHourAtMostAndNeverTimesOut()
    {
        var policy = new RetryPolicy(3, Minute);

        Assert.Equal(1.0, policy.BackoffCoefficient);
        Assert.Equal(TimeSpan.FromHours(1), policy.MaxRetryInterval);
        Assert.Equal(Timeout.InfiniteTimeSpan, policy.RetryTimeout);
        Assert.True(policy.Handle(new InvalidOperationException()));
    }

    [Theory]
    [InlineData(0, 60, 1.0, null, null, "maxNumberOfAttempts")]
    [InlineData(-1, 60, 1.0, null, null, "maxNumberOfAttempts")]
    [InlineData(3, 0, 1.0, null, null, "firstRetryInterval")]
    [InlineData(3, -5, 1.0, null, null, "firstRetryInterval")]
    [InlineData(3, 60, 0.99, null, null, "backoffCoefficient")]
    [InlineData(3, 60, 1.0, 59, null, "maxRetryInterval")]
    [InlineData(3, 60, 1.0, null, 59, "retryTimeout")]
    public void Constructor_ImpossibleArgument_NamesIt(
        int attempts, int first, double backoff, int? longest, int? timeout, string parameter)
    {
        var thrown = Assert.Throws<ArgumentOutOfRangeException>(() => new RetryPolicy(
            attempts, TimeSpan.FromSeconds(first), backoff, Seconds(longest), Seconds(timeout)));

        Assert.Equal(parameter, thrown.ParamName);
    }

    [Fact]
    public void Constructor_InfiniteLimits_AreAllowed()
    {
        var policy = new RetryPolicy(3, Minute, 2.0, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

        Assert.Equal(Timeout.InfiniteTimeSpan, policy.MaxRetryInterval);
        Assert.Equal(Timeout.InfiniteTimeSpan, policy.RetryTimeout);
    }

    [Theory]
    [InlineData(typeof(TimeoutException), true)]
    [InlineData(typeof(ArgumentException), false)]
    public void HandleFailure_FailedTask_DecidesByItsDetails(Type error, bool expected)
    {
        var policy = new RetryPolicy(3, Minute) { HandleFailure = failure => failure.IsCausedBy<TimeoutException>() };
        var failed = new TaskFailedException("Send", 1, new TaskFailureDetails(error.FullName!, "no", null, null, null));

        Assert.Equal(expected, policy.Handle(failed));
    }

    [Fact]
    public void HandleFailure_OtherException_Throws()
    {
        var policy = new RetryPolicy(3, Minute) { HandleFailure = _ => true };

        Assert.Throws<InvalidOperationException>(() => policy.Handle(new TimeoutException()));
    }

    [Fact]
    public void TaskOptions_FromPolicyAndHandlers_HoldOneOfThem()
    {
        var policy = new RetryPolicy(3, Minute);

        Assert.Same(policy, TaskOptions.FromRetryPolicy(policy).Retry!.Policy);
        Assert.Null(TaskOptions.FromRetryPolicy(policy).Retry!.Handler);
        Assert.NotNull(TaskOptions.FromRetryHandler(_ => true).Retry!.Handler);
        Assert.Null(TaskOptions.FromRetryHandler(_ => Task.FromResult(true)).Retry!.Policy);
    }

    [Fact]
    public void WithInstanceId_Options_KeepRetryTagsAndVersion()
    {
        var options = new TaskOptions(new RetryPolicy(3, Minute), new Dictionary<string, string> { ["stage"] = "7" }) { Version = "2" };

        var sub = options.WithInstanceId("child");

        Assert.Equal(("child", options.Retry, options.Tags, options.Version), (sub.InstanceId, sub.Retry, sub.Tags, sub.Version));
        Assert.Equal("child", new SubOrchestrationOptions((TaskOptions)sub).InstanceId);
        Assert.Equal("other", new SubOrchestrationOptions(sub, "other").InstanceId);
    }

    private static TimeSpan? Seconds(int? seconds) => seconds is { } some ? TimeSpan.FromSeconds(some) : null;
}
