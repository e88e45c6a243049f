using Dazhou.Serverless.Directory;
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
        var paragraphs = new List<string> { $"{minutes.Project.Name}专家论证纪要" };
        for (var i = 0; i < minutes.Experts.Count; i++)
        {
            var name = await directory.NameOfAsync(minutes.Experts[i], cancellation);
            var opinion = minutes.Opinions[i];
            paragraphs.Add($"{name}：{(opinion.Necessary == true ? "确有必要" : "没有必要")}，{opinion.Score}分。{opinion.Opinion}");
        }

        foreach (var expert in minutes.Replaced)
            paragraphs.Add($"{await directory.NameOfAsync(expert, cancellation)}未按期提出意见，不再参加论证。");
        paragraphs.Add($"{text}。");
        using var content = new MemoryStream(Docx.Write(paragraphs));
        await documents.SaveAsync(
            new DocumentUpload
            {
                Subject = minutes.Project.Id,
                Name = MinutesName,
                FileName = "专家论证纪要.docx",
                Content = content,
                UploadedBy = AuditEntry.System,
                Key = minutes.Project.Passage > 1 ? $"minutes|{minutes.Project.Passage}" : "minutes",
            },
            cancellation);
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
}

/// <summary>The input of <see cref="ArgumentationActivities.WriteMinutes"/>.</summary>
public sealed record ArgumentationMinutes(
    ProjectRef Project, IReadOnlyList<string> Experts, IReadOnlyList<ExpertOpinion> Opinions, DateTimeOffset At)
{
    /// <summary>Experts who did not answer and were replaced or dropped.</summary>
    public IReadOnlyList<string> Replaced { get; init; } = [];
}
