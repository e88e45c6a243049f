using System.Text.Json.Serialization;
using Dazhou.Serverless.Approvals;
using Dazhou.Serverless.Links;
using Dazhou.Serverless.Records;

namespace Dazhou.Serverless.Submissions;

/// <summary>Somebody is to hand something in: the input of <see cref="SubmissionActivities.OpenAsk"/>.</summary>
public sealed record SubmissionRequest : IOfStepRound
{
    /// <summary>For what.</summary>
    [JsonPropertyName("Project")]
    public required SubmissionSubject Subject { get; init; }

    /// <summary>The step; the kinds of the subject know it.</summary>
    public required string Step { get; init; }

    /// <summary>The round.</summary>
    public int Round { get; init; } = 1;

    /// <summary>The stage, named as its orchestration.</summary>
    public required string Stage { get; init; }

    /// <summary>What must be done, in Chinese.</summary>
    public required string ToDo { get; init; }

    /// <summary>The article it rests on.</summary>
    public required string Article { get; init; }

    /// <summary>Who is asked, by post; null if <see cref="Person"/> is.</summary>
    public ApproverPost? Post { get; init; }

    /// <summary>Who is asked, by person.</summary>
    public string? Person { get; init; }

    /// <summary>How long it may take; null if nothing sets it.</summary>
    public Period? Period { get; init; }

    /// <summary>The day from which the period counts; null for the day on which it is asked.</summary>
    public DateOnly? From { get; init; }

    /// <summary>Who hears of it when it is overdue.</summary>
    public ApproverPost? Escalation { get; init; }

    /// <summary>What the mailed link is for.</summary>
    [JsonIgnore]
    public LinkPurpose Purpose { get; init; } = SubmissionLinks.Report;

    /// <summary>Whether an orchestration waits for it.</summary>
    public bool Waits { get; init; } = true;
}

/// <summary>An open request.</summary>
/// <param name="Person">who is asked</param>
/// <param name="Unit">the unit in whose list the deadline stands</param>
/// <param name="Deadline">until when; null if nothing sets it</param>
/// <param name="Escalation">who hears of it when it is overdue</param>
public sealed record OpenedAsk(string Person, string Unit, Deadline? Deadline, string? Escalation);

/// <summary>How a request stands.</summary>
/// <param name="End">how it ended; null while it waits</param>
/// <param name="Submission">what was handed in</param>
public sealed record AskReading(AskEnd? End, SubmissionRow? Submission);
