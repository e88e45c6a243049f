using Dazhou.Serverless.Approvals;
using Dazhou.Serverless.Deadlines;
using Dazhou.Serverless.Mail;
using Dazhou.Serverless.Projects;
using Dazhou.Serverless.Records;
using Dazhou.Serverless.Rehearsal;
using Orchestrations.Tests.Support;

namespace Orchestrations.Tests.Projects.Lives;

/// <summary>延期 and what follows an overdue plan, in virtual time (第三十六条、第四十二条).</summary>
public sealed class ExtensionLifeTests
{
    private const string Plan = "TechnicalPlan|1";
    private const string Contact = "sscjgj.project";

    [Fact]
    public async Task Plan_ExtensionGranted_MovesTheDeadlineAndItsReminders()
    {
        await using var office = await OpenAsync();
        var project = await ToPlanAsync(office);
        var before = await DeadlineAsync(office, project);

        var receipt = await ApplyAsync(office, project, Plan, "2026-06-30");
        Assert.Equal(SubmissionStatus.HandedIn, receipt.Status);
        Assert.Equal(before, await DeadlineAsync(office, project));
        await office.AdvanceToAsync("2026-04-21T12:00+08:00");

        var row = (await office.Book.OfSubjectAsync(project.Id)).Single(row => row.Plan.Step.ToString() == Plan);
        Assert.Equal((Life.At("2026-07-01T00:00"), DeadlineState.Open), (row.Deadline.Due, row.State));
        var history = (await office.Get<ProjectQueries>().FindAsync(project.Id))!.History;
        var entry = Assert.Single(history, entry => entry.Action == "延期：请提交项目建设技术方案");
        Assert.Equal(("szjj.review", "第三十六条"), (entry.Actor, entry.Article));
        Assert.Contains("接口未定；期限由2026年5月9日24时改为2026年6月30日24时", entry.Detail, StringComparison.Ordinal);
        var told = await ToldAsync(office, project, "准予延期");
        Assert.Equal("sscjgj.project", told.To.Person);
        Assert.Contains(told.Message.Lines, line => line.Value == "2026年6月30日24时");

        // Nothing is overdue on the old day, and the reminders count from the new one.
        await office.AdvanceToAsync("2026-06-30T12:00+08:00");
        Assert.Equal(
            ["20260623", "20260627", "20260629", "20260630"],
            (await ConsultationLifeTests.MailsAsync(office, project))
                .Where(mail => mail.Key.StartsWith($"deadline|{Plan}|", StringComparison.Ordinal)).Select(mail => mail.Key.Split('|')[3][..8]).Distinct().Order(StringComparer.Ordinal));
        await office.AdvanceToAsync("2026-07-01T12:00+08:00");
        Assert.Equal(DeadlineState.Overdue, (await office.Book.OfSubjectAsync(project.Id)).Single(it => it.Plan.Step.ToString() == Plan).State);
    }

    [Fact]
    public async Task Plan_ExtensionRefused_StaysWhereItWas()
    {
        await using var office = await OpenAsync(new RehearsalScriptLine("Extension1", Decision: Decision.Refuse, Comment: "理由不充分"));
        var project = await ToPlanAsync(office);
        var before = await DeadlineAsync(office, project);

        await ApplyAsync(office, project, Plan, "2026-06-30");
        await office.AdvanceToAsync("2026-04-21T12:00+08:00");

        Assert.Equal(before, await DeadlineAsync(office, project));
        Assert.Contains("理由不充分", (await ToldAsync(office, project, "延期申请未获同意")).Message.ToDo, StringComparison.Ordinal);
        // The next application is another one.
        Assert.Equal((SubmissionStatus.HandedIn, 2), await NextAsync());

        async Task<(SubmissionStatus, int)> NextAsync()
        {
            var receipt = await ApplyAsync(office, project, Plan, "2026-05-31");
            return (receipt.Status, receipt.Submission!.Round);
        }
    }

    [Fact]
    public async Task Plan_AppliedAtTheDueInstant_IsRefusedUnderItsArticle()
    {
        await using var office = await OpenAsync();
        var project = await ToPlanAsync(office);
        var due = await DeadlineAsync(office, project);
        await office.AdvanceToAsync($"{due:O}");

        var late = await ApplyAsync(office, project, Plan, "2026-06-30");

        Assert.Equal(SubmissionStatus.Refused, late.Status);
        var failure = Assert.Single(late.Failures);
        Assert.Equal(("第三十六条", "deadline"), (failure.Article, failure.Field));
        Assert.Contains("届满", failure.Message, StringComparison.Ordinal);
        Assert.Equal(due, await DeadlineAsync(office, project));
    }

