using Dazhou.Serverless.Approvals;
using Dazhou.Serverless.Campaigns;
using Dazhou.Serverless.Records;
using Orchestrations.Tests.Support;
using static Orchestrations.Tests.Campaigns.CampaignOffice;

namespace Orchestrations.Tests.Campaigns;

/// <summary>The third season from its first day to its evaluation, in virtual time (达市府办函〔2023〕53号).</summary>
public sealed class CampaignLifeTests
{
    [Fact]
    public async Task Season_OfNineUnits_IsReportedCompiledCorrectedDisciplinedAndEvaluated()
    {
        await using var office = await OpenAsync("2023-05-24T09:00+08:00");
        var row = await StartAsync(office);
        await office.AdvanceToAsync("2023-05-24T23:59+08:00");
        Assert.DoesNotContain(await TrailAsync(office), entry => entry.Key.StartsWith("phase", StringComparison.Ordinal));
        await office.AdvanceToAsync("2023-05-25T00:00+08:00");
        Assert.Single(await TrailAsync(office), entry => entry is { Key: "phase|动员部署", Action: "进入动员部署阶段" });
        Assert.Equal(Units.Length, office.Post.Sent.Count);
        foreach (var unit in Units[..^1]) await HandInTaskAsync(office, unit, 1);

        CampaignProjectRow? corrected = null, forged = null;
        var weeks = CampaignTimeRules.Weeks(row.Definition);
        foreach (var week in weeks)
        {
            await office.AdvanceToAsync($"{week.Opens:yyyy-MM-dd}T10:00+08:00");
            foreach (var (unit, i) in Units.Select((unit, i) => (unit, i)))
            {
                // The first two units do the same and share a place; the later a unit, the less it brings.
                if (week.Number % (Math.Max(i, 1) + 1) != 0) continue;
                var project = await AddAsync(office, unit, Landed($"{unit}{week.Number}", $"投资方{unit}{week.Number}", Text(week.From), Text(week.To), 10_000m, 8_000m));
                if (unit == "dcq" && week.Number == 2) corrected = project;
                if (unit == "kjx" && week.Number == 5) forged = project;
            }

            foreach (var unit in Units.Where(unit => Reports(unit, week.Number)))
                Assert.Equal(SubmissionStatus.HandedIn, (await ReportAsync(office, unit, week.Number, unit == "wys" && week.Number == 2 ? "用地指标不足" : null)).Status);
            await InWeekAsync(office, week, corrected, forged);
            // The last two weeks close together.
            if (week.Number == 14) continue;
            await office.AdvanceToAsync($"{week.Closes.AddMinutes(1):yyyy-MM-dd'T'HH:mm}+08:00");
            foreach (var closed in weeks.Where(closed => closed.Closes == week.Closes)) await CheckSumsAsync(office, closed);
        }

        await CheckWeeksAsync(office);
        await EvaluateAsync(office);
        Assert.NotNull(forged);
    }

    [Fact]
    public async Task Campaign_StartedLate_BeginsInItsPhaseSendsNothingForThePastAndTakesTheFirstWeek()
    {
        await using var office = await OpenAsync("2023-06-06T09:00+08:00");
        await StartAsync(office);
        // The plan was due, W1 is closed; W2 (to 4 June) is open until Thursday, 8 June.
        Assert.Equal(Units.Length, office.Post.Sent.Count);
        Assert.All(await office.Tables.ListAsync<AskRow>($"campaign.{Season}.tcq"), ask => Assert.True(ask.Round == 2 || ask.Person.Length == 0));
        Assert.Contains(await TrailAsync(office), entry => entry.Key == "phase|集中攻坚");
        Assert.DoesNotContain(await TrailAsync(office), entry => entry.Key == "phase|动员部署");
        Assert.Equal(SubmissionStatus.HandedIn, (await ReportAsync(office, "tcq", 1)).Status);
        var report = (await ReadAsync(office)).ReportOf("tcq", 1);
        Assert.Equal((ReportState.Reported, false), (report.State, report.Late));
        Assert.Equal((ReportState.Missing, false), ((await ReadAsync(office)).ReportOf("dcq", 1).State, (await ReadAsync(office)).ReportOf("dcq", 1).Late));
    }

