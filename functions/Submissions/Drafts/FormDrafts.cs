using System.Globalization;
using Dazhou.Serverless.Functions.Common;
using Microsoft.AspNetCore.Http;

namespace Dazhou.Serverless.Functions.Submissions;

/// <summary>
/// Drafts of forms that are handed in from one page: 保存草稿 keeps what was typed, half-typed or invalid, with its files; and what is refused
/// is kept, so that no file has to be chosen again. Whoever calls has found out that the reader may hand the form in.
/// </summary>
public sealed class FormDrafts(Drafts drafts, DraftMails names)
{
    /// <summary>What the form says that is only saved, in its field <c>act</c>.</summary>
    public const string SaveAct = "保存草稿";

    /// <summary>The fields of the form with the files that were shown in it, and with those of them that are to stay.</summary>
    public const string SeenField = "seen", KeptField = "kept";

    /// <summary>The field of the form with the revision that was shown.</summary>
    public const string RevisionField = "revision";

    /// <summary>The field with files.</summary>
    public const string FileField = "file";

    private const string Step = "form";
    private const string KeyField = "idempotencyKey";
    private const int LongestKey = 100;

    private static readonly Fault Lost = new(FileField, "先前上传的文件已经不在草稿中（草稿可能已经提交或者到期），没有提交；请重新选择文件");

    /// <summary>The form as its draft has it; <see cref="FormState.New"/> without one.</summary>
    public async Task<FormState> ReadAsync(FormPlace place, CancellationToken cancellationToken) =>
        await drafts.FindAsync(place.Id, cancellationToken) is { } draft ? StateOf(draft) with { Typed = draft.Fields } : FormState.New;

    /// <summary>
    /// Reads a posted form. What was only to be saved, or only filters, is answered by <see cref="FormPost.Answer"/>; so is a form that
    /// somebody saved since it was shown. Everything else is to be handed in, with <see cref="FormPost.Files"/>.
    /// </summary>
    public async Task<FormPost> TakeAsync(FormPlace place, SubmissionKind kind, IFormCollection form, string by, CancellationToken cancellationToken)
    {
        var post = new FormPost(place, kind, form, by) { Typed = TypedIn(kind, form) };
        var draft = await drafts.FindAsync(place.Id, cancellationToken);
        switch (form["act"].ToString())
        {
            case SaveAct:
                var saved = await SaveAsync(post, cancellationToken);
                return post with { Answer = saved, IsSaved = saved is { Meanwhile: null, Faults.Count: 0 } };
            // What is chosen could not be shown again: it is kept.
            case ChoiceTableField.FilterAct when post.HasFiles:
                return post with { Answer = await SaveAsync(post, cancellationToken) };
            case ChoiceTableField.FilterAct:
                return post with { Answer = draft is null ? new() { Typed = post.Typed } : Chosen(draft, form) with { Typed = post.Typed, Revision = RevisionIn(form) ?? draft.RevisionOf(Step) } };
        }

        if (draft is not null && RevisionIn(form) is { } seen && seen != draft.RevisionOf(Step))
            return post with { Answer = await MeanwhileAsync(draft, post, cancellationToken) };
        var files = new List<SubmissionFile>();
        foreach (var upload in form[KeptField])
        {
            // Nothing is handed in without a file that the sender saw in the form.
            if (draft?.Files.FirstOrDefault(file => file.Upload == upload) is not { } file || await ReadAsync(file, cancellationToken) is not { } content)
                return post with { Answer = await ShownAsync(post, StatusCodes.Status409Conflict, [Lost], cancellationToken) };
            files.Add(content);
        }

        return post with { Files = [.. files, .. await SubmissionForm.FilesAsync(form.Files, cancellationToken)] };
    }

    /// <summary>The form with the reasons why it was refused. What was typed and chosen is kept if that can help: not for who may not hand it in, or too late.</summary>
    public async Task<FormState> RefusedAsync(FormPost post, int status, IReadOnlyList<Fault> faults, CancellationToken cancellationToken)
    {
        if (status != StatusCodes.Status422UnprocessableEntity || post.IsEmpty)
            return await ShownAsync(post, status, faults, cancellationToken);
        var kept = await SaveAsync(post, cancellationToken);
        // Of a file that cannot be kept it is said which one.
        IReadOnlyList<Fault> others = kept.Faults.Any(fault => fault.Field == FileField) ? [.. faults.Where(fault => fault.Field != FileField)] : faults;
        return kept with { Status = status, Faults = [.. others, .. kept.Faults] };
    }

    /// <summary>The form as it was posted, with nothing more kept than before.</summary>
    public async Task<FormState> ShownAsync(FormPost post, int status, IReadOnlyList<Fault> faults, CancellationToken cancellationToken)
    {
        var state = await drafts.FindAsync(post.Place.Id, cancellationToken) is { } draft ? Chosen(draft, post.Form) : FormState.New;
        return state with { Typed = post.Typed, Revision = RevisionIn(post.Form) ?? state.Revision, Key = KeyIn(post.Form), Status = status, Faults = faults };
    }

    /// <summary>Ends the draft: what it held was recorded.</summary>
    public Task EndAsync(FormPlace place, string by, CancellationToken cancellationToken) => drafts.EndAsync(place.Id, by, cancellationToken);

