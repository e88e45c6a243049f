using Dazhou.Serverless.Records;

namespace Dazhou.Serverless.Projects;

/// <summary>The submissions of O&amp;M budgets.</summary>
public sealed class OperationSubmissions(ITableStore tables) : ISubmissionSource
{
    /// <inheritdoc/>
    public KindCatalogue Kinds => OperationKinds.Catalogue;

    /// <inheritdoc/>
    public bool Owns(string subject) => OperationBudgetRow.KeysOf(subject) is not null;

    /// <inheritdoc/>
    public async Task<SubmissionSubject?> FindAsync(string subject, CancellationToken cancellation) =>
        await OperationBudgetRow.FindAsync(tables, subject, cancellation) is { } budget
            ? budget.ToSubmissionSubject() with
            {
                Stage = OperationBudgetTexts.Chinese(budget.State),
                Ended = budget.Ended,
                Event = budget.Event,
                Facts = $"{budget.UnitName}申报{Amounts.Text(budget.Application.Amount ?? 0m)}"
                    + (budget.Proposed is { } proposed ? $"，论证评估建议{Amounts.Text(proposed)}" : "")
                    + $"，{budget.Application.From:yyyy年M月d日}至{budget.Application.Until:yyyy年M月d日}：{budget.Application.Need}",
            }
            : null;

    /// <inheritdoc/>
    public async Task<SubmissionFacts> ReadFactsAsync(string subject, SubmissionKind kind, AskRow? ask, DateTimeOffset at, CancellationToken cancellation)
    {
        var budget = (await OperationBudgetRow.FindAsync(tables, subject, cancellation))!;
        return new OperationFacts(
            budget, await SystemCatalogue.FindAsync(tables, budget.System, cancellation),
            (await UnitRecords.StandingAsync(tables, budget.Unit, cancellation)).SecurityHazard, ask, at);
    }

    /// <summary>Returns a budget's requests: open if the budget waits for them, otherwise closed, so that a repetition gets the recorded answer.</summary>
    public async Task<IReadOnlyList<AskRow>> StandingAsync(string subject, CancellationToken cancellation)
    {
        if (await OperationBudgetRow.FindAsync(tables, subject, cancellation) is not { } budget) return [];
        var waits = budget.Waits;
        return
        [
            .. new[] { OperationKinds.Correction, OperationKinds.Assessment, OperationKinds.Arrangement }
                .Select(kind => AskOf(budget, kind, waits?.Step == kind.Step ? waits.Value.Round : budget.Round, waits?.Step == kind.Step)),
            AskOf(budget, OperationKinds.Withdrawal, OperationSteps.OfAllRounds, budget.State is OperationState.Assessment or OperationState.Correction),
        ];
    }

    /// <summary>The form of a correction is prefilled with the application.</summary>
    public async Task<SubmissionOffer> OfferAsync(string subject, SubmissionKind kind, CancellationToken cancellation) =>
        new(kind, kind == OperationKinds.Correction && await OperationBudgetRow.FindAsync(tables, subject, cancellation) is { } budget
            ? OperationBudgetTexts.Typed(budget.Application)
            : null);

    private static AskRow AskOf(OperationBudgetRow budget, SubmissionKind kind, int round, bool waits) => new()
    {
        Subject = budget.Id,
        Step = kind.Step,
        Round = round,
        Stage = kind.Stage,
        ToDo = $"请提交{kind.Title}",
        Article = kind.Article,
        // Nobody is asked for a withdrawal; the unit makes it unasked.
        Person = waits && kind != OperationKinds.Withdrawal && budget.Asked is { } person ? person : string.Empty,
        InstanceId = OperationBudget.InstanceIdOf(budget.Id),
        OpenedAt = budget.At,
        End = waits ? null : AskEnd.HandedIn,
    };
}
