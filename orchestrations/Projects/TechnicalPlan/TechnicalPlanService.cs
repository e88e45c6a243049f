using Dazhou.Serverless.Approvals;
using Dazhou.Serverless.Deadlines;
using Dazhou.Serverless.Records;
using Microsoft.DurableTask.Client;

namespace Dazhou.Serverless.Projects;

/// <summary>Where technical plans enter: the file, then the record, then the event that wakes the stage.</summary>
public sealed class TechnicalPlanService(ITableStore tables, IDocumentStore documents, IAuditTrail audit, Wakes wakes, TimeProvider time)
{
    /// <summary>
    /// Keeps a plan for the round that waits. Safe to repeat: the first plan of a round stays, and later calls
    /// answer with it. Throws <see cref="DocumentRefusedException"/> if the file is not accepted.
    /// </summary>
    public async Task<TechnicalPlanReceipt> SubmitAsync(
        DurableTaskClient client, string project, string fileName, Stream content, string by, CancellationToken cancellation = default)
    {
        if (await tables.FindAsync<ProjectRow>(project, ProjectRow.OnlyRowKey, cancellation) is not { Value: var row })
            return new(TechnicalPlanStatus.UnknownProject, null);
        var round = row.Round;
        var earlier = await FindAsync(project, round, cancellation);
        if (earlier is not null && row.Stage is Stages.TechnicalPlan or Stages.TechnicalReview)
            return new(TechnicalPlanStatus.AlreadyHandedIn, earlier);
        if (row.Stage != Stages.TechnicalPlan || (await ProjectLedgers.FindAsync(tables, project, cancellation))?.Value.EndedAt is not null)
            return new(TechnicalPlanStatus.NotAwaited, null);

        var document = await documents.SaveAsync(
            new DocumentUpload
            {
                Subject = project,
                Name = DocumentKinds.TechnicalPlan,
                FileName = fileName,
                Content = content,
                UploadedBy = by,
                Key = $"round-{round}",
            },
            cancellation);
        var plan = new TechnicalPlanRow
        {
            Project = project,
            Round = round,
            DocumentVersion = document.Version,
            Sha256 = document.Sha256,
            By = by,
            At = time.GetChinaNow(),
        };
        var instance = TechnicalPlan.InstanceIdOf(row.InstanceId, round);
        await wakes.NoteAsync(instance, TechnicalPlan.HandedInEvent(round), by, cancellation);
        var first = await tables.TryInsertAsync(plan, cancellation);
        if (!first) plan = (await FindAsync(project, round, cancellation))!;
        await audit.AppendAsync(
            new AuditEntry
            {
                Subject = project,
                Key = $"technical-plan|{round}",
                At = plan.At,
                Actor = plan.By,
                Action = $"提交项目建设技术方案（第{round}轮）",
                Article = "第三十六条",
                Stage = Stages.TechnicalPlan,
                Detail = $"SHA-256 {plan.Sha256}",
            },
            cancellation);
        await wakes.RaiseAsync(client, instance, TechnicalPlan.HandedInEvent(round), cancellation);
        return new(first ? TechnicalPlanStatus.HandedIn : TechnicalPlanStatus.AlreadyHandedIn, plan);
    }

    private async Task<TechnicalPlanRow?> FindAsync(string project, int round, CancellationToken cancellation) =>
        (await tables.FindAsync<TechnicalPlanRow>(project, TechnicalPlanRow.RowKeyOf(round), cancellation))?.Value;
}

/// <summary>What became of a plan that was handed in.</summary>
public enum TechnicalPlanStatus
{
    /// <summary>It is kept now.</summary>
    HandedIn,

    /// <summary>The round has its plan; that one stands.</summary>
    AlreadyHandedIn,

    /// <summary>The project is in another stage; nothing was kept.</summary>
    NotAwaited,

    /// <summary>There is no such project.</summary>
    UnknownProject,
}

/// <summary>The answer to a plan.</summary>
public sealed record TechnicalPlanReceipt(TechnicalPlanStatus Status, TechnicalPlanRow? Plan);
