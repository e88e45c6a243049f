using Dazhou.Serverless.Deadlines;
using Dazhou.Serverless.Mail;
using Dazhou.Serverless.Projects;
using Dazhou.Serverless.Records;
using Orchestrations.Tests.Support;

namespace Orchestrations.Tests.Projects.Lives;

/// <summary>What a step that lies for sixty days costs in mails, by receiver and day.</summary>
public sealed class OverdueNoticesLifeTests
{
    [Fact]
    public async Task Admission_LyingForSixtyDays_IsToldOnTheDayThenWeeklyToMoreAndMore()
    {
        // Ten working days from Monday 2 March 2026 end on the 16th. 4 to 6 April and 1 to 5 May are off.
        Assert.Equal(
            [
                "szjj.deputy 8: 03-17 03-31 04-07 04-14 04-21 04-28 05-06 05-12",
                "szjj.office 8: 03-24 03-31 04-07 04-14 04-21 04-28 05-06 05-12",
                "szjj.planning 13: 03-09 03-13 03-15 03-16 03-17 03-24 03-31 04-07 04-14 04-21 04-28 05-06 05-12",
                "vm-digital 6: 04-07 04-14 04-21 04-28 05-06 05-12",
            ],
            await LieAsync(Stages.LibraryAdmission, Samples.Valid, ProjectPolicy.Gazette));
    }

    [Fact]
    public async Task Review_LyingWithTwoViceMayorsForSixtyDays_IsToldEachOnceAWeek()
    {
        // Nobody is above them, and the secretariat of a vice-mayor stands in no directory: only who reports for the bureau joins.
        // Five working days end on 9 March. It was 87 mails while each working day brought one.
        Assert.Equal(
            [
                "szjj.review 8: 03-10 03-24 03-31 04-07 04-14 04-21 04-28 05-06",
                "vm-digital 12: 03-06 03-08 03-09 03-10 03-17 03-24 03-31 04-07 04-14 04-21 04-28 05-06",
                "vm-security 12: 03-06 03-08 03-09 03-10 03-17 03-24 03-31 04-07 04-14 04-21 04-28 05-06",
            ],
            await LieAsync("Establishment.review", Samples.SelfBuilt, new()));
    }

    /// <summary>Lets the first step lie until sixty days after its last day; answers the mails about it by receiver and day.</summary>
    private static async Task<IReadOnlyList<string>> LieAsync(string step, ProjectApplication application, ProjectPolicy policy)
    {
        await using var office = await LivingOffice.OpenAsync("2026-03-02", CorrectionLifeTests.Never(step));
        var project = await office.ApplyAsync(application, policy);
        var due = (await office.Tables.FindDeadlineAsync(project.Id, DeadlineKey.Of(new StepRound(step, 1))))!.Value.Deadline;
        await office.AdvanceToAsync($"{due.LastDay.AddDays(60):yyyy-MM-dd}T23:00+08:00");
        return await CountAsync(office, project, due);
    }

    /// <summary>The mails about the deadline, as receiver, number and days.</summary>
    private static async Task<IReadOnlyList<string>> CountAsync(VirtualOffice office, ProjectRow project, Deadline due) =>
    [
        .. (await office.Tables.ListAsync<OutboxRow>(project.Id))
            .Where(row => row.Order.Message is DeadlineReminded or DeadlineEscalated && row.Order.Message.Until == due.Due)
            .GroupBy(row => row.Order.To.Person!)
            .OrderBy(mails => mails.Key, StringComparer.Ordinal)
            .Select(mails => $"{mails.Key} {mails.Count()}: {string.Join(' ', mails.OrderBy(row => row.CreatedAt).Select(row => $"{row.CreatedAt:MM-dd}"))}"),
    ];
}
