using System.Text;
using Dazhou.Serverless.Records;
using Dazhou.Serverless.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Orchestrations.Tests.Records;

namespace Orchestrations.Tests.Submissions;

public sealed class MemoryDraftsTests() : DraftsContract(new MemoryRecords());

[Collection(AzuriteCollection.Name)]
public sealed class AzureDraftsTests(AzuriteFixture azurite) : DraftsContract(new AzureRecords(azurite));

/// <summary>What drafts do, whatever keeps them.</summary>
public abstract class DraftsContract(IRecordsUnderTest records)
{
    private static readonly DateTimeOffset Start = new(2026, 3, 9, 1, 0, 0, TimeSpan.Zero);

    private readonly string _unit = $"unit-{Guid.NewGuid():N}";
    private readonly FakeTimeProvider _clock = new(Start);
    private ServiceProvider? _built;

    private ServiceProvider Services => _built ??= records.Create(_clock);

    private ITableStore Tables => Services.GetRequiredService<ITableStore>();

    private IDocumentStore Documents => Services.GetRequiredService<IDocumentStore>();

    private Drafts Store => new(Tables, Documents, Services.GetRequiredService<IAuditTrail>(), Settings, _clock);

    private IConfiguration Settings { get; } = new ConfigurationBuilder().AddInMemoryCollection().Build();

    [SkippableFact]
    public async Task Save_OneStepAfterAnother_KeepsAllThatWasTyped()
    {
        var draft = await BeginAsync();
        await SaveAsync(draft, "a", 0, ("name", "一体化平台"), ("amount", "约150"));
        _clock.Advance(TimeSpan.FromDays(3));
        var saved = await SaveAsync(draft, "b", 0, ("reason", "共享"), ("name2", " "));

        Assert.Equal(DraftStatus.Saved, saved.Status);
        var stands = (await Store.FindAsync(draft.Id))!;
        Assert.Equal(["amount=约150", "name=一体化平台", "reason=共享"], stands.Fields.Select(field => $"{field.Key}={field.Value}").Order(StringComparer.Ordinal));
        Assert.Equal(("b", 1, 1), (stands.LastStep, stands.RevisionOf("a"), stands.RevisionOf("b")));
        Assert.Equal(_clock.GetUtcNow().AddDays(DraftRules.KeptDays), stands.Expires);

        // A field that is left empty is cleared.
        await SaveAsync(draft, "a", 1, ("amount", ""));
        Assert.DoesNotContain("amount", (await Store.FindAsync(draft.Id))!.Fields.Keys);
    }

    [SkippableFact]
    public async Task Save_StepThatSomebodySavedMeanwhile_WritesNothingAndSaysWho()
    {
        var draft = await BeginAsync();
        await SaveAsync(draft, "a", 0, ("name", "甲"));
        var late = await Store.SaveAsync(draft.Id, "a", 0, Fields(("name", "乙")), "second");

        Assert.Equal(DraftStatus.ChangedMeanwhile, late.Status);
        Assert.Equal(("甲", "first"), (late.Draft!.Fields["name"], late.Draft.Steps["a"].By));
        Assert.Equal("甲", (await Store.FindAsync(draft.Id))!.Fields["name"]);
        // Having seen it, the second may replace it; another step was never in the way.
        Assert.Equal(DraftStatus.Saved, (await Store.SaveAsync(draft.Id, "b", 0, Fields(("other", "丙")), "second")).Status);
        Assert.Equal(DraftStatus.Saved, (await Store.SaveAsync(draft.Id, "a", 1, Fields(("name", "乙")), "second")).Status);
    }

