using System.Security.Cryptography;
using Dazhou.Serverless.Records;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Configuration;

namespace Dazhou.Serverless.Submissions;

/// <summary>
/// Drafts of anything that is filled in over more than one sitting: fields, files and steps, kept until they are handed in, thrown away
/// or too old. Two people may fill in different steps at once; of two who fill in the same step, the second learns of the first.
/// </summary>
public sealed class Drafts(ITableStore tables, IDocumentStore documents, IAuditTrail audit, IConfiguration configuration, TimeProvider time) : ISweep
{
    /// <summary>The setting that says for how many days after it was last saved a draft is kept.</summary>
    public const string KeptDaysSetting = "Drafts:KeptDays";

    private const int IdBytes = 16;

    /// <inheritdoc/>
    public string Name => "drafts that are too old, and files of drafts that were handed in";

    /// <summary>For how many days a draft is kept.</summary>
    public int KeptDays => Math.Clamp(configuration.GetValue(KeptDaysSetting, DraftRules.KeptDays), DraftRules.FewestKeptDays, DraftRules.MostKeptDays);

    private TimeSpan Kept => TimeSpan.FromDays(KeptDays);

    /// <summary>Whose trail a draft's acts stand in, and whose matter its links are.</summary>
    public static string SubjectOf(string draft) => $"draft-{draft}";

    /// <summary>Begins a draft; null where its owner has <see cref="DraftRules.MostOfOwner"/>.</summary>
    public async Task<DraftRow?> BeginAsync(
        string kind, string owner, string by, string title = "", IReadOnlyDictionary<string, string>? fields = null, CancellationToken cancellation = default)
    {
        if ((await ListAsync(owner, cancellation)).Count >= DraftRules.MostOfOwner)
            return null;
        var draft = New(NewId(), kind, owner, by, title) with { Fields = fields ?? Nothing };
        await PointAsync(draft, cancellation);
        await tables.TryInsertAsync(draft, cancellation);
        await NoteAsync(draft, "begun", by, "开始填写草稿", cancellation);
        return draft;
    }

    /// <summary>
    /// The draft of something that has one at most, whose id follows from what it is; begun where there is none. One past its days that no
    /// sweep reached yet is begun anew.
    /// </summary>
    public async Task<DraftRow> BeginOnceAsync(string id, string kind, string owner, string by, string title, CancellationToken cancellation = default)
    {
        while (true)
        {
            var seen = await tables.FindAsync<DraftRow>(id, DraftRow.OnlyRowKey, cancellation);
            var draft = New(id, kind, owner, by, title);
            if (seen is not null && !DraftRules.IsGone(seen.Value, draft.CreatedAt))
                return seen.Value;
            await PointAsync(draft, cancellation);
            if (!await (seen is null ? tables.TryInsertAsync(draft, cancellation) : tables.TryReplaceAsync(seen, draft, cancellation)))
                continue;
            foreach (var file in seen?.Value.Files ?? [])
                await ForgetAsync(id, file.Upload, cancellation);
            await NoteAsync(draft, $"begun|{draft.CreatedAt.UtcTicks}", by, "开始填写草稿", cancellation);
            return draft;
        }
    }

    /// <summary>A draft, also one that was handed in; null when there is none, or it is gone.</summary>
    public async Task<DraftRow?> FindAsync(string id, CancellationToken cancellation = default) =>
        IsId(id) && await SeeAsync(id, cancellation) is { } seen ? seen.Value : null;

    /// <summary>The drafts of an owner that wait to be handed in, the last saved first.</summary>
    public async Task<IReadOnlyList<DraftRow>> ListAsync(string owner, CancellationToken cancellation = default)
    {
        var pointers = await tables.ListAsync<DraftOfOwnerRow>(owner, cancellation);
        var drafts = await Task.WhenAll(pointers.Select(pointer => FindAsync(pointer.Draft, cancellation)));
        return [.. drafts.OfType<DraftRow>().Where(draft => draft.Became is null).OrderByDescending(draft => draft.SavedAt)];
    }

