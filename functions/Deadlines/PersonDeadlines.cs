using Dazhou.Serverless.Approvals;
using Dazhou.Serverless.Deadlines;
using Dazhou.Serverless.Directory;
using Dazhou.Serverless.Records;

namespace Dazhou.Serverless.Functions.Deadlines;

/// <summary>The deadlines that a person's calendar shows: of what waits for the person, of whatever unit, and of the person's unit.</summary>
public sealed class PersonDeadlines(DeadlineBook book, OpenDecisions decisions, AskedPeople asks, ITableStore tables)
{
    /// <summary>A calendar holds no more of each.</summary>
    private const int Most = 500;

    private const int ReadAtOnce = 16;

    /// <summary>The open ones by due instant. An expert's employer has no part in what the expert is asked, nor the expert in its matters.</summary>
    public async Task<IReadOnlyList<DeadlineRow>> ReadAsync(PersonRow person, CancellationToken cancellation = default)
    {
        var mine = (await decisions.PageAsync(person.Id, Most, after: null, cancellation)).Steps.Select(step => (Subject: step.Subject.Id, Key: DeadlineKey.Of(step.StepRound)))
            .Concat((await asks.FirstAsync(person.Id, Most, cancellation)).Asks.Select(ask => (ask.Subject, Key: DeadlineKey.Of(ask.StepRound))))
            .Distinct();
        var own = new List<DeadlineRow>();
        foreach (var some in mine.Chunk(ReadAtOnce))
        {
            var found = await Task.WhenAll(some.Select(one => tables.FindDeadlineAsync(one.Subject, one.Key, cancellation)));
            own.AddRange(found.Where(row => row is { Value.IsClosed: false }).Select(row => row!.Value));
        }

        var unit = person.IsOnlyExpert ? [] : await book.ListAsync(person.Unit, until: null, cancellation);
        return [.. own.Concat(unit).DistinctBy(row => (row.Plan.Subject, row.Plan.Step)).OrderBy(row => row.Deadline.Due)];
    }
}