    [SkippableFact]
    public async Task Save_ManyStepsAtOnce_LosesNone()
    {
        var draft = await BeginAsync();
        await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(() => SaveAsync(draft, $"step{i}", 0, ($"field{i}", $"{i}")))));
        Assert.Equal(8, (await Store.FindAsync(draft.Id))!.Fields.Count);
    }

    [SkippableFact]
    public async Task Save_OfOneStepByManyAtOnce_TakesOne()
    {
        var draft = await BeginAsync();
        var receipts = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => Task.Run(() => SaveAsync(draft, "a", 0, ("name", $"{i}")))));
        Assert.Single(receipts, receipt => receipt.Status == DraftStatus.Saved);
        Assert.Equal(5, receipts.Count(receipt => receipt.Status == DraftStatus.ChangedMeanwhile));
    }

    [SkippableFact]
    public async Task Save_MoreThanADraftHolds_IsRefused()
    {
        var draft = await BeginAsync();
        var fits = await SaveAsync(draft, "a", 0, ("t", new string('长', DraftRules.MostCharacters - 1)));
        var tooMuch = await SaveAsync(draft, "a", 1, ("t", new string('长', DraftRules.MostCharacters)));
        Assert.Equal((DraftStatus.Saved, DraftStatus.Refused), (fits.Status, tooMuch.Status));
        Assert.Equal("draft-characters", Assert.Single(tooMuch.Failures).Rule);
    }

    [SkippableFact]
    public async Task Begin_MoreThanAnOwnerMayHave_IsRefused()
    {
        for (var i = 0; i < DraftRules.MostOfOwner; i++)
            Assert.NotNull(await Store.BeginAsync("kind", _unit, "first"));
        Assert.Null(await Store.BeginAsync("kind", _unit, "first"));
        Assert.NotNull(await Store.BeginAsync("kind", _unit + "-other", "first"));
    }

    [SkippableFact]
    public async Task Keep_Files_AreReadBackReplacedAndRemovedWithTheirBytes()
    {
        var draft = await BeginAsync();
        var first = (await KeepAsync(draft, "材料.pdf", "一")).Draft!.Files.Single();
        Assert.Equal("一", await ReadAsync(first));
        var second = (await KeepAsync(draft, "材料2.pdf", "二", replaces: first.Upload)).Draft!.Files.Single();
        Assert.Equal(("二", "材料2.pdf"), (await ReadAsync(second), second.FileName));
        Assert.Null(await Store.OpenAsync(first));

        // Who did not see the second one replaces nothing: both stand.
        var both = (await KeepAsync(draft, "材料3.pdf", "三", replaces: first.Upload)).Draft!;
        Assert.Equal(["材料2.pdf", "材料3.pdf"], both.Files.Select(file => file.FileName));

        await Store.RemoveAsync(draft.Id, "files", second.Upload, "first");
        var again = await Store.RemoveAsync(draft.Id, "files", second.Upload, "first");
        Assert.Equal((DraftStatus.Saved, "材料3.pdf"), (again.Status, again.Draft!.Files.Single().FileName));
        Assert.Null(await Store.OpenAsync(second));
        Assert.Single(await Tables.ListAsync<DraftUploadRow>(draft.Id));
    }

    [SkippableFact]
    public async Task Keep_FileThatIsNotAccepted_LeavesTheOthersAndNothingBehind()
    {
        var draft = await BeginAsync();
        await KeepAsync(draft, "材料.pdf", "一");
        using var program = new MemoryStream("MZ this is a program"u8.ToArray());
        var refused = await Store.KeepAsync(draft.Id, "files", "documents.application", "材料.pdf", program, program.Length, replaces: null, "first");
        Assert.Equal((DraftStatus.Refused, "documents.application"), (refused.Status, refused.Failures.Single().Field));
        Assert.Equal("一", await ReadAsync(Assert.Single((await Store.FindAsync(draft.Id))!.Files)));
        Assert.Single(await Tables.ListAsync<DraftUploadRow>(draft.Id));
    }

    [SkippableFact]
    public async Task Keep_MoreFilesThanADraftHolds_IsRefused()
    {
        var draft = await BeginAsync();
        for (var i = 0; i < DraftRules.MostFiles; i++)
            Assert.Equal(DraftStatus.Saved, (await KeepAsync(draft, $"{i}.pdf", $"{i}")).Status);
        var more = await KeepAsync(draft, "more.pdf", "more");
        Assert.Equal("draft-files", more.Failures.Single().Rule);
    }

    [SkippableFact]
    public async Task EndHandIn_LeavesWhatItBecameAndDeletesTheRest()
    {
        var draft = await BeginAsync();
        await SaveAsync(draft, "a", 0, ("name", "甲"));
        var file = (await KeepAsync(draft, "材料.pdf", "一")).Draft!.Files.Single();
        var asked = (await Store.BeginHandInAsync(draft.Id))!;
        Assert.Equal(("甲", 1), (asked.Fields["name"], asked.Files.Count));
        // While it is handed in nobody changes it, and nothing that somebody typed is lost with it.
        Assert.Equal(DraftStatus.HandedIn, (await SaveAsync(draft, "b", 0, ("late", "乙"))).Status);
        await Store.EndHandInAsync(draft.Id, "project-1", "first");
        await Store.EndHandInAsync(draft.Id, "project-2", "second");

        var left = (await Store.FindAsync(draft.Id))!;
        Assert.Equal(("project-1", 0, 0), (left.Became, left.Fields.Count, left.Files.Count));
        Assert.Empty(await Store.ListAsync(_unit));
        Assert.Null(await Store.OpenAsync(file));
        Assert.Equal(DraftStatus.HandedIn, (await KeepAsync(draft, "材料.pdf", "一")).Status);
        Assert.False(await Store.DiscardAsync(draft.Id, "first"));
    }

    [SkippableFact]
    public async Task BeginHandIn_ThatACrashEnded_LeavesTheDraftToBeChangedLater()
    {
        var draft = await BeginAsync();
        await Store.BeginHandInAsync(draft.Id);
        _clock.Advance(DraftRules.HandingIn - TimeSpan.FromTicks(1));
        Assert.Equal(DraftStatus.HandedIn, (await SaveAsync(draft, "a", 0, ("name", "甲"))).Status);
        _clock.Advance(TimeSpan.FromTicks(1));
        Assert.Equal(DraftStatus.Saved, (await SaveAsync(draft, "a", 0, ("name", "甲"))).Status);
        await Store.BeginHandInAsync(draft.Id);
        await Store.StopHandInAsync(draft.Id);
        Assert.Equal(DraftStatus.Saved, (await SaveAsync(draft, "a", 1, ("name", "乙"))).Status);
    }

    [SkippableFact]
    public async Task Discard_DeletesTheDraftWithItsFiles()
    {
        var draft = await BeginAsync();
        var file = (await KeepAsync(draft, "材料.pdf", "一")).Draft!.Files.Single();
        Assert.True(await Store.DiscardAsync(draft.Id, "first"));
        Assert.False(await Store.DiscardAsync(draft.Id, "first"));
        Assert.Null(await Store.FindAsync(draft.Id));
        Assert.Null(await Store.OpenAsync(file));
        Assert.Equal(["开始填写草稿", "删除草稿"], (await Services.GetRequiredService<IAuditTrail>().EntriesAsync(Drafts.SubjectOf(draft.Id))).Select(entry => entry.Action));
    }

    [SkippableFact]
    public async Task Sweep_DraftPastItsDays_IsGoneWithItsFilesAndOneThatWasSavedSinceLives()
    {
        var (old, used) = (await BeginAsync(), await BeginAsync());
        var file = (await KeepAsync(old, "材料.pdf", "一")).Draft!.Files.Single();
        _clock.Advance(TimeSpan.FromDays(10));
        await SaveAsync(used, "a", 0, ("name", "甲"));
        _clock.SetUtcNow(Start.AddDays(DraftRules.KeptDays).AddTicks(-1));
        Assert.NotNull(await Store.FindAsync(old.Id));
        await Store.SweepAsync(null!);
        Assert.NotNull(await Store.FindAsync(old.Id));

        _clock.SetUtcNow(Start.AddDays(DraftRules.KeptDays));
        Assert.Null(await Store.FindAsync(old.Id));
        Assert.Equal([used.Id], (await Store.ListAsync(_unit)).Select(draft => draft.Id));
        Assert.NotEqual(0, await Store.SweepAsync(null!));
        Assert.Null(await Tables.FindAsync<DraftRow>(old.Id, DraftRow.OnlyRowKey));
        Assert.Null(await Store.OpenAsync(file));
        Assert.Empty(await Tables.ListAsync<DraftUploadRow>(old.Id));

        // The one that was used is looked at again when it ends.
        _clock.Advance(TimeSpan.FromDays(10));
        await Store.SweepAsync(null!);
        Assert.Null(await Tables.FindAsync<DraftRow>(used.Id, DraftRow.OnlyRowKey));
        Assert.Empty(await Tables.ListAsync<DraftOfOwnerRow>(_unit));
    }

    [SkippableFact]
    public async Task Sweep_AfterACrashThatLeftTheFilesOfAHandedInDraft_DeletesThem()
    {
        var draft = await BeginAsync();
        var file = (await KeepAsync(draft, "材料.pdf", "一")).Draft!.Files.Single();
        // As EndHandInAsync leaves it when the process ends right after it noted what the draft became.
        var seen = (await Tables.FindAsync<DraftRow>(draft.Id, DraftRow.OnlyRowKey))!;
        await Tables.UpsertAsync(new DraftCheckRow { At = _clock.GetUtcNow(), Draft = draft.Id, Owner = _unit });
        await Tables.TryReplaceAsync(seen, seen.Value with { Became = "project-1", Files = [] });

        await Store.SweepAsync(null!);

        Assert.Null(await Store.OpenAsync(file));
        Assert.Equal("project-1", (await Store.FindAsync(draft.Id))!.Became);
    }

    [SkippableFact]
    public async Task BeginOnce_ByManyAtOnce_IsOneDraft()
    {
        var id = Guid.NewGuid().ToString("N");
        var drafts = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => Task.Run(() => OnceAsync(id))));
        Assert.Single(drafts.Select(draft => (draft.Id, draft.CreatedAt)).Distinct());
        await SaveAsync(drafts[0], "form", 0, ("name", "甲"));
        Assert.Equal("甲", (await OnceAsync(id)).Fields["name"]);
    }

    [SkippableFact]
    public async Task End_OfADraftThatHasOneIdForEver_LeavesNothingAndMayBeBegunAnew()
    {
        var id = Guid.NewGuid().ToString("N");
        var draft = await OnceAsync(id);
        await SaveAsync(draft, "form", 0, ("name", "甲"));
        var file = (await KeepAsync(draft, "材料.pdf", "一")).Draft!.Files.Single();
        _clock.Advance(TimeSpan.FromHours(1));
        Assert.True(await Store.EndAsync(id, "first"));
        Assert.False(await Store.EndAsync(id, "first"));
        Assert.Null(await Store.FindAsync(id));
        Assert.Null(await Store.OpenAsync(file));
        Assert.Empty(await Tables.ListAsync<DraftUploadRow>(id));
        Assert.Empty(await Tables.ListAsync<DraftOfOwnerRow>(_unit));

        var anew = await OnceAsync(id);
        Assert.Empty(anew.Fields);
        Assert.Equal(DraftStatus.Saved, (await SaveAsync(anew, "form", 0, ("name", "乙"))).Status);
        Assert.Equal(
            ["开始填写草稿", "草稿已提交", "开始填写草稿"],
            (await Services.GetRequiredService<IAuditTrail>().EntriesAsync(Drafts.SubjectOf(id))).Select(entry => entry.Action));
    }

    [SkippableFact]
    public async Task BeginOnce_WhereAnotherExpiredAndNoSweepCame_KeepsNothingOfIt()
    {
        var id = Guid.NewGuid().ToString("N");
        var old = await OnceAsync(id);
        await SaveAsync(old, "form", 0, ("name", "甲"));
        var file = (await KeepAsync(old, "材料.pdf", "一")).Draft!.Files.Single();
        _clock.Advance(TimeSpan.FromDays(DraftRules.KeptDays));
        var anew = await OnceAsync(id);
        Assert.Equal((0, 0, 0), (anew.Fields.Count, anew.Files.Count, anew.RevisionOf("form")));
        Assert.Null(await Store.OpenAsync(file));

        // The look that the old one left behind finds the new one, and leaves it with its files.
        var second = (await KeepAsync(anew, "材料2.pdf", "二")).Draft!.Files.Single();
        await Store.SweepAsync(null!);
        Assert.Equal("二", await ReadAsync(second));
        _clock.Advance(TimeSpan.FromDays(DraftRules.KeptDays));
        await Store.SweepAsync(null!);
        Assert.Null(await Store.OpenAsync(second));
        Assert.Null(await Tables.FindAsync<DraftRow>(id, DraftRow.OnlyRowKey));
    }

    [SkippableFact]
    public async Task Find_WhatIsNoId_IsNull()
    {
        foreach (var id in (string[])["", "none", new string('g', 32), new string('k', 600)])
            Assert.Null(await Store.FindAsync(id));
    }

    [SkippableFact]
    public async Task Pass_OpensWhatItWasGivenForUntilItsTime()
    {
        var passes = new DraftPasses(Tables, _clock);
        var (mine, other) = (await BeginAsync(), await BeginAsync());
        var one = await passes.GiveAsync(_unit, mine.Id, "person");
        var all = await passes.GiveAsync(_unit, draft: null, _unit);
        Assert.True((await passes.FindAsync(one))!.Opens(mine));
        Assert.False((await passes.FindAsync(one))!.Opens(other));
        Assert.True((await passes.FindAsync(all))!.Opens(other));
        Assert.False((await passes.FindAsync(all))!.Opens(other with { Owner = "stranger" }));
        _clock.Advance(DraftPasses.Lifetime);
        Assert.Null(await passes.FindAsync(one));
        Assert.Null(await passes.FindAsync("none"));
    }

    private Task<DraftRow> OnceAsync(string id) => Store.BeginOnceAsync(id, "form", _unit, "first", "表");

    private async Task<DraftRow> BeginAsync() => (await Store.BeginAsync("kind", _unit, "first"))!;

    private Task<DraftReceipt> SaveAsync(DraftRow draft, string step, int revision, params (string Name, string Value)[] fields) =>
        Store.SaveAsync(draft.Id, step, revision, Fields(fields), "first");

    private async Task<DraftReceipt> KeepAsync(DraftRow draft, string fileName, string text, string? replaces = null)
    {
        using var content = new MemoryStream(Encoding.UTF8.GetBytes($"%PDF-1.7\n{text}"));
        return await Store.KeepAsync(draft.Id, "files", "documents.application", fileName, content, content.Length, replaces, "first");
    }

    private async Task<string?> ReadAsync(DraftFile file)
    {
        if (await Store.OpenAsync(file) is not { } content)
            return null;
        using var reader = new StreamReader(content);
        return (await reader.ReadToEndAsync()).Split('\n')[1];
    }

    private static Dictionary<string, string> Fields(params (string Name, string Value)[] fields) =>
        fields.ToDictionary(field => field.Name, field => field.Value, StringComparer.Ordinal);
}
