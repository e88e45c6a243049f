using System.Text;
using Dazhou.Serverless.Approvals;
using Dazhou.Serverless.Deadlines;
using Dazhou.Serverless.Directory;
using Dazhou.Serverless.Links;
using Dazhou.Serverless.Mail;
using Dazhou.Serverless.Projects;
using Dazhou.Serverless.Records;
using Dazhou.Serverless.Rehearsal;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Moq;
using Orchestrations.Tests.Support;

namespace Orchestrations.Tests.Projects.Lives;

/// <summary>An O&amp;M budget from its application to the money, in virtual time (第三十二、三十三条).</summary>
public sealed class OperationBudgetLifeTests
{
    [Fact]
    public async Task Renewed_ReturnedAndLate_IsAssessedTwiceReviewedAndArranged()
    {
        await using var office = await LivingOffice.OpenAsync("2026-09-07");
        var budget = await ApplyAsync(office, OperationKind.Renewed);
        Assert.Equal((OperationState.Assessment, false), (budget.State, budget.Late));

        // 30 working days from 7 September, over 中秋 and 国庆 with their two make-up days: nobody answers until four days after.
        var due = (await DeadlineAsync(office, budget, "assessment|1")).Deadline;
        Assert.Equal(("第三十二条第二项", Life.At("2026-10-24T00:00")), (due.Article, due.Due));
        await office.AdvanceToAsync("2026-10-27T10:00+08:00");
        Assert.Equal(
            ["2026-10-16", "2026-10-20", "2026-10-22", "2026-10-23", "2026-10-26"],
            (await MailsAsync(office, budget)).Where(mail => mail.Order.Message is DeadlineReminded && mail.Order.To.Person == "szjj.planning").Select(mail => $"{mail.CreatedAt:yyyy-MM-dd}"));
        Assert.Contains(await MailsAsync(office, budget), mail => mail.Order.Message is DeadlineEscalated);
        await RecordAsync(office, budget, OperationSteps.Assessment, "szjj", new OperationAssessment(false, null, null, "请补充报价", null));
        budget = await FindAsync(office, budget);
        Assert.Equal((OperationState.Correction, 1), (budget.State, budget.Round));
        Assert.Equal(4, (await DeadlineAsync(office, budget, "assessment|1")).Outcome!.DaysOverdue);

        await office.AdvanceToAsync("2026-11-05T10:00+08:00");
        await RecordAsync(office, budget, OperationSteps.Application, "sscjgj", budget.Application with { Amount = 18m });
        budget = await FindAsync(office, budget);
        Assert.Equal((OperationState.Assessment, 2, 18m), (budget.State, budget.Round, budget.Application.Amount));
        await AssessAsync(office, budget, 16m);
        Assert.Equal((OperationState.Review, 16m), Review(await FindAsync(office, budget)));
        var step = (await office.Tables.FindAsync<ApprovalStepRow>(budget.Id, new StepRound(OperationSteps.Review, 2).RowKey))!.Value;
        Assert.Contains("论证评估建议16.00万元：合理", step.Summary, StringComparison.Ordinal);

        // 市财政局 agrees by its mailed link on the next morning.
        await office.AdvanceToAsync("2026-11-07T00:00+08:00");
        Assert.Equal(OperationState.Arrangement, (await FindAsync(office, budget)).State);
        var tooMuch = await TryRecordAsync(office, await FindAsync(office, budget), OperationSteps.Arrangement, "szj", new OperationArrangement(true, 16.01m, null));
        Assert.Equal(["arrangement-amount"], tooMuch.Failures.Select(failure => failure.Rule));
        await RecordAsync(office, await FindAsync(office, budget), OperationSteps.Arrangement, "szj", new OperationArrangement(true, 15m, "列入2027年部门预算"));

        budget = await FindAsync(office, budget);
        Assert.Equal((OperationState.Arranged, 15m, 16m), (budget.State, budget.Arranged, budget.Proposed));
        Assert.Equal(OperationState.Arranged, await office.OutputAsync<OperationState>(OperationBudget.InstanceIdOf(budget.Id)));
        Assert.Equal(new DateOnly(2027, 12, 31), (await office.Get<SystemCatalogue>().FindAsync(budget.System))!.OperationUntil);
        Assert.Contains(await MailsAsync(office, budget), mail => mail.Order.To.Person == "sscjgj.project" && mail.Order.Message.ToDo.StartsWith("运维经费已经安排15.00万元", StringComparison.Ordinal));
        Assert.All(await DeadlinesAsync(office, budget), row => Assert.Equal(DeadlineState.Done, row.State));
        Assert.True((await office.Get<IAuditTrail>().VerifyAsync(budget.Id)).Intact);
        // The next round is a renewed one, and follows this one.
        await office.AdvanceToAsync("2027-03-01T00:00+08:00");
        Assert.Equal(["operation-not-first"], (await TryApplyAsync(office, budget.System, OperationKind.First, 2028, new(2028, 1, 1))).Failures.Select(failure => failure.Rule));
        Assert.Empty((await TryApplyAsync(office, budget.System, OperationKind.Renewed, 2028, new(2028, 1, 1))).Failures);
    }

