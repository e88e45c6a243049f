namespace Dazhou.Serverless.Submissions;

/// <summary>The facts that the check of a submission needs; each system derives its own.</summary>
/// <param name="Ask">the request that is answered; null for an unsolicited submission</param>
/// <param name="At">the time of submission, at +08:00</param>
public abstract record SubmissionFacts(AskRow? Ask, DateTimeOffset At)
{
    /// <summary>The number of files.</summary>
    public int Files { get; init; }

    /// <summary>The day of submission.</summary>
    public DateOnly Today => ChinaTime.DayOf(At);
}

/// <summary>A broken rule.</summary>
/// <param name="Rule">the rule's name</param>
/// <param name="Article">the article</param>
/// <param name="Field">the field; empty if the rule concerns the whole submission</param>
/// <param name="Message">the message for the sender</param>
public sealed record RuleFailure(string Rule, string Article, string Field, string Message);
