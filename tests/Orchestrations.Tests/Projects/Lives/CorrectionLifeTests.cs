using Dazhou.Serverless.Approvals;
using Dazhou.Serverless.Links;
using Dazhou.Serverless.Mail;
using Dazhou.Serverless.Projects;
using Dazhou.Serverless.Records;
using Dazhou.Serverless.Rehearsal;
using Orchestrations.Tests.Support;

namespace Orchestrations.Tests.Projects.Lives;

/// <summary>退回补正 of an application: its unit is reminded, and what it changes is what goes on.</summary>
public sealed class CorrectionLifeTests
{
    private const string Review = "Establishment.review";

    [Fact]
    public async Task Establishment_Returned_RemindsTheUnitUntilItAnswers()
    {
        await using var office = await LivingOffice.OpenAsync("2026-03-02", Never(Review));
        var project = await ReturnAsync(office, Review, new());

        await office.AdvanceToAsync("2026-03-24T12:00+08:00");

        // Returned on 2 March: the request at once, then the third, the seventh and each seventh day after.
        Assert.Equal(
            ["03-02 请补正", "03-05 提醒：退回补正已3日", "03-09 提醒：退回补正已7日", "03-16 提醒：退回补正已14日", "03-23 提醒：退回补正已21日"],
            await ReturnedMailsAsync(office, project));
        var row = (await office.Get<ProjectQueries>().FindRowAsync(project.Id))!;
        Assert.True(await office.Get<DecisionService>().ResubmitAsync(office.Client, row.Id, new(Review, 1), row.Unit, "已补充"));
        await office.AdvanceToAsync("2026-05-01T00:00+08:00");
        Assert.Equal(5, (await ReturnedMailsAsync(office, project)).Count);
        Assert.NotNull((await office.Get<ProjectQueries>().FindRowAsync(project.Id))!.ApprovalNumber);
    }

