using Dazhou.Serverless.Functions.Common;

namespace Dazhou.Serverless.Functions.Submissions;

/// <summary>The outcome of a submission by API or page.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Result">The result that stands; null if refused.</param>
/// <param name="Faults">The reasons for refusal.</param>
public sealed record ActOutcome<T>(int Status, T? Result, IReadOnlyList<Fault> Faults)
    where T : class
{
    /// <summary>Creates a refusal with one reason.</summary>
    public static ActOutcome<T> Refused(int status, string why, string? article = null, string field = "") => new(status, null, [new(field, why, article)]);

    /// <summary>Creates a refusal with broken rules.</summary>
    public static ActOutcome<T> Refused(int status, IEnumerable<RuleFailure> failures) => new(status, null, Submissions.Faults.Of(failures));
}