    [Fact]
    public async Task Campaign_SecondSeasonBesideTheFirst_KeepsItsOwnProjectsAndWeeks()
    {
        await using var office = await OpenAsync("2023-05-25T09:00+08:00");
        await StartAsync(office);
        await StartAsync(office, Definition() with { Id = "season-x", Season = 4, Units = ["通川区", "达川区"] });
        await office.AdvanceToAsync("2023-05-29T10:00+08:00");
        await AddAsync(office, "tcq", Signed("甲", "甲公司", "2023-05-26", 5_000m));
        await ReportAsync(office, "tcq", 1);
        var (first, second) = (await ReadAsync(office), await ReadAsync(office, "season-x"));
        Assert.Equal((1, 0), (first.Sources.Projects.Count, second.Sources.Projects.Count));
        Assert.Equal((ReportState.Reported, ReportState.Waiting), (first.ReportOf("tcq", 1).State, second.ReportOf("tcq", 1).State));
        await office.AdvanceToAsync("2023-06-02T00:01+08:00");
        Assert.Equal((9, 2), ((await ReadAsync(office)).Compiled.Single().Units.Count, (await ReadAsync(office, "season-x")).Compiled.Single().Units.Count));
    }

    [Fact]
    public async Task Open_TheSameTwiceAndAnotherUnderItsId_StandsOnce()
    {
        await using var office = await OpenAsync("2023-05-30T09:00+08:00");
        var book = office.Get<CampaignBook>();
        await StartAsync(office);
        var again = await book.OpenAsync(office.Client, Definition(), Bureau);
        Assert.Equal((false, 0), (again!.IsNew, again.Failures.Count));
        var other = await book.OpenAsync(office.Client, Definition() with { QuietDays = 31 }, Bureau);
        Assert.Equal(["id"], other!.Failures.Select(failure => failure.Field));
        Assert.Null(await book.OpenAsync(office.Client, Definition() with { Id = "season-y" }, new("tcq")));
    }

    [Fact]
    public async Task Open_CutShortBeforeItsStart_IsStartedByTheSweep()
    {
        await using var office = await OpenAsync("2023-05-30T09:00+08:00");
        var stands = new CampaignRow
        {
            Definition = Definition() with { Units = ["tcq"], Receivers = ["sjxj", "sjhj"] },
            Names = new Dictionary<string, string> { ["tcq"] = "通川区", ["sjxj"] = "市经信局", ["sjhj"] = "市经济合作外事局" },
            StartedAt = office.Now,
        };
        await office.Tables.UpsertAsync(new PendingStartRow { Kind = CampaignBook.Kind, Id = Season, Since = office.Now });
        await office.Tables.TryInsertAsync(stands);
        await office.AdvanceToAsync("2023-05-30T09:30+08:00");
        Assert.Equal(1, await office.Create<PendingStarts>().SweepAsync(office.Client));
        await office.SettleAsync();
        // The plan by 31 May, and W1.
        Assert.Equal(2, office.Post.Sent.Count);
        Assert.Equal(0, await office.Create<PendingStarts>().SweepAsync(office.Client));
    }

    [Fact]
    public async Task Duplicate_InTwoUnits_IsToldToBothAndCountsOnlyAsDecided()
    {
        await using var office = await OpenAsync("2023-06-06T09:00+08:00");
        var row = await StartAsync(office);
        var before = office.Post.Sent.Count;
        var first = await AddAsync(office, "tcq", Signed("甲项目", "某某（集团）公司", "2023-06-01", 10_000m));
        await AddAsync(office, "gxq", Signed("乙项目", "某某(集团) 公司", "2023-06-02", 20_000m));
        Assert.Equal(["gxq.office", "sjxj.office", "tcq.office"], office.Post.Sent.Skip(before).Select(sent => sent.Mail.To.Address.Split('@')[0]).Order(StringComparer.Ordinal));
        Assert.Equal((0, 0), await SignedAsync());
        var group = Assert.Single(await office.Get<CampaignProjects>().DuplicatesAsync(Season));
        Assert.Empty(await office.Get<CampaignRecords>().DecideDuplicateAsync(row, group.Key, [first.Id], "合同由通川区签订", "sjxj"));
        Assert.Equal((1, 0), await SignedAsync());
        Assert.Equal(["counting"], (await office.Get<CampaignRecords>().DecideDuplicateAsync(row, group.Key, ["x"], "无", "sjxj")).Select(failure => failure.Field));

        async Task<(int, int)> SignedAsync()
        {
            var sums = CampaignFigureRules.OfUnits((await ReadAsync(office)).Sources, new(DateOnly.MinValue, DateOnly.MaxValue)).ToDictionary(unit => unit.Unit, unit => unit.Figures.SignedCount);
            return (sums["tcq"], sums["gxq"]);
        }
    }

