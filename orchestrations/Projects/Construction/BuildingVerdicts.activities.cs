using Dazhou.Serverless.Approvals;
using Dazhou.Serverless.Records;
using Microsoft.Azure.Functions.Worker;

namespace Dazhou.Serverless.Projects;

/// <summary>
/// Evaluates rules for submissions during construction. They are activities so that changing a rule does not break the
/// replay of running instances.
/// </summary>
public sealed class BuildingVerdictActivities(ITableStore tables)
{
    /// <summary>Determines whether an adjustment is 备案 or 审批, and who approves it.</summary>
    [Function(nameof(JudgeAdjustment))]
    public async Task<AdjustmentVerdict> JudgeAdjustment([ActivityTrigger] ActInput input, CancellationToken cancellation = default)
    {
        var ledger = await ProjectLedgers.ChangeAsync(tables, input.Project.Id, row => row, cancellation);
        return AdjustmentRules.Judge(
            new(input.Act.Read<AdjustmentRequest>(), ledger.ApprovedTotal, input.Project.Policy), input.Project.Unit, input.Act.Round);
    }

    /// <summary>Whether an unapproved change blocks payment.</summary>
    [Function(nameof(BlocksPayment))]
    public Task<bool> BlocksPayment([ActivityTrigger] UnapprovedChange change) => Task.FromResult(AdjustmentRules.BlocksPayment(change));

    /// <summary>The approval steps of the unit's application to terminate the project.</summary>
    [Function(nameof(PlanTermination))]
    public Task<IReadOnlyList<ApprovalStep>> PlanTermination([ActivityTrigger] ActInput input) =>
        Task.FromResult(PauseRules.StepsFor(input.Project, input.Act.Round));

    /// <summary>When the monthly reports are requested.</summary>
    [Function(nameof(PlanProgress))]
    public Task<ProgressPlan> PlanProgress([ActivityTrigger] ProgressQuestion question) =>
        Task.FromResult(ProgressRules.PlanOf(question.SignedOn, question.At));
}

/// <summary>The input of <see cref="BuildingVerdictActivities.PlanProgress"/>.</summary>
public sealed record ProgressQuestion(DateOnly SignedOn, DateTimeOffset At);
