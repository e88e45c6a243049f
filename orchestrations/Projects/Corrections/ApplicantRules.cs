using Dazhou.Serverless.Approvals;

namespace Dazhou.Serverless.Projects;

/// <summary>
/// 补正 and 撤回 by a project's unit, step by step (第六条、第十条): what each stage does with them. A choice of ours where the gazette
/// is silent: once a project is established, taking an application back only lets the unit mend it. An established project ends
/// by 第三十六条, 第四十六条 or 第五十三条 alone.
/// </summary>
public static class ApplicantRules
{
    /// <summary>
    /// The step about which the unit may do something now; null if there is none. The project's own stage comes first, then what
    /// runs beside it.
    /// </summary>
    /// <param name="stage">the project's stage</param>
    /// <param name="steps">every step of the project, in the order in which they opened</param>
    /// <param name="answered">whether a returned step was answered already</param>
    public static ApprovalStepRow? Standing(string stage, IEnumerable<ApprovalStepRow> steps, Func<ApprovalStepRow, bool> answered)
    {
        var all = steps.ToList();
        return new[] { all.LastOrDefault(step => step.Stage == stage) }
            .Concat(all.Where(step => step.Stage != stage && IsBeside(step.Stage)).Reverse())
            .FirstOrDefault(step => step is not null && (MayCorrect(step) ? !answered(step) : MayWithdraw(step)));
    }

    /// <summary>Whether a step was returned and itself waits for 补正; elsewhere its stage asks for the thing anew.</summary>
    public static bool MayCorrect(ApprovalStepRow step) =>
        step.Outcome?.Result == ApprovalResult.Returned && (CorrectionRules.Allows(step.Stage) || IsBeside(step.Stage));

    /// <summary>Whether an open step decides about something that the unit applied for, so that it may be taken back.</summary>
    public static bool MayWithdraw(ApprovalStepRow step) =>
        step.Outcome is null
        && (CorrectionRules.Allows(step.Stage)
            || IsBeside(step.Stage)
            || step.Stage is Stages.TechnicalReview or Stages.BudgetReview or Stages.PreAcceptance or Stages.Payment);

    /// <summary>Whether the application for the project itself ends with 撤回; later the unit is asked for the thing again.</summary>
    public static bool EndsWithWithdrawal(string stage) => CorrectionRules.Allows(stage) || IsBeside(stage);

    private static bool IsBeside(string stage) =>
        stage is Stages.SupplementaryContract or Stages.Adjustment or Stages.Termination or Stages.Extension;
}
