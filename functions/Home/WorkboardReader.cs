using Dazhou.Serverless.Approvals;
using Dazhou.Serverless.Deadlines;
using Dazhou.Serverless.Directory;
using Dazhou.Serverless.Functions.Subjects;
using Dazhou.Serverless.Mail;
using Dazhou.Serverless.Subjects;
using Microsoft.Extensions.Hosting;

namespace Dazhou.Serverless.Functions.Home;

/// <summary>Reads the 工作台 from projections: one page each of what the reader is asked, what is overdue and what is due next,
/// of the reader's own unit and of all.</summary>
public sealed class WorkboardReader(DeadlineBook book, OpenDecisions decisions, AskedPeople asks, MailTroubles mails, SubjectAccess access, LocalClock clock, IHostEnvironment environment, TimeProvider time)
{
    private const int MostShown = 20;
    private const int MostDue = 10;
    private static readonly TimeSpan Ahead = TimeSpan.FromDays(14);

    /// <summary>Reads the 工作台 of a signed-in person; null for an anonymous reader, who has no tasks.</summary>
    public async Task<Workboard> ReadAsync(PersonRow? reader, CancellationToken cancellationToken)
    {
        var now = time.GetChinaNow();
        var mine = reader is null ? null : decisions.PageAsync(reader.Id, MostShown, after: null, cancellationToken);
        var asked = reader is null ? null : asks.FirstAsync(reader.Id, MostShown, cancellationToken);
        var of = reader is null ? SubjectReader.OfEverything : Readers.Of(reader);
        var own = reader is null or { IsOnlyExpert: true } ? null : DueAsync(of, reader.Unit, now, cancellationToken);
        var city = access.Supervises(of) ? DueAsync(of, unit: null, now, cancellationToken) : null;
        return new Workboard
        {
            Now = now,
            Mine = mine is null ? null : await mine,
            Asked = asked is null ? null : await asked,
            Own = own is null ? null : await own,
            City = city is null ? null : await city,
            GaveUpMails = reader is { IsOperator: true } ? await mails.CountGaveUpAsync(cancellationToken) : 0,
            CanMoveClock = environment.IsDevelopment() && clock.IsMovable,
        };
    }

    /// <summary>The first of a unit, or of all that the reader may list.</summary>
    private async Task<DueItems> DueAsync(SubjectReader reader, string? unit, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var (late, soon) = (
            book.FirstAsync(from: null, now, MostDue + 1, cancellationToken, unit),
            book.FirstAsync(now, now + Ahead, MostDue + 1, cancellationToken, unit));
        var overdue = Shown(await late, row => row.Deadline.Due <= now);
        var coming = Shown(await soon, row => row.Deadline.Due > now);
        return new([.. overdue.Take(MostDue)], [.. coming.Take(MostDue)], overdue.Count > MostDue, coming.Count > MostDue);

        List<DueItem> Shown(IReadOnlyList<DeadlineRow> rows, Func<DeadlineRow, bool> isWanted) =>
        [
            .. rows
                .Where(row => row.State != DeadlineState.Paused && isWanted(row) && access.Lists(reader, row.Plan.Subject, row.Plan.Unit))
                .Select(row => ItemOf(row, now)),
        ];
    }

    private static DueItem ItemOf(DeadlineRow row, DateTimeOffset now) => new(row.Plan.Subject, row.Plan.Title, DeadlineView.Of(row).At(now));
}