    [Fact]
    public async Task First_AfterTheMaintenance_GoesStraightToTheReviewWhichMayRefuse()
    {
        var script = new RehearsalScript([new(OperationSteps.Review, Decision: Decision.Refuse, Comment: "财力不足")]);
        await using var office = await LivingOffice.OpenAsync("2026-11-02", script);
        var budget = await ApplyAsync(office, OperationKind.First);
        Assert.Equal((OperationState.Review, true), (budget.State, budget.Late));

        await office.AdvanceToAsync("2026-11-04T00:00+08:00");

        Assert.Equal(OperationState.Refused, (await FindAsync(office, budget)).State);
        Assert.Contains(await MailsAsync(office, budget), mail => mail.Order.Message.ToDo == "运维经费不予安排：财力不足");
        Assert.Null((await office.Get<SystemCatalogue>().FindAsync(budget.System))!.OperationUntil);
        // What was refused may be applied for again.
        Assert.Equal(2, (await ApplyAsync(office, OperationKind.First, amount: 10m)).Attempt);
    }

    [Fact]
    public async Task Review_Returned_AsksTheUnitAndReviewsAgain()
    {
        var script = new RehearsalScript([new(OperationSteps.Review, Decision: Decision.Return, Comment: "补充明细"), new(OperationSteps.Review, 2)]);
        await using var office = await LivingOffice.OpenAsync("2026-09-07", script);
        var budget = await ApplyAsync(office, OperationKind.First);
        await office.AdvanceToAsync("2026-09-09T00:00+08:00");
        budget = await FindAsync(office, budget);
        Assert.Equal((OperationState.Correction, 1), (budget.State, budget.Round));
        Assert.Equal(30, (await DeadlineAsync(office, budget, "application|2")).Deadline.Period is Days days ? days.Count : 0);

        var other = await TryRecordAsync(office, budget, OperationSteps.Application, "sscjgj", budget.Application with { Year = 2028 });
        Assert.Contains("operation-same", other.Failures.Select(failure => failure.Rule));
        await RecordAsync(office, budget, OperationSteps.Application, "sscjgj", budget.Application with { Need = "附明细" });
        await office.AdvanceToAsync("2026-09-11T00:00+08:00");

        budget = await FindAsync(office, budget);
        Assert.Equal((OperationState.Arrangement, 2, "附明细"), (budget.State, budget.Round, budget.Application.Need));
    }

    [Fact]
    public async Task Asked_StandsWithWhoMustActUntilItIsRecorded()
    {
        await using var office = await LivingOffice.OpenAsync("2026-09-07");
        var budget = await ApplyAsync(office, OperationKind.Renewed);
        var asked = office.Get<AskedPeople>();
        var (mine, count) = await asked.FirstAsync("szjj.planning", 10);
        Assert.Equal((1, "论证评估意见", Life.At("2026-10-24T00:00")), (count, Assert.Single(mine).What, mine[0].Due));
        Assert.Empty((await asked.FirstAsync("szj.budget", 10)).Asks);
        // Every mail about it brings the link by which it is answered.
        var link = Assert.Single(await MailsAsync(office, budget), mail => mail.Order.Message is DocumentRequested).Order.Message.Link!;
        Assert.Equal((SubmissionLinks.Report, OperationSteps.Assessment, 1, "szjj.planning"), (link.Purpose, link.Step, link.Round, link.Person));

        await AssessAsync(office, budget, 16m);

        Assert.Empty((await asked.FirstAsync("szjj.planning", 10)).Asks);
        Assert.Null(await asked.FindAsync("szjj.planning", budget.Id, new(OperationSteps.Assessment, 1)));
        // A mail that is late brings a link that is withdrawn already.
        var late = await office.Get<LinkStore>().MintAsync(link);
        Assert.Equal(LinkState.Withdrawn, (await office.Get<LinkStore>().FindAsync(late.Secret)).State);
        await office.AdvanceToAsync("2026-09-09T00:00+08:00");
        Assert.Equal("运维经费安排", Assert.Single((await asked.FirstAsync("szj.budget", 10)).Asks).What);
    }