    /// <summary>
    /// Saves a step: <paramref name="fields"/> replace those of the same names. <paramref name="revision"/> is the step's as its page
    /// was shown: where somebody saved the step meanwhile, nothing is written.
    /// </summary>
    public async Task<DraftReceipt> SaveAsync(
        string id, string step, int revision, IReadOnlyDictionary<string, string> fields, string by, string? title = null, CancellationToken cancellation = default)
    {
        while (await SeeAsync(id, cancellation) is { } seen)
        {
            var draft = seen.Value;
            if (IsClosed(draft))
                return new(DraftStatus.HandedIn, draft, []);
            if (draft.RevisionOf(step) != revision)
                return new(DraftStatus.ChangedMeanwhile, draft, []);
            var next = Saved(draft, step, by) with { Fields = With(draft.Fields, fields), Title = title ?? draft.Title };
            if (DraftRules.Fields(next.Fields) is { Count: > 0 } failures)
                return new(DraftStatus.Refused, draft, failures);
            if (await tables.TryReplaceAsync(seen, next, cancellation))
                return new(DraftStatus.Saved, next, []);
        }

        return DraftReceipt.Gone;
    }

    /// <summary>
    /// Keeps a file. It takes the place of <paramref name="replaces"/>, the upload that whoever sends it saw; where another one came
    /// meanwhile, both stand. A file that is not accepted leaves everything as it was.
    /// </summary>
    public async Task<DraftReceipt> KeepAsync(
        string id, string step, string field, string fileName, Stream content, long length, string? replaces, string by, CancellationToken cancellation = default)
    {
        if (await SeeAsync(id, cancellation) is not { Value: var before })
            return DraftReceipt.Gone;
        if (IsClosed(before))
            return new(DraftStatus.HandedIn, before, []);
        // Before anything is read: a request that is much too large costs nothing.
        if (DraftRules.OneMore(Without(before.Files, replaces, field), field, fileName, length) is { } refused)
            return new(DraftStatus.Refused, before, [refused]);

        var upload = NewId();
        await tables.UpsertAsync(new DraftUploadRow { Draft = id, Upload = upload }, cancellation);
        DocumentInfo document;
        try
        {
            document = await documents.SaveAsync(
                new() { Subject = DraftFile.SubjectOf(upload), Name = DraftFile.DocumentName, FileName = fileName, Content = content, UploadedBy = by }, cancellation);
        }
        catch (DocumentRefusedException refusal)
        {
            await ForgetAsync(id, upload, cancellation);
            return new(DraftStatus.Refused, before, [new("document-accepted", "", field, $"“{fileName}”：{refusal.Message}")]);
        }

        var file = new DraftFile(field, upload, document.FileName, document.ContentType, document.Length, document.Sha256, document.UploadedAt, by);
        while (await SeeAsync(id, cancellation) is { } seen && !IsClosed(seen.Value))
        {
            var others = Without(seen.Value.Files, replaces, field);
            if (DraftRules.OneMore(others, field, fileName, document.Length) is { } failure)
            {
                await ForgetAsync(id, upload, cancellation);
                return new(DraftStatus.Refused, seen.Value, [failure]);
            }

            var next = Saved(seen.Value, step, by) with { Files = [.. others, file] };
            if (!await tables.TryReplaceAsync(seen, next, cancellation))
                continue;
            if (others.Count < seen.Value.Files.Count)
                await ForgetAsync(id, replaces!, cancellation);
            return new(DraftStatus.Saved, next, []);
        }

        await ForgetAsync(id, upload, cancellation);
        return await FindAsync(id, cancellation) is { } handedIn ? new(DraftStatus.HandedIn, handedIn, []) : DraftReceipt.Gone;
    }

