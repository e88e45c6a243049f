using System.Globalization;
using Dazhou.Serverless.Functions.Common;
using Dazhou.Serverless.Input;
using Dazhou.Serverless.Ledgers;
using Microsoft.AspNetCore.Http;

namespace Dazhou.Serverless.Functions.Ledgers;

/// <summary>
/// The forms of a task's acts: which a reader is offered, and how what was typed becomes the act of the API. The rules judge again
/// what is sent; a form that is not offered is only one that would be refused whatever is typed.
/// </summary>
internal static class TaskActForms
{
    private static readonly char[] Separators = ['\n', '\r', '、', ',', '，', ';', '；'];

    /// <summary>Returns the forms of a reader, the most urgent first, by the acts' names in addresses.</summary>
    public static IReadOnlyList<(string Act, SubmissionKind Form)> Of(LedgerTaskView view)
    {
        var (ledger, state) = (view.View.Ledger, view.Task.State);
        var acts = new List<TaskActKind>();
        if (view.View.Coordinates) OfCoordinator();
        if (UnitOf(view) is { } unit) OfUnit(unit);
        return [.. acts.Select(kind => (LedgerDesk.NameOf(kind), FormOf(view, kind)))];

        void OfCoordinator()
        {
            if (state.IsClosed) acts.Add(TaskActKind.Reopened);
            else
            {
                if (state.Phase == TaskPhase.UnderReview) acts.AddRange([TaskActKind.Closed, TaskActKind.ClosingRefused]);
                if (state.Unresolved || state.Phase == TaskPhase.Registered) acts.Add(TaskActKind.Resolved);
                if (state.Phase != TaskPhase.Registered) acts.Add(TaskActKind.Urged);
                if (state.Phase is not (TaskPhase.Registered or TaskPhase.UnderReview)) acts.Add(TaskActKind.Closed);
            }
        }

        void OfUnit(string unit)
        {
            var (named, county) = (state.Lead.Concat(state.Units).Append(state.Convener).Contains(unit, StringComparer.Ordinal), ledger.Counties.Contains(unit, StringComparer.Ordinal));
            if (state.IsClosed || (state.Phase == TaskPhase.Registered && !county)) return;
            if (!state.Signed.Contains(unit, StringComparer.Ordinal)) acts.Add(TaskActKind.Signed);
            if (state.ReportedAt is not null && state.Unconfirmed.Contains(unit, StringComparer.Ordinal)) acts.Add(TaskActKind.Confirmed);
            acts.Add(TaskActKind.Reported);
            if (unit == state.Compiler && state is { ReportedAt: not null, Phase: not TaskPhase.UnderReview }) acts.Add(TaskActKind.ClosingAsked);
            if (unit == state.Compiler && view.View.Today <= state.Due && state.Open.All(open => open.Kind != TaskActKind.ExtensionAsked)) acts.Add(TaskActKind.ExtensionAsked);
            if (named && state.Convener != unit && state.Open.All(open => open.Kind != TaskActKind.ReturnAsked || open.Unit != unit)) acts.Add(TaskActKind.ReturnAsked);
        }
    }

    /// <summary>The unit for which a reader acts: its own, an operator for the compiling one; null for who takes no part.</summary>
    public static string? UnitOf(LedgerTaskView view) =>
        view.View.Reader.Unit is not { } unit ? view.Task.State.Compiler
        : TaskActRules.TakesPart(view.View.Ledger, view.Task.State, unit) ? unit
        : null;

    /// <summary>Returns the form of an act.</summary>
    public static SubmissionKind FormOf(LedgerTaskView view, TaskActKind kind) => new()
    {
        Step = $"task-{LedgerDesk.NameOf(kind)}",
        Title = TitleOf(kind),
        Article = view.View.Ledger.Document,
        Stage = nameof(TaskWatch),
        Side = SubmissionSide.Unit,
        TakesFiles = kind == TaskActKind.Reported,
        Fields = [.. FieldsOf(view, kind)],
    };

    /// <summary>What a form does, after 提交.</summary>
    public static string TitleOf(TaskActKind kind) => kind switch
    {
        TaskActKind.Reported => "推进情况",
        TaskActKind.Closed => "办结（销号）",
        TaskActKind.ClosingRefused => "复核意见（未通过）",
        TaskActKind.Reopened => "重新打开",
        _ => TaskTexts.Chinese(kind),
    };

