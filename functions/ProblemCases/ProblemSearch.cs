using Dazhou.Serverless.ProblemCases;
using Dazhou.Serverless.Subjects;

namespace Dazhou.Serverless.Functions.ProblemCases;

/// <summary>Finds problems by their words, source and units.</summary>
public sealed class ProblemSearch(ProblemDesk desk) : ISubjectSearch
{
    private const int Most = 20;

    /// <inheritdoc/>
    public string Heading => "问题协调";

    /// <inheritdoc/>
    public async Task<IReadOnlyList<SubjectFound>> FindAsync(string text, SubjectReader reader, CancellationToken cancellation = default) =>
    [
        .. (await desk.ListAsync(reader, new(), cancellation))
            .Where(problem => Has(problem.Text, text) || Has(problem.Title, text) || Has(problem.State.UnitName, text))
            .Take(Most)
            .Select(problem => new SubjectFound(ProblemSubject.Of(problem.Id), problem.Title, $"{problem.State.Phase.Chinese()} · {problem.State.UnitName ?? problem.OfficeName}")),
    ];

    private static bool Has(string? value, string text) => value?.Contains(text, StringComparison.OrdinalIgnoreCase) == true;
}
