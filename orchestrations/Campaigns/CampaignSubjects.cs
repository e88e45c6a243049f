using Dazhou.Serverless.Records;
using Dazhou.Serverless.Subjects;

namespace Dazhou.Serverless.Campaigns;

/// <summary>Campaigns, the units in them and their projects as subjects. Both bureaus read all of them, a unit its own.</summary>
public sealed class CampaignSubjects(ITableStore tables, CampaignTables figures) : ISubjectKind
{
    /// <inheritdoc/>
    public IReadOnlySet<string> Supervisors => CampaignSubject.Bureaus;

    /// <inheritdoc/>
    public bool Recognises(string subject) => CampaignSubject.PartsOf(subject) is not null || CampaignSubject.ProjectOf(subject) is not null;

    /// <inheritdoc/>
    public string PathOf(string subject) =>
        CampaignSubject.ProjectOf(subject) is var (campaign, project) ? $"{CampaignMails.PathOf(campaign)}/projects/{project}"
        : CampaignMails.PathOf(CampaignSubject.PartsOf(subject)!.Value.Campaign);

    /// <inheritdoc/>
    public async Task<SubjectView?> FindAsync(string subject, CancellationToken cancellation = default)
    {
        if (CampaignSubject.ProjectOf(subject) is var (campaign, project))
        {
            return (await tables.FindAsync<CampaignProjectRow>(campaign, project, cancellation))?.Value is { } row
                ? new(row.Name, row.Unit) { Summary = $"投资方{row.Investor}，{row.Stage?.Stage.Chinese() ?? "阶段未填"}。" }
                : null;
        }

        return await CampaignSubject.FindAsync(tables, subject, cancellation) is var (of, unit) ? new(CampaignSubject.Of(of, unit).Name, unit) : null;
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<SubjectSection>> SectionsAsync(string subject, DateTimeOffset? since, CancellationToken cancellation = default)
    {
        if (CampaignSubject.ProjectOf(subject) is var (campaign, project))
            return (await tables.FindAsync<CampaignProjectRow>(campaign, project, cancellation))?.Value is { } row ? [CampaignSections.Of(row)] : [];
        if (CampaignSubject.PartsOf(subject) is not var (id, unit) || await figures.ReadAsync(id, cancellation) is not { } reading) return [];
        return unit is null ? CampaignSections.OfAll(reading) : CampaignSections.OfUnit(reading, unit);
    }

    /// <inheritdoc/>
    string? ISubjectKind.StageTitle(string stage) => StageTitle(stage);

    /// <summary>Returns the Chinese title of a stage; null if campaigns have no such stage.</summary>
    public static string? StageTitle(string stage) => stage switch
    {
        nameof(Campaign) => "百日攻坚",
        nameof(WeeklyReport) => "周报",
        nameof(PhaseTaskCall) => "阶段任务",
        nameof(Disqualification) => "考评纪律",
        nameof(CategoryReview) => "类别评审",
        nameof(CampaignEvaluation) => "成效综合考评",
        _ => null,
    };
}
