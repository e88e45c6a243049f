using System.Globalization;
using Dazhou.Serverless.Functions.Common;
using Microsoft.AspNetCore.Http;

namespace Dazhou.Serverless.Functions.Approvals;

/// <summary>One decision of a form that holds several: its fields stand behind <c>0.</c>, <c>1.</c> and so on.</summary>
/// <param name="Subject">The subject's id.</param>
/// <param name="Round">The round.</param>
/// <param name="Form">Its own fields, named as in the form of a single decision.</param>
public sealed record TogetherEntry(string Subject, int Round, IFormCollection Form)
{
    /// <summary>Whether anything is decided in it: whoever chooses nothing leaves the matter for later.</summary>
    public bool Chooses => Form["decision"].ToString().Length > 0;

    /// <summary>Whether it was left as it came.</summary>
    public bool IsUntouched => !Chooses && Form.Keys.All(key => key is "subject" or "round" or "decision" || string.IsNullOrWhiteSpace(Form[key]));
}

/// <summary>Takes a form of several decisions apart; pure.</summary>
public static class TogetherForm
{
    /// <summary>How many decisions a page offers and a form may hold.</summary>
    public const int Most = 20;

    /// <summary>The name of a field of one of them.</summary>
    public static string Name(int index, string field) => string.Create(CultureInfo.InvariantCulture, $"{index}.{field}");

    /// <summary>
    /// The decisions in the order of the form; those that name no subject and round, one that is named twice, and what goes beyond
    /// <see cref="Most"/> are left out.
    /// </summary>
    public static IReadOnlyList<TogetherEntry> Read(IFormCollection form)
    {
        var entries = new List<TogetherEntry>();
        for (var index = 0; index < Most; index++)
        {
            var prefix = Name(index, "");
            var fields = form.Where(field => field.Key.StartsWith(prefix, StringComparison.Ordinal))
                .ToDictionary(field => field.Key[prefix.Length..], field => field.Value, StringComparer.Ordinal);
            var files = new FormFileCollection();
            foreach (var file in form.Files.Where(file => file.Name.StartsWith(prefix, StringComparison.Ordinal)))
                files.Add(new FormFile(file.OpenReadStream(), 0, file.Length, file.Name[prefix.Length..], file.FileName));
            var subject = fields.GetValueOrDefault("subject").ToString();
            if (subject.Length > 0
                && int.TryParse(fields.GetValueOrDefault("round"), NumberStyles.None, CultureInfo.InvariantCulture, out var round)
                && entries.All(other => other.Subject != subject || other.Round != round))
                entries.Add(new(subject, round, new FormCollection(fields, files)));
        }

        return entries;
    }
}

/// <summary>What became of one of several decisions.</summary>
/// <param name="Subject">The subject's id.</param>
/// <param name="Round">The round.</param>
/// <param name="Title">The matter, as people know it.</param>
/// <param name="Recorded">Whether something stands in the record.</param>
/// <param name="Text">What was recorded, or why nothing was, as a sentence.</param>
public sealed record TogetherResult(string Subject, int Round, string Title, bool Recorded, string Text);

/// <summary>A matter that still waits, with what was typed for it.</summary>
/// <param name="Subject">The subject's id.</param>
/// <param name="Round">The round.</param>
/// <param name="Path">The page on which it is decided by itself.</param>
/// <param name="View">The matter.</param>
/// <param name="Typed">What was typed before; null for an untouched form.</param>
/// <param name="Faults">Why it was refused.</param>
public sealed record TogetherRow(string Subject, int Round, string Path, LinkView View, IFormCollection? Typed, IReadOnlyList<Fault> Faults);
