using Dazhou.Serverless.Approvals;
using Dazhou.Serverless.Documents;
using Dazhou.Serverless.Records;
using Microsoft.Azure.Functions.Worker;

namespace Dazhou.Serverless.Projects;

/// <summary>What 技术性审查 does outside.</summary>
public sealed class TechnicalReviewActivities(ITableStore tables, IDocumentStore documents, IAuditTrail audit)
{
    /// <summary>The opinion's name among the project's documents.</summary>
    public const string OpinionName = "technicalReviewOpinion";

    /// <summary>Writes 技术审查意见 and keeps it with the project (第三十七条).</summary>
    [Function(nameof(IssueReviewOpinion))]
    public async Task IssueReviewOpinion([ActivityTrigger] IssueReviewOpinion issue, CancellationToken cancellation = default)
    {
        var project = (await tables.FindAsync<ProjectRow>(issue.Project, ProjectRow.OnlyRowKey, cancellation))!.Value;
        var plan = await documents.FindAsync(issue.Project, DocumentKinds.TechnicalPlan, version: null, cancellation);
        var document = await documents.SaveAsync(
            issue.Project, OpinionName, "技术审查意见.docx", $"opinion|{issue.Round}",
            ReviewDocuments.Opinion(
                project, plan is null ? null : $"{plan.FileName}，第{plan.Version}版，SHA-256 {plan.Sha256[..12]}", issue.Outcome, ChinaTime.DayOf(issue.At)),
            cancellation);
        await audit.AppendAsync(
            new AuditEntry
            {
                Subject = issue.Project,
                Key = $"opinion|{issue.Round}",
                At = issue.At,
                Actor = ProjectPosts.DigitalEconomyBureau,
                Action = "出具技术审查意见",
                Article = "第三十七条",
                Stage = Stages.TechnicalReview,
                Detail = $"SHA-256 {document.Sha256}",
            },
            cancellation);
    }
}

/// <summary>The input of <see cref="TechnicalReviewActivities.IssueReviewOpinion"/>.</summary>
public sealed record IssueReviewOpinion(string Project, int Round, ApprovalOutcome Outcome, DateTimeOffset At);