    [Theory]
    [InlineData(OperationKind.Renewed)]
    [InlineData(OperationKind.First)]
    public async Task Withdrawn_BeforeItIsDecided_Ends(OperationKind kind)
    {
        await using var office = await LivingOffice.OpenAsync("2026-09-07");
        var budget = await ApplyAsync(office, kind);

        if (budget.State == OperationState.Review)
            Assert.Empty((await office.Get<OperationBudgets>().WithdrawReviewAsync(office.Client, budget, "sscjgj", "系统拟整合")).Failures);
        else
            await RecordAsync(office, budget, OperationSteps.Withdrawal, "sscjgj", new OperationWithdrawal("系统拟整合"));
        await office.SettleAsync();

        Assert.Equal(OperationState.Withdrawn, (await FindAsync(office, budget)).State);
        Assert.Equal(OperationState.Withdrawn, await office.OutputAsync<OperationState>(OperationBudget.InstanceIdOf(budget.Id)));
        var late = await TryRecordAsync(office, await FindAsync(office, budget), OperationSteps.Withdrawal, "sscjgj", new OperationWithdrawal("又一次"));
        // What was taken back while it was reviewed was a decision of the review; the first withdrawal stands.
        Assert.Equal(kind == OperationKind.First ? SubmissionStatus.NotAwaited : SubmissionStatus.AlreadyHandedIn, late.Status);
    }

    [Fact]
    public async Task Application_Repeated_IsTheSameAndAnotherHasToWait()
    {
        await using var office = await LivingOffice.OpenAsync("2026-09-07");
        var budget = await ApplyAsync(office, OperationKind.Renewed);

        Assert.Equal(budget.Id, (await ApplyAsync(office, OperationKind.Renewed)).Id);
        var other = await TryApplyAsync(office, budget.System, OperationKind.Renewed, 2027, new(2027, 1, 1), 19m);

        Assert.Equal(SubmissionStatus.AlreadyHandedIn, other.Status);
        Assert.Equal([budget.Id], (await office.Get<OperationBudgets>().OfUnitAsync("sscjgj", 10, null)).Budgets.Select(row => row.Id));
    }

    [Fact]
    public async Task Application_WhoseStartFailed_IsStartedByTheSweep()
    {
        await using var office = await LivingOffice.OpenAsync("2026-09-07");
        var away = new Mock<DurableTaskClient>("away");
        away.Setup(it => it.ScheduleNewOrchestrationInstanceAsync(
                It.IsAny<TaskName>(), It.IsAny<object?>(), It.IsAny<StartOrchestrationOptions?>(), It.IsAny<CancellationToken>()))
            .ThrowsAsync(new TimeoutException());
        var system = await SystemCatalogueTests.EnterAsync(office);
        await Assert.ThrowsAsync<TimeoutException>(
            () => TryApplyAsync(office, system.Id, OperationKind.Renewed, 2027, new(2027, 1, 1), client: away.Object));
        await office.AdvanceToAsync("2026-09-07T01:00+08:00");

        Assert.Equal(1, await office.Get<PendingStarts>().SweepAsync(office.Client));
        Assert.Equal(0, await office.Get<PendingStarts>().SweepAsync(office.Client));

        var budget = Assert.Single((await office.Get<OperationBudgets>().OfUnitAsync("sscjgj", 10, null)).Budgets);
        Assert.NotNull(await office.Client.GetInstanceAsync(OperationBudget.InstanceIdOf(budget.Id)));
    }

