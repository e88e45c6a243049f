using Dazhou.Serverless.Functions.Common;

namespace Dazhou.Serverless.Functions.Submissions;

/// <summary>Converts broken rules to faults in HTTP answers.</summary>
internal static class Faults
{
    /// <summary>Converts a broken rule.</summary>
    public static Fault Of(RuleFailure failure) => new(failure.Field, failure.Message, failure.Article.Length > 0 ? failure.Article : null, failure.Rule);

    /// <summary>Converts several broken rules.</summary>
    public static IReadOnlyList<Fault> Of(IEnumerable<RuleFailure> failures) => [.. failures.Select(Of)];
}
