using Dazhou.Serverless.Documents;

namespace Dazhou.Serverless.Approvals;

/// <summary>What documents say of decisions.</summary>
public static class DecisionTexts
{
    /// <summary>会议纪要〔2026〕5号（2026年3月9日）</summary>
    public static string Of(Resolution resolution)
    {
        ArgumentNullException.ThrowIfNull(resolution);
        return $"会议纪要{resolution.Number}（{DocumentText.Day(resolution.Date)}）";
    }

    /// <summary>The resolutions of meetings on which an outcome rests, in the order of time; none where no meeting decided.</summary>
    public static IReadOnlyList<string> Resolutions(ApprovalOutcome outcome)
    {
        ArgumentNullException.ThrowIfNull(outcome);
        return [.. outcome.Steps.SelectMany(step => step.Decisions).Select(decision => decision.Resolution).OfType<Resolution>().Select(Of).Distinct(StringComparer.Ordinal)];
    }
}