    [Fact]
    public async Task Review_OfAClaim_CountsItOnlyOnceOfficeAndExpertsAgreed()
    {
        await using var office = await OpenAsync("2023-06-06T09:00+08:00");
        var row = await StartAsync(office);
        var project = await AddAsync(office, "tcq", Landed("甲项目", "甲公司", "2023-06-01", "2023-06-02", 10_000m, 9_000m) with
        {
            Introduction = "生产关键材料。",
            Categories = [new(CategoryCode.ChainLeader) { List = "产业链核心企业" }],
        });
        Assert.Equal(CategoryState.Claimed, project.Categories[0].State);
        Assert.Empty(await office.Get<CampaignReviews>().OrderAsync(office.Client, row, project.Id, ["expert-cloud", "expert-data"], "sjxj"));
        await office.SettleAsync();
        Assert.Equal(["project"], (await office.Get<CampaignReviews>().OrderAsync(office.Client, row, project.Id, ["expert-cloud"], "sjxj")).Select(failure => failure.Field));
        var subject = $"campaign-project.{Season}.{project.Id}";
        await DecideAsync(office, subject, "Campaign.review1.office", 1, "sjxj.office", Decision.Agree);
        await DecideAsync(office, subject, "Campaign.review1.experts", 1, "expert-cloud", Decision.Agree);
        Assert.Equal(0m, Leaders(await ReadAsync(office)));
        await DecideAsync(office, subject, "Campaign.review1.experts", 1, "expert-data", Decision.Agree);
        Assert.Equal(1m, Leaders(await ReadAsync(office)));
        Assert.Contains((await ReadAsync(office)).Sources.Projects[0].Changes, change => change is { Field: "categories", Before: "链主型（待评审）", After: "链主型（评审通过）" });

        static decimal Leaders(CampaignReading reading) => reading.Special().First(group => group.Group == SpecialGroup.Leaders).Places.First(unit => unit.Unit == "tcq").Points;
    }

    [Fact]
    public async Task Finding_NotContested_StandsAndARevokedOneGivesTheProjectBack()
    {
        await using var office = await OpenAsync("2023-06-06T09:00+08:00");
        var row = await StartAsync(office);
        var forged = await AddAsync(office, "tcq", Signed("甲", "甲公司", "2023-06-01", 10_000m));
        foreach (var unit in new[] { "tcq", "dcq" })
            Assert.Empty(await office.Get<CampaignFindings>().RecordAsync(office.Client, row, new(unit, "瞒报虚报", "合同不实", unit == "tcq" ? [forged.Id] : [], Grave: true), "sjxj"));
        await office.SettleAsync();
        Assert.Contains(office.Post.Lines, line => line.Contains("sjhj.office", StringComparison.Ordinal) && line.Contains("移送问责", StringComparison.Ordinal));
        Assert.Equal(["dcq", "tcq"], (await ReadAsync(office)).Disqualified.Order(StringComparer.Ordinal));
        await office.Get<SubmissionService>().SubmitAsync(office.Client, new() { Subject = $"campaign.{Season}.tcq", Step = "Campaign.contest", Data = """{"text":"合同属实"}""", By = "tcq.office" });
        await office.SettleAsync();
        // Contesting does not suspend it.
        Assert.Equal(2, (await ReadAsync(office)).Disqualified.Count);
        Assert.Equal(0, Total(await ReadAsync(office)));
        await DecideAsync(office, $"campaign.{Season}.tcq", "Campaign.contested", 1, "sjxj.office", Decision.Refuse, "合同核实属实");
        // dcq is silent; its time ends.
        await office.AdvanceToAsync("2023-06-20T09:00+08:00");
        Assert.True(await office.OutputAsync<bool>(Disqualification.InstanceIdOf(Season, "dcq")));
        Assert.Equal(["dcq"], (await ReadAsync(office)).Disqualified);
        Assert.Equal(1, Total(await ReadAsync(office)));

        static int Total(CampaignReading reading) =>
            CampaignFigureRules.OfUnits(reading.Sources, new(DateOnly.MinValue, DateOnly.MaxValue)).Sum(unit => unit.Figures.SignedCount);
    }

