namespace Dazhou.Serverless.Ledgers;

/// <summary>Who may do what to a task, and when; pure. Operators act for the coordinating office.</summary>
public static class TaskActRules
{
    /// <summary>Characters of a text at most.</summary>
    public const int LongestText = 4_000;

    private const string Field = "";

    /// <summary>Returns whether a unit takes part in a task: as lead, as responsible unit, or as a county.</summary>
    public static bool TakesPart(LedgerRow ledger, TaskState state, string unit) =>
        state.Lead.Contains(unit, StringComparer.Ordinal) || state.Units.Contains(unit, StringComparer.Ordinal) || ledger.Counties.Contains(unit, StringComparer.Ordinal) || state.Convener == unit;

    /// <summary>Returns whether a unit reports percent and figures: it compiles, or does its own part where each does (11号: 各县（市、区）).</summary>
    public static bool ReportsProgress(TaskState state, string unit) =>
        state.Compiler == unit || (state.Convener is not null && state.Units.Contains(unit, StringComparer.Ordinal));

    /// <summary>Returns whether a kind of act is the coordinating office's alone.</summary>
    public static bool IsCoordinators(TaskActKind kind) =>
        kind is TaskActKind.Resolved or TaskActKind.ReturnDecided or TaskActKind.ExtensionDecided or TaskActKind.Urged or TaskActKind.Criticised
            or TaskActKind.ClosingRefused or TaskActKind.Closed or TaskActKind.Reopened;

