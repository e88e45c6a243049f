using System.Text.Json.Serialization;
using Dazhou.Serverless.Approvals;
using Dazhou.Serverless.Links;
using Dazhou.Serverless.Records;

namespace Dazhou.Serverless.Submissions;

/// <summary>A request to hand something in; part of the input of <see cref="SubmissionActivities.OpenAsk"/>.</summary>
public sealed record SubmissionRequest : IOfStepRound
{
    /// <summary>The subject.</summary>
    [JsonPropertyName("Project")]
    public required SubmissionSubject Subject { get; init; }

    /// <summary>The step; the catalogue of the subject has its kind.</summary>
    public required string Step { get; init; }

    /// <summary>The round.</summary>
    public int Round { get; init; } = 1;

    /// <summary>The stage, named after its orchestration.</summary>
    public required string Stage { get; init; }

    /// <summary>The task, in Chinese.</summary>
    public required string ToDo { get; init; }

    /// <summary>The article that requires it.</summary>
    public required string Article { get; init; }

    /// <summary>The post that is asked; null if <see cref="Person"/> is.</summary>
    public ApproverPost? Post { get; init; }

    /// <summary>The person who is asked; null if <see cref="Post"/> is.</summary>
    public string? Person { get; init; }

    /// <summary>The period; null if nothing sets one.</summary>
    public Period? Period { get; init; }

    /// <summary>The day from which the period counts; null for the day of the request.</summary>
    public DateOnly? From { get; init; }

    /// <summary>The post that is told when the request is overdue; null if none is.</summary>
    public ApproverPost? Escalation { get; init; }

    /// <summary>The purpose of the mailed link.</summary>
    [JsonIgnore]
    public LinkPurpose Purpose { get; init; } = SubmissionLinks.Report;

    /// <summary>Whether an orchestration waits for the submission.</summary>
    public bool Waits { get; init; } = true;
}

/// <summary>An open request.</summary>
/// <param name="Person">the person who is asked</param>
/// <param name="Unit">the unit whose list shows the deadline</param>
/// <param name="Deadline">the deadline; null if nothing sets one</param>
/// <param name="Escalation">the person who is told when the request is overdue; null if none is</param>
public sealed record OpenedAsk(string Person, string Unit, Deadline? Deadline, string? Escalation);

/// <summary>The state of a request.</summary>
/// <param name="End">how it ended; null while it is open</param>
/// <param name="Submission">the submission; null if there is none</param>
public sealed record AskReading(AskEnd? End, SubmissionRow? Submission);