    /// <summary>A short season of two units: reported, returned, contested, reviewed and evaluated.</summary>
    internal static async Task<IReadOnlyList<string>> LiveAsync(VirtualOffice office)
    {
        var definition = Definition() with
        {
            Start = Day("2023-05-25"),
            End = Day("2023-06-11"),
            Phases = [new("动员部署", Day("2023-05-25"), Day("2023-05-31"), [new("本地实施方案", "请报送方案。", Day("2023-05-31"))]), new("总结", Day("2023-06-01"), Day("2023-06-11"))],
            Weeks = new(Day("2023-05-22"), Day("2023-06-04")),
            Units = ["通川区", "达川区"],
        };
        var row = await StartAsync(office, definition);
        await HandInTaskAsync(office, "tcq", 1);
        await office.AdvanceToAsync("2023-05-29T10:00+08:00");
        var project = await AddAsync(office, "tcq", Landed("甲", "甲公司", "2023-05-24", "2023-05-26", 10_000m, 9_000m) with { Categories = [new(CategoryCode.Platform) { List = "平台企业" }] });
        await ReportAsync(office, "tcq", 1);
        Assert.Empty(await office.Get<CampaignReturns>().ReturnAsync(office.Client, await ReadAsync(office), 1, "tcq", "补充做法", "sjxj"));
        Assert.Empty(await office.Get<CampaignReviews>().OrderAsync(office.Client, row, project.Id, ["expert-cloud"], "sjxj"));
        Assert.Empty(await office.Get<CampaignFindings>().RecordAsync(office.Client, row, new("dcq", "瞒报虚报", "数据不实", [], Grave: true), "sjxj"));
        await office.SettleAsync();
        await ReportAsync(office, "tcq", 101);
        var subject = $"campaign-project.{Season}.{project.Id}";
        await DecideAsync(office, subject, "Campaign.review1.office", 1, "sjxj.office", Decision.Agree);
        await DecideAsync(office, subject, "Campaign.review1.experts", 1, "expert-cloud", Decision.Agree);
        await office.Get<SubmissionService>().SubmitAsync(office.Client, new() { Subject = $"campaign.{Season}.dcq", Step = "Campaign.contest", Data = """{"text":"数据属实"}""", By = "dcq.office" });
        await office.SettleAsync();
        foreach (var bureau in new[] { "sjxj.office", "sjhj.office" }) await DecideAsync(office, $"campaign.{Season}.dcq", "Campaign.contested", 1, bureau, Decision.Agree);
        Assert.Empty(await office.Get<CampaignBook>().EnterMethodAsync(row, new("考核办法") { Overall = 1 }, Bureau));
        await office.AdvanceToAsync("2023-06-11T10:00+08:00");
        Assert.Equal(SubmissionStatus.HandedIn, (await ProposeAsync(office, 1, "tcq|综合排位靠前")).Status);
        foreach (var bureau in new[] { "sjxj.office", "sjhj.office" }) await DecideAsync(office, $"campaign.{Season}", "Campaign.evaluated", 1, bureau, Decision.Agree);
        await office.AdvanceToAsync("2023-06-12T10:00+08:00");
        return
        [
            Campaign.InstanceIdOf(Season), PhaseTaskCall.InstanceIdOf(Season, "tcq", 1), WeeklyReport.InstanceIdOf(Season, 1), ReportCall.InstanceIdOf(Season, "tcq", 1, 0),
            ReportCall.InstanceIdOf(Season, "tcq", 1, 1), ReportCall.InstanceIdOf(Season, "dcq", 1, 0), CampaignEvaluation.InstanceIdOf(Season),
            Disqualification.InstanceIdOf(Season, "dcq"), $"{Disqualification.InstanceIdOf(Season, "dcq")}:contest", CategoryReview.InstanceIdOf(Season, project.Id, 1),
        ];
    }

    /// <summary>tcq reports week 3 late, djq misses week 4; all else is reported in time.</summary>
    private static bool Reports(string unit, int week) => (unit, week) is not (("tcq", 3) or ("djq", 4));