    private static Dictionary<string, string> TypedIn(SubmissionKind kind, IFormCollection form)
    {
        var typed = new Dictionary<string, string>(SubmissionForm.Typed(kind, form), StringComparer.Ordinal);
        foreach (var (name, value) in form.Where(field => field.Key.StartsWith(ChoiceTableField.FilterPrefix, StringComparison.Ordinal)))
            typed[name] = value.ToString();
        return typed;
    }

    private async Task<FormState> SaveAsync(FormPost post, CancellationToken cancellationToken)
    {
        var (place, form) = (post.Place, post.Form);
        var draft = await drafts.BeginOnceAsync(place.Id, FormPlace.DraftKind, place.Owner, post.By, post.Kind.Title, cancellationToken);
        // A page whose draft is gone since begins a new one.
        var revision = draft.Steps.Count == 0 ? 0 : RevisionIn(form) ?? draft.RevisionOf(Step);
        var fields = new Dictionary<string, string>(SubmissionForm.Typed(post.Kind, form), StringComparer.Ordinal);
        if (KeyIn(form) is { } key)
            fields[KeyField] = key;
        var receipt = await drafts.SaveAsync(place.Id, Step, revision, fields, post.By, cancellation: cancellationToken);
        if (receipt.Status == DraftStatus.ChangedMeanwhile)
            return await MeanwhileAsync(receipt.Draft!, post, cancellationToken);
        var refused = Faults.Of(receipt.Failures).ToList();
        foreach (var file in receipt.Draft?.Files.Where(file => IsTakenOut(file, form)) ?? [])
            await drafts.RemoveAsync(place.Id, Step, file.Upload, post.By, cancellationToken);
        foreach (var file in form.Files.Where(file => file.Length > 0))
        {
            await using var content = file.OpenReadStream();
            var kept = await drafts.KeepAsync(place.Id, Step, FileField, file.FileName, content, file.Length, replaces: null, post.By, cancellationToken);
            refused.AddRange(Faults.Of(kept.Failures));
        }

        var state = await drafts.FindAsync(place.Id, cancellationToken) is { } stands ? StateOf(stands) : FormState.New;
        return state with { Typed = post.Typed, Faults = refused, Status = refused.Count > 0 ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status200OK };
    }

    private async Task<FormState> MeanwhileAsync(DraftRow draft, FormPost post, CancellationToken cancellationToken) => StateOf(draft) with
    {
        Typed = post.Typed,
        Stored = draft.Fields,
        Kept = null,
        Meanwhile = $"这份内容在您打开以后由{await names.NameOfAsync(draft.SavedBy, cancellationToken)}于{OfficeText.Time(draft.SavedAt)}保存过，您刚才填写的还没有记录，新选择的文件也没有保存。不同的地方在下面标明；再次保存或者提交即以您的内容为准。",
        Status = StatusCodes.Status409Conflict,
    };

    private static FormState StateOf(DraftRow draft) => new()
    {
        Files = draft.Files,
        Revision = draft.RevisionOf(Step),
        Key = draft.Fields.GetValueOrDefault(KeyField),
        Kept = draft.Steps.Count == 0 ? null : $"草稿已保存（{OfficeText.Time(draft.SavedAt)}），还没有提交。再次打开本页可以继续填写，保存到{OfficeText.Date(draft.Expires)}。",
    };

    private static FormState Chosen(DraftRow draft, IFormCollection form) =>
        StateOf(draft) with { Files = [.. draft.Files.Where(file => !IsTakenOut(file, form))], Kept = null };

    private static bool IsTakenOut(DraftFile file, IFormCollection form) => form[SeenField].Contains(file.Upload) && !form[KeptField].Contains(file.Upload);

    private static int? RevisionIn(IFormCollection form) =>
        int.TryParse(form[RevisionField], NumberStyles.None, CultureInfo.InvariantCulture, out var revision) ? revision : null;

    private static string? KeyIn(IFormCollection form) => IdempotencyKey.Of(form, LongestKey);

    private async Task<SubmissionFile?> ReadAsync(DraftFile file, CancellationToken cancellationToken)
    {
        await using var content = await drafts.OpenAsync(file, cancellationToken);
        if (content is null)
            return null;
        var bytes = new byte[file.Length];
        await content.ReadExactlyAsync(bytes, cancellationToken);
        return new(file.FileName, bytes);
    }
}

/// <summary>A form that was posted.</summary>
/// <param name="Place">Where.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Form">What was posted.</param>
/// <param name="By">Who did: a person's or unit's id.</param>
public sealed record FormPost(FormPlace Place, SubmissionKind Kind, IFormCollection Form, string By)
{
    /// <summary>What was typed, with the filters of tables.</summary>
    public required IReadOnlyDictionary<string, string> Typed { get; init; }

    /// <summary>The files to hand in: those that were kept and stay, then those that were chosen now.</summary>
    public IReadOnlyList<SubmissionFile> Files { get; init; } = [];

    /// <summary>The form to answer with, where nothing is to be handed in; null where it is.</summary>
    public FormState? Answer { get; init; }

    /// <summary>Whether it was saved as it was sent, so that its page can be opened again.</summary>
    public bool IsSaved { get; init; }

    /// <summary>Whether files were chosen now; a browser sends a part without content where none was.</summary>
    internal bool HasFiles => Form.Files.Any(file => file.Length > 0);

    /// <summary>Whether there is nothing in it to keep.</summary>
    internal bool IsEmpty => !HasFiles && Form[FormDrafts.SeenField].Count == 0 && Typed.Values.All(string.IsNullOrWhiteSpace);
}
