using System.Text.Json.Serialization;
using Dazhou.Serverless.Records;
using Microsoft.Azure.Functions.Worker;

namespace Dazhou.Serverless.Submissions;

/// <summary>The activities of requests and submissions.</summary>
public sealed class SubmissionActivities(ITableStore tables, SubmissionSources sources, AskBook asks, Wakes wakes)
{
    /// <summary>Opens a request, see <see cref="AskBook.OpenAsync"/>.</summary>
    [Function(nameof(OpenAsk))]
    public Task<OpenedAsk?> OpenAsk([ActivityTrigger] OpenAsk open, CancellationToken cancellation = default) => asks.OpenAsync(open, cancellation);

    /// <summary>Returns the state of a request; removes the wake note of a submission, so that the sweep does not raise its event again.</summary>
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

    /// <summary>Returns the unsolicited submissions since the last reading, in order of time.</summary>
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

    /// <summary>Removes personal content: what an activity returns stays in the history as long as the instance does, and nothing deletes it there.</summary>
    private SubmissionRow ForHistory(SubmissionRow row) => sources.FindKind(row.Subject, row.Step) is { IsPersonal: true } ? row with { Data = "{}" } : row;
}

/// <summary>The events of submissions. They carry no content: they only wake the orchestration, which then reads the record.</summary>
public static class SubmissionEvents
{
    /// <summary>An unsolicited submission arrived.</summary>
    public const string Act = "act";

    /// <summary>The subject, or the part of its life that the receiver accompanies, has ended.</summary>
    public const string Over = "over";

    /// <summary>Returns the name of the event that a request was answered or cancelled.</summary>
    public static string Submitted(StepRound of) => $"submitted-{of.Step}-{of.Round}";
}

/// <summary>The input of <see cref="SubmissionActivities.OpenAsk"/>.</summary>
public sealed record OpenAsk(SubmissionRequest Request, string InstanceId, DateTimeOffset At);

/// <summary>The input of <see cref="SubmissionActivities.ReadAsk"/>.</summary>
public sealed record AskRef([property: JsonPropertyName("Project")] string Subject, string Step, int Round, string InstanceId) : IOfStepRound;

/// <summary>The input of <see cref="SubmissionActivities.CloseAsk"/>.</summary>
public sealed record CloseAsk([property: JsonPropertyName("Project")] string Subject, string Step, int Round, AskEnd End, DateTimeOffset At) : IOfStepRound;

/// <summary>The input of <see cref="SubmissionActivities.ReadActs"/>, with the highest round seen of each step.</summary>
public sealed record ActsQuestion([property: JsonPropertyName("Project")] string Subject, string InstanceId, IReadOnlyDictionary<string, int> Seen);