    private static async Task InWeekAsync(VirtualOffice office, CampaignWeek week, CampaignProjectRow? corrected, CampaignProjectRow? forged)
    {
        var row = (await office.Get<CampaignBook>().FindAsync(Season))!;
        switch (week.Number)
        {
            case 4:
                // Week 3 is taken until week 4 closes.
                Assert.Equal(SubmissionStatus.HandedIn, (await ReportAsync(office, "tcq", 3)).Status);
                break;
            case 5:
                Assert.Equal(SubmissionStatus.NotAwaited, (await ReportAsync(office, "djq", 3 + 100)).Status);
                Assert.Empty(await office.Get<CampaignReturns>().ReturnAsync(office.Client, await ReadAsync(office), 5, "dcq", "做法未写明", "sjxj"));
                await office.SettleAsync();
                Assert.Equal(ReportState.Returned, (await ReadAsync(office)).ReportOf("dcq", 5).State);
                Assert.Equal(SubmissionStatus.HandedIn, (await ReportAsync(office, "dcq", 105)).Status);
                Assert.Equal(ReportState.Reported, (await ReadAsync(office)).ReportOf("dcq", 5).State);
                break;
            case 7:
                Assert.Equal(["reason"], (await ChangeAsync(office, corrected!, new() { ContractAmount = 12_000m })).Failures.Select(failure => failure.Field));
                Assert.Empty((await ChangeAsync(office, corrected!, new() { ContractAmount = 12_000m, Reason = "合同补充" })).Failures);
                break;
            case 8:
                Assert.Empty(await office.Get<CampaignFindings>().RecordAsync(office.Client, row, new("kjx", "弄虚作假", "备案号不实", [forged!.Id]), "sjxj"));
                await office.SettleAsync();
                await office.Get<SubmissionService>().SubmitAsync(office.Client, new() { Subject = $"campaign.{Season}.kjx", Step = "Campaign.contest", Data = """{"text":"材料已补"}""", By = "kjx.office" });
                await office.SettleAsync();
                foreach (var bureau in new[] { "sjxj.office", "sjhj.office" }) await DecideAsync(office, $"campaign.{Season}.kjx", "Campaign.contested", 1, bureau, Decision.Agree);
                Assert.True((await ReadAsync(office)).Findings.Single().Upheld);
                break;
        }
    }

    /// <summary>Every compiled table is the sum of the accepted projects, counted here by hand.</summary>
    private static async Task CheckSumsAsync(VirtualOffice office, CampaignWeek week)
    {
        var reading = await ReadAsync(office);
        var compiled = reading.Compiled.Single(row => row.Week == week.Number);
        foreach (var unit in compiled.Units)
        {
            var own = reading.Sources.Projects.Where(project => project.Unit == unit.Unit && project.StruckBy is null).ToList();
            Assert.Equal(own.Count(project => project.Stages[0].On <= week.To), unit.Total.SignedCount);
            Assert.Equal(own.Where(project => project.Stages[1].On <= week.To).Sum(project => project.ContractAmount), unit.Total.LandedContract);
            Assert.Equal(own.Where(project => project.Stages[1].On <= week.To && project.Stages[1].On >= week.From).Sum(project => project.FilingAmount ?? 0m), unit.Week.LandedFiling ?? 0m);
        }
    }

    private static async Task CheckWeeksAsync(VirtualOffice office)
    {
        var reading = await ReadAsync(office);
        Assert.Equal(Enumerable.Range(1, 15), reading.Compiled.Select(week => week.Week));
        Assert.Equal((ReportState.Late, true), (reading.ReportOf("tcq", 3).State, reading.ReportOf("tcq", 3).Late));
        Assert.Equal(ReportState.Missing, reading.Compiled[2].Units.First(unit => unit.Unit == "tcq").State);
        Assert.Equal(ReportState.Missing, reading.ReportOf("djq", 4).State);
        Assert.Contains(office.Post.Lines, line => line.Contains("sjxj.office", StringComparison.Ordinal) && line.Contains("第4期简报", StringComparison.Ordinal));
        // W1 opens on Monday, 29 May; the day before its Thursday and on it everybody without a report is reminded at nine.
        Assert.DoesNotContain(office.Post.Lines, line => line.StartsWith("05-31 09:00 tcq.office reminded", StringComparison.Ordinal));
        Assert.Contains(office.Post.Lines, line => line.StartsWith("06-14 09:00 tcq.office", StringComparison.Ordinal));
        Assert.Contains(office.Post.Lines, line => line.StartsWith("06-15 09:00 tcq.office", StringComparison.Ordinal));
        Assert.Equal(
            [new FigureCorrection(2, "dcq", CampaignFigure.SignedContract, 10_000m, 12_000m), new(2, "dcq", CampaignFigure.LandedContract, 10_000m, 12_000m)],
            reading.Compiled[6].Corrections);
        Assert.All(reading.Compiled[7].Corrections, correction => Assert.Equal((5, "kjx"), (correction.Week, correction.Unit)));
        Assert.Equal(10_000m, reading.Compiled[1].Units.First(unit => unit.Unit == "dcq").Week.SignedContract);
        Assert.Contains(await TrailAsync(office), entry => entry is { Key: "coordination|wys|2", Detail: "用地指标不足" });
        var ranking = reading.Compiled[14].Ranking;
        Assert.Null(ranking.Single(unit => unit.Unit == "kjx").Place);
        Assert.Equal(8, ranking.Count(unit => unit.Place is not null));
        Assert.NotNull(await office.Get<CampaignBriefs>().FindAsync(Season, 15));
    }

