using Dazhou.Serverless.Projects;
using Dazhou.Serverless.Projects.Rehearsal;

namespace Orchestrations.Tests.Simulation;

/// <summary>What people hand in: mostly in order, at times over a limit, where the rules must refuse it, and by instalments.</summary>
internal static class HandedIn
{
    public static async Task<string> OfAsync(World world, ToDo todo, ProjectRow project, ProjectLedgerRow? ledger)
    {
        var chance = world.Chance;
        var today = ChinaTime.DayOf(world.Now);
        if (chance.Of(0.1) && TooMuch(todo.Step, ledger, today) is { } wrong) return wrong;
        return SubmissionKinds.Of(todo.Step).Step switch
        {
            // 市数字经济局 mostly grants more time, and lets few projects lapse.
            ExtensionKinds.OverduePlan => SubmissionJson.Write(chance.Of(0.2)
                ? new OverduePlanDecision(OverduePlanMeasure.Lapse, null, "长期未提交")
                : new OverduePlanDecision(OverduePlanMeasure.Extend, today.AddDays(1 + chance.Below(40)), "情况属实")),
            MainLineKinds.Payment when chance.Of(0.4) => SubmissionJson.Write(new PaymentApplication(Math.Round(Open(ledger) / 2, 2), false)),
            MainLineKinds.Payment => SubmissionJson.Write(new PaymentApplication(Open(ledger), true)),
            MainLineKinds.Acceptance when chance.Of(0.15) =>
                """{"passed":false,"conclusion":"不合格","defects":"未完成等级保护测评"}""",
            MainLineKinds.Opinion when chance.Of(0.15) => SubmissionJson.Write(new ExpertOpinion(false, 40, "与已建系统重复")),
            MainLineKinds.Contract when chance.Of(0.5) && ledger?.ControlPrice is { } price => SubmissionJson.Write(new ContractRecord(
                "1", "中标商", Math.Round(price * 0.8m, 2), today, today, today.AddMonths(2 + chance.Below(9)))),
            _ => RehearsalContent.Of(new(todo.Step, todo.Round), project, ledger, today, await PanelAsync(world, project)),
        };
    }

    private static string? TooMuch(string step, ProjectLedgerRow? ledger, DateOnly today) => step switch
    {
        MainLineKinds.BudgetApplication when ledger?.Estimate is { } estimate => SubmissionJson.Write(new BudgetApplication(estimate + 0.01m)),
        MainLineKinds.Contract when ledger?.ControlPrice is { } price =>
            SubmissionJson.Write(new ContractRecord("1", "中标商", price + 0.01m, today, today, today.AddMonths(6))),
        MainLineKinds.Payment => SubmissionJson.Write(new PaymentApplication(Open(ledger) + 0.01m, true)),
        _ => null,
    };

    private static decimal Open(ProjectLedgerRow? ledger)
    {
        var payment = ledger!.ForPayment();
        return payment.Contract + payment.Supplements - payment.Paid;
    }

    private static async Task<IReadOnlyList<string>> PanelAsync(World world, ProjectRow project) =>
        [.. (await world.Get<PanelCandidates>().ChoosableAsync(project)).Take(project.Policy.SmallestPanel).Select(expert => expert.Id)];
}
