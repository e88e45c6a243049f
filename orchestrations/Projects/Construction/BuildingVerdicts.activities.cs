using Dazhou.Serverless.Approvals;
using Dazhou.Serverless.Records;
using Microsoft.Azure.Functions.Worker;

namespace Dazhou.Serverless.Projects;

/// <summary>
/// What the rules say of what comes in while a project is built. Asked by activities, so that a building which has begun goes on
/// by what it was told when a rule changes.
/// </summary>
public sealed class BuildingVerdictActivities(ITableStore tables)
{
    /// <summary>Whether an adjustment is filed or approved, and by whom.</summary>
    [Function(nameof(JudgeAdjustment))]
    public async Task<AdjustmentVerdict> JudgeAdjustment([ActivityTrigger] ActInput input, CancellationToken cancellation = default)
    {
        var ledger = await ProjectLedgers.ChangeAsync(tables, input.Project.Id, row => row, cancellation);
        return AdjustmentRules.Judge(
            new(input.Act.Read<AdjustmentRequest>(), ledger.ApprovedTotal, input.Project.Policy), input.Project.Unit, input.Act.Round);
    }

    /// <summary>Whether nothing may be paid because of a change that nobody had approved.</summary>
    [Function(nameof(BlocksPayment))]
    public Task<bool> BlocksPayment([ActivityTrigger] UnapprovedChange change) => Task.FromResult(AdjustmentRules.BlocksPayment(change));

    /// <summary>Who decides on the unit's application to end the project.</summary>
    [Function(nameof(PlanTermination))]
    public Task<IReadOnlyList<ApprovalStep>> PlanTermination([ActivityTrigger] ActInput input) =>
        Task.FromResult(PauseRules.StepsFor(input.Project, input.Act.Round));

    /// <summary>When the monthly reports are asked for.</summary>
    [Function(nameof(PlanProgress))]
    public Task<ProgressPlan> PlanProgress([ActivityTrigger] ProgressQuestion question) =>
        Task.FromResult(ProgressRules.PlanOf(question.SignedOn, question.At));
}

/// <summary>The input of <see cref="BuildingVerdictActivities.PlanProgress"/>.</summary>
public sealed record ProgressQuestion(DateOnly SignedOn, DateTimeOffset At);
