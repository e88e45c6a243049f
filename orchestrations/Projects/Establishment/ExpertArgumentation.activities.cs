using Dazhou.Serverless.Directory;
using Dazhou.Serverless.Documents;
using Dazhou.Serverless.Records;
using Microsoft.Azure.Functions.Worker;

namespace Dazhou.Serverless.Projects;

/// <summary>Activities of 专家论证.</summary>
public sealed class ArgumentationActivities(IDocumentStore documents, IDirectory directory, IAuditTrail audit)
{
    /// <summary>The name of the minutes among the project's documents.</summary>
    public const string MinutesName = "argumentationMinutes";

    /// <summary>Draws the conclusion, stores the minutes and records both in the audit trail.</summary>
    [Function(nameof(WriteMinutes))]
    public async Task<PanelConclusion> WriteMinutes([ActivityTrigger] ArgumentationMinutes minutes, CancellationToken cancellation = default)
    {
        var conclusion = ArgumentationRules.Conclude(minutes.Opinions);
        var text = $"{conclusion.Of}名专家中{conclusion.For}名认为确有必要，平均{conclusion.MeanScore}分，结论：{(conclusion.Necessary ? "确有必要建设" : "没有必要建设")}";
        await documents.SaveAsync(
            minutes.Project.Id, MinutesName, "专家论证纪要.docx", minutes.Project.Passage > 1 ? $"minutes|{minutes.Project.Passage}" : "minutes",
            ArgumentationDocument.Of(minutes, await NamesAsync(minutes.Experts, cancellation), await NamesAsync(minutes.Replaced, cancellation), text), cancellation);
        await audit.AppendAsync(
            new AuditEntry
            {
                Subject = minutes.Project.Id,
                Key = minutes.Project.Passage > 1 ? $"argumentation|{minutes.Project.Passage}" : "argumentation",
                At = minutes.At,
                Actor = ProjectPosts.DigitalEconomyBureau,
                Action = "专家论证结论",
                Article = "第十条第一款",
                Stage = Stages.ExpertArgumentation,
                Detail = text,
            },
            cancellation);
        return conclusion;
    }

    private async Task<IReadOnlyList<string>> NamesAsync(IReadOnlyList<string> people, CancellationToken cancellation)
    {
        var names = new List<string>(people.Count);
        foreach (var person in people) names.Add(await directory.NameOfAsync(person, cancellation));
        return names;
    }
}

/// <summary>The input of <see cref="ArgumentationActivities.WriteMinutes"/>.</summary>
public sealed record ArgumentationMinutes(
    ProjectRef Project, IReadOnlyList<string> Experts, IReadOnlyList<ExpertOpinion> Opinions, DateTimeOffset At)
{
    /// <summary>Experts who did not answer and were replaced or dropped.</summary>
    public IReadOnlyList<string> Replaced { get; init; } = [];
}
