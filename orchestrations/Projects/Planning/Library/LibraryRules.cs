namespace Dazhou.Serverless.Projects;

/// <summary>A unit's answer to the carry-over question.</summary>
/// <param name="Confirmed">whether the project stays in the library</param>
/// <param name="Comment">the comment</param>
public sealed record CarryOverAnswer(bool? Confirmed, string? Comment);

/// <summary>What a unit can do with its project in the library (第七条: 动态管理、滚动储备).</summary>
public static class LibraryRules
{
    /// <summary>The rules of the answer.</summary>
    public static IReadOnlyList<StageRule<CarryOverAnswer>> CarryOver { get; } =
        [new("carry-over-answer", "第七条", "confirmed", "须说明是否继续保留在信息化项目库", answer => answer.Confirmed is null)];

    /// <summary>Returns why a project cannot be updated now, in Chinese; null if it can.</summary>
    /// <param name="project">the project</param>
    /// <param name="act">the act that ended its passage; null if there is none</param>
    /// <param name="oneByOne">whether it is being decided one by one</param>
    /// <param name="inPlan">whether an annual plan that contains it is being decided</param>
    public static string? WhyNotUpdate(ProjectRow project, LibraryActRow? act, bool oneByOne, bool inPlan) =>
        WhyNotWithdraw(project, act)
        ?? (oneByOne ? "项目已经进入一事一议的审批，不能再更新；需要修改的，可以先撤回。"
            : inPlan ? "项目已经列入正在审议的年度计划，审定后再更新。" : null);

    /// <summary>Returns why a project cannot be withdrawn now, in Chinese; null if it can.</summary>
    public static string? WhyNotWithdraw(ProjectRow project, LibraryActRow? act) =>
        !project.Policy.LibraryAdmissionFirst || project.Stage is not (Stages.ExpertArgumentation or Stages.Establishment)
            ? "项目不在信息化项目库中：初审以前的补正和撤回在审批环节办理，立项以后按项目调整办理。"
            : act?.Kind switch
            {
                LibraryActKind.Closed => "项目已经进入市委市政府审批。",
                LibraryActKind.Withdrawn => "项目已经撤回。",
                LibraryActKind.Updated => "项目的更新正在处理，请稍候。",
                _ => null,
            };
}
