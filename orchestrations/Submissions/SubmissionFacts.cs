namespace Dazhou.Serverless.Submissions;

/// <summary>What the check of a submission looks at; each system adds its own.</summary>
/// <param name="Ask">the request that it answers; null for what nobody asked for</param>
/// <param name="At">when it comes, at +08:00</param>
public abstract record SubmissionFacts(AskRow? Ask, DateTimeOffset At)
{
    /// <summary>How many files come with it.</summary>
    public int Files { get; init; }

    /// <summary>The day on which it comes.</summary>
    public DateOnly Today => ChinaTime.DayOf(At);
}

/// <summary>A rule that is broken.</summary>
/// <param name="Rule">its name</param>
/// <param name="Article">where it stands</param>
/// <param name="Field">the field it looks at; empty if it looks at the whole</param>
/// <param name="Message">what to tell whoever handed it in</param>
public sealed record RuleFailure(string Rule, string Article, string Field, string Message);
