using Dazhou.Serverless.Approvals;
using Dazhou.Serverless.Records;

namespace Orchestrations.Tests.Approvals;

/// <summary>The list of what waits for a person, page by page.</summary>
public sealed class OpenDecisionsTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 2, 9, 0, 0, ChinaTime.Offset);

    private readonly MemoryTableStore _tables = new();

    [Theory]
    [InlineData(1)]
    [InlineData(20)]
    [InlineData(50)]
    public async Task Page_AfterPage_ListsEachOpenStepOnceByDeadlines(int most)
    {
        for (var i = 0; i < 45; i++) await AskAsync($"p{i}", Start.AddDays(i * 7 % 45), answered: i % 9 == 4);

        var (listed, after) = (new List<string>(), (string?)null);
        do
        {
            var page = await new OpenDecisions(_tables).PageAsync("vm-a", most, after);
            Assert.InRange(page.Steps.Count, 0, most);
            listed.AddRange(page.Steps.Select(step => step.Subject.Id));
            after = page.Next;
        }
        while (after is not null);

        Assert.Equal([.. Enumerable.Range(0, 45).Where(i => i % 9 != 4).OrderBy(i => i * 7 % 45).Select(i => $"p{i}")], listed);
    }

    [Fact]
    public async Task Page_WhatIsListedLeavesMeanwhile_MissesNothingOfTheRest()
    {
        for (var i = 0; i < 4; i++) await AskAsync($"p{i}", Start.AddDays(i), answered: false);
        var first = await new OpenDecisions(_tables).PageAsync("vm-a", 2);
        await OpenDecisions.ForgetAsync(_tables, first.Steps[0], CancellationToken.None);

        var second = await new OpenDecisions(_tables).PageAsync("vm-a", 2, first.Next);

        Assert.Equal((4, 3), (first.Count, second.Count));
        Assert.Equal(["p2", "p3"], second.Steps.Select(step => step.Subject.Id));
        Assert.Null(second.Next);
    }

    private async Task AskAsync(string subject, DateTimeOffset due, bool answered)
    {
        var step = new ApprovalStepRow
        {
            Subject = new("project", subject, subject),
            Stage = "Establishment",
            Step = new() { Key = "step-1", Act = Act.Review, Approvers = [], Article = "第十条" },
            Round = 1,
            Summary = "",
            InstanceId = subject,
            Approvers = ["vm-a"],
            OpenedAt = Start,
            Deadline = new() { Stage = "Establishment", Article = "第十条", Period = Period.Parse("5 days"), From = ChinaTime.DayOf(Start), Due = due },
        };
        await _tables.UpsertAsync(step);
        await OpenDecisions.PointAsync(_tables, step, "vm-a", CancellationToken.None);
        if (answered)
            await _tables.UpsertAsync(new DecisionRow { Subject = subject, Step = "step-1", Round = 1, Person = "vm-a", Decision = Decision.Agree, At = Start });
    }
}
