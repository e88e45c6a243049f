
namespace Dazhou.Serverless.Approvals;

/// <summary>What documents, pages and the trail say of decisions.</summary>
public static class DecisionTexts
{
    /// <summary>会议纪要〔2026〕5号（2026年3月9日）</summary>
    public static string Of(Resolution resolution)
    {
        return $"会议纪要{resolution.Number}（{ChinaTime.Text(resolution.Date)}）";
    }

    /// <summary>What a person was asked for in a step: 审核, 审定, 审核前的加签意见; 意见 where the step is not known.</summary>
    public static string ActOf(ApprovalStepRow? step, string person) =>
        step is null ? "意见" : StepRules.OnlyAdvises(step, person) ? $"{step.Step.Act.Chinese()}前的加签意见" : step.Step.Act.Chinese();

    /// <summary>The resolutions of meetings on which an outcome rests, in the order of time; none where no meeting decided.</summary>
    public static IReadOnlyList<string> Resolutions(ApprovalOutcome outcome)
    {
        return [.. outcome.Steps.SelectMany(step => step.Decisions).Select(decision => decision.Resolution).OfType<Resolution>().Select(Of).Distinct(StringComparer.Ordinal)];
    }
}
