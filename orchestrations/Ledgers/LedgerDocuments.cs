using Dazhou.Serverless.Documents;
using Dazhou.Serverless.Records;
using static Dazhou.Serverless.Documents.DocumentBlocks;

namespace Dazhou.Serverless.Ledgers;

/// <summary>通报 of a task that is late.</summary>
public static class LateDocument
{
    /// <summary>Its name among the task's documents.</summary>
    public const string Name = "late";

    /// <summary>Writes and keeps it; the same for the same task and due date.</summary>
    internal static Task<DocumentInfo> SaveAsync(IDocumentStore documents, LedgerRow ledger, LedgerTaskRow task, string unit, DateOnly on, CancellationToken cancellation) =>
        documents.SaveAsync(
            LedgerSubject.OfTask(ledger.Id, task.Key), Name, $"通报-第{task.Key}项.docx", $"late|{task.State.Watch}|{task.State.Due:yyyyMMdd}",
            Of(ledger, task, unit, on), cancellation);

    /// <summary>The document.</summary>
    internal static OfficialDocument Of(LedgerRow ledger, LedgerTaskRow task, string unit, DateOnly on) => new()
    {
        Form = DocumentForm.Plain,
        Title = $"关于{ledger.Title}\n任务逾期未完成的通报",
        Addressee = ledger.NameOf(unit),
        Body =
        [
            Text($"{ledger.Document}交办的下列任务已超过完成时限，现予通报。"),
            Item("任务", $"第{task.Key}项：{task.Definition.Title}"),
            Item("完成时限", $"{ChinaTime.Text(task.State.Due)}{(task.State.Presumed ? "（文件未列时限，按台账截止日期推定）" : "")}"),
            Item("责任单位", $"{string.Join('、', task.State.Lead.Select(ledger.NameOf).Concat(task.State.Units.Select(ledger.NameOf)))}，由{ledger.NameOf(unit)}汇总"),
            Item("目前进度", $"{task.State.Percent}%"),
            Item("有关要求", $"请{ledger.NameOf(unit)}抓紧办理，完成后向{ledger.CoordinatorName}申请销号"),
            Closing("通报"),
        ],
        Signatures = [ledger.CoordinatorName],
        On = on,
    };
}

/// <summary>What a cycle brought together, for the coordinating office.</summary>
public static class CompilationDocument
{
    /// <summary>Returns its name among the ledger's documents.</summary>
    public static string NameOf(CycleMode mode, int number) => $"{mode.ToString().ToLowerInvariant()}-{number}";

    /// <summary>The document.</summary>
    public static OfficialDocument Of(LedgerRow ledger, CompilationRow compiled, IReadOnlyList<LedgerIndexEntry> tasks) => new()
    {
        Form = DocumentForm.Plain,
        Title = $"{ledger.Title}\n{CompilationTexts.TitleOf(compiled)}",
        Subtitle = $"截至{ChinaTime.Text(compiled.Dates.Day)}",
        Body = [.. Body(ledger, compiled, tasks)],
        Signatures = [ledger.CoordinatorName],
        On = ChinaTime.DayOf(compiled.CompiledAt!.Value),
    };

    private static IEnumerable<DocumentBlock> Body(LedgerRow ledger, CompilationRow compiled, IReadOnlyList<LedgerIndexEntry> tasks)
    {
        var day = ChinaTime.DayOf(compiled.CompiledAt!.Value);
        yield return Heading("总体情况");
        yield return Text(CompilationTexts.SummaryOf(compiled));
        yield return new TableBlock(
            [new("类别", 6), new("任务", 1, true), new("绿灯", 1, true), new("黄灯", 1, true), new("红灯", 1, true), new("已销号", 1, true)],
            [.. SectionLines(ledger, tasks, day)]);
        var statuses = Enum.GetValues<WorkStatus>();
        yield return new ChartBlock("任务情况", IsLine: false, [.. statuses.Select(TaskTexts.Chinese)], [new("任务", [.. statuses.Select(status => (decimal)compiled.ByStatus.GetValueOrDefault(status))])]);
        if (compiled.Units.Count > 0)
        {
            yield return Heading("报送情况");
            yield return Text(CompilationTexts.HandedInOf(compiled));
        }

        foreach (var (title, text) in CompilationTexts.Chapters(compiled))
        {
            var said = compiled.Units.Where(unit => text(unit) is { Length: > 0 } words && words.Trim() != "无").ToList();
            if (compiled.Units.All(unit => text(unit) is null)) continue;
            yield return Heading(title);
            if (said.Count == 0) yield return Text($"各单位没有报告{title}。");
            foreach (var unit in said) yield return new ItemBlock(2, $"{unit.Name}：", text(unit));
        }

        var late = tasks.Where(task => task.LightOn(day, ledger) == TaskLight.Red).ToList();
        if (late.Count == 0) yield break;
        yield return Heading("逾期任务");
        yield return new TableBlock(
            [new("序号", 1, true), new("任务", 6), new("牵头单位", 3), new("时限", 2), new("进度", 1, true)],
            [.. late.Select(task => (IReadOnlyList<string>)[task.Key, task.Title, task.Compiler is { } compiler ? ledger.Units[compiler].Name : "待明确", ChinaTime.Text(task.Due), $"{task.Percent}%"])]);
    }

    private static IEnumerable<IReadOnlyList<string>> SectionLines(LedgerRow ledger, IReadOnlyList<LedgerIndexEntry> tasks, DateOnly day)
    {
        var table = HeatTable.Of(ledger, tasks, day);
        for (var i = 0; i < ledger.Sections.Count; i++) yield return Line(ledger.Sections[i].Title ?? "全部任务", table.BySection.GetValueOrDefault(i));
        if (ledger.Sections.Count > 1) yield return Line("合计", table.All);

        static IReadOnlyList<string> Line(string title, LightCount count) => [title, $"{count.All}", $"{count.Green}", $"{count.Yellow}", $"{count.Red}", $"{count.Done}"];
    }
}
