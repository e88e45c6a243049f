using Dazhou.Serverless.Directory;
using Dazhou.Serverless.Records;
using Microsoft.DurableTask.Client;

namespace Dazhou.Serverless.Projects;

/// <summary>
/// Where applications enter: rules, files, row, orchestration, in this order, each step safe to repeat. With an
/// idempotency key a repetition after a crash at any point goes on where the first call stopped.
/// </summary>
public sealed class ProjectIntake(ITableStore tables, IDocumentStore documents, IAuditTrail audit, PolicyBook policies, TimeProvider time)
    : IStarter
{
    /// <summary>The kind of the notes about projects that are to be started.</summary>
    public const string Kind = "project";

    // Stands for the content of a file that the project has already: one byte.
    private const string Kept = "AA==";

    /// <summary>Takes an application of a unit, or answers with every rule it breaks.</summary>
    public async Task<IntakeReceipt> SubmitAsync(
        DurableTaskClient client,
        ProjectApplication application,
        UnitRow unit,
        string? idempotencyKey,
        ProjectPolicy? policy = null,
        CancellationToken cancellation = default)
    {
        var id = idempotencyKey is null ? ProjectIds.Random() : IdOf(unit.Id, idempotencyKey);
        var hash = Digest.OfJson(application, ProjectJson.Options);
        // What is in is in: rules, blocks and policies of a later day are not asked about a repetition.
        var row = (await tables.FindAsync<ProjectRow>(id, ProjectRow.OnlyRowKey, cancellation))?.Value;
        var repeated = row is not null;
        if (row is null)
        {
            policy ??= await policies.FindAsync(PolicyBook.Municipal, time.GetChinaToday(), cancellation);
            if (IntakeRules.Evaluate(await CaseOfAsync(application, unit, policy, cancellation)) is { Count: > 0 } failures) return IntakeReceipt.Refused(failures);
            if (await CheckDocumentsAsync(unit.Id, application, cancellation) is { Count: > 0 } refused) return IntakeReceipt.Refused(refused);
            await SaveDocumentsAsync(id, unit.Id, application, "application", cancellation);
            row = new ProjectRow
            {
                Id = id,
                Name = application.Name!.Trim(),
                Unit = unit.Id,
                UnitName = unit.Name,
                Application = application with { Documents = [] },
                ApplicationHash = hash,
                InstanceId = ProjectLifecycle.InstanceIdOf(id),
                SubmittedAt = time.GetChinaNow(),
                Stage = Stages.FirstOf(policy),
                Policy = policy,
            };
            await tables.UpsertAsync(new PendingStartRow { Kind = Kind, Id = id, Since = row.SubmittedAt }, cancellation);
            if (!await tables.TryInsertAsync(row, cancellation))
            {
                repeated = true;
                row = (await tables.FindAsync<ProjectRow>(id, ProjectRow.OnlyRowKey, cancellation))!.Value;
            }
        }

        if (row.ApplicationHash != hash) return new(IntakeStatus.Conflict, row, []);
        await StartAsync(client, row, cancellation);
        return new(repeated ? IntakeStatus.Repeated : IntakeStatus.Accepted, row, []);
    }

    /// <summary>Every rule that an application breaks as it stands today; its files are taken as they are, and nothing is written.</summary>
    public async Task<IReadOnlyList<RuleFailure>> ReviewAsync(ProjectApplication application, UnitRow unit, CancellationToken cancellation = default)
    {
        var policy = await policies.FindAsync(PolicyBook.Municipal, time.GetChinaToday(), cancellation);
        return IntakeRules.Evaluate(await CaseOfAsync(application, unit, policy, cancellation));
    }

    /// <summary>What a unit handed in under an idempotency key; null if nothing was recorded.</summary>
    public async Task<ProjectRow?> FindAsync(string unit, string idempotencyKey, CancellationToken cancellation = default) =>
        (await tables.FindAsync<ProjectRow>(IdOf(unit, idempotencyKey), ProjectRow.OnlyRowKey, cancellation))?.Value;

    private static string IdOf(string unit, string idempotencyKey) => ProjectIds.Of($"{unit}\n{idempotencyKey}");

    string IStarter.Kind => Kind;

    string IStarter.InstanceIdOf(string id) => ProjectLifecycle.InstanceIdOf(id);

    async Task<bool?> IStarter.StartAsync(DurableTaskClient client, string id, CancellationToken cancellation) =>
        await tables.FindAsync<ProjectRow>(id, ProjectRow.OnlyRowKey, cancellation) is { Value: var row }
            ? await StartAsync(client, row, cancellation)
            : null;

    /// <summary>
    /// Every rule that a changed application of a project breaks, its files included, before anything is written. Files of
    /// the kinds that the project has need not come again.
    /// </summary>
    internal async Task<IReadOnlyList<RuleFailure>> CheckAsync(
        string project, ProjectApplication application, UnitRow unit, ProjectPolicy policy, CancellationToken cancellation)
    {
        var kept = (await documents.ListAsync(project, cancellation))
            .Where(document => DocumentKinds.OfApplications.Contains(document.Name))
            .DistinctBy(document => document.Name)
            .Select(document => new ApplicationDocument(document.Name, document.FileName, null, Kept));
        var whole = application with { Documents = [.. application.Documents ?? [], .. kept] };
        var failures = IntakeRules.Evaluate(await CaseOfAsync(whole, unit, policy, cancellation));
        return failures.Count > 0
            ? failures
            : await CheckDocumentsAsync(unit.Id, application with { Documents = application.Documents ?? [] }, cancellation);
    }

    /// <summary>Keeps the files of an application; <paramref name="name"/> tells those of an update from the first ones.</summary>
    internal async Task SaveDocumentsAsync(string project, string unit, ProjectApplication application, string name, CancellationToken cancellation)
    {
        for (var i = 0; i < (application.Documents?.Count ?? 0); i++)
            await documents.SaveAsync(UploadOf(project, unit, application.Documents![i], i, name), cancellation);
    }

    private async Task<bool> StartAsync(DurableTaskClient client, ProjectRow row, CancellationToken cancellation)
    {
        await ProjectSearch.IndexAsync(tables, row, cancellation);
        await audit.AppendAsync(
            new AuditEntry
            {
                Subject = row.Id,
                Key = "submitted",
                At = row.SubmittedAt,
                Actor = row.Unit,
                Action = "提交项目申报",
                Article = "第七条",
                Detail = $"SHA-256 {row.ApplicationHash}",
            },
            cancellation);
        await LinkPredecessorAsync(row, cancellation);
        var started = await client.StartOnceAsync(
            nameof(ProjectLifecycle),
            new ProjectRef(row.Id, row.Name, row.Unit, row.UnitName, row.Application.TotalInvestment!.Value, row.Policy)
            {
                Works = MixedWorksRules.PartOf(row.Application),
                PastEvaluations = EvaluationTexts.PastText(await UnitRecords.EvaluationsAsync(tables, row.Unit, cancellation)),
            },
            OrchestrationVersion.Start(row.InstanceId),
            cancellation);
        await tables.DeleteAsync<PendingStartRow>(Kind, row.Id, cancellation);
        return started;
    }

    /// <summary>第四十三条: the trails of both projects name the other.</summary>
    private async Task LinkPredecessorAsync(ProjectRow row, CancellationToken cancellation)
    {
        if (row.Application.Succeeds?.Trim() is not { Length: > 0 } predecessor) return;
        foreach (var (subject, action) in new[]
        {
            (row.Id, $"接续项目{predecessor}，重新履行基本建设程序"), (predecessor, $"由新申报的项目{row.Id}（{row.Name}）接续，重新履行基本建设程序"),
        })
        {
            await audit.AppendAsync(
                new AuditEntry
                {
                    Subject = subject,
                    Key = $"succession|{row.Id}",
                    At = row.SubmittedAt,
                    Actor = row.Unit,
                    Action = action,
                    Article = "第四十三条",
                },
                cancellation);
        }
    }

    private async Task<IntakeCase> CaseOfAsync(ProjectApplication application, UnitRow unit, ProjectPolicy policy, CancellationToken cancellation)
    {
        var system = await SystemCatalogue.FindAsync(tables, application.ExistingSystem?.System?.Trim(), cancellation);
        var predecessor = SuccessionRules.IsId(application.Succeeds)
            ? (await tables.FindAsync<ProjectRow>(application.Succeeds!.Trim(), ProjectRow.OnlyRowKey, cancellation))?.Value
            : null;
        return new(application, await StandingOfAsync(unit, cancellation), policy)
        {
            ExistingSystem = system?.Unit == unit.Id ? system : null,
            Predecessor = predecessor?.Unit == unit.Id ? predecessor : null,
            Ruling = await WorksRulings.FindAsync(tables, unit.Id, application.MixedWorks?.Ruling, cancellation),
        };
    }

    private async Task<UnitStanding> StandingOfAsync(UnitRow unit, CancellationToken cancellation)
    {
        var standing = await UnitRecords.StandingAsync(tables, unit.Id, cancellation);
        return new(
            Municipal: unit.Kind is not (UnitKind.County or UnitKind.Park or UnitKind.Enterprise),
            standing.DataAggregationMissing,
            standing.SecurityHazard);
    }

    /// <summary>Every file that is not accepted, before anything of the application is written.</summary>
    private static async Task<IReadOnlyList<RuleFailure>> CheckDocumentsAsync(string unit, ProjectApplication application, CancellationToken cancellation)
    {
        var refused = new List<RuleFailure>();
        for (var i = 0; i < application.Documents!.Count; i++)
        {
            try
            {
                await using var accepted = await DocumentIntake.ReadAsync(UploadOf(string.Empty, unit, application.Documents[i], i), cancellation);
            }
            catch (DocumentRefusedException refusal)
            {
                refused.Add(new("document-accepted", "第九条", $"documents[{i}]", refusal.Message));
            }
        }

        return refused;
    }

    private static DocumentUpload UploadOf(string project, string unit, ApplicationDocument document, int index, string name = "application")
    {
        var bytes = Convert.FromBase64String(document.ContentBase64!);
        return new()
        {
            Subject = project,
            Name = string.IsNullOrWhiteSpace(document.Kind) ? DocumentKinds.Other : document.Kind,
            FileName = document.FileName!,
            Content = new MemoryStream(bytes),
            UploadedBy = unit,
            // The content is part of the key: what a crashed intake left is taken up only if it is the same file.
            Key = $"{name}|{index}|{Digest.Of(bytes)}",
        };
    }
}

/// <summary>What became of an application.</summary>
public enum IntakeStatus
{
    /// <summary>It is in, and its life has started.</summary>
    Accepted,

    /// <summary>It was in already, by the same key.</summary>
    Repeated,

    /// <summary>The key was used for another application.</summary>
    Conflict,

    /// <summary>It breaks rules; nothing was written.</summary>
    Refused,
}

/// <summary>The answer to an application.</summary>
/// <param name="Status">what became of it</param>
/// <param name="Project">the project; null if refused</param>
/// <param name="Failures">every rule it breaks</param>
public sealed record IntakeReceipt(IntakeStatus Status, ProjectRow? Project, IReadOnlyList<RuleFailure> Failures)
{
    internal static IntakeReceipt Refused(IReadOnlyList<RuleFailure> failures) => new(IntakeStatus.Refused, null, failures);
}
