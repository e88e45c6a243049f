namespace Dazhou.Serverless.Submissions;

/// <summary>How much a draft may hold, and how long it is kept; pure.</summary>
public static class DraftRules
{
    /// <summary>For how many days after it was last saved a draft is kept, unless the setting <c>Drafts:KeptDays</c> says otherwise.</summary>
    public const int KeptDays = 60;

    /// <summary>The fewest days that may be set: fewer would end a draft between two sittings.</summary>
    public const int FewestKeptDays = 1;

    /// <summary>The most days that may be set.</summary>
    public const int MostKeptDays = 366;

    /// <summary>Drafts that an owner may have at once.</summary>
    public const int MostOfOwner = 30;

    /// <summary>Characters of all fields at most: a row holds 1 MiB, and on the wire a Chinese character can take six bytes of it.</summary>
    public const int MostCharacters = 150_000;

    /// <summary>Fields at most.</summary>
    public const int MostFields = 500;

    /// <summary>Files at most.</summary>
    public const int MostFiles = 20;

    /// <summary>Bytes of all files at most: 100 MiB. They are handed in together, in one request's memory.</summary>
    public const long MostBytes = 100L * 1024 * 1024;

    /// <summary>What is wrong with the fields of a draft.</summary>
    public static IReadOnlyList<RuleFailure> Fields(IReadOnlyDictionary<string, string> fields)
    {
        if (fields.Count > MostFields)
            return [new("draft-fields", "", "", $"草稿的字段不超过{MostFields}个，没有保存")];
        var characters = fields.Sum(field => (long)field.Key.Length + field.Value.Length);
        return characters > MostCharacters
            ? [new("draft-characters", "", "", $"草稿的文字总量不超过{MostCharacters / 10_000}万字，没有保存；较长的内容请放在文件中上传")]
            : [];
    }

    /// <summary>What is wrong with one file more, of so many bytes, for a field; null for nothing.</summary>
    public static RuleFailure? OneMore(IReadOnlyList<DraftFile> files, string field, string fileName, long length)
    {
        if (files.Count >= MostFiles)
            return new("draft-files", "", field, $"草稿中的文件不超过{MostFiles}个，“{fileName}”没有保存；请先删除不用的文件");
        return files.Sum(file => file.Length) + length > MostBytes
            ? new("draft-bytes", "", field, $"草稿中的文件合计不超过{MostBytes / 1024 / 1024} MB，“{fileName}”没有保存；请先删除不用的文件，或者压缩后上传")
            : null;
    }

    /// <summary>For how long after somebody began to hand a draft in nobody else changes it; a crash leaves it open again after that.</summary>
    public static readonly TimeSpan HandingIn = TimeSpan.FromMinutes(2);

    /// <summary>Whether a draft is closed to changes at an instant: it was handed in, or is being handed in.</summary>
    public static bool IsClosed(DraftRow draft, DateTimeOffset at) =>
        draft.Became is not null || draft.HandingInSince is { } since && at < since + HandingIn;

    /// <summary>Whether a draft is gone at an instant.</summary>
    public static bool IsGone(DraftRow draft, DateTimeOffset at) => draft.Expires <= at;
}
