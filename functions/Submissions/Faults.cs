using Dazhou.Serverless.Functions.Common;

namespace Dazhou.Serverless.Functions.Submissions;

/// <summary>What rules say, as requests are answered with it.</summary>
internal static class Faults
{
    /// <summary>A rule that failed.</summary>
    public static Fault Of(RuleFailure failure) => new(failure.Field, failure.Message, failure.Article.Length > 0 ? failure.Article : null, failure.Rule);

    /// <summary>All rules that failed.</summary>
    public static IReadOnlyList<Fault> Of(IEnumerable<RuleFailure> failures) => [.. failures.Select(Of)];
}
