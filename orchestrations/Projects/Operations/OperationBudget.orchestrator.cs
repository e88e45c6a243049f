using Dazhou.Serverless.Approvals;
using Dazhou.Serverless.Mail;
using Dazhou.Serverless.Records;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Dazhou.Serverless.Projects;

/// <summary>
/// 运维预算 of a system for a year: 市数字经济局 assesses a 续运维 (第三十二条第二项), then 市财政局 reviews it and arranges the money (第三十三条).
/// After a 退回补正 by either, the unit is asked again, and its new application goes through both in the next round.
/// </summary>
public static class OperationBudget
{
    /// <summary>The subject kind of a budget in approvals.</summary>
    public const string SubjectKind = "operationBudget";

    private const string Funds = "第三十三条";

    /// <summary>The instance id of a budget.</summary>
    public static string InstanceIdOf(string budget) => $"operation-{budget}";

    /// <summary>Runs the budget to its end; returns the final state. Input: <see cref="OperationBudgetRow"/>.</summary>
    [Function(nameof(OperationBudget))]
    public static async Task<OperationState> RunAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var budget = context.GetInput<OperationBudgetRow>()!;
        for (var round = 1; ; round++)
        {
            var result = await RunRoundAsync(context, budget, round);
            if (result.State == OperationState.Correction)
            {
                var corrected = await CorrectAsync(context, budget, round, result.Comment);
                if (!corrected.Withdrawn) continue;
                result = RoundResult.Withdrawn;
            }

            await context.SetAsync(budget, round, result.State, result.Amount);
            await TellUnitAsync(context, budget, result);
            return result.State;
        }
    }

    private static async Task<RoundResult> RunRoundAsync(TaskOrchestrationContext context, OperationBudgetRow budget, int round)
    {
        var reading = await context.ReadAsync(budget, new(OperationSteps.Application, round));
        var handedIn = reading.Act!;
        var (from, summary) = (ChinaTime.DayOf(handedIn.At), SummaryOf(budget, handedIn.Application!));
        if (reading.NeedsAssessment)
        {
            var assessed = await AssessAsync(context, budget, round, from);
            if (assessed.Withdrawn) return RoundResult.Withdrawn;
            var assessment = assessed.Act!.Assessment!;
            if (assessment.Passed != true) return new(OperationState.Correction, assessment.Opinion);
            (from, summary) = (ChinaTime.DayOf(assessed.Act.At), $"{summary}。论证评估建议{Amounts.Text(assessment.Amount!.Value)}：{assessment.Opinion}");
        }

        await context.SetAsync(budget, round, OperationState.Review);
        // Withdrawn just before the review opened; from now on a withdrawal ends the review itself.
        if ((await context.ReadAsync(budget, new(OperationSteps.Review, round))).Withdrawn) return RoundResult.Withdrawn;
        var outcome = await context.DecideAsync($"Approval:{round}", ReviewOf(budget, round, from, summary));
        return outcome.Result switch
        {
            ApprovalResult.Agreed => await ArrangeAsync(context, budget, round, ChinaTime.DayOf(outcome.At)),
            ApprovalResult.Returned => new(OperationState.Correction, outcome.Comment),
            ApprovalResult.Withdrawn => RoundResult.Withdrawn,
            _ => new(OperationState.Refused, outcome.Comment),
        };
    }

    private static Task<OperationReading> AssessAsync(TaskOrchestrationContext context, OperationBudgetRow budget, int round, DateOnly from) =>
        context.AskAsync(budget, OperationState.Assessment, new()
        {
            Subject = budget.ToSubmissionSubject(),
            Step = OperationSteps.Assessment,
            Round = round,
            Stage = nameof(OperationBudget),
            Post = ProjectPosts.Planners,
            ToDo = "续运维的信息化项目，请根据市场价格、技术发展趋势等因素，组织相关单位、专家或者委托第三方专业机构重新论证评估，登记意见和建议金额。",
            Article = "第三十二条第二项",
            Period = new WorkingDays(budget.Policy.PostEvaluationWorkingDays),
            From = from,
            Escalation = ProjectPosts.ReviewersSuperior,
        });

    private static async Task<RoundResult> ArrangeAsync(TaskOrchestrationContext context, OperationBudgetRow budget, int round, DateOnly from)
    {
        var arranged = await context.AskAsync(budget, OperationState.Arrangement, new()
        {
            Subject = budget.ToSubmissionSubject(),
            Step = OperationSteps.Arrangement,
            Round = round,
            Stage = nameof(OperationBudget),
            Post = ProjectPosts.Treasury,
            ToDo = "运维经费已经审核同意，请统筹安排所需费用，登记安排金额。",
            Article = Funds,
            Period = new WorkingDays(budget.Policy.PaymentWorkingDays),
            From = from,
            Escalation = ProjectPosts.TreasurySuperior,
        });
        // A recorded arrangement can no longer be withdrawn.
        if (arranged.Act?.Arrangement is not { } arrangement) return RoundResult.Withdrawn;
        return arrangement.Arranged == true
            ? new(OperationState.Arranged, arrangement.Comment, arrangement.Amount)
            : new(OperationState.Refused, arrangement.Comment);
    }

    private static Task<OperationReading> CorrectAsync(TaskOrchestrationContext context, OperationBudgetRow budget, int round, string? wanted) =>
        context.AskAsync(budget, OperationState.Correction, new()
        {
            Subject = budget.ToSubmissionSubject(),
            Step = OperationSteps.Application,
            Round = round + 1,
            Stage = nameof(OperationBudget),
            Post = ProjectPosts.ContactOf(budget.Unit),
            ToDo = $"运维预算申报已退回补正：{wanted}。请修改后重新提交（第{round + 1}轮）。",
            Article = "第三十二条",
            Period = new Days(budget.Policy.PromptDays),
            From = context.Today(),
            Escalation = ProjectPosts.Planners,
        });

    private static ApprovalRequest ReviewOf(OperationBudgetRow budget, int round, DateOnly from, string summary) => new()
    {
        Subject = new(SubjectKind, budget.Id, budget.Title),
        Stage = nameof(OperationBudget),
        Summary = summary,
        Round = round,
        From = from,
        ReturnsToCaller = true,
        Applicant = ProjectPosts.ContactOf(budget.Unit),
        Lines = OperationSequence.LinesOf(budget),
        Steps =
        [
            new()
            {
                Key = OperationSteps.Review,
                Act = Act.Review,
                Approvers = [ProjectPosts.Treasury],
                Period = new WorkingDays(budget.Policy.PaymentWorkingDays),
                Article = Funds,
                Escalation = ProjectPosts.TreasurySuperior,
            },
        ],
    };

    private static string SummaryOf(OperationBudgetRow budget, OperationApplication application) =>
        $"{budget.UnitName}申报{budget.SystemName}{budget.Year}年度运维经费（{OperationBudgetTexts.Chinese(application.Kind)}）{Amounts.Text(application.Amount!.Value)}，"
        + $"{application.From:yyyy年M月d日}至{application.Until:yyyy年M月d日}，{OperationBudgetTexts.Chinese(application.Source)}：{application.Need}";

    private static async Task TellUnitAsync(TaskOrchestrationContext context, OperationBudgetRow budget, RoundResult result)
    {
        var text = result.State switch
        {
            OperationState.Arranged => $"运维经费已经安排{Amounts.Text(result.Amount!.Value)}。{result.Comment}",
            OperationState.Withdrawn => "运维预算申报已经撤回，不再办理。",
            _ => $"运维经费不予安排：{result.Comment}",
        };
        await context.MailAsync(
            budget.Id, "ended", await context.HolderOfAsync(ProjectPosts.ContactOf(budget.Unit)),
            new Notice { Title = budget.Title, ToDo = text, Article = Funds, Lines = OperationSequence.LinesOf(budget), Page = OperationSequence.PageOf(budget) });
    }

    /// <summary>The result of a round.</summary>
    private sealed record RoundResult(OperationState State, string? Comment, decimal? Amount = null)
    {
        public static RoundResult Withdrawn { get; } = new(OperationState.Withdrawn, null);
    }
}
