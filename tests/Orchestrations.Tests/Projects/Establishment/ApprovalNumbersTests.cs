using Dazhou.Serverless.Projects;
using Dazhou.Serverless.Records;

namespace Orchestrations.Tests.Projects;

public sealed class ApprovalNumbersTests
{
    private readonly MemoryTableStore _tables = new();

    [Fact]
    public async Task Take_SeveralProjects_CountsWithoutGapsWithinAYear()
    {
        var numbers = new ApprovalNumbers(_tables);

        Assert.Equal("达数批〔2026〕1号", (await numbers.TakeAsync("a", 2026)).Text);
        Assert.Equal("达数批〔2026〕2号", (await numbers.TakeAsync("b", 2026)).Text);
        Assert.Equal("达数批〔2027〕1号", (await numbers.TakeAsync("c", 2027)).Text);
    }

    [Fact]
    public async Task Take_Repeated_AnswersTheSameNumberEvenInANewYear()
    {
        var numbers = new ApprovalNumbers(_tables);
        await numbers.TakeAsync("a", 2026);
        await numbers.TakeAsync("b", 2026);

        Assert.Equal("达数批〔2026〕1号", (await numbers.TakeAsync("a", 2026)).Text);
        Assert.Equal("达数批〔2026〕1号", (await numbers.TakeAsync("a", 2027)).Text);
        Assert.Equal("达数批〔2026〕3号", (await numbers.TakeAsync("c", 2026)).Text);
    }

    [Fact]
    public async Task Take_AfterACrashBetweenCounterAndNumber_LosesNoNumber()
    {
        // a took number 1 from the counter and crashed before it was written down
        await _tables.TryInsertAsync(new ApprovalCounterRow { Year = 2026, Last = 1, Project = "a" });
        var numbers = new ApprovalNumbers(_tables);

        Assert.Equal(2, (await numbers.TakeAsync("b", 2026)).Number);
        Assert.Equal(1, (await numbers.TakeAsync("a", 2026)).Number);
    }

    [Fact]
    public async Task Take_ManyAtOnce_GivesEachItsOwn()
    {
        var taken = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Task.Run(() => new ApprovalNumbers(_tables).TakeAsync($"p{i}", 2026))));

        Assert.Equal(Enumerable.Range(1, 20), taken.Select(number => number.Number).Order());
    }
}
