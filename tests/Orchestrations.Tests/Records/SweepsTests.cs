using Dazhou.Serverless.Records;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging.Abstractions;
using Moq;

namespace Orchestrations.Tests.Records;

public sealed class SweepsTests
{
    [Fact]
    public async Task Run_OneFails_TheOthersRunAndItIsTold()
    {
        var (first, last) = (new Counting(), new Counting());
        var sweeps = new Sweeps([first, new Failing(), last], NullLogger<Sweeps>.Instance);

        var failure = await Assert.ThrowsAsync<AggregateException>(() => sweeps.RunAsync(new Mock<DurableTaskClient>("test").Object, SweepRhythm.Often));

        Assert.IsType<TimeoutException>(Assert.Single(failure.InnerExceptions));
        Assert.Equal((1, 1), (first.Runs, last.Runs));
    }

    [Theory]
    [InlineData(SweepRhythm.Often, 1, 0)]
    [InlineData(SweepRhythm.Weekly, 0, 1)]
    public async Task Run_OfARhythm_LeavesTheOthersAlone(SweepRhythm rhythm, int often, int weekly)
    {
        var (first, last) = (new Counting(), new Counting { Rhythm = SweepRhythm.Weekly });

        await new Sweeps([first, last], NullLogger<Sweeps>.Instance).RunAsync(new Mock<DurableTaskClient>("test").Object, rhythm);

        Assert.Equal((often, weekly), (first.Runs, last.Runs));
    }

    private sealed class Counting : ISweep
    {
        public string Name => "counting";

        public SweepRhythm Rhythm { get; init; }

        public int Runs { get; private set; }

        public Task<int> SweepAsync(DurableTaskClient client, CancellationToken cancellation = default) => Task.FromResult(++Runs);
    }

    private sealed class Failing : ISweep
    {
        public string Name => "failing";

        public Task<int> SweepAsync(DurableTaskClient client, CancellationToken cancellation = default) => throw new TimeoutException();
    }
}
