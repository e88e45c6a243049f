using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Dazhou.Serverless.Records;
using Dazhou.Serverless.Subjects;

namespace Dazhou.Serverless.Submissions;

/// <summary>
/// What was handed in, for those who decide about it: every field by its label, what differs from the round before marked; and the
/// opinions among it. What is about people stays where it was handed in.
/// </summary>
public sealed class SubmissionContents(ITableStore tables, SubmissionSources sources) : ISectionSource, IOpinionSource
{
    /// <summary>What stands where nothing was filled in.</summary>
    public const string Missing = "（未填写）";

    /// <inheritdoc/>
    public async Task<IReadOnlyList<SubjectSection>> SectionsAsync(string subject, string stage, DateTimeOffset? since, CancellationToken cancellation = default)
    {
        if (sources.Of(subject) is not { } source) return [];
        var sections = new List<SubjectSection>();
        foreach (var rounds in (await tables.ListAsync<SubmissionRow>(subject, cancellation)).GroupBy(row => row.Step, StringComparer.Ordinal))
        {
            if (source.Kinds.Find(rounds.Key) is not { IsPersonal: false, Opines: null } kind || kind.Stage != stage || kind.Side == SubmissionSide.Expert) continue;
            var ordered = rounds.OrderBy(row => row.Round).ToList();
            // The names behind ids are the subject's to tell, as its forms do.
            if (kind.Fields.Any(field => field.Choices is { Count: 0 })) kind = (await source.OfferAsync(subject, kind, cancellation)).Kind;
            // What nobody asked for has numbers, and no rounds: another one changes nothing of the one before.
            var before = since is { } ended && kind.TakenBy is null ? ordered.LastOrDefault(row => row.At <= ended && row.Round < ordered[^1].Round) : null;
            if (SectionOf(kind, ordered[^1], before) is { } section) sections.Add(section);
        }

        return sections;
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<SubjectOpinion>> OpinionsAsync(string subject, CancellationToken cancellation = default)
    {
        if (sources.Of(subject) is not { } source) return [];
        var opinions = new List<SubjectOpinion>();
        foreach (var row in (await tables.ListAsync<SubmissionRow>(subject, cancellation)).OrderBy(row => row.At))
        {
            if (source.Kinds.Find(row.Step) is { Opines: { } opines } kind && opines(row) is var (verdict, words))
                opinions.Add(new(row.At, row.By, kind.Stage, kind.Title, verdict, words));
        }

        return opinions;
    }

    /// <summary>A submission as a section; null if it is only files.</summary>
    /// <param name="kind">Its kind.</param>
    /// <param name="row">The submission.</param>
    /// <param name="before">The one of the round before; null for none.</param>
    public static SubjectSection? SectionOf(SubmissionKind kind, SubmissionRow row, SubmissionRow? before)
    {
        var (now, then) = (DataOf(row), before is null ? null : DataOf(before));
        var rows = new List<SubjectRow>();
        foreach (var field in kind.Fields)
        {
            var (value, old) = (TextOf(field, now), then is null ? null : TextOf(field, then));
            if (value is null && old is null) continue;
            rows.Add(new(field.Label, value ?? Missing) { Before = then is null || old == value ? null : old ?? Missing });
        }

        return rows.Count == 0 ? null : new($"{kind.Title}（{ChinaTime.Text(ChinaTime.DayOf(row.At))}提交）", kind.Article, rows);
    }

    private static JsonObject DataOf(SubmissionRow row)
    {
        try
        {
            return JsonNode.Parse(row.Data) as JsonObject ?? [];
        }
        catch (JsonException)
        {
            // What was handed in before its form changed is read as far as it can be.
            return [];
        }
    }

    private static string? TextOf(SubmissionField field, JsonObject data)
    {
        var node = data.FirstOrDefault(pair => string.Equals(pair.Key, field.Name, StringComparison.OrdinalIgnoreCase)).Value;
        return node switch
        {
            null => null,
            JsonArray items => Joined(items.Select(item => item is null ? null : WordOf(field, item))),
            _ => WordOf(field, node),
        };
    }

    private static string? WordOf(SubmissionField field, JsonNode node) => node.GetValueKind() switch
    {
        JsonValueKind.True => "是",
        JsonValueKind.False => "否",
        JsonValueKind.Number when field.Type == SubmissionFieldType.Amount => $"{node.GetValue<decimal>().ToString("N2", CultureInfo.InvariantCulture)}万元",
        JsonValueKind.Number => node.GetValue<decimal>().ToString("#,##0.############", CultureInfo.InvariantCulture),
        JsonValueKind.String => Chosen(field, node.GetValue<string>()),
        JsonValueKind.Null => null,
        _ => node.ToJsonString(),
    };

    private static string? Chosen(SubmissionField field, string text) =>
        string.IsNullOrWhiteSpace(text) ? null
        : field.Choices?.FirstOrDefault(choice => string.Equals(choice.Value, text, StringComparison.OrdinalIgnoreCase)).Label ?? text.Trim().ReplaceLineEndings("\n");

    private static string? Joined(IEnumerable<string?> words) => string.Join('\n', words.Where(word => word is not null)) is { Length: > 0 } text ? text : null;
}