    [Fact]
    public async Task Establishment_CorrectedInFieldsAndSum_GoesOnWithThem()
    {
        await using var office = await LivingOffice.OpenAsync("2026-03-02", Never(Review));
        var project = await ReturnAsync(office, Review, new());
        var application = project.Application with { Name = "补正后的项目", TotalInvestment = 140m };

        Assert.True(await CorrectAsync(office, project, Review, application));
        await office.AdvanceToAsync("2026-07-20T00:00+08:00");

        var row = (await office.Get<ProjectQueries>().FindRowAsync(project.Id))!;
        Assert.Equal(("补正后的项目", 140m), (row.Name, row.Application.TotalInvestment));
        Assert.NotNull(row.ApprovalNumber);
        // Who is asked again, and what comes after, read what stands now.
        var second = await StepAsync(office, project, Review, 2);
        Assert.Equal("补正后的项目", second.Subject.Title);
        Assert.Contains("总投资140.00万元", second.Summary, StringComparison.Ordinal);
        var technical = await StepAsync(office, project, Stages.TechnicalReview, 1);
        Assert.Equal(("补正后的项目", true), (technical.Subject.Title, technical.Summary.Contains("总投资140.00万元", StringComparison.Ordinal)));
        // The old values stay, and the trail says what changed.
        var correction = Assert.Single(await office.Get<CorrectionService>().AppliedAsync(project.Id));
        Assert.Equal((150m, 140m), (correction.Before.TotalInvestment, correction.After.TotalInvestment));
        var trail = new List<AuditEntry>();
        await foreach (var written in office.Get<IAuditTrail>().ReadAsync(project.Id)) trail.Add(written.Entry);
        var entry = Assert.Single(trail, entry => entry.Action == "补正修改申报内容");
        Assert.Contains("总投资由150.00万元改为140.00万元", entry.Detail, StringComparison.Ordinal);
        Assert.Contains(correction.Hash, entry.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task LibraryAdmission_CorrectedToAnotherTier_IsDecidedByThatTier()
    {
        await using var office = await LivingOffice.OpenAsync("2026-03-02", Never(Stages.LibraryAdmission));
        var project = await ReturnAsync(office, Stages.LibraryAdmission, ProjectPolicy.Gazette);

        Assert.True(await CorrectAsync(office, project, Stages.LibraryAdmission, project.Application with { TotalInvestment = 320m }));
        await office.AdvanceToAsync("2026-06-01T00:00+08:00");

        Assert.Equal(320m, (await office.Get<LibraryBook>().FindAsync(project.Id))!.TotalInvestment);
        Assert.NotNull(await office.Tables.FindAsync<ApprovalStepRow>(project.Id, new StepRound("Establishment.endorsement", 1).RowKey));
    }

    [Fact]
    public async Task Correction_AgainstARule_WritesNothing()
    {
        await using var office = await LivingOffice.OpenAsync("2026-03-02", Never(Review));
        var project = await ReturnAsync(office, Review, new());
        var step = await StepAsync(office, project, Review, 1);

        var (key, failures) = await office.Get<CorrectionService>().PrepareAsync(
            project, step, project.Application with { TotalInvestment = 320m, BasicInformation = project.Application.BasicInformation! with { Basis = "" } }, project.Unit);

        Assert.Null(key);
        Assert.Equal(["basis", "correction-not-raised", "correction-tier"], failures.Select(failure => failure.Rule).Order(StringComparer.Ordinal));
        await foreach (var _ in office.Tables.ReadPartitionAsync<CorrectionRow>(project.Id)) Assert.Fail("A refused correction was kept.");
    }

    [Fact]
    public async Task Correction_ThatChangesNothing_IsAPlainResubmission()
    {
        await using var office = await LivingOffice.OpenAsync("2026-03-02", Never(Review));
        var project = await ReturnAsync(office, Review, new());

        Assert.True(await CorrectAsync(office, project, Review, project.Application));
        await office.SettleAsync();

        Assert.Empty(await office.Get<CorrectionService>().AppliedAsync(project.Id));
        Assert.Equal(2, (await StepAsync(office, project, Review, 2)).Round);
    }

    /// <summary>Nobody answers the first round of a step, nor what it asks the unit for.</summary>
    internal static RehearsalScript Never(string step) => new([new(step, 1, Morning: 900)]);

    internal static async Task<ProjectRow> ReturnAsync(VirtualOffice office, string step, ProjectPolicy policy)
    {
        var project = await office.ApplyAsync(Samples.Valid, policy);
        var open = await StepAsync(office, project, step, 1);
        var of = new LinkRequest
        {
            Purpose = ApprovalLinks.Decide,
            Subject = project.Id,
            Step = step,
            Round = 1,
            Person = open.Approvers[0],
            Expires = office.Now.AddDays(60),
        };
        var receipt = await office.Get<DecisionService>().RecordAsync(office.Client, of, link: null, new DecisionInput(Decision.Return, "补充测算依据"));
        Assert.Equal(DecisionStatus.Recorded, receipt.Status);
        await office.SettleAsync();
        return project;
    }

    internal static async Task<bool> CorrectAsync(VirtualOffice office, ProjectRow project, string step, ProjectApplication application)
    {
        var (key, failures) = await office.Get<CorrectionService>().PrepareAsync(
            project, await StepAsync(office, project, step, 1), application with { Documents = [] }, project.Unit);
        Assert.Empty(failures);
        return await office.Get<DecisionService>().ResubmitAsync(office.Client, project.Id, new(step, 1), project.Unit, "已修改", correction: key);
    }

    private static async Task<ApprovalStepRow> StepAsync(VirtualOffice office, ProjectRow project, string step, int round) =>
        (await office.Tables.FindAsync<ApprovalStepRow>(project.Id, new StepRound(step, round).RowKey))!.Value;

    private static async Task<IReadOnlyList<string>> ReturnedMailsAsync(VirtualOffice office, ProjectRow project)
    {
        var mails = new List<(DateTimeOffset At, string Text)>();
        await foreach (var row in office.Tables.ReadPartitionAsync<OutboxRow>(project.Id))
        {
            if (row.Value.Order.Key.Contains("|returned|", StringComparison.Ordinal))
                mails.Add((row.Value.CreatedAt, row.Value.Order.Message.ToDo.StartsWith("提醒", StringComparison.Ordinal) ? row.Value.Order.Message.ToDo.Split('，')[0] : "请补正"));
        }

        return [.. mails.OrderBy(mail => mail.At).Select(mail => $"{ChinaTime.At(mail.At):MM-dd} {mail.Text}")];
    }
}
