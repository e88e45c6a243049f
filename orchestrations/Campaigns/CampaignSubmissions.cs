using System.Globalization;
using Dazhou.Serverless.Records;

namespace Dazhou.Serverless.Campaigns;

/// <summary>The submissions of campaigns.</summary>
public sealed class CampaignSubmissions(ITableStore tables, CampaignTables figures) : ISubmissionSource
{
    /// <inheritdoc/>
    public KindCatalogue Kinds => All;

    /// <summary>All kinds of campaigns.</summary>
    public static KindCatalogue All => CampaignKinds.Catalogue;

    /// <inheritdoc/>
    public bool Owns(string subject) => CampaignSubject.PartsOf(subject) is not null;

    /// <inheritdoc/>
    public async Task<SubmissionSubject?> FindAsync(string subject, CancellationToken cancellation)
    {
        if (await CampaignSubject.FindAsync(tables, subject, cancellation) is not var (row, unit)) return null;
        var found = CampaignSubject.Of(row, unit) with { Stage = nameof(Campaign) };
        // A unit confirms its figures where it reads them: beside the form, last week's and the total with them.
        return unit is not null && await figures.ReadAsync(row.Definition.Id, cancellation) is { } reading && CampaignSections.OfUnit(reading, unit) is [var section]
            ? found with { Facts = $"{section.Heading}：\n{section.Rows[0].Value}" }
            : found;
    }

    /// <inheritdoc/>
    public async Task<SubmissionFacts> ReadFactsAsync(string subject, SubmissionKind kind, AskRow? ask, DateTimeOffset at, CancellationToken cancellation)
    {
        var campaign = CampaignSubject.PartsOf(subject)!.Value.Campaign;
        return kind == CampaignKinds.Evaluation && await figures.ReadAsync(campaign, cancellation) is { } reading
            ? new CampaignFacts(ask, at, reading.Row.Method, ChoicesOf(reading))
            : new CampaignFacts(ask, at, null, []);
    }

    /// <inheritdoc/>
    public async Task<SubmissionOffer> OfferAsync(string subject, SubmissionKind kind, CancellationToken cancellation)
    {
        if (CampaignSubject.PartsOf(subject) is not var (campaign, unit) || await figures.ReadAsync(campaign, cancellation) is not { } reading) return new(kind);
        if (kind == CampaignKinds.Evaluation)
        {
            var choices = ChoicesOf(reading);
            var proposed = reading.Row.Method is { } method ? RankingRules.Propose(reading.Ranking(), reading.Special(), method) : [];
            return new(
                kind with { Fields = [.. kind.Fields.Select(field => field.Name == "commended" ? field with { Choices = choices } : field)] },
                new Dictionary<string, string>(StringComparer.Ordinal) { ["commended"] = string.Join('\n', proposed.Select(it => $"{it.Unit}|{it.Ground}")) });
        }

        return kind == CampaignKinds.Weekly && unit is not null ? new(kind, Begun(reading, unit)) : new(kind);
    }

    /// <summary>What the project list knows already of 研判、在谈、签约、服务 (53号 四（一）).</summary>
    private static Dictionary<string, string> Begun(CampaignReading reading, string unit)
    {
        var own = reading.Sources.Projects.Where(project => project.Unit == unit && project.StruckBy is null).ToList();
        return new(StringComparer.Ordinal)
        {
            ["studied"] = Count(own, CampaignStage.Lead, CampaignStage.Lead),
            ["talking"] = Count(own, CampaignStage.Intent, CampaignStage.Intent),
            ["signed"] = Count(own, CampaignStage.Signed, CampaignStage.Signed),
            ["served"] = Count(own, CampaignStage.Signed, CampaignStage.Producing),
        };

        static string Count(List<CampaignProjectRow> projects, CampaignStage from, CampaignStage to) =>
            projects.Count(project => project.Stage is { } last && from <= last.Stage && last.Stage <= to).ToString(CultureInfo.InvariantCulture);
    }

    private static IReadOnlyList<(string Value, string Label)> ChoicesOf(CampaignReading reading) =>
    [
        .. CampaignGrounds.All.SelectMany(ground => reading.Definition.Units.Where(unit => !reading.Disqualified.Contains(unit))
            .Select(unit => ($"{unit}|{ground}", $"{reading.Row.NameOf(unit)}（{ground}）"))),
    ];
}
