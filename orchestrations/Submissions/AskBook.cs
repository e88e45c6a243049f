using Dazhou.Serverless.Approvals;
using Dazhou.Serverless.Deadlines;
using Dazhou.Serverless.Directory;
using Dazhou.Serverless.Links;
using Dazhou.Serverless.Records;
using Dazhou.Serverless.Subjects;

namespace Dazhou.Serverless.Submissions;

/// <summary>Opens and closes requests, and the lists in which the people who are asked find them.</summary>
public sealed class AskBook(
    ITableStore tables, SubmissionSources sources, IDirectory directory, LinkStore links, WorkCalendarSource calendars, SubjectWatchers watchers)
{
    /// <summary>Opens a request and lists it for the person. A repeated call returns the first result; null if the subject has ended.</summary>
    public async Task<OpenedAsk?> OpenAsync(OpenAsk open, CancellationToken cancellation = default)
    {
        var request = open.Request;
        var (subject, source) = (request.Subject, sources.Of(request.Subject.Id)!);
        if (await source.FindAsync(subject.Id, cancellation) is { Ended: true }) return null;

        var on = ChinaTime.DayOf(open.At);
        var row = (await tables.FindAsync<AskRow>(subject.Id, request.StepRound.RowKey, cancellation))?.Value;
        if (row is null)
        {
            row = new AskRow
            {
                Subject = subject.Id,
                Step = request.Step,
                Round = request.Round,
                Stage = request.Stage,
                ToDo = request.ToDo,
                Article = request.Article,
                Person = request.Person ?? await PostHolders.FindAsync(directory, request.Post!, on, cancellation),
                InstanceId = request.Waits ? open.InstanceId : null,
                OpenedAt = open.At,
                Deadline = request.Period is null
                    ? null
                    : DeadlineRules.Compute(request.Stage, request.Article, request.Period, request.From ?? on, await calendars.GetAsync(cancellation)),
            };
            if (!await tables.TryInsertAsync(row, cancellation))
                row = (await tables.FindAsync<AskRow>(row.PartitionKey, row.RowKey, cancellation))!.Value;
        }

        var kind = source.Kinds.Of(row.Step);
        if (row.End is null && !kind.IsOffered)
        {
            await AskedPeople.PointAsync(
                tables,
                new()
                {
                    Person = row.Person,
                    Subject = row.Subject,
                    Step = row.Step,
                    Round = row.Round,
                    Title = subject.Name,
                    What = kind.Title,
                    Due = row.Deadline?.Due,
                },
                cancellation);
        }

        await watchers.ChangedAsync(row.Subject, cancellation);
        if (kind.Side == SubmissionSide.Expert) await ExpertAsks.NoteAsync(tables, row, cancellation);
        var unit = request.Post?.Unit ?? (await directory.FindPersonAsync(row.Person, cancellation))?.Unit ?? subject.Unit;
        var escalation = request.Escalation is null ? null : await PostHolders.FindAsync(directory, request.Escalation, on, cancellation);
        return new(row.Person, unit, row.Deadline, escalation);
    }

    /// <summary>Closes a request, records how it ended and withdraws its links. If it is closed twice, the first end stands.</summary>
    public async Task CloseAsync(CloseAsk close, CancellationToken cancellation = default)
    {
        while (await tables.FindAsync<AskRow>(close.Subject, close.StepRound.RowKey, cancellation) is { Value.End: null } seen)
        {
            if (await tables.TryReplaceAsync(seen, seen.Value with { End = close.End, ClosedAt = close.At }, cancellation)) break;
        }

        if (await tables.FindAsync<AskRow>(close.Subject, close.StepRound.RowKey, cancellation) is { Value: var closed })
        {
            await AskedPeople.ForgetAsync(tables, closed.Person, close.Subject, close.StepRound, cancellation);
            if (sources.FindKind(close.Subject, close.Step)?.Side == SubmissionSide.Expert) await ExpertAsks.NoteAsync(tables, closed, cancellation);
        }

        await links.WithdrawAsync(close.Subject, close.StepRound, SubmissionLinks.Report, cancellation);
        await watchers.ChangedAsync(close.Subject, cancellation);
    }
}
