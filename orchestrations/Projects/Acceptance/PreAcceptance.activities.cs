using Dazhou.Serverless.Documents;
using Dazhou.Serverless.Records;
using Microsoft.Azure.Functions.Worker;

namespace Dazhou.Serverless.Projects;

/// <summary>Activities of 前置核准.</summary>
public sealed class PreAcceptanceActivities(ITableStore tables, IDocumentStore documents)
{
    /// <summary>The name of the 核准复函 among the project's documents.</summary>
    public const string LetterName = "preAcceptanceLetter";

    /// <summary>Writes the 核准复函 and stores it with the project.</summary>
    [Function(nameof(IssueLetter))]
    public async Task IssueLetter([ActivityTrigger] IssueLetter issue, CancellationToken cancellation = default)
    {
        var project = (await tables.FindAsync<ProjectRow>(issue.Project.Id, ProjectRow.OnlyRowKey, cancellation))!.Value;
        await documents.SaveAsync(
            project.Id, LetterName, "履约验收前置核准复函.docx", "letter", PreAcceptanceDocument.Of(project, issue.On), cancellation);
    }
}

/// <summary>The input of <see cref="PreAcceptanceActivities.IssueLetter"/>.</summary>
public sealed record IssueLetter(ProjectRef Project, DateOnly On);
