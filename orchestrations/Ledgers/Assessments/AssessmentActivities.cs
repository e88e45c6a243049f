using Dazhou.Serverless.Approvals;
using Dazhou.Serverless.Deadlines;
using Dazhou.Serverless.Directory;
using Dazhou.Serverless.Documents;
using Dazhou.Serverless.Records;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Dazhou.Serverless.Ledgers;

/// <summary>Activities of <see cref="LedgerAssessment"/> and <see cref="LedgerObjection"/>.</summary>
public sealed class AssessmentActivities(
    LedgerBook book, AssessmentBook assessments, TaskService service, ITableStore tables, Wakes wakes, WorkCalendarSource calendars, IDirectory directory,
    IDocumentStore documents, IAuditTrail audit)
{
    private const int ReadAtOnce = 16;

    /// <summary>Computes the points of a round and keeps them; a repetition returns the same.</summary>
    [Function(nameof(DraftAssessment))]
    public async Task<AssessmentDraft> DraftAssessment([ActivityTrigger] AssessmentInstant instant, CancellationToken cancellation = default)
    {
        var (call, round) = (instant.Call, instant.Round);
        var ledger = (await book.FindAsync(call.Ledger.Id, cancellation))!;
        var leader = ApproverPost.SupervisorOf(call.Assessor);
        var decider = await directory.FindSupervisorAsync(call.Assessor, ChinaTime.DayOf(instant.At), cancellation) is null ? new(call.Assessor, LedgerSubject.AskedPost) : leader;
        if (await assessments.FindAsync(ledger.Id, round, cancellation) is null) await WriteAsync(ledger, instant, decider, cancellation);
        var stands = (await assessments.FindAsync(ledger.Id, round, cancellation))!;
        await NoteAsync(ledger, $"drafted|{round}", stands.Row.DraftedAt, AuditEntry.System, $"计算{stands.Units.Count}个单位的得分，征求意见至{ChinaTime.Text(stands.Row.ObjectUntil)}", null, cancellation);
        var units = new List<DraftedUnit>();
        foreach (var unit in stands.Units.Where(unit => unit.Asked))
            units.Add(new(await service.AskedAsync(ledger, unit.Unit, cancellation), unit.Points, stands.Row.Decider));
        return new(ChinaTime.StartOf(stands.Row.ObjectUntil.AddDays(1)), stands.Row.ObjectUntil, stands.Row.Decider, [.. units.Where(unit => unit.Asked.Post is not null)]);
    }

    /// <summary>Ends the requests to which no unit has answered.</summary>
    [Function(nameof(EndObjections))]
    public async Task EndObjections([ActivityTrigger] AssessmentInstant instant, [DurableClient] DurableTaskClient client, CancellationToken cancellation = default)
    {
        var round = (await assessments.FindAsync(instant.Call.Ledger.Id, instant.Round, cancellation))!;
        foreach (var unit in round.Units)
        {
            var subject = AssessmentSubject.Of(unit.Ledger, unit.Unit);
            // What has arrived in time is taken, even if its event is still on its way.
            if (await tables.FindAsync<SubmissionRow>(subject, RowKeyOf(AssessmentKinds.Objection, instant.Round), cancellation) is not null) continue;
            await Asks.CancelAsync(
                tables, wakes, client, subject, ask => ask.Step == AssessmentKinds.Objection.Step && ask.Round == instant.Round, instant.At, cancellation);
        }
    }

    /// <summary>Takes what a unit answered to the draft; returns whether it objects.</summary>
    [Function(nameof(TakeObjection))]
    public async Task<bool> TakeObjection([ActivityTrigger] ObjectionCall call, CancellationToken cancellation = default)
    {
        var handedIn = (await tables.FindAsync<SubmissionRow>(call.Subject, RowKeyOf(AssessmentKinds.Objection, call.Round), cancellation))!.Value;
        var data = RecordJson.Read<ObjectionData>(handedIn.Data);
        var objects = data.Objects == true;
        await ChangeAsync(call, row => row with
        {
            Objection = new(
                handedIn.At, objects,
                !objects ? [] : data.Lines is { Count: > 0 } lines ? lines : [.. row.Lines.Where(line => !row.IsCancelled(line)).Select(line => line.Key)],
                data.Reason?.Trim()),
        }, cancellation);
        return objects;
    }

    /// <summary>Takes the answer to an objection, cancels what it cancels, and returns who is told; null if nobody can be.</summary>
    [Function(nameof(TakeAnswer))]
    public async Task<AssessmentNotice?> TakeAnswer([ActivityTrigger] ObjectionCall call, CancellationToken cancellation = default)
    {
        var handedIn = (await tables.FindAsync<SubmissionRow>(call.Subject, RowKeyOf(AssessmentKinds.Answer, call.Round), cancellation))!.Value;
        var data = RecordJson.Read<AnswerToObjection>(handedIn.Data);
        var row = await ChangeAsync(call, row => row with
        {
            Answer = new(handedIn.At, data.Cancelled ?? [], data.Reason!.Trim()),
            Cancelled = [.. row.Cancelled.Union(data.Cancelled ?? [], StringComparer.Ordinal)],
        }, cancellation);
        var ledger = (await book.FindAsync(call.Assessment.Ledger.Id, cancellation))!;
        return await NoticeAsync(ledger, row, $"{AssessmentTexts.ObjectionOf(row)}\n现为{AssessmentTexts.Number(row.Points)}分，审定后公布。", ChinaTime.DayOf(handedIn.At), cancellation);
    }

    /// <summary>Returns what who decides reads first; the whole stands in the subject's sections.</summary>
    [Function(nameof(SummariseAssessment))]
    public async Task<string> SummariseAssessment([ActivityTrigger] AssessmentInstant instant, CancellationToken cancellation = default)
    {
        var ledger = (await book.FindAsync(instant.Call.Ledger.Id, cancellation))!;
        var round = (await assessments.FindAsync(ledger.Id, instant.Round, cancellation))!;
        return $"请审定{AssessmentTexts.TitleOf(ledger.Title)}结果。{AssessmentTexts.AnswersOf(round)}\n{AssessmentTexts.RulesOf(ledger.Policy.Points)}";
    }

    /// <summary>Records what was decided; for an agreed result writes the document and returns who is told.</summary>
    [Function(nameof(SettleAssessment))]
    public async Task<IReadOnlyList<AssessmentNotice>> SettleAssessment([ActivityTrigger] AssessmentEnd end, CancellationToken cancellation = default)
    {
        var ledger = (await book.FindAsync(end.Call.Ledger.Id, cancellation))!;
        while (await tables.FindAsync<AssessmentRow>(ledger.Id, AssessmentRow.RowKeyOf(end.Round), cancellation) is { Value.Result: null } seen)
        {
            if (await tables.TryReplaceAsync(seen, seen.Value with { Result = end.Result, DecidedAt = end.At, Comment = end.Comment }, cancellation)) break;
        }

        var round = (await assessments.FindAsync(ledger.Id, end.Round, cancellation))!;
        await NoteAsync(ledger, $"decided|{end.Round}", end.At, round.Row.Decider.Unit, round.Row.IsFinal ? "审定考核结果" : "考核结果没有通过审定", end.Comment, cancellation);
        if (!round.Row.IsFinal) return [];
        await documents.SaveAsync(
            LedgerSubject.Of(ledger.Id), AssessmentDocument.Name, $"{AssessmentTexts.TitleOf(ledger.Title)}结果.docx", $"assessment|{end.Round}",
            AssessmentDocument.Of(ledger, round), cancellation);
        var notices = new List<AssessmentNotice>();
        foreach (var unit in round.Units)
        {
            if (await NoticeAsync(ledger, unit, $"考核结果已审定：{unit.Name}{AssessmentTexts.Number(unit.Points)}分。", ChinaTime.DayOf(end.At), cancellation) is { } notice) notices.Add(notice);
        }

        return notices;
    }

    private async Task WriteAsync(LedgerRow ledger, AssessmentInstant instant, ApproverPost decider, CancellationToken cancellation)
    {
        var on = ChinaTime.DayOf(instant.At);
        var before = instant.Round == 1 ? null : await assessments.FindAsync(ledger.Id, instant.Round - 1, cancellation);
        var tasks = await TasksAsync(ledger, cancellation);
        var points = AssessmentRules.Assess(new(AssessmentRules.UnitsOf(ledger, tasks), ledger.Policy.Points, on, tasks, await book.CompiledAsync(ledger, cancellation)));
        foreach (var (of, place) in points.Select((of, place) => (of, place)))
        {
            var last = before?.Units.FirstOrDefault(unit => unit.Unit == of.Unit);
            // What is there was written by an interrupted call, and may be a draft of another minute.
            await tables.UpsertAsync(
                new AssessedUnitRow
                {
                    Ledger = ledger.Id,
                    Round = instant.Round,
                    Unit = of.Unit,
                    Name = ledger.NameOf(of.Unit),
                    Place = place,
                    Asked = (await service.AskedAsync(ledger, of.Unit, cancellation)).Post is not null,
                    Lines = of.Lines,
                    Cancelled = [.. (last?.Cancelled ?? []).Where(key => of.Lines.Any(line => line.Key == key))],
                    Earlier = last is null || AssessmentTexts.ObjectionOf(last) is not { Length: > 0 } objections ? [] : [objections],
                },
                cancellation);
        }

        var period = DeadlineRules.Compute(nameof(LedgerAssessment), ledger.Document, new Days(ledger.Policy.ObjectionDays), on, await calendars.GetAsync(cancellation));
        // The round is written last: whoever finds it finds its units.
        await tables.TryInsertAsync(
            new AssessmentRow { Ledger = ledger.Id, Round = instant.Round, DraftedAt = instant.At, ObjectUntil = period.LastDay, Decider = decider }, cancellation);
    }

    private async Task<IReadOnlyList<AssessedTask>> TasksAsync(LedgerRow ledger, CancellationToken cancellation)
    {
        var assessed = new List<AssessedTask>(ledger.Tasks);
        foreach (var tasks in (await book.TasksAsync(ledger, cancellation)).Chunk(ReadAtOnce))
        {
            assessed.AddRange(await Task.WhenAll(tasks.Select(async task => new AssessedTask(
                task, TaskRules.Begin(task.Definition, task.Lead, task.Units, ledger.Coordinator, ledger.To),
                [.. (await book.ActsAsync(task, cancellation)).Select(row => row.Act)]))));
        }

        return assessed;
    }

    private async Task<AssessedUnitRow> ChangeAsync(ObjectionCall call, Func<AssessedUnitRow, AssessedUnitRow> change, CancellationToken cancellation)
    {
        while (true)
        {
            var seen = (await tables.FindAsync<AssessedUnitRow>(AssessedUnitRow.PartitionOf(call.Assessment.Ledger.Id, call.Round), call.Unit.Asked.Unit, cancellation))!;
            var next = change(seen.Value);
            if (await tables.TryReplaceAsync(seen, next, cancellation)) return next;
        }
    }

    private async Task<AssessmentNotice?> NoticeAsync(LedgerRow ledger, AssessedUnitRow unit, string text, DateOnly on, CancellationToken cancellation) =>
        await service.AskedAsync(ledger, unit.Unit, cancellation) is { Post: { } post }
        && await directory.FindByPostAsync(unit.Unit, post, on, cancellation) is { } office
            ? new(unit.Unit, office.Person.Id, text)
            : null;

    private Task NoteAsync(LedgerRow ledger, string key, DateTimeOffset at, string by, string action, string? detail, CancellationToken cancellation) =>
        audit.AppendAsync(
            new AuditEntry
            {
                Subject = AssessmentSubject.Of(ledger.Id),
                Key = key,
                At = at,
                Actor = by,
                Action = action,
                Article = ledger.Document,
                Stage = nameof(LedgerAssessment),
                Detail = detail,
            },
            cancellation);

    private static string RowKeyOf(SubmissionKind kind, int round) => new StepRound(kind.Step, round).RowKey;
}

/// <summary>A round of an assessment at an instant.</summary>
public sealed record AssessmentInstant(AssessmentCall Call, int Round, DateTimeOffset At);

/// <summary>The input of <see cref="AssessmentActivities.SettleAssessment"/>.</summary>
public sealed record AssessmentEnd(AssessmentCall Call, int Round, ApprovalResult Result, string? Comment, DateTimeOffset At);
