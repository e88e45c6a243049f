using Dazhou.Serverless.Approvals;
using Dazhou.Serverless.Directory;
using Dazhou.Serverless.Records;
using Microsoft.DurableTask.Client;

namespace Dazhou.Serverless.Projects;

/// <summary>
/// Starts and finds O&amp;M budgets: checks the rules, stores file and record, then starts the orchestration. Later
/// submissions go through <see cref="SubmissionService"/>. Every method is safe to repeat.
/// </summary>
public sealed class OperationBudgets(
    ITableStore tables, IDocumentStore documents, SubmissionService submissions, DecisionService decisions, PolicyBook policies, TimeProvider time)
    : IStarter
{
    /// <summary>The kind of the pending starts of budgets.</summary>
    public const string Kind = "operation-budget";

    /// <summary>
    /// Accepts the application of a unit in the directory (null for any other), or returns the broken rules. Throws
    /// <see cref="DocumentRefusedException"/> if its file is refused; nothing is stored then.
    /// </summary>
    public async Task<OperationReceipt> ApplyAsync(
        DurableTaskClient client, UnitRow? unit, OperationApplication application, string by, string? key, CancellationToken cancellation = default,
        SubmissionFile? file = null)
    {
        var at = time.GetChinaNow();
        var earlier = application is { Year: { } year, System: { } system } ? await NewestAsync(year, system.Trim(), cancellation) : null;
        var repeats = key is not null && key == earlier?.Key;
        if (!repeats && (earlier is null || earlier.Ended || earlier.Unit != unit?.Id))
        {
            application = application with { System = application.System?.Trim() };
            if (await CheckAsync(application, unit?.Id ?? string.Empty, ChinaTime.DayOf(at), cancellation) is { Count: > 0 } failures)
                return new(SubmissionStatus.Refused, null, failures);
            if (file is not null) await AcceptAsync(file, by, cancellation);
            var row = await InsertAsync(unit!, application, (earlier?.Attempt ?? 0) + 1, at, key, cancellation);
            if (row is not null)
            {
                if (file is not null) await SaveAsync(row.Id, by, file, cancellation);
                await StartAsync(client, row, by, cancellation);
                return OperationReceipt.Taken(row);
            }

            earlier = await NewestAsync(application.Year!.Value, application.System!, cancellation);
        }

        // The same application is a repetition; a different one has to wait until the first has ended.
        if (!repeats && earlier!.Application != application)
            return OperationReceipt.Conflict(SubmissionStatus.AlreadyHandedIn, earlier, "第三十二条", $"{earlier.Title}已经申报，正在办理");
        // A crash may have come between row and file; saving the same file again keeps one.
        if (file is not null && earlier!.Round == 1) await SaveAsync(earlier.Id, by, file, cancellation);
        await StartAsync(client, earlier!, by, cancellation);
        return OperationReceipt.Taken(earlier!);
    }

    /// <summary>Withdraws an application under review by 市财政局; before that, a withdrawal is a submission.</summary>
    public async Task<OperationReceipt> WithdrawReviewAsync(
        DurableTaskClient client, OperationBudgetRow budget, string by, string? reason, CancellationToken cancellation = default)
    {
        if (OperationKinds.WithdrawalFailures(reason) is { Count: > 0 } failures) return new(SubmissionStatus.Refused, null, failures);
        return await decisions.WithdrawAsync(client, budget.Id, new(OperationSteps.Review, budget.Round), by, reason!, cancellation)
            ? OperationReceipt.Taken(budget)
            : OperationReceipt.Conflict(SubmissionStatus.NotAwaited, budget, "第三十三条", "财政审核已经办结，不能撤回");
    }

    /// <summary>Returns a budget; null if there is none.</summary>
    public Task<OperationBudgetRow?> FindAsync(string id, CancellationToken cancellation = default) => OperationBudgetRow.FindAsync(tables, id, cancellation);

    /// <summary>Returns a page of a year's budgets.</summary>
    public Task<Records.Page<OperationBudgetRow>> OfYearAsync(int year, int size, string? continuation, CancellationToken cancellation = default) =>
        tables.ReadPageAsync<OperationBudgetRow>($"{year:D4}", size, continuation, cancellation);

    /// <summary>Returns a page of a unit's budgets in all years.</summary>
    public async Task<(IReadOnlyList<OperationBudgetRow> Budgets, string? Continuation)> OfUnitAsync(
        string unit, int size, string? continuation, CancellationToken cancellation = default)
    {
        var page = await tables.ReadPageAsync<OperationBudgetOfUnitRow>(unit, size, continuation, cancellation);
        var found = await Task.WhenAll(page.Rows.Select(row => FindAsync(row.Value.Budget, cancellation)));
        return ([.. found.OfType<OperationBudgetRow>()], page.Continuation);
    }

    /// <summary>Returns all acts recorded for a budget, oldest first.</summary>
    public async Task<IReadOnlyList<OperationAct>> ActsAsync(string budget, CancellationToken cancellation = default) =>
        [.. (await tables.ListAsync<SubmissionRow>(budget, cancellation)).OrderBy(row => row.At).Select(OperationAct.Of)];

    string IStarter.Kind => Kind;

    string IStarter.InstanceIdOf(string id) => OperationBudget.InstanceIdOf(id);

    async Task<bool?> IStarter.StartAsync(DurableTaskClient client, string id, CancellationToken cancellation) =>
        await FindAsync(id, cancellation) is { } row ? await StartAsync(client, row, row.Unit, cancellation) : null;

    private async Task<OperationBudgetRow?> InsertAsync(
        UnitRow unit, OperationApplication application, int attempt, DateTimeOffset at, string? key, CancellationToken cancellation)
    {
        var system = (await SystemCatalogue.FindAsync(tables, application.System, cancellation))!;
        var row = new OperationBudgetRow
        {
            Year = application.Year!.Value,
            System = system.Id,
            Attempt = attempt,
            SystemName = system.Description.Name!,
            Unit = unit.Id,
            UnitName = unit.Name,
            Application = application,
            At = at,
            Late = AnnualCycleRules.IsLate(at),
            Key = key,
            State = application.Kind == OperationKind.Renewed ? OperationState.Assessment : OperationState.Review,
            Policy = await policies.FindAsync(PolicyBook.Municipal, ChinaTime.DayOf(at), cancellation),
        };
        await tables.UpsertAsync(new PendingStartRow { Kind = Kind, Id = row.Id, Since = at }, cancellation);
        return await tables.TryInsertAsync(row, cancellation) ? row : null;
    }

    private async Task<bool> StartAsync(DurableTaskClient client, OperationBudgetRow row, string by, CancellationToken cancellation)
    {
        await tables.UpsertAsync(new OperationBudgetOfUnitRow { Unit = row.Unit, Budget = row.Id }, cancellation);
        // The content of the first round, which the row may no longer have; an existing act is kept.
        var act = new SubmissionRow
        {
            Subject = row.Id,
            Step = OperationSteps.Application,
            Round = 1,
            Data = SubmissionJson.Write(row.Application),
            By = by,
            At = row.At,
        };
        await tables.TryInsertAsync(act, cancellation);
        var stands = (await tables.FindAsync<SubmissionRow>(act.PartitionKey, act.RowKey, cancellation))!.Value;
        await submissions.AppendAsync(OperationKinds.Application, stands, link: null, cancellation);
        var started = await client.StartOnceAsync(
            nameof(OperationBudget), row, OrchestrationVersion.Start(OperationBudget.InstanceIdOf(row.Id)), cancellation);
        await tables.DeleteAsync<PendingStartRow>(Kind, row.Id, cancellation);
        return started;
    }

    private async Task<OperationBudgetRow?> NewestAsync(int year, string system, CancellationToken cancellation)
    {
        OperationBudgetRow? newest = null;
        await foreach (var row in tables.ReadPartitionAsync<OperationBudgetRow>($"{year:D4}", $"{system}|", cancellation)) newest = row.Value;
        return newest;
    }

    private async Task<IReadOnlyList<RuleFailure>> CheckAsync(OperationApplication application, string unit, DateOnly on, CancellationToken cancellation) =>
        OperationBudgetRules.Application.Evaluate(new OperationCase(
            application, unit, await SystemCatalogue.FindAsync(tables, application.System, cancellation), await HazardAsync(unit, cancellation), on));

    // The development key acts for the system's unit, and for none if there is no such system.
    private async Task<bool> HazardAsync(string unit, CancellationToken cancellation) =>
        unit.Length > 0 && (await UnitRecords.StandingAsync(tables, unit, cancellation)).SecurityHazard;

    private Task SaveAsync(string budget, string by, SubmissionFile file, CancellationToken cancellation) =>
        documents.SaveAsync(UploadOf(budget, by, file), cancellation);

    private static async Task AcceptAsync(SubmissionFile file, string by, CancellationToken cancellation)
    {
        await using var accepted = await DocumentIntake.ReadAsync(UploadOf(string.Empty, by, file), cancellation);
    }

    private static DocumentUpload UploadOf(string budget, string by, SubmissionFile file) =>
        file.UploadAs(budget, OperationKinds.Application.DocumentName!, by, "round-1");
}