    /// <summary>Returns the act of what was typed, and what could not be read.</summary>
    public static (SentAct Sent, IReadOnlyList<Fault> Faults) Read(SubmissionKind form, IFormCollection typed)
    {
        var faults = new List<Fault>();
        var figures = form.Fields.Where(field => field.Name.StartsWith("figures[", StringComparison.Ordinal)).Select(field => Number(field.Name)).ToList();
        return (new()
        {
            Text = Text("text"),
            Reason = Text("reason"),
            Problems = Text("problems"),
            Percent = Number("percent"),
            Figures = figures.Exists(figure => figure is not null) ? figures : null,
            Until = Day("until"),
            ToUnit = Text("toUnit"),
            Lead = Names("lead"),
            Units = Names("units"),
        }, faults);

        string? Text(string name) => typed[name].ToString().Trim() is { Length: > 0 } text ? text : null;

        decimal? Number(string name)
        {
            if (Text(name) is not { } text) return null;
            if (Numerals.Number(text) is { } number) return number;
            faults.Add(new(name, "请填写数字"));
            return null;
        }

        DateOnly? Day(string name)
        {
            if (Text(name) is not { } text) return null;
            if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)) return day;
            faults.Add(new(name, "请按yyyy-MM-dd填写日期"));
            return null;
        }

        List<string>? Names(string name) => Text(name)?.Split(Separators, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) is { Length: > 0 } names ? [.. names] : null;
    }

    /// <summary>Returns faults under the fields of a form: one of <c>lead[0]</c> under <c>lead</c>, one of no field under none.</summary>
    public static IReadOnlyList<Fault> Placed(SubmissionKind form, IEnumerable<Fault> faults) =>
        [.. faults.Select(fault =>
            form.Fields.Any(field => field.Name == fault.Field) || fault.Field == "file" && form.TakesFiles ? fault
            : fault with { Field = form.Fields.FirstOrDefault(field => field.Name == fault.Field.Split('[')[0])?.Name ?? "" })];

    private static IEnumerable<SubmissionField> FieldsOf(LedgerTaskView view, TaskActKind kind)
    {
        switch (kind)
        {
            case TaskActKind.Reported:
                yield return Long("text", "推进情况");
                yield return Long("problems", "问题和困难（没有的不填）");
                if (UnitOf(view) is not { } unit || !TaskActRules.ReportsProgress(view.Task.State, unit)) yield break;
                yield return new("percent", "完成进度（%）", SubmissionFieldType.Number) { Hint = $"目前{view.Task.State.Percent}%，填写0至100的整数" };
                var figures = view.Task.Definition.Figures ?? [];
                for (var i = 0; i < figures.Count; i++)
                    yield return new($"figures[{i}]", $"{figures[i].Name}（{figures[i].Unit}）", SubmissionFieldType.Number) { Hint = $"目标{LedgerSubmissions.TargetOf(figures[i])}" };
                break;
            case TaskActKind.ExtensionAsked:
                yield return new("until", "申请延期到", SubmissionFieldType.Date) { Hint = $"现在的时限为{LedgerWords.DueOf(view.Task.State.Due, view.Task.State.Presumed)}，同意以前不变" };
                yield return Long("reason", "理由");
                break;
            case TaskActKind.ReturnAsked:
                yield return Long("reason", "理由");
                yield return new("toUnit", "建议改由的单位");
                break;
            case TaskActKind.Resolved:
                yield return new("lead", "增加的牵头单位", SubmissionFieldType.Several);
                yield return new("units", "增加的责任单位", SubmissionFieldType.Several);
                break;
            case TaskActKind.Reopened:
                yield return Long("reason", "理由");
                yield return new("until", "重新办理的时限（不填的不变）", SubmissionFieldType.Date);
                break;
            case TaskActKind.ClosingRefused:
                yield return Long("reason", "未通过的理由");
                break;
            case TaskActKind.Signed:
                break;
            case TaskActKind.Closed when view.Task.State.Unconfirmed.Any():
                yield return Long("text", $"{LedgerWords.NamesOf(view.View.Ledger, [.. view.Task.State.Unconfirmed])}还没有确认，仍要销号的理由");
                break;
            default:
                yield return Long("text", "说明（可以不填）");
                break;
        }
    }

    private static SubmissionField Long(string name, string label) => new(name, label, SubmissionFieldType.LongText);
}
