using Microsoft.DurableTask;
using Microsoft.Extensions.Logging;
using Moq;
using Moq.Protected;

namespace Dazhou.LocalRuntime.Tests.Abstractions;

public sealed class TaskOrchestrationContextTests
{
    private readonly Mock<TaskOrchestrationContext> context = new() { CallBase = true };
    private readonly Mock<ILogger> written = new();
    private readonly TaskCompletionSource<string> received = new();
    private readonly TaskCompletionSource fired = new();
    private CancellationToken eventToken;
    private CancellationToken timerToken;

    public TaskOrchestrationContextTests()
    {
        var loggers = Mock.Of<ILoggerFactory>(factory => factory.CreateLogger(It.IsAny<string>()) == written.Object);
        context.Protected().SetupGet<ILoggerFactory>("LoggerFactory").Returns(loggers);
        context.Setup(it => it.CreateTimer(It.IsAny<DateTime>(), It.IsAny<CancellationToken>()))
            .Callback((DateTime _, CancellationToken token) => timerToken = token)
            .Returns(fired.Task);
        context.Setup(it => it.WaitForExternalEvent<string>("decided", It.IsAny<CancellationToken>()))
            .Returns((string _, CancellationToken token) =>
            {
                eventToken = token;
                token.Register(() => received.TrySetCanceled(token));
                return received.Task;
            });
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void ReplaySafeLoggers_Replaying_AreSilent(bool replaying)
    {
        context.SetupGet(it => it.IsReplaying).Returns(replaying);

        context.Object.CreateReplaySafeLogger("name").Log(LogLevel.Information, "one");
        context.Object.CreateReplaySafeLogger(GetType()).Log(LogLevel.Information, "two");
        context.Object.CreateReplaySafeLogger<string>().Log(LogLevel.Information, "three");
        context.Object.ReplaySafeLoggerFactory.CreateLogger("name").Log(LogLevel.Information, "four");

        Assert.Equal(replaying ? 0 : 4, written.Invocations.Count(call => call.Method.Name == nameof(ILogger.Log)));
    }

    [Fact]
    public void ReplaySafeLogger_FactoryThatLeadsBackToItself_Throws()
    {
        context.Protected().SetupGet<ILoggerFactory>("LoggerFactory").Returns(() => context.Object.ReplaySafeLoggerFactory);

        Assert.Throws<InvalidOperationException>(() => context.Object.CreateReplaySafeLogger("name"));
    }

    [Fact(Timeout = 30_000)]
    public async Task WaitForExternalEvent_EventFirst_GivesItAndEndsTheTimer()
    {
        var waiting = context.Object.WaitForExternalEvent<string>("decided", TimeSpan.FromDays(7));

        received.SetResult("yes");

        Assert.Equal("yes", await waiting);
        Assert.True(timerToken.IsCancellationRequested);
        Assert.False(eventToken.IsCancellationRequested);
    }

    [Fact(Timeout = 30_000)]
    public async Task WaitForExternalEvent_TimeFirst_IsCancelled()
    {
        var waiting = context.Object.WaitForExternalEvent<string>("decided", TimeSpan.FromDays(7));

        fired.SetResult();

        await Assert.ThrowsAsync<TaskCanceledException>(() => waiting);
        Assert.True(eventToken.IsCancellationRequested);
    }

    [Fact]
    public void CreateTimer_Delay_CountsFromTheTimeOfTheTurn()
    {
        var now = new DateTime(2026, 3, 2, 1, 0, 0, DateTimeKind.Utc);
        context.SetupGet(it => it.CurrentUtcDateTime).Returns(now);

        _ = context.Object.CreateTimer(TimeSpan.FromDays(7), CancellationToken.None);

        context.Verify(it => it.CreateTimer(now.AddDays(7), CancellationToken.None));
    }

    [Fact]
    public void CompareVersionTo_OwnVersion_IsOnTheLeft()
    {
        context.SetupGet(it => it.Version).Returns("1.2");

        Assert.True(context.Object.CompareVersionTo("1.10") < 0);
        Assert.True(context.Object.CompareVersionTo("1.1") > 0);
    }

    [Fact]
    public void ContinueAsNew_Options_ReachTheAbstractForm()
    {
        context.Object.ContinueAsNew(new ContinueAsNewOptions { NewInput = 5, PreserveUnprocessedEvents = false });

        context.Verify(it => it.ContinueAsNew(5, false));
    }
}