    private static async Task EvaluateAsync(VirtualOffice office)
    {
        await office.AdvanceToAsync("2023-09-05T08:59+08:00");
        Assert.Equal("总结", CampaignTimeRules.PhaseAt(Definition(), office.Now));
        Assert.Equal(15, (await ReadAsync(office)).Compiled.Count);
        await office.AdvanceToAsync("2023-09-05T10:00+08:00");
        Assert.Equal(CampaignWeekRow.Final, (await ReadAsync(office)).Compiled[^1].Week);
        foreach (var unit in Units[..^1]) await HandInTaskAsync(office, unit, 2);

        var row = (await office.Get<CampaignBook>().FindAsync(Season))!;
        Assert.Equal(SubmissionStatus.Refused, (await ProposeAsync(office, 1, "tcq|综合排位靠前")).Status);
        Assert.Empty(await office.Get<CampaignBook>().EnterMethodAsync(row, new("达市经信发〔2023〕×号") { Overall = 1 }, Bureau));
        Assert.Equal(SubmissionStatus.Refused, (await ProposeAsync(office, 1, "tcq|综合排位靠前", "dcq|综合排位靠前")).Status);
        Assert.Equal(SubmissionStatus.Refused, (await ProposeAsync(office, 1, "kjx|综合排位靠前")).Status);
        Assert.Equal(SubmissionStatus.HandedIn, (await ProposeAsync(office, 1, "tcq|综合排位靠前")).Status);
        await DecideAsync(office, $"campaign.{Season}", "Campaign.evaluated", 1, "sjxj.office", Decision.Agree);
        await DecideAsync(office, $"campaign.{Season}", "Campaign.evaluated", 1, "sjhj.office", Decision.Refuse, "请写明做法");
        Assert.Null((await ReadAsync(office)).Evaluation);
        Assert.Equal(SubmissionStatus.HandedIn, (await ProposeAsync(office, 2, "tcq|综合排位靠前")).Status);
        foreach (var bureau in new[] { "sjxj.office", "sjhj.office" }) await DecideAsync(office, $"campaign.{Season}", "Campaign.evaluated", 2, bureau, Decision.Agree);

        Assert.Equal([new Commendation("tcq", "综合排位靠前")], (await ReadAsync(office)).Evaluation!.Commended);
        Assert.Equal(["amounts"], (await office.Get<CampaignRecords>().RewardAsync(row, 2, new Dictionary<string, decimal> { ["dcq"] = 50m }, "sjxj")).Select(failure => failure.Field));
        Assert.Empty(await office.Get<CampaignRecords>().RewardAsync(row, 2, new Dictionary<string, decimal> { ["tcq"] = 50m }, "sjxj"));
        await office.AdvanceToAsync("2023-09-08T00:00+08:00");
        // Nine units in fifteen weeks, without the one that never came.
        Assert.Equal((9 * 15) - 1, await office.OutputAsync<int>(Campaign.InstanceIdOf(Season)));
        Assert.True((await office.Get<IAuditTrail>().VerifyAsync($"campaign.{Season}")).Intact);
    }

    private static async Task<SubmissionReceipt> ProposeAsync(VirtualOffice office, int round, params string[] commended)
    {
        var receipt = await office.Get<SubmissionService>().SubmitAsync(office.Client, new()
        {
            Subject = $"campaign.{Season}",
            Step = "Campaign.evaluation",
            Round = round,
            Data = System.Text.Json.JsonSerializer.Serialize(new { summary = "成效良好", commended }, RecordJson.Options),
            By = "sjxj.office",
        });
        await office.SettleAsync();
        return receipt;
    }

    private static Task<List<AuditEntry>> TrailAsync(VirtualOffice office) => office.Get<IAuditTrail>().EntriesAsync($"campaign.{Season}");

    private static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}
