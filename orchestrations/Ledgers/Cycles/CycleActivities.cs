using Dazhou.Serverless.Deadlines;
using Dazhou.Serverless.Directory;
using Dazhou.Serverless.Documents;
using Dazhou.Serverless.Records;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Dazhou.Serverless.Ledgers;

/// <summary>Activities of <see cref="LedgerCycle"/> and <see cref="LedgerReport"/>.</summary>
public sealed class CycleActivities(
    LedgerBook book, TaskService service, ITableStore tables, Wakes wakes, WorkCalendarSource calendars, IDirectory directory, IDocumentStore documents)
{
    /// <summary>Returns the next cycle that has not ended by today; null if there is none.</summary>
    [Function(nameof(PlanCycle))]
    public async Task<LedgerCycleDates?> PlanCycle([ActivityTrigger] CyclePlanQuestion question, CancellationToken cancellation = default)
    {
        var ledger = (await book.FindAsync(question.Call.Ledger.Id, cancellation))!;
        var cycles = CyclesOf(ledger, question.Call.Mode, await calendars.GetAsync(cancellation));
        return CycleRules.Next(cycles, question.Call.After, question.Today);
    }

    /// <summary>Opens a cycle: returns the units that are asked, the same when repeated.</summary>
    [Function(nameof(OpenCycle))]
    public async Task<IReadOnlyList<AskedUnit>> OpenCycle([ActivityTrigger] CycleOpening opening, CancellationToken cancellation = default)
    {
        var ledger = (await book.FindAsync(opening.Call.Ledger.Id, cancellation))!;
        var (partition, key) = (CompilationRow.PartitionOf(ledger.Id, opening.Call.Mode), CompilationRow.RowKeyOf(opening.Dates.Number));
        var row = (await tables.FindAsync<CompilationRow>(partition, key, cancellation))?.Value;
        var asked = new List<AskedUnit>();
        foreach (var unit in row?.Units.Select(unit => unit.Unit) ?? CycleRules.AskedIn(ledger, opening.Call.Mode, opening.Dates, await book.IndexAsync(ledger, cancellation)))
            asked.Add(await service.AskedAsync(ledger, unit, cancellation));
        if (row is not null) return asked;
        await tables.TryInsertAsync(
            new CompilationRow
            {
                Ledger = ledger.Id,
                Mode = opening.Call.Mode,
                Dates = opening.Dates,
                Units = [.. asked.Select(unit => new UnitCompiled(unit.Unit, unit.Name, unit.Post is not null))],
                OpenedAt = opening.At,
            },
            cancellation);
        return asked;
    }

    /// <summary>Takes what a unit reported on its tasks into them; tasks closed in between are left alone.</summary>
    [Function(nameof(TakeLedgerReport))]
    public async Task TakeLedgerReport([ActivityTrigger] ReportCall call, [DurableClient] DurableTaskClient client, CancellationToken cancellation = default)
    {
        if (call.Mode == CycleMode.Inspection || await HandedInAsync(call.Ledger.Id, call.Asked.Unit, call.Step, call.Dates.Number, cancellation) is not { } handedIn) return;
        var ledger = (await book.FindAsync(call.Ledger.Id, cancellation))!;
        var acts = new List<(LedgerTaskRow, TaskAct)>();
        foreach (var (key, said) in UnitReport.Read(handedIn.Data).Tasks.Where(task => !string.IsNullOrWhiteSpace(task.Value.Text)))
        {
            if (await book.FindTaskAsync(ledger, key, cancellation) is not { } task) continue;
            // Another unit may have become the compiling one since: its figures are not this unit's to report.
            var compiles = TaskActRules.ReportsProgress(task.State, call.Asked.Unit);
            acts.Add((task, new()
            {
                Kind = TaskActKind.Reported,
                Unit = call.Asked.Unit,
                By = handedIn.By,
                At = handedIn.At,
                Key = $"cycle|{call.Dates.Number}|{call.Asked.Unit}",
                Text = said.Text,
                Problems = said.Problems,
                Percent = compiles ? (int?)said.Percent : null,
                Figures = compiles && said.Figures.Count > 0
                    ? [.. (task.Definition.Figures ?? []).Select((_, i) => said.Figures.TryGetValue(i, out var value) ? value : (decimal?)null)]
                    : null,
                Files = handedIn.Documents.Count > 0 ? handedIn.Documents : null,
                Cycle = call.Dates.Number,
            }));
        }

        await service.ActAsync(client, ledger, acts, cancellation);
    }

    /// <summary>Closes a cycle: cancels the requests that nobody answered.</summary>
    [Function(nameof(CloseCycle))]
    public async Task CloseCycle([ActivityTrigger] CycleClosing closing, [DurableClient] DurableTaskClient client, CancellationToken cancellation = default)
    {
        var step = ReportCall.StepOf(closing.Call.Mode, closing.Dates);
        foreach (var unit in (await FindAsync(closing, cancellation)).Value.Units)
        {
            var subject = LedgerSubject.OfUnit(closing.Call.Ledger.Id, unit.Unit);
            if (await tables.FindAsync<SubmissionRow>(subject, new StepRound(step, closing.Dates.Number).RowKey, cancellation) is not null) continue;
            await Asks.CancelAsync(tables, wakes, client, subject, ask => ask.Step == step && ask.Round == closing.Dates.Number, closing.At, cancellation);
        }
    }

    /// <summary>Brings together what units reported, names the late and the missing, and writes the document.</summary>
    [Function(nameof(CompileCycle))]
    public async Task<CycleCompiled> CompileCycle([ActivityTrigger] CycleClosing closing, CancellationToken cancellation = default)
    {
        var ledger = (await book.FindAsync(closing.Call.Ledger.Id, cancellation))!;
        var tasks = await book.IndexAsync(ledger, cancellation);
        var seen = await FindAsync(closing, cancellation);
        var row = seen.Value;
        if (row.CompiledAt is null)
        {
            var step = ReportCall.StepOf(closing.Call.Mode, closing.Dates);
            var units = await Task.WhenAll(row.Units.Select(async unit => CompiledOf(unit, closing.Dates, await HandedInAsync(ledger.Id, unit.Unit, step, closing.Dates.Number, cancellation))));
            var today = ChinaTime.DayOf(closing.At);
            row = row with
            {
                Units = units,
                CompiledAt = closing.At,
                ByStatus = tasks.CountBy(task => task.StatusOn(today, ledger)).ToDictionary(),
                ByLight = tasks.CountBy(task => task.LightOn(today, ledger)).ToDictionary(),
            };
            if (!await tables.TryReplaceAsync(seen, row, cancellation)) row = (await FindAsync(closing, cancellation)).Value;
        }

        var name = CompilationDocument.NameOf(row.Mode, row.Dates.Number);
        await documents.SaveAsync(
            LedgerSubject.Of(ledger.Id), name, $"{CompilationTexts.TitleOf(row)}.docx", "compiled", CompilationDocument.Of(ledger, row, tasks), cancellation);
        var office = await service.AskedAsync(ledger, ledger.Coordinator, cancellation);
        var person = office.Post is { } post ? (await directory.FindByPostAsync(office.Unit, post, ChinaTime.DayOf(closing.At), cancellation))?.Person.Id : null;
        return new(person, $"{CompilationTexts.TitleOf(row)}已汇总。{CompilationTexts.SummaryOf(row)}{(row.Units.Count > 0 ? CompilationTexts.HandedInOf(row) : "")}", $"/ledgers/{ledger.Id}/cycles/{row.Mode.ToString().ToLowerInvariant()}/{row.Dates.Number}");
    }

    /// <summary>Returns the cycles of a mode.</summary>
    internal static IReadOnlyList<LedgerCycleDates> CyclesOf(LedgerRow ledger, CycleMode mode, WorkCalendar calendar) => mode switch
    {
        CycleMode.Bulletin when ledger.Bulletin is { } rhythm =>
            // It reports what is registered at the end of its day, and waits for nobody.
            [.. CycleRules.CyclesOf(ledger, rhythm, [], calendar).Select(cycle => cycle with { LastDay = cycle.Day, ClosesAt = ChinaTime.StartOf(cycle.Day.AddDays(1)) })],
        CycleMode.Inspection when ledger.Inspection is { } rhythm => CycleRules.CyclesOf(ledger, rhythm, [], calendar),
        CycleMode.Report => CycleRules.CyclesOf(ledger, ledger.Cycle, ledger.ReportDays, calendar),
        _ => [],
    };

    private static UnitCompiled CompiledOf(UnitCompiled unit, LedgerCycleDates dates, SubmissionRow? handedIn)
    {
        if (handedIn is null) return unit;
        var report = UnitReport.Read(handedIn.Data);
        return unit with
        {
            At = handedIn.At,
            DaysLate = Math.Max(0, ChinaTime.DayOf(handedIn.At).DayNumber - dates.LastDay.DayNumber),
            Difficulties = report.Difficulties,
            Blockages = report.Blockages,
            Highlights = report.Highlights,
            Evaluation = report.Evaluation,
            Findings = report.Findings,
            Problems = ReportRules.ProblemsOf(report),
            Tasks = report.Tasks.Count,
        };
    }

    private async Task<SubmissionRow?> HandedInAsync(string ledger, string unit, string step, int round, CancellationToken cancellation) =>
        (await tables.FindAsync<SubmissionRow>(LedgerSubject.OfUnit(ledger, unit), new StepRound(step, round).RowKey, cancellation))?.Value;

    private async Task<Row<CompilationRow>> FindAsync(CycleClosing closing, CancellationToken cancellation) =>
        (await tables.FindAsync<CompilationRow>(
            CompilationRow.PartitionOf(closing.Call.Ledger.Id, closing.Call.Mode), CompilationRow.RowKeyOf(closing.Dates.Number), cancellation))!;
}

/// <summary>The input of <see cref="CycleActivities.PlanCycle"/>.</summary>
public sealed record CyclePlanQuestion(CycleCall Call, DateOnly Today);

/// <summary>The input of <see cref="CycleActivities.OpenCycle"/>.</summary>
public sealed record CycleOpening(CycleCall Call, LedgerCycleDates Dates, DateTimeOffset At);

/// <summary>The input of <see cref="CycleActivities.CloseCycle"/> and <see cref="CycleActivities.CompileCycle"/>.</summary>
public sealed record CycleClosing(CycleCall Call, LedgerCycleDates Dates, DateTimeOffset At);

/// <summary>What a cycle came to.</summary>
/// <param name="Person">who is told in the coordinating office; null where the directory has nobody</param>
/// <param name="Text">in which words</param>
/// <param name="Page">the path of its page</param>
public sealed record CycleCompiled(string? Person, string Text, string Page);
