using System.Text.Json;
using Dazhou.Serverless.Directory;
using Dazhou.Serverless.Evacuations;
using Dazhou.Serverless.Records;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Moq;
using Orchestrations.Tests.Support;

namespace Orchestrations.Tests.Evacuations;

/// <summary>Registers in storage: what stands there, who reads what, how it changes and when it is deleted.</summary>
public sealed class RegisterImportTests
{
    private const string County = RegisterOffice.County;
    private const string OnDuty = "tcq.office";

    private static readonly DurableTaskClient NoClient = new Mock<DurableTaskClient>(MockBehavior.Strict, "none").Object;

    private static readonly RegisterKind Households = RegisterKind.Find(RegisterKind.Households)!;

    [Fact]
    public async Task Import_Samples_StandInStorageWithoutAnyNameOrNumber()
    {
        await using var office = await new RegisterOffice().WithSamplesAsync();

        var stored = new List<string>();
        foreach (var kind in RegisterKind.All)
        {
            var rows = await office.Tables.ListAsync<RegisterRow>(RegisterRow.PartitionOf(County, kind.Key));
            Assert.NotEmpty(rows);
            stored.AddRange(rows.Select(row => JsonSerializer.Serialize(row, RecordJson.Options)));
            // What was entered is read back whole.
            var sheet = await RegisterOffice.SampleAsync(kind.Key);
            Assert.Equal(
                sheet.Rows.Select(row => string.Join('|', row.Cells)).Order(StringComparer.Ordinal),
                rows.Select(row => office.Service<PersonalData>().Open(row)).Select(values => string.Join('|', kind.Columns.Select(column => values.GetValueOrDefault(column.Key, ""))))
                    .Order(StringComparer.Ordinal));
        }

        stored.AddRange((await office.Audit.EntriesAsync(RegisterImport.SubjectOf(County))).Select(entry => JsonSerializer.Serialize(entry, RecordJson.Options)));
        Assert.All(stored, text =>
        {
            Assert.DoesNotContain("某某", text, StringComparison.Ordinal);
            Assert.DoesNotContain("0818-00", text, StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task Import_WithAFault_WritesNothing()
    {
        await using var office = await new RegisterOffice().WithSamplesAsync();
        var before = await office.Audit.EntriesAsync(RegisterImport.SubjectOf(County));
        var receipt = await office.Registers.ImportAsync(
            County, Households,
            RegisterOffice.SheetOf(Households, Household("new", "tcq-01-01-1"), Household("wrong", "tcq-09-09-9")), whole: true, "tcq");

        Assert.Equal((0, 1), (receipt.Accepted, receipt.Faults.Count));
        Assert.Equal(6, (await office.Book.RowsAsync(County, Households.Key)).Count);
        Assert.Equal(before.Count, (await office.Audit.EntriesAsync(RegisterImport.SubjectOf(County))).Count);
    }

    [Fact]
    public async Task Import_Again_ChangesOnlyWhatIsDifferentAndSaysWhat()
    {
        await using var office = await new RegisterOffice().WithSamplesAsync();
        var same = await office.Registers.ImportAsync(County, Households, await RegisterOffice.SampleAsync(Households.Key), whole: true, "tcq");
        Assert.Equal((6, 0, 0, 0), (same.Accepted, same.Added, same.Changed, same.Removed));
        office.Time.Advance(TimeSpan.FromDays(1));

        var changed = await office.Registers.ImportAsync(
            County, Households,
            RegisterOffice.SheetOf(Households, Household("tcq-h-006", "tcq-01-02-2", people: "6", phone: "0818-0009999"), Household("tcq-h-007", "tcq-01-02-2")), whole: false, OnDuty);

        Assert.Equal((2, 1, 1, 0), (changed.Accepted, changed.Added, changed.Changed, changed.Removed));
        var row = (await office.Book.RowsAsync(County, Households.Key)).Single(row => row.Id == "tcq-h-006");
        Assert.Equal((OnDuty, "children,disabled,elderly,people,phone,shelter"), (row.Changes[^1].By, string.Join(',', row.Changes[^1].Columns)));
        var noted = (await office.Audit.EntriesAsync(RegisterImport.SubjectOf(County)))[^1];
        Assert.Equal(("更新受威胁群众登记簿", "新增1条：tcq-h-007；变更1条：tcq-h-006", OnDuty), (noted.Action, noted.Detail, noted.Actor));
    }

    [Fact]
    public async Task Page_NamesAndNumbers_AreShownToWhoIsOnDutyThereAndLogged()
    {
        await using var office = await new RegisterOffice().WithSamplesAsync();
        await office.Registers.ImportAsync(County, RegisterKind.Find("duty")!, Duty("tcq-01-01", "2023-06-05 08:00", "2023-06-05 10:00"), whole: true, "tcq");

        Assert.All(await PageAsync(office, OnDuty, names: false), Masked);
        Assert.All(await PageAsync(office, "tcq.project", names: true), Masked);
        Assert.All(await PageAsync(office, person: null, names: true), Masked);
        Assert.Empty(await office.Book.AccessAsync(County, 10));

        var shown = await PageAsync(office, OnDuty, names: true);
        Assert.Equal(["tcq-h-001", "tcq-h-002", "tcq-h-003"], shown.Where(entry => entry.InTheClear).Select(entry => entry.Row.Id));
        Assert.Equal(("某某", "0818-0000001"), (shown[0].Values["head"], shown[0].Values["phone"]));
        Assert.All(shown.Where(entry => !entry.InTheClear), Masked);
        var access = Assert.Single(await office.Book.AccessAsync(County, 10));
        Assert.Equal((OnDuty, "households", "tcq-h-001,tcq-h-002,tcq-h-003"), (access.Person, access.Register, string.Join(',', access.Entries)));

        // The duty ends with its hour.
        office.Time.Advance(TimeSpan.FromHours(1));
        Assert.All(await PageAsync(office, OnDuty, names: true), Masked);

        static void Masked(RegisterEntry entry) =>
            Assert.Equal(("某**", "0818-00"[..3] + "*******" + entry.Values["phone"][^2..]), (entry.Values["head"], entry.Values["phone"]));
    }

    [Fact]
    public async Task Entry_TakenOut_IsDeletedAfterItsPeriodUnlessItCameBack()
    {
        await using var office = await new RegisterOffice().WithSamplesAsync();
        var sweep = office.Service<RemovalSweep>();
        var kept = RegisterOffice.SheetOf(Households, Household("tcq-h-001", "tcq-01-01-1"));
        Assert.Equal(5, (await office.Registers.ImportAsync(County, Households, kept, whole: true, "tcq")).Removed);
        Assert.Equal("tcq-h-001", Assert.Single(await office.Book.RowsAsync(County, Households.Key)).Id);
        office.Time.Advance(TimeSpan.FromDays(10));
        await office.Registers.ImportAsync(County, Households, RegisterOffice.SheetOf(Households, Household("tcq-h-002", "tcq-01-01-1")), whole: false, "tcq");

        office.Time.Advance(TimeSpan.FromDays(EvacuationPolicy.RemovedKeptDays - 11));
        Assert.Equal(0, await sweep.SweepAsync(NoClient));
        office.Time.Advance(TimeSpan.FromDays(1));
        Assert.Equal(4, await sweep.SweepAsync(NoClient));
        Assert.Equal(["tcq-h-001", "tcq-h-002"], (await office.Tables.ListAsync<RegisterRow>(RegisterRow.PartitionOf(County, Households.Key))).Select(row => row.Id));
        Assert.Empty(await office.Tables.ListAsync<RemovalRow>(RemovalRow.Partition));
    }

    [Fact]
    public async Task Keys_Rotated_AreUsedForEverythingAfterTheSweep()
    {
        var (old, newest) = (Convert.ToBase64String(new byte[32]), Convert.ToBase64String([.. Enumerable.Repeat((byte)7, 32)]));
        await using var office = await new RegisterOffice($"old:{old}").WithSamplesAsync();
        await using var rotated = office.Restarted($"new:{newest},old:{old}");
        Assert.Equal(4 + 6 + 3, await rotated.GetRequiredService<KeyRotationSweep>().SweepAsync(NoClient));
        Assert.Equal(0, await rotated.GetRequiredService<KeyRotationSweep>().SweepAsync(NoClient));

        // The old key can go; without the new one nothing is readable, and the page says so instead of failing.
        await using var after = office.Restarted($"new:{newest}");
        Assert.Equal("某**", (await after.GetRequiredService<RegisterBook>().PageAsync(County, Households, 10, null, null, names: false)).Entries[0].Values["head"]);
        Assert.Equal("（无法解密）", (await PageAsync(office, null, names: false))[0].Values["head"]);
    }

    [Fact]
    public async Task Import_WhileAnotherEntersTheSame_LosesNeither()
    {
        await using var office = await new RegisterOffice().WithSamplesAsync();
        var sheets = Enumerable.Range(0, 4).Select(i => RegisterOffice.SheetOf(Households, Household("both", "tcq-01-01-1", people: $"{i + 1}"), Household($"own-{i}", "tcq-01-01-1")));

        await Task.WhenAll(sheets.Select(sheet => Task.Run(() => office.Registers.ImportAsync(County, Households, sheet, whole: false, "tcq"))));

        var rows = await office.Book.RowsAsync(County, Households.Key);
        Assert.Equal(6 + 5, rows.Count);
        Assert.InRange(rows.Single(row => row.Id == "both").Changes.Count, 1, 4);
    }

    [Fact]
    public async Task Import_CutOffInTheMiddle_IsCompletedByTheSame()
    {
        await using var office = await new RegisterOffice().WithSamplesAsync();
        var sheet = RegisterOffice.SheetOf(
            Households, [.. Enumerable.Range(0, 250).Select(i => Household($"many-{i:000}", "tcq-01-01-1")).Append(Household("tcq-h-001", "tcq-01-01-1", people: "9"))]);
        var tables = new MeddledTables(office.Tables);
        tables.Before("replace EvacuationRegisters", () => throw new OperationCanceledException("crash"));
        var cut = new RegisterImport(office.Book, tables, office.Service<PersonalData>(), office.Audit, office.Time);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cut.ImportAsync(County, Households, sheet, whole: true, "tcq"));

        var receipt = await office.Registers.ImportAsync(County, Households, sheet, whole: true, "tcq");

        Assert.Equal((251, 0, 1, 5), (receipt.Accepted, receipt.Added, receipt.Changed, receipt.Removed));
        Assert.Equal(251, (await office.Book.RowsAsync(County, Households.Key)).Count);
    }

    [Fact]
    public async Task Import_OvertakenByAnother_WritesOnWhatThatWrote()
    {
        await using var office = await new RegisterOffice().WithSamplesAsync();
        var tables = new MeddledTables(office.Tables);
        tables.Before("replace EvacuationRegisters", () => office.Registers.ImportAsync(County, Households, RegisterOffice.SheetOf(Households, Household("tcq-h-001", "tcq-01-01-1", people: "8")), whole: false, "dcq"));
        var slow = new RegisterImport(office.Book, tables, office.Service<PersonalData>(), office.Audit, office.Time);

        await slow.ImportAsync(County, Households, RegisterOffice.SheetOf(Households, Household("tcq-h-001", "tcq-01-01-1", people: "9")), whole: false, "tcq");

        Assert.True(tables.Happened);
        var row = (await office.Book.RowsAsync(County, Households.Key)).Single(row => row.Id == "tcq-h-001");
        Assert.Equal(("9", "tcq,dcq,tcq"), (row.Values["people"], string.Join(',', row.Changes.Select(change => change.By))));
    }

    [Fact]
    public async Task Overview_OfTheSamples_ListsEachGapWithItsPart()
    {
        await using var office = await new RegisterOffice().WithSamplesAsync();

        var overview = await office.Book.OverviewAsync(County);

        Assert.Equal(
            [
                "households tcq-h-004 没有一对一责任人 五、（五）",
                "risk-points tcq-river-1 没有暴雨蓝色、黄色、橙色、红色预警的转移预案 五、（四）",
                "risk-points tcq-river-1 没有巡查记录 二、（一）",
                "officers tcq-01-02 没有村级灾害信息员B岗 六、（八）",
            ],
            overview.Gaps.Select(gap => $"{gap.Register} {gap.Entry} {gap.Text} {gap.Article}"));
        Assert.Equal((4, 2, 6), (overview.Counts["units"], overview.Counts["shelters"], overview.Counts["households"]));

        // The inspection of the slope is due on the seventh day, and missing from the eighth.
        office.Time.SetUtcNow(ChinaTime.StartOf(new(2023, 6, 8)));
        Assert.DoesNotContain((await office.Book.OverviewAsync(County)).Gaps, gap => gap.Entry == "tcq-slope-1");
        office.Time.SetUtcNow(ChinaTime.StartOf(new(2023, 6, 9)));
        Assert.Contains((await office.Book.OverviewAsync(County)).Gaps, gap => gap is { Entry: "tcq-slope-1", Text: "应于2023年6月8日前再次巡查" });
        await office.Registers.ImportAsync(County, RegisterKind.Find("duty")!, Duty("tcq-01-01", "2023-06-08 08:00", "2023-06-10 10:00"), whole: true, "tcq");
        Assert.Contains((await office.Book.OverviewAsync(County)).Gaps, gap => gap is { Register: "duty", Entry: "tcq-01", Text: "此刻没有值班人员" });
    }

    private static async Task<IReadOnlyList<RegisterEntry>> PageAsync(RegisterOffice office, string? person, bool names) =>
        (await office.Book.PageAsync(County, Households, 100, null, person, names)).Entries;

    private static Sheet Duty(string area, string from, string until) => RegisterOffice.SheetOf(
        RegisterKind.Find("duty")!, new Dictionary<string, string> { ["id"] = "d1", ["area"] = area, ["person"] = OnDuty, ["from"] = from, ["until"] = until });

    private static Dictionary<string, string> Household(string id, string area, string people = "5", string phone = "0818-0000006") =>
        new() { ["id"] = id, ["area"] = area, ["kind"] = "住户", ["head"] = "某某", ["phone"] = phone, ["people"] = people };
}
