using Dazhou.Serverless.Directory;
using Dazhou.Serverless.Input;
using Dazhou.Serverless.Records;

namespace Dazhou.Serverless.Ledgers;

/// <summary>The submissions of ledgers: signing, reports of cycles, findings.</summary>
public sealed class LedgerSubmissions(LedgerBook book, ITableStore tables, IDirectory directory) : ISubmissionSource
{
    /// <inheritdoc/>
    public KindCatalogue Kinds => LedgerKinds.Catalogue;

    /// <inheritdoc/>
    public bool Owns(string subject) => LedgerSubject.PartsOf(subject) is { Unit: not null };

    /// <inheritdoc/>
    public async Task<SubmissionSubject?> FindAsync(string subject, CancellationToken cancellation) =>
        await ReadAsync(subject, cancellation) is var (ledger, unit)
            ? LedgerSubject.ForUnit(ledger, unit) with { Facts = $"{ledger.Document}，由{ledger.CoordinatorName}协调。" }
            : null;

    /// <inheritdoc/>
    public async Task<SubmissionFacts> ReadFactsAsync(string subject, SubmissionKind kind, AskRow? ask, DateTimeOffset at, CancellationToken cancellation)
    {
        var (ledger, unit) = (await ReadAsync(subject, cancellation))!.Value;
        var units = new List<UnitRow>();
        await foreach (var known in directory.UnitsAsync(cancellation)) units.Add(known);
        var names = new UnitNames(units);
        return new LedgerFacts(ask, at, ledger, unit, await TasksAsync(ledger, unit, cancellation), name => names.Find(name)?.Id);
    }

    /// <inheritdoc/>
    public async Task<SubmissionOffer> OfferAsync(string subject, SubmissionKind kind, CancellationToken cancellation)
    {
        if (await ReadAsync(subject, cancellation) is not var (ledger, unit) || kind.Step == LedgerKinds.Findings.Step) return new(kind);
        var tasks = await TasksAsync(ledger, unit, cancellation);
        return kind.Step == LedgerKinds.Sign.Step
            ? new(kind with { Fields = [.. kind.Fields.Select(field => field.Name == "returned" ? field with { Choices = ToSign(ledger, unit, tasks) } : field)] })
            : new(kind with { Fields = [.. kind.Fields, .. await FieldsOfAsync(ledger, unit, tasks, cancellation)] });
    }

    /// <summary>The tasks that a unit has not signed.</summary>
    public static IReadOnlyList<(string Value, string Label)> ToSign(LedgerRow ledger, string unit, IReadOnlyList<LedgerIndexEntry> tasks) =>
        LedgerBook.PlaceOf(ledger, unit) is { } place
            ? [.. tasks.Where(task => (task.Lead.Contains(place) || task.Units.Contains(place)) && !task.Signed.Contains(place) && task.Phase is not (TaskPhase.Registered or TaskPhase.Closed)).Select(task => (task.Key, $"{task.Key}. {task.Title}"))]
            : [];

    private async Task<IReadOnlyList<LedgerIndexEntry>> TasksAsync(LedgerRow ledger, string unit, CancellationToken cancellation) =>
        book.Filter(ledger, new(Unit: unit), await book.IndexAsync(ledger, cancellation));