    /// <summary>Takes a file out, with its bytes; one that is out already is no error.</summary>
    public async Task<DraftReceipt> RemoveAsync(string id, string step, string upload, string by, CancellationToken cancellation = default)
    {
        while (await SeeAsync(id, cancellation) is { } seen)
        {
            var draft = seen.Value;
            if (IsClosed(draft))
                return new(DraftStatus.HandedIn, draft, []);
            if (draft.Files.All(file => file.Upload != upload))
                return new(DraftStatus.Saved, draft, []);
            var next = Saved(draft, step, by) with { Files = [.. draft.Files.Where(file => file.Upload != upload)] };
            if (!await tables.TryReplaceAsync(seen, next, cancellation))
                continue;
            await ForgetAsync(id, upload, cancellation);
            return new(DraftStatus.Saved, next, []);
        }

        return DraftReceipt.Gone;
    }

    /// <summary>The bytes of a file.</summary>
    public async Task<Stream?> OpenAsync(DraftFile file, CancellationToken cancellation = default) =>
        await FindDocumentAsync(file, cancellation) is { } document ? await documents.OpenReadAsync(document, cancellation) : null;

    /// <summary>A file as the document that it is; null once it was deleted.</summary>
    public Task<DocumentInfo?> FindDocumentAsync(DraftFile file, CancellationToken cancellation = default) =>
        documents.FindAsync(DraftFile.SubjectOf(file.Upload), DraftFile.DocumentName, cancellation: cancellation);

    /// <summary>
    /// Marks that a draft is being handed in, and answers it as it is to be handed in; null when it is gone. What it becomes is recorded
    /// under a key that follows from its id, then <see cref="EndHandInAsync"/> is called: after a crash in between, whoever opens the
    /// draft finds the mark and what was recorded.
    /// </summary>
    public Task<DraftRow?> BeginHandInAsync(string id, CancellationToken cancellation = default) =>
        ChangeAsync(id, draft => draft.Became is null ? draft with { HandingInSince = time.GetChinaNow() } : draft, cancellation);

    /// <summary>Takes the mark back: what was handed in was refused, and nothing was recorded.</summary>
    public Task<DraftRow?> StopHandInAsync(string id, CancellationToken cancellation = default) =>
        ChangeAsync(id, draft => draft.HandingInSince is null ? draft : draft with { HandingInSince = null }, cancellation);

    /// <summary>Notes what the draft became, and deletes all that it held. Only after that is recorded. Safe to repeat.</summary>
    public async Task EndHandInAsync(string id, string became, string by, CancellationToken cancellation = default)
    {
        if (await SeeAsync(id, cancellation) is not { Value: var draft })
            return;
        var now = time.GetChinaNow();
        var check = new DraftCheckRow { At = now, Draft = id, Owner = draft.Owner };
        await tables.UpsertAsync(check, cancellation);
        if (await ChangeAsync(id, it => it.Became is null ? it with { Became = became, Fields = Nothing, Files = [], SavedAt = now, Expires = now + Kept } : it, cancellation) is not { } ended)
            return;
        await NoteAsync(ended, "handed-in", by, $"草稿已提交：{ended.Became}", cancellation);
        await ClearAsync(id, draft.Owner, await tables.ListAsync<DraftUploadRow>(id, cancellation), cancellation);
        await tables.UpsertAsync(check with { At = ended.Expires }, cancellation);
        await tables.DeleteAsync<DraftCheckRow>(check.PartitionKey, check.RowKey, cancellation);
    }

    /// <summary>Throws a draft away with all that it holds; one that was handed in stays.</summary>
    public Task<bool> DiscardAsync(string id, string by, CancellationToken cancellation = default) => DropAsync(id, by, "discarded", "删除草稿", cancellation);

    /// <summary>
    /// Ends a draft of which nothing is to be left, after what it held was recorded. Safe to repeat. One that a crash leaves harms nothing: it
    /// is gone after its days.
    /// </summary>
    public Task<bool> EndAsync(string id, string by, CancellationToken cancellation = default) => DropAsync(id, by, "handed-in", "草稿已提交", cancellation);

