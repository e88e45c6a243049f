namespace Dazhou.Serverless.Functions.Submissions;

/// <summary>Something that is filled in as a draft; whoever owns it registers it: <see cref="SubmissionServices.AddDrafts"/>.</summary>
/// <param name="Name">Its name in <see cref="DraftRow.Kind"/>.</param>
/// <param name="Title">What it is called: 信息化项目申报.</param>
/// <param name="Path">The path below which its drafts are filled in, e.g. <c>/projects/new</c>.</param>
/// <param name="Article">The article that asks for it.</param>
public sealed record DraftKind(string Name, string Title, string Path, string Article)
{
    /// <summary>Where a draft is gone on with.</summary>
    public string PathOf(string draft) => $"{Path}/{draft}";
}

/// <summary>The kinds that are registered.</summary>
public sealed class DraftKinds(IEnumerable<DraftKind> kinds)
{
    private readonly Dictionary<string, DraftKind> _kinds = kinds.ToDictionary(kind => kind.Name, StringComparer.Ordinal);

    /// <summary>The kind of a draft; null where nobody registers it any more.</summary>
    public DraftKind? Of(DraftRow draft) => _kinds.GetValueOrDefault(draft.Kind);
}
