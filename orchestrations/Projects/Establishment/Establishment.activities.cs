using Dazhou.Serverless.Approvals;
using Dazhou.Serverless.Documents;
using Dazhou.Serverless.Records;
using Microsoft.Azure.Functions.Worker;

namespace Dazhou.Serverless.Projects;

/// <summary>Activities of 立项.</summary>
public sealed class EstablishmentActivities(ITableStore tables, IDocumentStore documents, IAuditTrail audit, PlanTables plans)
{
    /// <summary>Determines how a project is established and who decides.</summary>
    [Function(nameof(PlanEstablishment))]
    public Task<EstablishmentPlan> PlanEstablishment([ActivityTrigger] ProjectRef project) => Task.FromResult(EstablishmentRoute.PlanOf(project));

    /// <summary>Takes a number, writes the 立项批复 and stores it with the project (第十条第三款), which then belongs to the year's plan. Returns the number.</summary>
    [Function(nameof(IssueApproval))]
    public async Task<string> IssueApproval([ActivityTrigger] IssueApproval issue, CancellationToken cancellation = default)
    {
        var number = (await new ApprovalNumbers(tables).TakeAsync(issue.Project, issue.On.Year, cancellation)).Text;
        var project = await ProjectRecords.ChangeAsync(tables, issue.Project, row => row with { ApprovalNumber = number }, cancellation);
        await ProjectSearch.IndexAsync(tables, project, cancellation);
        var planned = issue.Outcome.Steps.Any(step => step.Step.StartsWith(nameof(AnnualPlan), StringComparison.Ordinal));
        await plans.EstablishAsync(project, number, planned ? PlanOrigin.AnnualPlan : PlanOrigin.OneByOne, issue.On, issue.At, cancellation);
        var document = await documents.SaveAsync(
            issue.Project, DocumentKinds.EstablishmentApproval, $"立项批复{number}.docx", $"issue|{number}",
            ApprovalDocument.Of(project, number, issue.On, issue.Outcome), cancellation);
        await audit.AppendAsync(
            new AuditEntry
            {
                Subject = issue.Project,
                Key = "issued",
                At = issue.At,
                Actor = ProjectPosts.DigitalEconomyBureau,
                Action = $"出具立项批复{number}",
                Article = "第十条",
                Stage = Stages.Establishment,
                Detail = $"SHA-256 {document.Sha256}",
            },
            cancellation);
        return number;
    }

    /// <summary>Registers the 立项批复 of 市发改委 for the whole works (第八条); the project then belongs to the year's plan.</summary>
    [Function(nameof(AdoptApproval))]
    public async Task AdoptApproval([ActivityTrigger] AdoptApproval adopt, CancellationToken cancellation = default)
    {
        var project = await ProjectRecords.ChangeAsync(tables, adopt.Project, row => row with { ApprovalNumber = adopt.Number }, cancellation);
        await ProjectSearch.IndexAsync(tables, project, cancellation);
        await plans.EstablishAsync(project, adopt.Number, PlanOrigin.Works, ChinaTime.DayOf(adopt.At), adopt.At, cancellation);
        await audit.AppendAsync(
            new AuditEntry
            {
                Subject = adopt.Project,
                Key = "issued",
                At = adopt.At,
                Actor = ProjectPosts.DigitalEconomyBureau,
                Action = $"登记市发展改革委立项批复{adopt.Number}",
                Article = "第八条",
                Stage = Stages.Establishment,
            },
            cancellation);
    }
}

/// <summary>The input of <see cref="EstablishmentActivities.IssueApproval"/>.</summary>
public sealed record IssueApproval(string Project, DateOnly On, DateTimeOffset At, ApprovalOutcome Outcome);

/// <summary>The input of <see cref="EstablishmentActivities.AdoptApproval"/>.</summary>
public sealed record AdoptApproval(string Project, string Number, DateTimeOffset At);
