using Dazhou.Serverless.Approvals;

namespace Dazhou.Serverless.Projects;

/// <summary>
/// 补正 and 撤回 by a project's unit, by stage (第六条、第十条). Our own choice where the gazette is silent: once a project is
/// established, withdrawing an application only lets the unit revise it. An established project ends only by 第三十六条,
/// 第四十六条 or 第五十三条.
/// </summary>
public static class ApplicantRules
{
    /// <summary>
    /// Returns the step on which the unit can act now; null if there is none. The project's current stage comes first,
    /// then the stages running beside it.
    /// </summary>
    /// <param name="stage">the project's stage</param>
    /// <param name="steps">all steps of the project, in the order of opening</param>
    /// <param name="answered">whether a returned step has been answered</param>
    public static ApprovalStepRow? Standing(string stage, IEnumerable<ApprovalStepRow> steps, Func<ApprovalStepRow, bool> answered)
    {
        var all = steps.ToList();
        return new[] { all.LastOrDefault(step => step.Stage == stage) }
            .Concat(all.Where(step => step.Stage != stage && IsBeside(step.Stage)).Reverse())
            .FirstOrDefault(step => step is not null && (MayCorrect(step) ? !answered(step) : MayWithdraw(step)));
    }

    /// <summary>Whether a returned step waits for 补正; in other stages the submission is requested again.</summary>
    public static bool MayCorrect(ApprovalStepRow step) =>
        step.Outcome?.Result == ApprovalResult.Returned && (CorrectionRules.Allows(step.Stage) || IsBeside(step.Stage));

    /// <summary>Whether an open step decides on an application of the unit, which can therefore be withdrawn.</summary>
    public static bool MayWithdraw(ApprovalStepRow step) =>
        step.Outcome is null
        && (CorrectionRules.Allows(step.Stage)
            || IsBeside(step.Stage)
            || step.Stage is Stages.TechnicalReview or Stages.BudgetReview or Stages.PreAcceptance or Stages.Payment);

    /// <summary>Whether 撤回 ends the project's application; in later stages the submission is requested again.</summary>
    public static bool EndsWithWithdrawal(string stage) => CorrectionRules.Allows(stage) || IsBeside(stage);

    private static bool IsBeside(string stage) =>
        stage is Stages.SupplementaryContract or Stages.Adjustment or Stages.Termination or Stages.Extension;
}
