using Dazhou.Serverless.Approvals;
using Dazhou.Serverless.Deadlines;
using Dazhou.Serverless.Directory;
using Dazhou.Serverless.Records;
using Microsoft.DurableTask.Client;

namespace Dazhou.Serverless.Projects;

/// <summary>
/// Where O&amp;M budgets begin and where everything about them is recorded: rules, file, record, then the event that wakes the
/// orchestration. Every method may be repeated.
/// </summary>
public sealed class OperationBudgets(
    ITableStore tables, IDocumentStore documents, IAuditTrail audit, Wakes wakes, DecisionService decisions, PolicyBook policies, TimeProvider time)
    : IStarter
{
    /// <summary>The kind of the notes about budgets that are to be started.</summary>
    public const string Kind = "operation-budget";

    /// <summary>
    /// Takes the application of a unit of the directory (null for any other), or answers with every rule it breaks. Throws
    /// <see cref="DocumentRefusedException"/> if its file is not accepted; nothing is kept then.
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
            if (await CheckAsync(application, unit?.Id ?? string.Empty, ChinaTime.DayOf(at), cancellation) is { Count: > 0 } failures) return OperationReceipt.Refused(failures);
            if (file is not null) await AcceptAsync(file, by, cancellation);
            var row = await InsertAsync(unit!, application, (earlier?.Attempt ?? 0) + 1, at, key, cancellation);
            if (row is not null)
            {
                if (file is not null) await SaveAsync(row.Id, OperationSteps.Application, by, round: 1, file, cancellation);
                await StartAsync(client, row, by, cancellation);
                return new(OperationStatus.Taken, row, []);
            }

            earlier = await NewestAsync(application.Year!.Value, application.System!, cancellation);
        }

        // The same again is the same; another one has to wait for the end of the first.
        if (!repeats && earlier!.Application != application)
            return OperationReceipt.Conflict(earlier, "第三十二条", $"{earlier.Title}已经申报，正在办理");
        // A crash may have come between the row and the file; what was kept is kept once.
        if (file is not null && earlier!.Round == 1) await SaveAsync(earlier.Id, OperationSteps.Application, by, round: 1, file, cancellation);
        await StartAsync(client, earlier!, by, cancellation);
        return new(OperationStatus.Taken, earlier, []);
    }

    /// <summary>Records an act of a step on a budget as it stands: a corrected application, an assessment, an arrangement, a withdrawal.</summary>
    public async Task<OperationReceipt> ActAsync(DurableTaskClient client, OperationBudgetRow budget, OperationInput input, CancellationToken cancellation = default)
    {
        var round = RoundOf(input.Step, budget);
        if (await FindActAsync(budget.Id, input.Step, round, cancellation) is { } stands && input.Repeats(stands))
        {
            await FinishAsync(client, budget, stands, cancellation);
            return new(OperationStatus.Taken, budget, []);
        }

        if (input.Step == OperationSteps.Withdrawal) return await WithdrawAsync(client, budget, input, cancellation);
        if (budget.State != StateOf(input.Step))
            return OperationReceipt.Conflict(budget, "第三十二条", $"处于“{OperationBudgetTexts.Chinese(budget.State)}”阶段，现在不接收此事项");
        var at = time.GetChinaNow();
        if (await CheckAsync(budget, input, cancellation) is { Count: > 0 } failures) return OperationReceipt.Refused(failures);
        if (input.File is { } file) await SaveAsync(budget.Id, input.Step, input.By, round, file, cancellation);
        return await RecordAsync(client, budget, input.ToRow(budget.Id, round, at), cancellation);
    }

    /// <summary>A budget; null if there is none.</summary>
    public async Task<OperationBudgetRow?> FindAsync(string id, CancellationToken cancellation = default) =>
        OperationBudgetRow.KeysOf(id) is { } keys ? (await tables.FindAsync<OperationBudgetRow>(keys.Partition, keys.Row, cancellation))?.Value : null;

    /// <summary>A page of a year's budgets.</summary>
    public Task<Records.Page<OperationBudgetRow>> OfYearAsync(int year, int size, string? continuation, CancellationToken cancellation = default) =>
        tables.ReadPageAsync<OperationBudgetRow>($"{year:D4}", size, continuation, cancellation);

    /// <summary>A page of a unit's budgets of all years.</summary>
    public async Task<(IReadOnlyList<OperationBudgetRow> Budgets, string? Continuation)> OfUnitAsync(
        string unit, int size, string? continuation, CancellationToken cancellation = default)
    {
        var page = await tables.ReadPageAsync<OperationBudgetOfUnitRow>(unit, size, continuation, cancellation);
        var found = await Task.WhenAll(page.Rows.Select(row => FindAsync(row.Value.Budget, cancellation)));
        return ([.. found.OfType<OperationBudgetRow>()], page.Continuation);
    }

    /// <summary>Everything that was recorded about a budget, oldest first.</summary>
    public async Task<IReadOnlyList<OperationActRow>> ActsAsync(string budget, CancellationToken cancellation = default) =>
        [.. (await tables.ListAsync<OperationActRow>(budget, cancellation)).OrderBy(act => act.At)];

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
        // The first round's content, whatever a later round made of the row; what stands there is kept.
        var act = new OperationActRow { Budget = row.Id, Step = OperationSteps.Application, Round = 1, By = by, At = row.At, Application = row.Application };
        await tables.TryInsertAsync(act, cancellation);
        await NoteAsync((await FindActAsync(row.Id, act.Step, act.Round, cancellation))!, cancellation);
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

    private async Task<IReadOnlyList<RuleFailure>> CheckAsync(OperationBudgetRow budget, OperationInput input, CancellationToken cancellation)
    {
        if (input.Assessment is { } assessment)
        {
            var failures = OperationBudgetRules.Assessment.Evaluate((assessment, budget.Application.Amount ?? 0m));
            return assessment.Passed == true && input.File is null
                ? [.. failures, new("assessment-document", "第三十二条第二项", "file", "缺少论证评估文件")]
                : failures;
        }

        if (input.Arrangement is { } arrangement)
        {
            var system = await SystemCatalogue.FindAsync(tables, budget.System, cancellation);
            return OperationBudgetRules.Arrangement.Evaluate(new ArrangementCase(arrangement, budget.Ceiling, system, await HazardAsync(budget.Unit, cancellation)));
        }

        var application = input.Application!;
        // Whatever the year has become meanwhile, the application came in time; it stays that of its system and year.
        var kept = await CheckAsync(application, budget.Unit, ChinaTime.DayOf(budget.At), cancellation);
        return application.System == budget.System && application.Year == budget.Year
            ? kept
            : [.. kept, new("operation-same", "第三十二条", "system", "补正不能改变系统和预算年度")];
    }

    // The development key acts for the unit of the system, and for none where there is no such system.
    private async Task<bool> HazardAsync(string unit, CancellationToken cancellation) =>
        unit.Length > 0 && (await UnitRecords.StandingAsync(tables, unit, cancellation)).SecurityHazard;

    private async Task<OperationReceipt> WithdrawAsync(
        DurableTaskClient client, OperationBudgetRow budget, OperationInput input, CancellationToken cancellation)
    {
        if (string.IsNullOrWhiteSpace(input.Withdrawal?.Reason))
            return OperationReceipt.Refused([new("operation-withdrawal", "第三十二条", "reason", "请写明撤回的原因")]);
        switch (budget.State)
        {
            case OperationState.Review:
                return await decisions.WithdrawAsync(client, budget.Id, new(OperationSteps.Review, budget.Round), input.By, input.Withdrawal.Reason, cancellation)
                    ? new(OperationStatus.Taken, budget, [])
                    : OperationReceipt.Conflict(budget, "第三十三条", "财政审核已经办结，不能撤回");
            case OperationState.Assessment or OperationState.Correction:
                return await RecordAsync(client, budget, input.ToRow(budget.Id, OperationSteps.OfAllRounds, time.GetChinaNow()), cancellation);
            default:
                return OperationReceipt.Conflict(budget, "第三十三条", $"处于“{OperationBudgetTexts.Chinese(budget.State)}”阶段，不能撤回");
        }
    }

    private async Task<OperationReceipt> RecordAsync(
        DurableTaskClient client, OperationBudgetRow budget, OperationActRow row, CancellationToken cancellation)
    {
        await wakes.NoteAsync(OperationBudget.InstanceIdOf(budget.Id), WokenBy(budget), row.By, cancellation);
        var first = await tables.TryInsertAsync(row, cancellation);
        if (!first) row = (await FindActAsync(row.Budget, row.Step, row.Round, cancellation))!;
        await FinishAsync(client, budget, row, cancellation);
        return first ? new(OperationStatus.Taken, budget, []) : OperationReceipt.Conflict(budget, "第三十二条", "此事项已由他人登记，以先登记的为准");
    }

    /// <summary>What follows the record; a crash may have come between, so that a repetition does it again.</summary>
    private async Task FinishAsync(DurableTaskClient client, OperationBudgetRow budget, OperationActRow row, CancellationToken cancellation)
    {
        await NoteAsync(row, cancellation);
        await wakes.RaiseAsync(client, OperationBudget.InstanceIdOf(budget.Id), WokenBy(budget), cancellation);
    }

    private Task SaveAsync(string budget, string step, string by, int round, SubmissionFile file, CancellationToken cancellation) =>
        documents.SaveAsync(UploadOf(budget, step, by, round, file), cancellation);

    private static async Task AcceptAsync(SubmissionFile file, string by, CancellationToken cancellation)
    {
        await using var accepted = await DocumentIntake.ReadAsync(UploadOf(string.Empty, OperationSteps.Application, by, round: 1, file), cancellation);
    }

    private static DocumentUpload UploadOf(string budget, string step, string by, int round, SubmissionFile file) =>
        file.UploadAs(budget, $"operation-{step}", by, $"round-{round}");

    private Task NoteAsync(OperationActRow act, CancellationToken cancellation) => audit.AppendAsync(
        new AuditEntry
        {
            Subject = act.Budget,
            Key = $"act|{act.RowKey}",
            At = act.At,
            Actor = act.By,
            Action = act.Step switch
            {
                OperationSteps.Application => $"提交运维预算申报{(act.Round > 1 ? $"（第{act.Round}轮）" : "")}，申报{Amounts.Text(act.Application!.Amount ?? 0m)}",
                OperationSteps.Assessment => act.Assessment!.Passed == true ? $"论证评估，建议{Amounts.Text(act.Assessment.Amount ?? 0m)}" : "论证评估，退回补正",
                OperationSteps.Arrangement => act.Arrangement!.Arranged == true ? $"登记安排金额{Amounts.Text(act.Arrangement.Amount ?? 0m)}" : "登记不予安排",
                _ => "撤回运维预算申报",
            },
            Article = act.Step == OperationSteps.Arrangement ? "第三十三条" : "第三十二条",
            Stage = nameof(OperationBudget),
            Link = act.Link,
            Detail = act.Assessment?.Opinion ?? act.Arrangement?.Comment ?? act.Withdrawal?.Reason,
        },
        cancellation);

    private async Task<OperationActRow?> FindActAsync(string budget, string step, int round, CancellationToken cancellation) =>
        (await tables.FindAsync<OperationActRow>(budget, OperationActRow.RowKeyOf(step, round), cancellation))?.Value;

    /// <summary>The event for which a budget waits in its state.</summary>
    private static string WokenBy(OperationBudgetRow budget) => budget.State switch
    {
        OperationState.Correction => OperationSteps.Recorded(OperationSteps.Application, budget.Round + 1),
        OperationState.Arrangement => OperationSteps.Recorded(OperationSteps.Arrangement, budget.Round),
        _ => OperationSteps.Recorded(OperationSteps.Assessment, budget.Round),
    };

    private static int RoundOf(string step, OperationBudgetRow budget) => step switch
    {
        OperationSteps.Application => budget.State == OperationState.Correction ? budget.Round + 1 : budget.Round,
        OperationSteps.Withdrawal => OperationSteps.OfAllRounds,
        _ => budget.Round,
    };

    private static OperationState StateOf(string step) => step switch
    {
        OperationSteps.Application => OperationState.Correction,
        OperationSteps.Assessment => OperationState.Assessment,
        _ => OperationState.Arrangement,
    };
}
