using Dazhou.Serverless.Projects;
using Dazhou.Serverless.Subjects;

namespace Dazhou.Serverless.Functions.Projects.Lists;

/// <summary>Finds projects by name, unit and number.</summary>
public sealed class ProjectSubjectSearch(ProjectReader projects) : ISubjectSearch
{
    /// <inheritdoc/>
    public string Heading => "信息化项目";

    /// <inheritdoc/>
    public async Task<IReadOnlyList<SubjectFound>> FindAsync(string text, SubjectReader reader, CancellationToken cancellation = default) =>
    [
        .. (await projects.SearchAsync(text, SubjectAccess.HeldTo(reader, ProjectSubjects.ReadingAll), cancellation)).Projects
            .Select(project => new SubjectFound(project.Id, project.Name, $"{project.UnitName} · {StageNames.Title(project.Stage)}")),
    ];
}
