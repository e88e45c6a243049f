using Dazhou.Serverless.Projects;
using Dazhou.Serverless.Subjects;

namespace Dazhou.Serverless.Functions.Projects.Operations;

/// <summary>Searches the O&amp;M budgets of this year and the next by the system's name; a system has one a year.</summary>
public sealed class OperationSearch(OperationBudgets budgets, TimeProvider time) : ISubjectSearch
{
    private const int MostRead = 1000;

    /// <inheritdoc/>
    public string Heading => "运维预算";

    /// <inheritdoc/>
    public async Task<IReadOnlyList<SubjectFound>> FindAsync(string text, SubjectReader reader, CancellationToken cancellation = default)
    {
        var held = SubjectAccess.HeldTo(reader, ProjectSubjects.ReadingAll);
        var year = time.GetChinaToday().Year;
        var rows = new List<OperationBudgetRow>();
        foreach (var of in (int[])[year + 1, year])
            rows.AddRange((await budgets.OfYearAsync(of, MostRead, continuation: null, cancellation)).Rows.Select(row => row.Value));
        return
        [
            .. rows.Where(budget => (held is null || budget.Unit == held) && budget.Title.Contains(text, StringComparison.OrdinalIgnoreCase))
                .Select(budget => new SubjectFound(budget.Id, budget.Title, budget.UnitName)),
        ];
    }
}
