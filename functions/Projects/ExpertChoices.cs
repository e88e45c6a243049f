using Dazhou.Serverless.Projects;

namespace Dazhou.Serverless.Functions.Projects;

/// <summary>The experts whom a form offers for a project.</summary>
public sealed class ExpertChoices(ExpertPool pool, ProjectQueries queries)
{
    /// <summary>Those who may judge the project; nobody where no kind chooses experts.</summary>
    public async Task<IReadOnlyList<Expert>> ForAsync(string project, IEnumerable<SubmissionKind> kinds, CancellationToken cancellationToken) =>
        kinds.Any(kind => kind.ChoosesExperts) && await queries.FindRowAsync(project, cancellationToken) is { } row
            ? await pool.ForAsync(row.Unit, cancellationToken)
            : [];
}