    [Fact]
    public async Task Plan_AppliedInTimeAndDecidedLater_IsExtendedAndNoLongerOverdue()
    {
        await using var office = await OpenAsync(new RehearsalScriptLine("Extension1", Morning: 4));
        var project = await ToPlanAsync(office);
        await office.AdvanceToAsync("2026-05-09T23:59:59+08:00");
        await ApplyAsync(office, project, Plan, "2026-06-30");
        await office.AdvanceToAsync("2026-05-11T12:00+08:00");
        Assert.Equal(DeadlineState.Overdue, (await office.Book.OfSubjectAsync(project.Id)).Single(it => it.Plan.Step.ToString() == Plan).State);

        await office.AdvanceToAsync("2026-05-14T12:00+08:00");

        var row = (await office.Book.OfSubjectAsync(project.Id)).Single(it => it.Plan.Step.ToString() == Plan);
        Assert.Equal((Life.At("2026-07-01T00:00"), DeadlineState.Open, Light.None), (row.Deadline.Due, row.State, row.Light));
    }

    [Fact]
    public async Task OverduePlan_Reported_BringsTheLinkByWhichTheBureauExtends()
    {
        await using var office = await OpenAsync();
        var project = await ToPlanAsync(office);
        await office.AdvanceToAsync("2026-05-08T12:00+08:00");
        var early = await DecideAsync(office, project, new { measure = "extend", lastDay = "2026-06-30", reason = "情况属实" });
        Assert.Equal(["overdue-plan"], early.Failures.Select(failure => failure.Rule));

        await office.AdvanceToAsync("2026-05-11T12:00+08:00");
        var report = Assert.Single(await ConsultationLifeTests.MailsAsync(office, project), mail => mail.Message is DeadlineEscalated);
        Assert.Equal((SubmissionLinks.Report, "TechnicalPlan.overdue", "szjj.review"), (report.Message.Link!.Purpose, report.Message.Link.Step, report.Message.Link.Person));
        Assert.Contains(await office.Get<OpenActs>().ReadAsync(project.Id), act => act.Step == "TechnicalPlan.overdue");
        var bad = await DecideAsync(office, project, new { measure = "extend", lastDay = "2026-05-11" });
        Assert.Equal(["lastDay", "reason"], bad.Failures.Select(failure => failure.Field));
        Assert.All(bad.Failures, failure => Assert.Equal("第三十六条", failure.Article));

        await DecideAsync(office, project, new { measure = "extend", lastDay = "2026-06-30", reason = "情况属实" });

        var row = (await office.Book.OfSubjectAsync(project.Id)).Single(it => it.Plan.Step.ToString() == Plan);
        Assert.Equal((Life.At("2026-07-01T00:00"), DeadlineState.Open), (row.Deadline.Due, row.State));
        await ToldAsync(office, project, "准予延期");
        Assert.Equal(Stages.TechnicalPlan, await office.StageAsync(project));
    }

    [Fact]
    public async Task OverduePlan_Lapsed_EndsTheProjectWithItsOwnOutcome()
    {
        await using var office = await OpenAsync();
        var project = await ToPlanAsync(office);
        var asked = Assert.Single((await office.Get<AskedPeople>().FirstAsync(Contact, 10)).Asks);
        Assert.Equal(("项目建设技术方案", Life.At("2026-05-10T00:00")), (asked.What, asked.Due));
        // Undecided when the project ends; nobody is asked any more then.
        await office.AdvanceToAsync("2026-05-09T12:00+08:00");
        await ApplyAsync(office, project, Plan, "2026-06-30");
        await office.AdvanceToAsync("2026-05-10T08:00+08:00");

        Assert.Equal(SubmissionStatus.HandedIn, (await DecideAsync(office, project, new { measure = "lapse", reason = "长期未提交" })).Status);

        Assert.Equal(Stages.Lapsed, await office.StageAsync(project));
        Assert.Equal(Stages.Lapsed, await office.OutputAsync<string>(project.InstanceId));
        Assert.Contains("项目失效", (await ToldAsync(office, project, "项目建设技术方案逾期未提交")).Message.ToDo, StringComparison.Ordinal);
        Assert.Equal("长期未提交", (await office.LedgerAsync(project)).EndReason);
        Assert.All(await office.Book.OfSubjectAsync(project.Id), row => Assert.True(row.IsClosed, row.Plan.Step.ToString()));
        Assert.Empty(await office.Get<OpenActs>().ReadAsync(project.Id));
        Assert.Empty((await office.Get<AskedPeople>().FirstAsync(Contact, 10)).Asks);
        Assert.Null(await office.Tables.FindAsync<AskedPersonRow>(Contact, asked.RowKey));
        Assert.Equal(AskEnd.Cancelled, (await office.Get<OpenActs>().FindAskAsync(project.Id, asked.StepRound))!.End);
        Assert.Equal(SubmissionStatus.NotAwaited, (await office.HandInAsync(project, Stages.TechnicalPlan, new { })).Status);
        Assert.True((await office.Get<IAuditTrail>().VerifyAsync(project.Id)).Intact);
    }

