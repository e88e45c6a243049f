using Microsoft.DurableTask;

namespace Dazhou.LocalRuntime.Tests.Abstractions;

public sealed class PageableTests
{
    private static readonly Dictionary<string, Page<int>> Pages = new()
    {
        [""] = new([1, 2], "b"),
        ["b"] = new([], "c"),
        ["c"] = new([3]),
    };

    [Fact]
    public async Task Enumerate_SeveralPages_GivesAllValuesInOrder()
    {
        List<int> values = [];
        await foreach (var value in Pageable.Create<int>((token, _) => Task.FromResult(Pages[token ?? ""])))
            values.Add(value);

        Assert.Equal([1, 2, 3], values);
    }

    [Fact]
    public async Task AsPages_TokenAndSize_ReachTheFunction()
    {
        List<(string?, int?)> asked = [];
        var pageable = Pageable.Create<int>((token, size, _) =>
        {
            asked.Add((token, size));
            return Task.FromResult(Pages[token ?? ""]);
        });

        await foreach (var page in pageable.AsPages("b", 10))
            Assert.NotNull(page.Values);

        Assert.Equal([("b", 10), ("c", 10)], asked);
    }

    [Fact]
    public async Task Enumerate_Cancellation_ReachesTheFunction()
    {
        using var stop = new CancellationTokenSource();
        await stop.CancelAsync();
        var pageable = Pageable.Create<int>((_, cancellation) => Task.FromCanceled<Page<int>>(cancellation));

        await using var values = pageable.GetAsyncEnumerator(stop.Token);

        await Assert.ThrowsAsync<TaskCanceledException>(async () => await values.MoveNextAsync());
    }
}
