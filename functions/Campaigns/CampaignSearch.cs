using Dazhou.Serverless.Campaigns;
using Dazhou.Serverless.Subjects;

namespace Dazhou.Serverless.Functions.Campaigns;

/// <summary>Finds campaigns by name and number, and their projects by name, investor and filing number.</summary>
public sealed class CampaignSearch(CampaignDesk desk, CampaignProjects projects) : ISubjectSearch
{
    private const int Most = 20;

    /// <inheritdoc/>
    public string Heading => "百日攻坚";

    /// <inheritdoc/>
    public async Task<IReadOnlyList<SubjectFound>> FindAsync(string text, SubjectReader reader, CancellationToken cancellation = default)
    {
        var found = new List<SubjectFound>();
        foreach (var row in await desk.ListAsync(reader, cancellation))
        {
            if (Has(row.Definition.Name) || Has(row.Definition.Document)) found.Add(new($"campaign.{row.Definition.Id}", row.Definition.Name, row.Definition.Document));
            var all = reader.Unit is not { } unit || row.Definition.Receivers.Contains(unit, StringComparer.Ordinal);
            found.AddRange((await projects.ListAsync(row.Definition.Id, cancellation))
                .Where(project => (all || project.Unit == reader.Unit) && (Has(project.Name) || Has(project.Investor) || Has(project.FilingNumber)))
                .OrderByDescending(project => project.ListedAt)
                .Select(project => new SubjectFound($"campaign-project.{project.Campaign}.{project.Id}", project.Name, $"{row.NameOf(project.Unit)} · {project.Stage?.Stage.Chinese()}")));
        }

        return [.. found.Take(Most)];

        bool Has(string? value) => value?.Contains(text, StringComparison.OrdinalIgnoreCase) == true;
    }
}
