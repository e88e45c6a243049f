using Dazhou.Serverless.Subjects;

namespace Dazhou.Serverless.Projects;

/// <summary>Projects as subjects.</summary>
public sealed class ProjectSubjects(ProjectQueries queries, UnitRecords units, CorrectionService corrections, ApplicationSheets sheets) : ISubjectKind
{
    /// <summary>Those who may read every project: 市数字经济局, which administers them, and the supervisors of money, security and audit (第五条、第五十三条、第五十五条).</summary>
    public static IReadOnlySet<string> ReadingAll { get; } = new HashSet<string>(StringComparer.Ordinal)
    {
        ProjectPosts.DigitalEconomyBureau, ProjectPosts.Treasury.Unit, "ssjj", "swwxb", "sbmj", "smmj", "sgaj",
    };

    /// <inheritdoc/>
    public IReadOnlySet<string> Supervisors => ReadingAll;

    /// <summary>Every other kind of subject has a prefix.</summary>
    public bool Recognises(string subject) => ProjectIds.CanBe(subject);

    /// <inheritdoc/>
    public string PathOf(string subject) => $"/projects/{subject}";

    /// <inheritdoc/>
    public async Task<SubjectView?> FindAsync(string subject, CancellationToken cancellation = default) =>
        await queries.FindRowAsync(subject, cancellation) is { } project
            ? new(project.Name, project.Unit) { Summary = $"{project.UnitName}，总投资{Amounts.Text(project.Application.TotalInvestment ?? 0m)}" }
            : null;

    /// <summary>The evaluations of the unit's other projects, newest first (第五十二条).</summary>
    public async Task<IReadOnlyList<SubjectFacts>> FactsAsync(string subject, CancellationToken cancellation = default)
    {
        if (await queries.FindRowAsync(subject, cancellation) is not { } project)
            return [];
        var evaluations = (await units.EvaluationsAsync(project.Unit, cancellation)).Where(evaluation => evaluation.Project != subject).Select(FactOf).ToList();
        return evaluations.Count == 0 ? [] : [new("本单位以往项目后评价", evaluations)];
    }

    /// <summary>The whole application (第九条), and what its corrections changed since the round before.</summary>
    public async Task<IReadOnlyList<SubjectSection>> SectionsAsync(string subject, DateTimeOffset? since, CancellationToken cancellation = default)
    {
        if (await queries.FindRowAsync(subject, cancellation) is not { } project)
            return [];
        var before = since is { } ended ? (await corrections.AppliedAsync(subject, cancellation)).FirstOrDefault(row => row.AppliedAt > ended)?.Before : null;
        return ApplicationSections.Of(project.Application, before, project.UnitName);
    }

    /// <inheritdoc/>
    public string? StageTitle(string stage) => StageNames.Find(stage);

    /// <inheritdoc/>
    public SubjectPaper Paper { get; } = new(ApplicationSheets.Name, ApplicationSheets.Title);

    /// <summary>申报表 as the project stands now.</summary>
    public Task<byte[]?> WritePaperAsync(string subject, CancellationToken cancellation = default) => sheets.WriteAsync(subject, cancellation);

    private static SubjectFact FactOf(UnitEvaluationRow evaluation) =>
        new(evaluation.Name, EvaluationTexts.Chinese(evaluation.Result.Grade), $"{ChinaTime.Text(evaluation.On)} · 第五十二条")
        {
            Path = $"/projects/{evaluation.Project}",
            Detail = string.IsNullOrWhiteSpace(evaluation.Result.Conclusion) ? null : evaluation.Result.Conclusion,
        };
}
