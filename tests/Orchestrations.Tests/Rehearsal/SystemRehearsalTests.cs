using System.Text.Json;
using Dazhou.Serverless.Campaigns;
using Dazhou.Serverless.Directory;
using Dazhou.Serverless.Ledgers;
using Dazhou.Serverless.Records;
using Dazhou.Serverless.Rehearsal;
using Orchestrations.Tests.Support;

namespace Orchestrations.Tests.Rehearsal;

/// <summary>Campaigns and ledgers of the gazette, rehearsed from their files.</summary>
public sealed class SystemRehearsalTests : IDisposable
{
    private readonly DirectoryRecords directory = new(new MemoryTableStore(), TimeProvider.System, DirectorySample.Read());

    [Fact]
    public async Task Season_ReportedInTime_AsksEveryUnitEveryWeekAndNobodyTwice()
    {
        var result = await new CampaignRehearsal(VirtualHosts.Build, directory).RunAsync(Season());

        Assert.Equal("成效综合考评", result.End);
        Assert.Equal(result.Calendar.Select(entry => entry.At).Order(), result.Calendar.Select(entry => entry.At));
        Assert.Equal(["进入动员部署阶段", "进入集中攻坚阶段", "进入总结阶段"], result.Calendar.Where(entry => entry.Text.StartsWith("进入", StringComparison.Ordinal)).Select(entry => entry.Text));
        var weeks = CampaignTimeRules.Weeks(Season()).Count;
        Assert.Equal(9 * weeks, Decisions(result, nameof(WeeklyReport)));
        Assert.DoesNotContain(result.Calendar, entry => entry.Kind == RehearsalKind.Reminder && entry.Text.StartsWith("报告", StringComparison.Ordinal));
        Assert.All(result.Calendar, entry => Assert.NotEmpty(entry.Text));
    }

    [Fact]
    public async Task Season_WithALateUnit_RemindsItMoreAndTakesItsReportLater()
    {
        var late = new RehearsalScript([new("Campaign.weekly", Round: 3, Person: "tcq.office", Morning: 6)]);
        var result = await new CampaignRehearsal(VirtualHosts.Build, directory).RunAsync(Season(), script: late);
        var third = CampaignTimeRules.Weeks(Season()).Single(week => week.Number == 3);

        var reports = result.Calendar.Where(entry => entry.Kind == RehearsalKind.Decision && entry.Text.EndsWith("报送第3周周报", StringComparison.Ordinal)).ToList();
        Assert.Equal((9, 1), (reports.Count, reports.Count(entry => entry.At > third.Closes)));
        Assert.Contains(result.Calendar, entry => entry.Kind == RehearsalKind.Reminder && entry.At > third.Opens && entry.At < third.Closes);
    }

    [Theory]
    [InlineData("fangguanfu-2023", 3)]
    [InlineData("xinwuranwu-2023", 1)]
    public async Task Ledger_ReportedInTime_IsSignedReportedAndClosedWithoutCriticism(string id, int cycles)
    {
        var result = await new LedgerRehearsal(VirtualHosts.Build, directory).RunAsync(KnownLedgers.Find(id)!);

        Assert.Equal("台账期满", result.End);
        // Units that sign at the same moment are asked no second time.
        var signed = result.Calendar.Where(entry => entry.Kind == RehearsalKind.Decision && entry.Stage == nameof(LedgerSigning)).ToList();
        Assert.Equal(signed.Count, signed.DistinctBy(entry => entry.Text.Split('：')[0]).Count());
        Assert.Equal(cycles, result.Calendar.Where(entry => entry.Kind == RehearsalKind.Decision && entry.Stage == nameof(LedgerCycle)).GroupBy(entry => entry.At).Count());
        Assert.Equal(KnownLedgers.Find(id)!.Tasks!.Count, result.Calendar.Count(entry => entry.Text.Contains("销号", StringComparison.Ordinal) && entry.Kind == RehearsalKind.Decision));
        Assert.DoesNotContain(result.Calendar, entry => entry.Kind == RehearsalKind.Reminder && !entry.Text.StartsWith("提醒", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Ledger_UnderAnotherDefinition_SaysWhatIsWrong()
    {
        var result = await new LedgerRehearsal(VirtualHosts.Build, directory).RunAsync(new LedgerDefinition());

        Assert.Null(result.End);
        Assert.NotEmpty(result.Failures);
    }

    public void Dispose() => directory.Dispose();

    private static int Decisions(RehearsalResult result, string stage) => result.Calendar.Count(entry => entry.Kind == RehearsalKind.Decision && entry.Stage == stage);

    private static CampaignDefinition Season() =>
        JsonSerializer.Deserialize<CampaignDefinition>(File.ReadAllText(Path.Combine(Repository.Root, "samples", "campaigns", "season-3.json")), RecordJson.Options)!;
}
