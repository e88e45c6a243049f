using Dazhou.Serverless.Approvals;
using Dazhou.Serverless.Deadlines;
using Dazhou.Serverless.Directory;
using Dazhou.Serverless.Links;
using Dazhou.Serverless.Records;
using Microsoft.Azure.Functions.Worker;

namespace Dazhou.Serverless.Projects;

/// <summary>Activities of an O&amp;M budget; each is safe to repeat.</summary>
public sealed class OperationBudgetActivities(
    ITableStore tables, IAuditTrail audit, Wakes wakes, IDirectory directory, LinkStore links, WorkCalendarSource calendars)
{
    /// <summary>Returns what was recorded for a step and round, and whether the unit withdrew the application; removes the notes for the sweep.</summary>
    [Function(nameof(ReadOperationAct))]
    public async Task<OperationReading> ReadOperationAct([ActivityTrigger] OperationActRef act, CancellationToken cancellation = default)
    {
        var found = await FindAsync(act.Budget, act.StepRound, cancellation);
        var withdrawn = await FindAsync(act.Budget, new(OperationSteps.Withdrawal, OperationSteps.OfAllRounds), cancellation);
        foreach (var row in new[] { found, withdrawn }.OfType<OperationAct>())
            await wakes.TakenAsync(act.InstanceId, OperationSteps.Recorded(act.StepRound), row.By, cancellation);
        return new(found, withdrawn is not null) { NeedsAssessment = found?.Application is { } application && OperationBudgetRules.NeedsAssessment(application) };
    }

    /// <summary>
    /// Writes the budget's state, the act recorded in the round and who is asked next; the previous request ends. An
    /// arranged amount also enters the catalogue.
    /// </summary>
    [Function(nameof(SetOperationState))]
    public async Task SetOperationState([ActivityTrigger] OperationStateChange change, CancellationToken cancellation = default)
    {
        var application = (await FindAsync(change.Budget, new(OperationSteps.Application, change.Round), cancellation))!.Application!;
        var assessment = (await FindAsync(change.Budget, new(OperationSteps.Assessment, change.Round), cancellation))?.Assessment;
        var keys = OperationBudgetRow.KeysOf(change.Budget)!.Value;
        var asked = change.Ask is { } ask ? await PostHolders.FindAsync(directory, ask.Post, ChinaTime.DayOf(change.At), cancellation) : null;
        Row<OperationBudgetRow> seen;
        OperationBudgetRow next;
        do
        {
            seen = (await tables.FindAsync<OperationBudgetRow>(keys.Partition, keys.Row, cancellation))!;
            next = seen.Value with
            {
                State = change.State,
                Round = change.Round,
                Application = application,
                Proposed = assessment?.Amount,
                Arranged = change.Arranged,
                Asked = asked,
            };
            if (seen.Value.Waits is { } before && before != next.Waits) await NoLongerAskedAsync(seen.Value, before, cancellation);
        }
        while (!await tables.TryReplaceAsync(seen, next, cancellation));

        if (change.Ask is not null) await PointAsync(next, change.Ask, cancellation);

        if (change.State == OperationState.Arranged) await SystemCatalogue.ArrangeAsync(tables, next.System, application.Until!.Value, cancellation);
        await audit.AppendAsync(
            new AuditEntry
            {
                Subject = change.Budget,
                Key = $"state|{change.Round}|{change.State}",
                At = change.At,
                Actor = AuditEntry.System,
                Action = change.Arranged is { } amount ? $"安排运维经费{Amounts.Text(amount)}" : $"进入{OperationBudgetTexts.Chinese(change.State)}（第{change.Round}轮）",
                Article = change.State is OperationState.Assessment or OperationState.Correction ? "第三十二条" : "第三十三条",
                Stage = nameof(OperationBudget),
            },
            cancellation);
    }

    private async Task NoLongerAskedAsync(OperationBudgetRow budget, StepRound before, CancellationToken cancellation)
    {
        if (budget.Asked is { } person) await AskedPeople.ForgetAsync(tables, person, budget.Id, before, cancellation);
        await links.WithdrawAsync(budget.Id, before, SubmissionLinks.Report, cancellation);
    }

    private async Task PointAsync(OperationBudgetRow budget, OperationAskNote ask, CancellationToken cancellation)
    {
        var (step, round) = budget.Waits!.Value;
        await AskedPeople.PointAsync(
            tables,
            new()
            {
                Person = budget.Asked!,
                Subject = budget.Id,
                Step = step,
                Round = round,
                Title = budget.Title,
                What = ask.Document,
                Due = DeadlineRules.Compute(nameof(OperationBudget), ask.Article, ask.Period, ask.From, await calendars.GetAsync(cancellation)).Due,
            },
            cancellation);
    }

    private async Task<OperationAct?> FindAsync(string budget, StepRound of, CancellationToken cancellation) =>
        await tables.FindAsync<SubmissionRow>(budget, of.RowKey, cancellation) is { } row ? OperationAct.Of(row.Value) : null;
}

/// <summary>The input of <see cref="OperationBudgetActivities.ReadOperationAct"/>.</summary>
public sealed record OperationActRef(string Budget, string Step, int Round, string InstanceId) : IOfStepRound;

/// <summary>The record of a step and round.</summary>
/// <param name="Act">the recorded act; null if there is none</param>
/// <param name="Withdrawn">whether the unit withdrew its application</param>
public sealed record OperationReading(OperationAct? Act, bool Withdrawn)
{
    /// <summary>For an application: whether 论证评估 comes first.</summary>
    public bool NeedsAssessment { get; init; }
}

/// <summary>The input of <see cref="OperationBudgetActivities.SetOperationState"/>.</summary>
public sealed record OperationStateChange(string Budget, int Round, OperationState State, decimal? Arranged, DateTimeOffset At)
{
    /// <summary>Who is asked for what now; null if nobody is.</summary>
    public OperationAskNote? Ask { get; init; }
}

/// <summary>Who is asked for what, and the due date.</summary>
public sealed record OperationAskNote(ApproverPost Post, string Document, string Article, Period Period, DateOnly From);
