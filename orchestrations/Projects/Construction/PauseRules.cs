using Dazhou.Serverless.Approvals;

namespace Dazhou.Serverless.Projects;

/// <summary>The state of a project in construction.</summary>
/// <param name="Building">whether it is in stage <c>Construction</c></param>
/// <param name="Paused">whether it is paused</param>
/// <param name="TerminationAsked">whether an application to terminate is being decided</param>
public sealed record BuildingState(bool Building, bool Paused, bool TerminationAsked);

/// <summary>The unit's report of 严重逾期 or 重大损失 (第四十六条第一款).</summary>
/// <param name="SeriousDelay">工程严重逾期</param>
/// <param name="MajorLoss">投资重大损失</param>
/// <param name="Description">what happened</param>
public sealed record TroubleReport(bool? SeriousDelay, bool? MajorLoss, string? Description);

/// <summary>The order of 市数字经济局 to pause or resume (第四十六条第一款).</summary>
/// <param name="Reason">the reason</param>
public sealed record PauseOrder(string? Reason);

/// <summary>The unit's application to terminate the project (第四十六条第二款).</summary>
/// <param name="SubstantiveProgress">已实施且有实质性进展</param>
/// <param name="CannotReachObjectives">难以继续实施，无法完成总体目标</param>
/// <param name="Ground">the external change and the force majeure</param>
public sealed record TerminationRequest(bool? SubstantiveProgress, bool? CannotReachObjectives, string? Ground);

/// <summary>暂停与终止 (第四十六条).</summary>
public static class PauseRules
{
    private const string First = "第四十六条第一款";
    private const string Second = "第四十六条第二款";

    /// <summary>The rules of a report.</summary>
    public static IReadOnlyList<StageRule<(TroubleReport Report, BuildingState State)>> Report { get; } =
    [
        new("trouble-kind", First, "seriousDelay", "须说明是工程严重逾期还是投资重大损失",
            c => c.Report.SeriousDelay != true && c.Report.MajorLoss != true),
        StageRules.Text<(TroubleReport Report, BuildingState State)>("trouble-description", First, "description", "情况说明", c => c.Report.Description),
        new("trouble-building", First, "", "项目不在建设过程中", c => !c.State.Building),
    ];

    /// <summary>The rules of an order to pause.</summary>
    public static IReadOnlyList<StageRule<(PauseOrder Order, BuildingState State)>> Pause { get; } =
    [
        StageRules.Text<(PauseOrder Order, BuildingState State)>("pause-reason", First, "reason", "暂停理由", c => c.Order.Reason),
        new("pause-building", First, "", "项目不在建设过程中，不能暂停建设", c => !c.State.Building),
        new("pause-once", First, "", "项目已经暂停建设", c => c.State.Paused),
    ];

    /// <summary>The rules of an order to resume.</summary>
    public static IReadOnlyList<StageRule<(PauseOrder Order, BuildingState State)>> Resume { get; } =
    [
        StageRules.Text<(PauseOrder Order, BuildingState State)>("resume-reason", First, "reason", "恢复理由", c => c.Order.Reason),
        new("resume-paused", First, "", "项目没有暂停建设", c => !c.State.Paused),
    ];

    /// <summary>
    /// Who decides on an application to terminate: 市数字经济局 verifies, then those who established the project agree, since
    /// 市委市政府 decides by amount. <paramref name="number"/> makes the step keys unique within the project.
    /// </summary>
    public static IReadOnlyList<ApprovalStep> StepsFor(ProjectRef project, int number) =>
    [
        new()
        {
            Key = $"{Stages.Termination}{number}.bureau",
            Act = Act.Approve,
            Approvers = [ProjectPosts.Reviewers],
            Period = new WorkingDays(project.Policy.SignatureWorkingDays),
            Article = Second,
            Escalation = ProjectPosts.ReviewersSuperior,
        },
        .. LeadershipRoute.OfProject($"{Stages.Termination}{number}", project.TotalInvestment, project.Unit, project.Policy),
    ];

    /// <summary>When the contract term ends, at +08:00; null if it has none.</summary>
    public static DateTimeOffset? TermOf(ContractRecord? contract) => contract?.EndsOn is { } ends ? ChinaTime.StartOf(ends.AddDays(1)) : null;

    /// <summary>The end of the term after a pause, extended by the whole days of the pause.</summary>
    public static DateTimeOffset? TermAfter(DateTimeOffset? term, DateTimeOffset pausedAt, DateTimeOffset resumedAt) =>
        term?.AddDays(ChinaTime.DayOf(resumedAt).DayNumber - ChinaTime.DayOf(pausedAt).DayNumber);

    /// <summary>The rules of an application to terminate the project.</summary>
    public static IReadOnlyList<StageRule<(TerminationRequest Request, BuildingState State)>> Termination { get; } =
    [
        StageRules.Yes<(TerminationRequest Request, BuildingState State)>("termination-progress", Second, "substantiveProgress",
            "申请终止的项目须已实施且有实质性进展", c => c.Request.SubstantiveProgress),
        StageRules.Yes<(TerminationRequest Request, BuildingState State)>("termination-objectives", Second, "cannotReachObjectives",
            "须是难以继续实施、无法完成总体目标的项目", c => c.Request.CannotReachObjectives),
        StageRules.Text<(TerminationRequest Request, BuildingState State)>("termination-ground", Second, "ground",
            "外部环境变化和不可抗因素的说明", c => c.Request.Ground),
        new("termination-building", Second, "", "项目不在建设过程中", c => !c.State.Building),
        new("termination-once", Second, "", "终止申请正在办理", c => c.State.TerminationAsked),
    ];
}