    private async Task<bool> DropAsync(string id, string by, string key, string action, CancellationToken cancellation)
    {
        while (await SeeAsync(id, cancellation) is { Value: { Became: null } draft } seen)
        {
            var check = new DraftCheckRow { At = time.GetChinaNow(), Draft = id, Owner = draft.Owner };
            await tables.UpsertAsync(check, cancellation);
            var uploads = await tables.ListAsync<DraftUploadRow>(id, cancellation);
            if (!await tables.TryDeleteAsync(seen, cancellation))
                continue;
            await NoteAsync(draft, $"{key}|{draft.CreatedAt.UtcTicks}", by, action, cancellation);
            await ClearAsync(id, draft.Owner, uploads, cancellation);
            await tables.DeleteAsync<DraftCheckRow>(check.PartitionKey, check.RowKey, cancellation);
            return true;
        }

        return false;
    }

    /// <summary>Notes something in the trail of a draft.</summary>
    public Task NoteAsync(DraftRow draft, string key, string by, string action, CancellationToken cancellation = default) =>
        audit.AppendAsync(
            new AuditEntry { Subject = SubjectOf(draft.Id), Key = key, At = time.GetChinaNow(), Actor = by, Action = action, Detail = draft.Owner }, cancellation);

    /// <inheritdoc/>
    public async Task<int> SweepAsync(DurableTaskClient client, CancellationToken cancellation = default)
    {
        var (now, done) = (time.GetChinaNow(), 0);
        var due = new List<DraftCheckRow>();
        await foreach (var row in tables.ReadPartitionAsync<DraftCheckRow>(DraftCheckRow.Partition, cancellation: cancellation))
        {
            if (row.Value.At > now)
                break;
            due.Add(row.Value);
        }

        foreach (var check in due)
        {
            var seen = await tables.FindAsync<DraftRow>(check.Draft, DraftRow.OnlyRowKey, cancellation);
            var uploads = await tables.ListAsync<DraftUploadRow>(check.Draft, cancellation);
            if (seen is { Value: var draft } && !DraftRules.IsGone(draft, now))
            {
                // Saved since, or handed in and not cleared: the next look is when it ends as it stands now.
                if (draft.Became is not null)
                    await ClearAsync(check.Draft, check.Owner, uploads, cancellation);
                await tables.UpsertAsync(check with { At = draft.Expires }, cancellation);
            }
            else
            {
                if (seen is not null)
                {
                    // Somebody saves it in this moment: it lives on, and is looked at the next time.
                    if (!await tables.TryDeleteAsync(seen, cancellation))
                        continue;
                    if (seen.Value.Became is null)
                    {
                        await NoteAsync(seen.Value, $"expired|{seen.Value.CreatedAt.UtcTicks}", AuditEntry.System, "草稿超过保存期限，已经清除", cancellation);
                        done++;
                    }
                }

                await ClearAsync(check.Draft, check.Owner, uploads, cancellation);
            }

            await tables.DeleteAsync<DraftCheckRow>(check.PartitionKey, check.RowKey, cancellation);
        }

        return done;
    }

    private static readonly IReadOnlyDictionary<string, string> Nothing = new Dictionary<string, string>(StringComparer.Ordinal);