    /// <summary>Returns every rule that an act breaks in a state.</summary>
    /// <param name="ledger">the ledger</param>
    /// <param name="task">the task</param>
    /// <param name="state">the state upon which the act follows</param>
    /// <param name="act">the act</param>
    public static IReadOnlyList<RuleFailure> Check(LedgerRow ledger, LedgerTaskRow task, TaskState state, TaskAct act)
    {
        var faults = new List<RuleFailure>();
        var today = ChinaTime.DayOf(act.At);
        if (state.IsClosed && act.Kind is not (TaskActKind.Reopened or TaskActKind.ReturnDecided or TaskActKind.ExtensionDecided))
        {
            Fail(Field, $"任务{task.Key}已经销号，需要继续办理的，由{ledger.CoordinatorName}重新打开");
            return faults;
        }

        if (act.Text?.Length > LongestText) Fail("text", $"文字不超过{LongestText}个字");
        if (act.Problems?.Length > LongestText) Fail("problems", $"文字不超过{LongestText}个字");
        switch (act.Kind)
        {
            case TaskActKind.Reported: Report(); break;
            case TaskActKind.Signed when state.Signed.Contains(act.Unit!, StringComparer.Ordinal): Fail(Field, "本单位已经签收"); break;
            case TaskActKind.ReturnAsked: Return(); break;
            case TaskActKind.ExtensionAsked: Extension(); break;
            case TaskActKind.ClosingAsked: Closing(); break;
            case TaskActKind.ClosingRefused when state.Phase != TaskPhase.UnderReview: Fail(Field, "没有等待复核的销号申请"); break;
            case TaskActKind.Confirmed: Confirm(); break;
            case TaskActKind.Closed or TaskActKind.Urged or TaskActKind.Criticised when state.Phase == TaskPhase.Registered:
                Fail(Field, "任务尚未交办，请先明确牵头单位和责任单位"); break;
            case TaskActKind.Closed when state.Unconfirmed.Any() && string.IsNullOrWhiteSpace(act.Text):
                Fail("text", $"{string.Join('、', state.Unconfirmed.Select(ledger.NameOf))}还没有确认汇总的推进情况，仍要销号的，请说明理由"); break;
            case TaskActKind.Reopened when !state.IsClosed: Fail(Field, "任务没有销号，不需要重新打开"); break;
            case TaskActKind.Reopened when act.Until is { } until && until < today: Fail("until", "重新办理的时限为今天或者以后的日期"); break;
            case TaskActKind.Resolved: Resolve(); break;
            default: break;
        }

        if (act.Kind is TaskActKind.ReturnAsked or TaskActKind.ExtensionAsked or TaskActKind.ClosingRefused or TaskActKind.Reopened && string.IsNullOrWhiteSpace(act.Text))
            Fail("reason", "请填写理由");
        return faults;

        void Report()
        {
            if (state.Phase == TaskPhase.Registered && !ledger.Counties.Contains(act.Unit!, StringComparer.Ordinal)) Fail(Field, "任务尚未交办，请先由牵头协调单位明确责任单位");
            if (string.IsNullOrWhiteSpace(act.Text)) Fail("text", "请填写推进情况");
            if (act.Percent is < 0 or > 100) Fail("percent", "完成进度为0至100的整数");
            if (act.Figures is { } figures)
            {
                var known = task.Definition.Figures ?? [];
                if (figures.Count > known.Count) Fail("figures", known.Count == 0 ? "本任务没有量化指标" : $"本任务有{known.Count}个量化指标");
                for (var i = 0; i < Math.Min(figures.Count, known.Count); i++)
                {
                    if (figures[i] < 0) Fail($"figures[{i}]", $"“{known[i].Name}”不为负数");
                }
            }

            if (!ReportsProgress(state, act.Unit!) && (act.Percent is not null || act.Figures is not null))
                Fail("percent", "完成进度和指标由汇总的牵头单位填报，配合单位填写推进情况");
        }

        void Confirm()
        {
            if (!state.Lead.Skip(1).Contains(act.Unit!, StringComparer.Ordinal)) Fail(Field, "确认由汇总单位以外的牵头单位办理");
            else if (state.ReportedAt is null) Fail(Field, $"{ledger.NameOf(state.Lead[0])}还没有反馈推进情况，不能确认");
            else if (state.Confirmed.Contains(act.Unit!, StringComparer.Ordinal)) Fail(Field, "本单位已经确认汇总单位最近一次反馈的推进情况");
        }

        void Return()
        {
            if (state.Open.Any(open => open.Kind == TaskActKind.ReturnAsked && open.Unit == act.Unit)) Fail(Field, "本单位的退办申请正在等待决定");
            if (ledger.Counties.Contains(act.Unit!, StringComparer.Ordinal) && !state.Lead.Concat(state.Units).Contains(act.Unit!, StringComparer.Ordinal))
                Fail(Field, "各项任务均涉及各县（市、区），不能退办");
            if (act.ToUnit == act.Unit) Fail("toUnit", "建议改由的单位不是本单位");
        }

        void Extension()
        {
            if (act.Unit != state.Compiler) Fail(Field, "延期由汇总的牵头单位申请");
            if (state.Open.Any(open => open.Kind == TaskActKind.ExtensionAsked)) Fail(Field, "延期申请正在等待决定");
            if (today > state.Due) Fail(Field, $"完成时限已于{ChinaTime.Text(state.Due)}届满，延期应当在届满以前申请");
            if (act.Until is not { } until) Fail("until", "请填写申请延期到的日期（yyyy-MM-dd）");
            else if (until <= state.Due) Fail("until", $"申请延期到的日期应晚于现在的时限{ChinaTime.Text(state.Due)}");
        }

        void Closing()
        {
            if (act.Unit != state.Compiler) Fail(Field, "销号由汇总的牵头单位申请");
            if (state.Phase == TaskPhase.UnderReview) Fail(Field, "销号申请正在等待复核");
            else if (state.ReportedAt is null) Fail(Field, "请先填报推进情况，再申请销号");
        }

        void Resolve()
        {
            if (act.Lead is not { Count: > 0 } && state.Lead.Count == 0 && !(task.Definition.LeadPresumed && state.Units.Count > 0))
                Fail("lead", "本任务没有列明牵头单位，请明确由哪个单位牵头");
            foreach (var unit in (act.Lead ?? []).Concat(act.Units ?? []).Where(unit => state.Lead.Contains(unit, StringComparer.Ordinal)))
                Fail("units", $"{ledger.NameOf(unit)}已经是牵头单位");
        }

        void Fail(string field, string message) => faults.Add(new($"task-{act.Kind}", ledger.Document, field, message));
    }
}
