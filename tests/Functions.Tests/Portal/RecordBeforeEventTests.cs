using System.Net;
using Azure.Data.Tables;
using Dazhou.Serverless.Approvals;
using Dazhou.Serverless.Links;
using Dazhou.Serverless.Records;

namespace Functions.Tests.Portal;

/// <summary>
/// The record decides, the event only wakes: on the running host, with decisions that got into its tables in the moments in
/// which a process may end. What a test writes there itself is what a call leaves that went no further.
/// </summary>
public sealed class RecordBeforeEventTests(PortalHost portal) : IClassFixture<PortalHost>
{
    private readonly AzureTableStore tables = new(new TableServiceClient(portal.StorageConnection));

    [Fact]
    public async Task Decisions_WhoseEventWasNeverRaised_CountAtTheNextReminder()
    {
        var project = new Applicant(portal, "没有唤醒的意见");
        await project.ApplyAsync();
        var step = await StepAsync(project);
        foreach (var person in step.Approvers)
            Assert.True(await tables.TryInsertAsync(DecisionOf(step, person, await portal.NowAsync())));

        // Nobody was woken, and there is no note by which the sweep would: the step waits on.
        Assert.Empty(await project.MailsAsync("待审定"));

        await portal.MoveClockAsync(await portal.NowAsync() + TimeSpan.FromDays(1.1));
        Assert.Single(await project.MailsAsync("待审定"));
        Assert.Equal(ApprovalResult.Agreed, (await StepAsync(project)).Outcome!.Result);
    }

    [Fact]
    public async Task Decision_WhoseEventWasNeverRaised_CountsAtTheNextEvent()
    {
        var project = new Applicant(portal, "由下一个意见唤醒");
        await project.ApplyAsync();
        var step = await StepAsync(project);
        var asked = await project.MailsAsync("待审核");
        Assert.True(await tables.TryInsertAsync(DecisionOf(step, step.Approvers[0], await portal.NowAsync())));
        Assert.Empty(await project.MailsAsync("待审定"));

        using (var decided = await project.DecideAsync((await MailToAsync(asked, step.Approvers[1])).Href, "同意"))
            Assert.Equal(HttpStatusCode.OK, decided.StatusCode);

        Assert.Single(await project.MailsAsync("待审定"));
        Assert.Equal(step.Approvers.Order(), (await StepAsync(project)).Outcome!.Decisions.Select(decision => decision.Person).Order());
    }

    [Fact]
    public async Task Decision_WhoseEventWasLostAfterItsNote_CountsAtTheNextSweep()
    {
        var project = new Applicant(portal, "由清扫唤醒");
        await project.ApplyAsync();
        var step = await StepAsync(project);
        foreach (var person in step.Approvers)
        {
            await tables.UpsertAsync(new PendingWakeRow
            {
                InstanceId = step.InstanceId,
                EventName = ApprovalEvents.Decided(step.StepRound),
                Who = person,
                Since = await portal.NowAsync(),
            });
            Assert.True(await tables.TryInsertAsync(DecisionOf(step, person, await portal.NowAsync())));
        }

        await portal.MoveClockAsync(await portal.NowAsync() + TimeSpan.FromMinutes(11));
        Assert.Single(await project.MailsAsync("待审定"));
    }

    [Fact]
    public async Task Decision_BeforeItsStepWaits_IsRecordedAndCountsWhenItDoes()
    {
        var project = new Applicant(portal, "先于环节的意见");
        await project.ApplyAsync();
        var asked = await project.MailsAsync("待审核");
        // The link of a step that has not opened: its mail cannot have been sent, so the test makes it where the sender would.
        var early = await new LinkStore(tables, TimeProvider.System).MintAsync(new()
        {
            Purpose = ApprovalLinks.Decide,
            Subject = project.Id,
            Step = "Establishment.decision",
            Person = "vm-finance",
            Expires = await portal.NowAsync() + TimeSpan.FromDays(60),
        });
        using (var shown = await portal.Http.GetAsync($"/l/{early.Secret}"))
            Assert.Equal(HttpStatusCode.OK, shown.StatusCode);
        using (var decided = await project.DecideAsync($"/l/{early.Secret}", "同意"))
            Assert.Equal(HttpStatusCode.OK, decided.StatusCode);
        Assert.Equal("Establishment", await project.StageAsync());
        Assert.Null(await tables.FindAsync<ApprovalStepRow>(project.Id, new StepRound("Establishment.decision", 1).RowKey));

        foreach (var mail in asked)
            using (await project.DecideAsync(mail.Href, "同意")) { }

        Assert.Equal("Publicity", await project.StageAsync());
        Assert.NotNull((await project.ProjectAsync()).GetProperty("approvalNumber").GetString());
        using var again = await project.DecideAsync($"/l/{early.Secret}", "不同意", "改变主意");
        Assert.Contains("同意", await again.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal("Publicity", await project.StageAsync());
    }

    private async Task<ApprovalStepRow> StepAsync(Applicant project) =>
        (await tables.FindAsync<ApprovalStepRow>(project.Id, new StepRound("Establishment.review", 1).RowKey))!.Value;

    private static DecisionRow DecisionOf(ApprovalStepRow step, string person, DateTimeOffset at) => new()
    {
        Subject = step.Subject.Id,
        Step = step.Step.Key,
        Round = step.Round,
        Person = person,
        Decision = Decision.Agree,
        At = at,
    };

    private static Task<Mail> MailToAsync(IEnumerable<Mail> mails, string person) =>
        Task.FromResult(mails.First(mail => mail.To.StartsWith($"{person}@", StringComparison.Ordinal)));
}
