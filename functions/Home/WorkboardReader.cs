using Dazhou.Serverless.Approvals;
using Dazhou.Serverless.Deadlines;
using Dazhou.Serverless.Directory;
using Dazhou.Serverless.Functions.Subjects;
using Dazhou.Serverless.Mail;
using Dazhou.Serverless.Subjects;
using Microsoft.Extensions.Hosting;

namespace Dazhou.Serverless.Functions.Home;

/// <summary>Reads the 工作台 from index tables: one page each of the reader's tasks, overdue deadlines and coming ones.</summary>
public sealed class WorkboardReader(DeadlineBook book, OpenDecisions decisions, AskedPeople asks, MailTroubles mails, SubjectAccess access, LocalClock clock, IHostEnvironment environment, TimeProvider time)
{
    private const int MostShown = 20;
    private static readonly TimeSpan Ahead = TimeSpan.FromDays(14);

    /// <summary>Reads the 工作台 of a signed-in person; null for an anonymous reader, who has no tasks.</summary>
    public async Task<Workboard> ReadAsync(PersonRow? reader, CancellationToken cancellationToken)
    {
        var now = time.GetChinaNow();
        var mine = reader is null ? null : decisions.PageAsync(reader.Id, MostShown, after: null, cancellationToken);
        var asked = reader is null ? null : asks.FirstAsync(reader.Id, MostShown, cancellationToken);
        var of = reader is null ? SubjectReader.OfEverything : Readers.Of(reader);
        var overdue = FirstAsync(of, from: null, now, cancellationToken);
        var coming = FirstAsync(of, now, now + Ahead, cancellationToken);
        return new Workboard
        {
            Now = now,
            Mine = mine is null ? null : await mine,
            Asked = asked is null ? null : await asked,
            Overdue = [.. (await overdue).Where(row => row.State != DeadlineState.Paused && row.Deadline.Due <= now).Select(row => ItemOf(row, now))],
            Coming = [.. (await coming).Where(row => row.State != DeadlineState.Paused && row.Deadline.Due > now).Select(row => ItemOf(row, now))],
            GaveUpMails = reader is { IsOperator: true } ? await mails.CountGaveUpAsync(cancellationToken) : 0,
            CanMoveClock = environment.IsDevelopment() && clock.IsMovable,
        };
    }

    /// <summary>Returns the first deadlines that a reader may list: of all units, or of the reader's own.</summary>
    private async Task<IReadOnlyList<DeadlineRow>> FirstAsync(SubjectReader reader, DateTimeOffset? from, DateTimeOffset until, CancellationToken cancellationToken)
    {
        if (access.Supervises(reader))
            return [.. (await book.FirstAsync(from, until, MostShown, cancellationToken)).Where(row => access.Lists(reader, row.Plan.Subject, row.Plan.Unit))];
        var own = await book.ListAsync(reader.Unit!, until, cancellationToken);
        return [.. own.Where(row => from is null || row.Deadline.Due > from).Take(MostShown)];
    }

    private static DueItem ItemOf(DeadlineRow row, DateTimeOffset now) => new(row.Plan.Subject, row.Plan.Title, DeadlineView.Of(row).At(now));
}
