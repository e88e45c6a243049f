using Dazhou.Serverless.Records;

namespace Orchestrations.Tests.Records;

/// <summary>Readers of one moment share a reading, and nobody gets one that began before they asked.</summary>
public sealed class SharedReadsTests
{
    private readonly SharedReads<string, int> _reads = new();
    private readonly List<TaskCompletionSource<int>> _begun = [];

    [Fact]
    public async Task Read_WhileOneIsUnderWay_SharesTheNextOne()
    {
        var first = Read();
        Task<int>[] later = [Read(), Read(), Read()];
        Assert.Single(_begun);

        _begun[0].SetResult(1);
        Assert.Equal(1, await first);
        Assert.Equal(2, _begun.Count);
        Assert.DoesNotContain(later, read => read.IsCompleted);

        _begun[1].SetResult(2);
        Assert.All(await Task.WhenAll(later), value => Assert.Equal(2, value));
        Assert.Equal(2, _begun.Count);
    }

    [Fact]
    public async Task Read_AfterAnotherEnded_BeginsAnew()
    {
        var first = Read();
        _begun[0].SetResult(1);
        Assert.Equal(1, await first);

        var second = Read();
        _begun[1].SetResult(2);
        Assert.Equal(2, await second);
    }

    [Fact]
    public async Task Read_OfAnotherKey_WaitsForNobody()
    {
        _ = Read("a");
        var other = Read("b");
        _begun[1].SetResult(7);
        Assert.Equal(7, await other);
    }

    [Fact]
    public async Task Read_AfterOneThatFailed_IsReadAllTheSame()
    {
        var first = Read();
        var second = Read();
        _begun[0].SetException(new InvalidOperationException("away"));
        await Assert.ThrowsAsync<InvalidOperationException>(() => first);
        _begun[1].SetResult(2);
        Assert.Equal(2, await second);
    }

    private Task<int> Read(string key = "key") => _reads.ReadAsync(key, () =>
    {
        _begun.Add(new());
        return _begun[^1].Task;
    });
}
