using Dazhou.Serverless.Functions.Common;

namespace Dazhou.Serverless.Functions.Submissions;

/// <summary>What became of something that API or page handed in.</summary>
/// <param name="Status">The status to answer with.</param>
/// <param name="Result">What stands; null when it was refused.</param>
/// <param name="Faults">Why it was refused.</param>
public sealed record ActOutcome<T>(int Status, T? Result, IReadOnlyList<Fault> Faults)
    where T : class
{
    /// <summary>Refused for one reason.</summary>
    public static ActOutcome<T> Refused(int status, string why, string? article = null, string field = "") => new(status, null, [new(field, why, article)]);

    /// <summary>Refused by rules.</summary>
    public static ActOutcome<T> Refused(int status, IEnumerable<RuleFailure> failures) => new(status, null, Submissions.Faults.Of(failures));
}
