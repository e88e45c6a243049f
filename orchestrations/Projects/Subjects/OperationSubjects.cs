using Dazhou.Serverless.Subjects;

namespace Dazhou.Serverless.Projects;

/// <summary>O&amp;M budgets as subjects (第三十二、三十三条).</summary>
public sealed class OperationSubjects(OperationBudgets budgets) : ISubjectKind
{
    /// <inheritdoc/>
    public IReadOnlySet<string> Supervisors => ProjectSubjects.ReadingAll;

    /// <inheritdoc/>
    public bool Recognises(string subject) => OperationBudgetRow.KeysOf(subject) is not null;

    /// <inheritdoc/>
    public string PathOf(string subject) => $"/operations/{subject}";

    /// <inheritdoc/>
    public async Task<SubjectView?> FindAsync(string subject, CancellationToken cancellation = default) =>
        await budgets.FindAsync(subject, cancellation) is { } budget
            ? new(budget.Title, budget.Unit) { Summary = $"{budget.UnitName}申报{Amounts.Text(budget.Application.Amount ?? 0m)}" }
            : null;
}
