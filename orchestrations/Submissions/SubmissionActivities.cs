using System.Text.Json.Serialization;
using Dazhou.Serverless.Approvals;
using Dazhou.Serverless.Deadlines;
using Dazhou.Serverless.Directory;
using Dazhou.Serverless.Links;
using Dazhou.Serverless.Records;
using Microsoft.Azure.Functions.Worker;

namespace Dazhou.Serverless.Submissions;

/// <summary>What waiting for a submission does outside.</summary>
public sealed class SubmissionActivities(ITableStore tables, SubmissionSources sources, AskBook asks, Wakes wakes)
{
    /// <summary>Opens a request, see <see cref="AskBook.OpenAsync"/>.</summary>
    [Function(nameof(OpenAsk))]
    public Task<OpenedAsk?> OpenAsk([ActivityTrigger] OpenAsk open, CancellationToken cancellation = default) => asks.OpenAsync(open, cancellation);

    /// <summary>How a request stands; takes over the note for the sweep.</summary>
    [Function(nameof(ReadAsk))]
    public async Task<AskReading> ReadAsk([ActivityTrigger] AskRef ask, CancellationToken cancellation = default)
    {
        var key = ask.StepRound.RowKey;
        if (await tables.FindAsync<SubmissionRow>(ask.Subject, key, cancellation) is { } submission)
        {
            await wakes.TakenAsync(ask.InstanceId, SubmissionEvents.Submitted(ask.StepRound), submission.Value.By, cancellation);
            return new(AskEnd.HandedIn, ForHistory(submission.Value));
        }

        var row = await tables.FindAsync<AskRow>(ask.Subject, key, cancellation);
        return new(row?.Value.End, null);
    }

    /// <summary>Closes a request, see <see cref="AskBook.CloseAsync"/>.</summary>
    [Function(nameof(CloseAsk))]
    public Task CloseAsk([ActivityTrigger] CloseAsk close, CancellationToken cancellation = default) => asks.CloseAsync(close, cancellation);

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
    public static string Submitted(StepRound of) => $"submitted-{of.Step}-{of.Round}";
}

/// <summary>The input of <see cref="SubmissionActivities.OpenAsk"/>.</summary>
public sealed record OpenAsk(SubmissionRequest Request, string InstanceId, DateTimeOffset At);

/// <summary>The input of <see cref="SubmissionActivities.ReadAsk"/>.</summary>
public sealed record AskRef([property: JsonPropertyName("Project")] string Subject, string Step, int Round, string InstanceId) : IOfStepRound;

/// <summary>The input of <see cref="SubmissionActivities.CloseAsk"/>.</summary>
public sealed record CloseAsk([property: JsonPropertyName("Project")] string Subject, string Step, int Round, AskEnd End, DateTimeOffset At) : IOfStepRound;

/// <summary>The input of <see cref="SubmissionActivities.ReadActs"/>: the highest number seen of each step.</summary>
public sealed record ActsQuestion([property: JsonPropertyName("Project")] string Subject, string InstanceId, IReadOnlyDictionary<string, int> Seen);
