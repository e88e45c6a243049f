using Dazhou.Serverless.Directory;
using Dazhou.Serverless.Records;

namespace Dazhou.Serverless.Approvals;

/// <summary>What somebody said about a subject.</summary>
/// <param name="At">When.</param>
/// <param name="Person">Who, by name, with the absent person's whose substitute it is.</param>
/// <param name="Act">What was asked: 审核, 审定, 审核前的加签意见.</param>
/// <param name="Decision">同意, 不同意, 退回补正.</param>
/// <param name="Comment">With which words.</param>
public sealed record GivenOpinion(DateTimeOffset At, string Person, string Act, string Decision, string? Comment);

/// <summary>The opinions about a subject so far, for those who read it before they decide.</summary>
public static class GivenOpinions
{
    /// <summary>All of them, the oldest first.</summary>
    public static async Task<IReadOnlyList<GivenOpinion>> OfAsync(ITableStore tables, IDirectory directory, string subject, CancellationToken cancellation)
    {
        var steps = (await tables.ListAsync<ApprovalStepRow>(subject, cancellation)).ToDictionary(step => step.RowKey, StringComparer.Ordinal);
        var opinions = new List<GivenOpinion>();
        foreach (var decision in (await tables.ListAsync<DecisionRow>(subject, cancellation)).OrderBy(decision => decision.At))
        {
            var asked = steps.GetValueOrDefault(decision.StepRound.RowKey);
            var name = await directory.NameOfAsync(decision.Person, cancellation);
            opinions.Add(new(decision.At, asked?.NameOf(decision.Person, name) ?? name, DecisionTexts.ActOf(asked, decision.Person), decision.Decision.Chinese(), decision.Comment));
        }

        return opinions;
    }
}
