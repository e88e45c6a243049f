using System.Text.Json.Serialization;
using Dazhou.Serverless.Approvals;
using Dazhou.Serverless.Deadlines;
using Dazhou.Serverless.Directory;
using Dazhou.Serverless.Links;
using Dazhou.Serverless.Records;
using Dazhou.Serverless.Subjects;
using Microsoft.Azure.Functions.Worker;

namespace Dazhou.Serverless.Submissions;

/// <summary>What waiting for a submission does outside.</summary>
public sealed class SubmissionActivities(
    ITableStore tables, SubmissionSources sources, IDirectory directory, LinkStore links, Wakes wakes, WorkCalendarSource calendars,
    SubjectWatchers? watchers = null)
{
    /// <summary>Opens a request and makes it visible. Repeated, it answers what it answered first; null when its subject has ended.</summary>
    [Function(nameof(OpenAsk))]
    public async Task<OpenedAsk?> OpenAsk([ActivityTrigger] OpenAsk open, CancellationToken cancellation = default)
    {
        var request = open.Request;
        var (subject, source) = (request.Subject, sources.Of(request.Subject.Id)!);
        if (await source.FindAsync(subject.Id, cancellation) is { Ended: true }) return null;

        var on = ChinaTime.DayOf(open.At);
        var row = (await tables.FindAsync<AskRow>(subject.Id, AskRow.RowKeyOf(request.Step, request.Round), cancellation))?.Value;
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

        await ChangedAsync(row.Subject, cancellation);
        var unit = request.Post?.Unit ?? (await directory.FindPersonAsync(row.Person, cancellation))?.Unit ?? subject.Unit;
        var escalation = request.Escalation is null ? null : await PostHolders.FindAsync(directory, request.Escalation, on, cancellation);
        return new(row.Person, unit, row.Deadline, escalation);
    }

    /// <summary>How a request stands; takes over the note for the sweep.</summary>
    [Function(nameof(ReadAsk))]
    public async Task<AskReading> ReadAsk([ActivityTrigger] AskRef ask, CancellationToken cancellation = default)
    {
        var key = AskRow.RowKeyOf(ask.Step, ask.Round);
        if (await tables.FindAsync<SubmissionRow>(ask.Subject, key, cancellation) is { } submission)
        {
            await wakes.TakenAsync(ask.InstanceId, SubmissionEvents.Submitted(ask.Step, ask.Round), submission.Value.By, cancellation);
            return new(AskEnd.HandedIn, ForHistory(submission.Value));
        }

        var row = await tables.FindAsync<AskRow>(ask.Subject, key, cancellation);
        return new(row?.Value.End, null);
    }

    /// <summary>Closes a request: its end becomes visible, its open links are withdrawn. The first end counts.</summary>
    [Function(nameof(CloseAsk))]
    public async Task CloseAsk([ActivityTrigger] CloseAsk close, CancellationToken cancellation = default)
    {
        while (await tables.FindAsync<AskRow>(close.Subject, AskRow.RowKeyOf(close.Step, close.Round), cancellation) is { Value.End: null } seen)
        {
            if (await tables.TryReplaceAsync(seen, seen.Value with { End = close.End, ClosedAt = close.At }, cancellation)) break;
        }

        if (await tables.FindAsync<AskRow>(close.Subject, AskRow.RowKeyOf(close.Step, close.Round), cancellation) is { Value.Person: var person })
            await AskedPeople.ForgetAsync(tables, person, close.Subject, close.Step, close.Round, cancellation);
        await links.WithdrawAsync(close.Subject, close.Step, close.Round, SubmissionLinks.Report, cancellation);
        await ChangedAsync(close.Subject, cancellation);
    }

    /// <summary>
    /// What came in since it was last looked at, of things that nobody asked for, in the order of their times.
    /// </summary>
    [Function(nameof(ReadActs))]
    public async Task<IReadOnlyList<SubmissionRow>> ReadActs([ActivityTrigger] ActsQuestion question, CancellationToken cancellation = default)
    {
        var acts = new List<SubmissionRow>();
        foreach (var (step, seen) in question.Seen)
        {
            await foreach (var row in tables.ReadPartitionAsync<SubmissionRow>(question.Subject, AskRow.Prefix(step), cancellation))
            {
                if (row.Value.Round <= seen) continue;
                acts.Add(ForHistory(row.Value));
                await wakes.TakenAsync(question.InstanceId, SubmissionEvents.Act, row.Value.RowKey, cancellation);
            }
        }

        return [.. acts.OrderBy(act => act.At).ThenBy(act => act.RowKey, StringComparer.Ordinal)];
    }

    private Task ChangedAsync(string subject, CancellationToken cancellation) => watchers?.ChangedAsync(subject, cancellation) ?? Task.CompletedTask;

    /// <summary>What an activity answers stands in the history for as long as the instance does, and is deleted by nobody.</summary>
    private SubmissionRow ForHistory(SubmissionRow row) => sources.FindKind(row.Subject, row.Step) is { IsPersonal: true } ? row with { Data = "{}" } : row;
}

/// <summary>The events of submissions. They carry no content: the record decides, the event only wakes.</summary>
public static class SubmissionEvents
{
    /// <summary>Something came in that nobody had asked for.</summary>
    public const string Act = "act";

    /// <summary>The life of the subject, or the part of it that the receiver accompanies, is over.</summary>
    public const string Over = "over";

    /// <summary>What was asked for was handed in, or is no longer wanted.</summary>
    public static string Submitted(string step, int round) => $"submitted-{step}-{round}";
}

/// <summary>The input of <see cref="SubmissionActivities.OpenAsk"/>.</summary>
public sealed record OpenAsk(SubmissionRequest Request, string InstanceId, DateTimeOffset At);

/// <summary>The input of <see cref="SubmissionActivities.ReadAsk"/>.</summary>
public sealed record AskRef([property: JsonPropertyName("Project")] string Subject, string Step, int Round, string InstanceId);

/// <summary>The input of <see cref="SubmissionActivities.CloseAsk"/>.</summary>
public sealed record CloseAsk([property: JsonPropertyName("Project")] string Subject, string Step, int Round, AskEnd End, DateTimeOffset At);

/// <summary>The input of <see cref="SubmissionActivities.ReadActs"/>: the highest number seen of each step.</summary>
public sealed record ActsQuestion([property: JsonPropertyName("Project")] string Subject, string InstanceId, IReadOnlyDictionary<string, int> Seen);