    [Fact]
    public async Task OverduePlan_HandedInMeanwhile_CannotLapseAnyMore()
    {
        await using var office = await OpenAsync(new RehearsalScriptLine(Stages.TechnicalReview, Morning: 5));
        var project = await ToPlanAsync(office);
        await office.AdvanceToAsync("2026-05-11T12:00+08:00");
        Assert.Equal(SubmissionStatus.HandedIn, (await office.HandInAsync(project, Stages.TechnicalPlan, new { })).Status);
        Assert.Null(await office.Tables.FindAsync<AskedPersonRow>(Contact, AskedPersonRow.RowKeyOf(project.Id, new(Stages.TechnicalPlan, 1))));
        Assert.Equal(AskEnd.HandedIn, (await office.Get<OpenActs>().FindAskAsync(project.Id, new(Stages.TechnicalPlan, 1)))!.End);

        var late = await DecideAsync(office, project, new { measure = "lapse", reason = "长期未提交" });

        Assert.Equal(["overdue-plan"], late.Failures.Select(failure => failure.Rule));
        Assert.Equal(Stages.TechnicalReview, await office.StageAsync(project));
    }

    [Fact]
    public async Task Construction_ExtensionGranted_MovesTheYear()
    {
        await using var office = await LivingOffice.OpenAsync("2026-03-02", new([new(BuildingKinds.Completion, Morning: 500)]));
        var project = await office.ApplyAsync(Samples.Load("tier-150"));
        for (var day = 1; await office.StageAsync(project) != Stages.Construction; day++)
        {
            Assert.True(day < 60, await office.StageAsync(project));
            await office.AdvanceToAsync($"{office.Now.AddDays(1):O}");
        }

        await office.SettleAsync();
        var before = await DeadlineAsync(office, project, "Construction.completion|1");
        var tooEarly = await ApplyAsync(office, project, "Construction.completion|1", $"{before.AddDays(-1):yyyy-MM-dd}");
        Assert.Equal(("第四十二条", "lastDay"), (tooEarly.Failures.Single().Article, tooEarly.Failures.Single().Field));
        var other = await ApplyAsync(office, project, Stages.Publicity, "2028-01-31");
        Assert.Equal(["extension-deadline"], other.Failures.Select(failure => failure.Rule));

        await ApplyAsync(office, project, "Construction.completion|1", "2027-06-30");
        await office.AdvanceToAsync($"{office.Now.AddDays(2):O}");

        Assert.Equal(Life.At("2027-07-01T00:00"), await DeadlineAsync(office, project, "Construction.completion|1"));
        var ask = (await office.Get<OpenActs>().ReadAsync(project.Id)).Single(act => act.Step == BuildingKinds.Completion);
        Assert.Equal(Life.At("2027-07-01T00:00"), ask.Ask!.Deadline!.Due);
        Assert.Equal("第四十二条", (await ToldAsync(office, project, "准予延期")).Message.Article);
    }

    internal static Task<VirtualOffice> OpenAsync(params RehearsalScriptLine[] lines) =>
        LivingOffice.OpenAsync("2026-03-02", new([new(Stages.TechnicalPlan, Morning: 400), .. lines]));

    internal static async Task<ProjectRow> ToPlanAsync(VirtualOffice office)
    {
        var project = await office.ApplyAsync(Samples.Load("tier-150"));
        await office.AdvanceToAsync("2026-04-20T10:00+08:00");
        Assert.Equal(Stages.TechnicalPlan, await office.StageAsync(project));
        Assert.Equal(Life.At("2026-05-10T00:00"), await DeadlineAsync(office, project));
        return project;
    }

    internal static Task<SubmissionReceipt> ApplyAsync(VirtualOffice office, ProjectRow project, string deadline, string lastDay) =>
        office.HandInAsync(project, "Extension.application", new { deadline, lastDay, reason = "接口未定" });

    private static Task<SubmissionReceipt> DecideAsync(VirtualOffice office, ProjectRow project, object decision) =>
        office.HandInAsync(project, "TechnicalPlan.overdue", decision, by: "szjj.review");

    private static async Task<DateTimeOffset> DeadlineAsync(VirtualOffice office, ProjectRow project, string step = Plan) =>
        (await office.Book.OfSubjectAsync(project.Id)).Single(row => row.Plan.Step.ToString() == step).Deadline.Due;

    private static async Task<MailOrder> ToldAsync(VirtualOffice office, ProjectRow project, string begin) =>
        Assert.Single(await ConsultationLifeTests.MailsAsync(office, project), mail => mail.Message.ToDo.StartsWith(begin, StringComparison.Ordinal));
}
