using Dazhou.FunctionsHost;

namespace Host.Tests.Workers;

public sealed class RestartPaceTests
{
    [Fact]
    public void Worker_ThatDoesNotLast_WaitsLongerEachTime()
    {
        var pace = new RestartPace();
        var waits = Enumerable.Range(0, 10).Select(_ => pace.Next(TimeSpan.FromSeconds(1)).TotalSeconds).ToArray();
        Assert.Equal([0, 0.5, 1, 2, 4, 8, 16, 30, 30, 30], waits);
        Assert.Equal(10, pace.Failures);
    }

    [Fact]
    public void Worker_ThatLasted_IsFollowedAtOnce()
    {
        var pace = new RestartPace();
        for (var i = 0; i < 5; i++)
            pace.Next(TimeSpan.Zero);
        Assert.Equal(TimeSpan.Zero, pace.Next(TimeSpan.FromMinutes(5)));
        Assert.Equal(1, pace.Failures);
    }
}