    [Fact]
    public async Task Hazard_RecordedMeanwhile_LeavesOnlyTheRefusalOfTheMoney()
    {
        await using var office = await LivingOffice.OpenAsync("2026-09-07");
        var budget = await ApplyAsync(office, OperationKind.First);
        await office.AdvanceToAsync("2026-09-09T00:00+08:00");
        await office.Get<UnitRecords>().ChangeAsync(new("sscjgj", UnitBlock.SecurityHazard, Lift: false, "检查发现", new("函.txt", "函"u8.ToArray()), "szjj"));

        var refused = await TryRecordAsync(office, await FindAsync(office, budget), OperationSteps.Arrangement, "szj", new OperationArrangement(true, 5m, null));
        Assert.Equal(["第五十七条"], refused.Failures.Select(failure => failure.Article));
        await RecordAsync(office, await FindAsync(office, budget), OperationSteps.Arrangement, "szj", new OperationArrangement(false, null, "存在安全隐患"));

        Assert.Equal(OperationState.Refused, (await FindAsync(office, budget)).State);
    }

    /// <summary>An application for 2027 of a system whose warranty ended long ago.</summary>
    internal static async Task<OperationBudgetRow> ApplyAsync(VirtualOffice office, OperationKind kind, decimal amount = 20m)
    {
        var system = await SystemCatalogueTests.EnterAsync(office);
        var receipt = await TryApplyAsync(office, system.Id, kind, 2027, new(2027, 1, 1), amount);
        Assert.Empty(receipt.Failures);
        await office.SettleAsync();
        return await FindAsync(office, receipt.Budget!);
    }

    internal static async Task RecordAsync(VirtualOffice office, OperationBudgetRow budget, string step, string by, object content, SubmissionFile? file = null)
    {
        var receipt = await TryRecordAsync(office, budget, step, by, content, file);
        Assert.Equal((SubmissionStatus.HandedIn, 0), (receipt.Status, receipt.Failures.Count));
        await office.SettleAsync();
    }

    internal static Task AssessAsync(VirtualOffice office, OperationBudgetRow budget, decimal amount) => RecordAsync(
        office, budget, OperationSteps.Assessment, "szjj", new OperationAssessment(true, AssessmentMethod.ThirdParty, "某咨询机构", "合理", amount),
        new("论证评估意见.txt", Encoding.UTF8.GetBytes("论证评估意见")));

    private static Task<SubmissionReceipt> TryRecordAsync(
        VirtualOffice office, OperationBudgetRow budget, string step, string by, object content, SubmissionFile? file = null) =>
        office.Get<SubmissionService>().SubmitAsync(office.Client, new()
        {
            Subject = budget.Id,
            Step = step,
            Data = SubmissionJson.Write(content),
            By = by,
            Files = file is null ? [] : [file],
        });

    internal static async Task<OperationBudgetRow> FindAsync(VirtualOffice office, OperationBudgetRow budget) =>
        (await office.Get<OperationBudgets>().FindAsync(budget.Id))!;

    private static (OperationState, decimal?) Review(OperationBudgetRow budget) => (budget.State, budget.Proposed);

    private static async Task<OperationReceipt> TryApplyAsync(
        VirtualOffice office, string system, OperationKind kind, int year, DateOnly from, decimal amount = 20m, DurableTaskClient? client = null)
    {
        var unit = (await office.Get<IDirectory>().FindUnitAsync("sscjgj"))!;
        return await office.Get<OperationBudgets>().ApplyAsync(
            client ?? office.Client, unit, new(system, kind, year, amount, from, new(year, 12, 31), OperationSource.MunicipalBudget, "驻场运维"), "sscjgj", key: null);
    }

    private static async Task<DeadlineRow> DeadlineAsync(VirtualOffice office, OperationBudgetRow budget, string step) =>
        (await office.Tables.FindAsync<DeadlineRow>(budget.Id, step))!.Value;

    private static async Task<List<DeadlineRow>> DeadlinesAsync(VirtualOffice office, OperationBudgetRow budget)
    {
        var rows = new List<DeadlineRow>();
        await foreach (var row in office.Tables.ReadPartitionAsync<DeadlineRow>(budget.Id)) rows.Add(row.Value);
        return rows;
    }

    private static async Task<List<OutboxRow>> MailsAsync(VirtualOffice office, OperationBudgetRow budget)
    {
        var mails = new List<OutboxRow>();
        await foreach (var row in office.Tables.ReadPartitionAsync<OutboxRow>(budget.Id)) mails.Add(row.Value);
        return [.. mails.OrderBy(mail => mail.CreatedAt)];
    }
}