    private static string NewId() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(IdBytes));

    private static bool IsId(string id) => id.Length == IdBytes * 2 && id.All(char.IsAsciiHexDigitLower);

    private static List<DraftFile> Without(IReadOnlyList<DraftFile> files, string? upload, string field) =>
        [.. files.Where(file => file.Upload != upload || file.Field != field)];

    private static Dictionary<string, string> With(IReadOnlyDictionary<string, string> fields, IReadOnlyDictionary<string, string> changed)
    {
        var next = new Dictionary<string, string>(fields, StringComparer.Ordinal);
        foreach (var (name, value) in changed)
        {
            if (string.IsNullOrWhiteSpace(value))
                next.Remove(name);
            else
                next[name] = value;
        }

        return next;
    }

    private bool IsClosed(DraftRow draft) => DraftRules.IsClosed(draft, time.GetChinaNow());

    private DraftRow Saved(DraftRow draft, string step, string by)
    {
        var now = time.GetChinaNow();
        return draft with
        {
            Steps = new Dictionary<string, DraftStep>(draft.Steps, StringComparer.Ordinal) { [step] = new(draft.RevisionOf(step) + 1, now, by) },
            LastStep = step,
            SavedAt = now,
            SavedBy = by,
            Expires = now + Kept,
        };
    }

    private async Task<Row<DraftRow>?> SeeAsync(string id, CancellationToken cancellation) =>
        await tables.FindAsync<DraftRow>(id, DraftRow.OnlyRowKey, cancellation) is { } seen && !DraftRules.IsGone(seen.Value, time.GetChinaNow()) ? seen : null;

    private async Task<DraftRow?> ChangeAsync(string id, Func<DraftRow, DraftRow> change, CancellationToken cancellation)
    {
        while (await SeeAsync(id, cancellation) is { } seen)
        {
            var next = change(seen.Value);
            if (ReferenceEquals(next, seen.Value) || await tables.TryReplaceAsync(seen, next, cancellation))
                return next;
        }

        return null;
    }

    /// <summary>Deletes the bytes of one upload, and then what names it.</summary>
    private async Task ForgetAsync(string draft, string upload, CancellationToken cancellation)
    {
        await documents.DeleteAllAsync(DraftFile.SubjectOf(upload), cancellation);
        await tables.DeleteAsync<DraftUploadRow>(draft, upload, cancellation);
    }

    /// <summary>
    /// Deletes what was sent to a draft, and its place in the list of its owner. The files are those that were listed before the draft was
    /// deleted: a draft that has one id for ever may have been begun anew since.
    /// </summary>
    private async Task ClearAsync(string draft, string owner, IReadOnlyList<DraftUploadRow> uploads, CancellationToken cancellation)
    {
        foreach (var upload in uploads)
            await ForgetAsync(draft, upload.Upload, cancellation);
        await tables.DeleteAsync<DraftOfOwnerRow>(owner, draft, cancellation);
    }

    private DraftRow New(string id, string kind, string owner, string by, string title)
    {
        var now = time.GetChinaNow();
        return new() { Id = id, Kind = kind, Owner = owner, Title = title, CreatedAt = now, SavedAt = now, SavedBy = by, Expires = now + Kept };
    }

    // Before the draft: one that nobody lists and no sweep finds must not exist.
    private async Task PointAsync(DraftRow draft, CancellationToken cancellation)
    {
        await tables.UpsertAsync(new DraftCheckRow { At = draft.Expires, Draft = draft.Id, Owner = draft.Owner }, cancellation);
        await tables.UpsertAsync(new DraftOfOwnerRow { Owner = draft.Owner, Draft = draft.Id }, cancellation);
    }
}

/// <summary>What became of an act on a draft.</summary>
public enum DraftStatus
{
    /// <summary>It is saved.</summary>
    Saved,

    /// <summary>Somebody saved the step since its page was shown; nothing was written.</summary>
    ChangedMeanwhile,

    /// <summary>It breaks a rule of drafts; nothing was written.</summary>
    Refused,

    /// <summary>It was handed in, or is being handed in; nothing was written.</summary>
    HandedIn,

    /// <summary>There is no such draft any more.</summary>
    Gone,
}

/// <summary>The answer to an act on a draft.</summary>
/// <param name="Status">what became of it</param>
/// <param name="Draft">the draft as it stands; null when it is gone</param>
/// <param name="Failures">every rule that is broken</param>
public sealed record DraftReceipt(DraftStatus Status, DraftRow? Draft, IReadOnlyList<RuleFailure> Failures)
{
    internal static DraftReceipt Gone { get; } = new(DraftStatus.Gone, Draft: null, []);
}