    /// <summary>
    /// A compiling unit, and every unit that does its own part, reports words, percent and figures of each open task; other leads,
    /// co-units and counties words alone, with what was said last beside.
    /// </summary>
    private async Task<IReadOnlyList<SubmissionField>> FieldsOfAsync(
        LedgerRow ledger, string unit, IReadOnlyList<LedgerIndexEntry> tasks, CancellationToken cancellation)
    {
        var last = await LastAsync(ledger, unit, cancellation);
        var fields = new List<SubmissionField>();
        var open = tasks.Where(task => task.Phase is not (TaskPhase.Registered or TaskPhase.Closed)).ToList();
        var others = (await Task.WhenAll(open.Where(task => ReportRules.Compiles(ledger, task, unit)).Select(async task => (task.Key, Said: await OthersAsync(ledger, task, unit, cancellation)))))
            .Where(said => said.Said.Length > 0).ToDictionary(said => said.Key, said => said.Said, StringComparer.Ordinal);
        foreach (var task in open)
        {
            var before = last?.Tasks.GetValueOrDefault(task.Key);
            fields.Add(SubmissionField.Long(UnitReport.FieldOf(task.Key, "text"), $"{task.Key}. {task.Title}：推进情况") with
            {
                Hint = string.Join('；', new[] { before?.Text is { Length: > 0 } said ? $"上期：{said}" : null, others.GetValueOrDefault(task.Key) }.OfType<string>()) is { Length: > 0 } hint ? hint : null,
            });
            if (!ReportRules.ReportsProgress(ledger, task, unit)) continue;
            fields.Add(new(UnitReport.FieldOf(task.Key, "percent"), $"第{task.Key}项完成进度（%）", SubmissionFieldType.Number)
            { Hint = $"目前{(ReportRules.Compiles(ledger, task, unit) ? task.Percent : before?.Percent ?? 0)}%" });
            fields.Add(SubmissionField.Long(UnitReport.FieldOf(task.Key, "problems"), $"第{task.Key}项问题反馈（没有的不填）"));
            for (var i = 0; i < (task.Figures?.Count ?? 0); i++)
                fields.Add(new(UnitReport.FieldOf(task.Key, $"f{i + 1}"), $"第{task.Key}项：{task.Figures![i].Name}（{task.Figures[i].Unit}）", SubmissionFieldType.Number) { Hint = $"目标{TargetOf(task.Figures[i])}" });
        }

        return fields;
    }

    /// <summary>What the other units of a task reported last, for whoever compiles it.</summary>
    private async Task<string> OthersAsync(LedgerRow ledger, LedgerIndexEntry entry, string unit, CancellationToken cancellation)
    {
        if (await book.FindTaskAsync(ledger, entry.Ordinal, cancellation) is not { State.Acts: > 0 } task) return "";
        return string.Join('；', (await book.ActsAsync(task, cancellation)).Where(row => row.Act is { Kind: TaskActKind.Reported, Unit: not null } && row.Act.Unit != unit)
            .GroupBy(row => row.Act.Unit!).Select(said => $"{ledger.NameOf(said.Key)}反馈：{FieldText.Excerpt(said.Last().Act.Text ?? "")}"));
    }

    /// <summary>A target in words: 不少于100项.</summary>
    public static string TargetOf(TaskFigure figure) => $"{figure.Op switch
    {
        FigureDirection.AtLeast => "不少于",
        FigureDirection.AtMost => "不超过",
        FigureDirection.Exactly => "",
        _ => "争创",
    }}{figure.Value.ToString("0.####", System.Globalization.CultureInfo.InvariantCulture)}{figure.Unit}";

    private async Task<UnitReport?> LastAsync(LedgerRow ledger, string unit, CancellationToken cancellation)
    {
        SubmissionRow? last = null;
        await foreach (var row in tables.ReadPartitionAsync<SubmissionRow>(LedgerSubject.OfUnit(ledger.Id, unit), AskRow.Prefix(LedgerKinds.Report.Step), cancellation)) last = row.Value;
        return last is null ? null : UnitReport.Read(last.Data);
    }

    /// <summary>Returns ledger and unit of a subject; null if there is none. The coordinating office is asked for its findings, whether or not it has tasks.</summary>
    private async Task<(LedgerRow Ledger, string Unit)?> ReadAsync(string subject, CancellationToken cancellation) =>
        LedgerSubject.PartsOf(subject) is { Unit: { } unit } parts && await book.FindAsync(parts.Ledger, cancellation) is { } ledger
        && (LedgerBook.PlaceOf(ledger, unit) is not null || unit == ledger.Coordinator)
            ? (ledger, unit)
            : null;
}
