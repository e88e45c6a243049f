using System.Text.Json;
using System.Text.Json.Nodes;
using Dazhou.Serverless.Approvals;
using Dazhou.Serverless.Deadlines;
using Dazhou.Serverless.Records;
using Microsoft.DurableTask.Client;

namespace Dazhou.Serverless.Projects;

/// <summary>
/// Where everything that is no decision enters: rules, files, record, then the event that wakes whoever waits.
/// Safe to repeat at any point.
/// </summary>
public sealed class SubmissionService(
    ITableStore tables, IDocumentStore documents, IAuditTrail audit, Wakes wakes, ExpertPool experts, TimeProvider time)
{
    private const int LongestData = 100_000;

    /// <summary>
    /// Keeps a submission, or answers with every rule it breaks. Throws <see cref="DocumentRefusedException"/> if a file is not accepted.
    /// </summary>
    public async Task<SubmissionReceipt> SubmitAsync(DurableTaskClient client, SubmissionInput input, CancellationToken cancellation = default)
    {
        if (SubmissionKinds.Find(input.Step) is not { } kind
            || await tables.FindAsync<ProjectRow>(input.Project, ProjectRow.OnlyRowKey, cancellation) is not { Value: var project })
            return SubmissionReceipt.Of(SubmissionStatus.NotAwaited);

        var (ask, round, earlier) = kind.TakenBy is null
            ? await FindAskAsync(input, cancellation)
            : await NextNumberAsync(input, cancellation);
        if (earlier is not null)
        {
            await FinishAsync(client, kind, project, ask, earlier, input.Link, cancellation);
            return new(SubmissionStatus.AlreadyHandedIn, earlier, []);
        }

        if (kind.TakenBy is null && ask is not { End: null }) return SubmissionReceipt.Of(SubmissionStatus.NotAwaited);
        var at = time.GetChinaNow();
        var facts = new SubmissionCase(project, await LedgerAsync(project, cancellation), ask, at)
        {
            Deadlines = kind.RulesSayWhen ? await DeadlinesAsync(project.Id, cancellation) : [],
            Experts = kind.ChoosesExperts ? await experts.ReadAsync(cancellation) : [],
            Panel = kind.Step == MainLineKinds.PanelChange ? await PanelMembers.ReadAsync(tables, project.Id, cancellation) : [],
            PlanEntries = kind.Stage == Stages.InvestmentBudget ? await tables.ListAsync<PlanEntryRow>(project.Id, cancellation) : [],
        };
        if (Check(kind, facts, input) is { Count: > 0 } failures)
            return new(SubmissionStatus.Refused, null, failures);

        while (true)
        {
            var row = new SubmissionRow
            {
                Project = project.Id,
                Step = input.Step,
                Round = round,
                Data = input.Data,
                Documents = await SaveAsync(project.Id, round, input, cancellation),
                By = input.By,
                At = at,
                Key = input.Key,
            };
            await NoteAsync(kind, project, ask, row, cancellation);
            var first = await tables.TryInsertAsync(row, cancellation);
            if (!first && kind.TakenBy is not null)
            {
                round++;
                continue;
            }

            if (!first) row = (await FindAsync(row.Project, row.Step, round, cancellation))!;
            await FinishAsync(client, kind, project, ask, row, input.Link, cancellation);
            return new(first ? SubmissionStatus.HandedIn : SubmissionStatus.AlreadyHandedIn, row, []);
        }
    }

    private static List<RuleFailure> Check(SubmissionKind kind, SubmissionCase facts, SubmissionInput input)
    {
        var failures = new List<RuleFailure>();
        try
        {
            failures.AddRange(kind.Check(facts, input.Data));
            failures.AddRange(SubmissionTexts.Check(kind, JsonNode.Parse(input.Data)!.AsObject()));
        }
        catch (JsonException unreadable)
        {
            failures.Add(new("readable", kind.Article, unreadable.Path?.TrimStart('$', '.') ?? "", "内容不可读：请检查数字、日期（yyyy-MM-dd）和选项"));
        }

        // A row of Azure Tables holds 1 MiB; what is longer belongs into the files.
        if (input.Data.Length > LongestData)
            failures.Add(new("content-length", kind.Article, "", $"填写的文字总量不超过{LongestData / 10000}万字，详细内容请放在文件中"));
        if (kind.Document is { } document && input.Files.Count == 0)
            failures.Add(new("document-attached", kind.Article, "file", $"缺少文件：{document}"));
        return failures;
    }

    /// <summary>The request that is answered: the named round, else the newest open one, else the newest.</summary>
    private async Task<(AskRow? Ask, int Round, SubmissionRow? Earlier)> FindAskAsync(SubmissionInput input, CancellationToken cancellation)
    {
        AskRow? found = null;
        await foreach (var row in tables.ReadPartitionAsync<AskRow>(input.Project, AskRow.Prefix(input.Step), cancellation))
        {
            if (input.Round is { } round ? row.Value.Round == round : found is null || row.Value.End is null || found.End is not null)
                found = row.Value;
        }

        return found is null ? (null, 0, null) : (found, found.Round, await FindAsync(input.Project, input.Step, found.Round, cancellation));
    }

    private async Task<(AskRow? Ask, int Round, SubmissionRow? Earlier)> NextNumberAsync(SubmissionInput input, CancellationToken cancellation)
    {
        var last = 0;
        await foreach (var row in tables.ReadPartitionAsync<SubmissionRow>(input.Project, AskRow.Prefix(input.Step), cancellation))
        {
            if (input.Key is not null && row.Value.Key == input.Key) return (null, row.Value.Round, row.Value);
            last = row.Value.Round;
        }

        return (null, last + 1, null);
    }

    private async Task<IReadOnlyList<SubmittedDocument>> SaveAsync(string project, int round, SubmissionInput input, CancellationToken cancellation)
    {
        var saved = new List<SubmittedDocument>();
        for (var i = 0; i < input.Files.Count; i++)
        {
            var document = await documents.SaveAsync(input.Files[i].UploadAs(project, input.Step, input.By, $"round-{round}-{i}"), cancellation);
            saved.Add(new(document.Name, document.Version, document.FileName, document.Sha256));
        }

        return saved;
    }

    private async Task NoteAsync(SubmissionKind kind, ProjectRow project, AskRow? ask, SubmissionRow row, CancellationToken cancellation)
    {
        var (instance, eventName, who) = WakeOf(kind, project, ask, row);
        if (instance is not null) await wakes.NoteAsync(instance, eventName, who, cancellation);
    }

    /// <summary>What follows the record; a crash may have come between, so that a repetition does it again.</summary>
    private async Task FinishAsync(
        DurableTaskClient client, SubmissionKind kind, ProjectRow project, AskRow? ask, SubmissionRow row, string? link, CancellationToken cancellation)
    {
        await audit.AppendAsync(
            new AuditEntry
            {
                Subject = row.Project,
                Key = $"handed-in|{row.RowKey}",
                At = row.At,
                Actor = row.By,
                Action = $"提交{kind.Title}{TimesText(kind, row)}",
                Article = kind.Article,
                Stage = kind.Stage,
                Link = link,
                Detail = row.Documents.Count == 0 ? null : string.Join('；', row.Documents.Select(document => $"SHA-256 {document.Sha256}")),
            },
            cancellation);
        if (ask is not null) await AskedPeople.ForgetAsync(tables, ask.Person, ask.Project, ask.Step, ask.Round, cancellation);
        var (instance, eventName, _) = WakeOf(kind, project, ask, row);
        if (instance is not null) await wakes.RaiseAsync(client, instance, eventName, cancellation);
    }

    /// <summary>The rounds of what is handed in every year are years, those of experts are people: neither is a repetition.</summary>
    private static string TimesText(SubmissionKind kind, SubmissionRow row) => row switch
    {
        { Step: SupervisionKinds.Monitoring } => $"（{row.Round}年度）",
        { Round: > 1 } when kind.Side != SubmissionSide.Expert => $"（第{row.Round}次）",
        _ => string.Empty,
    };

    private static (string? Instance, string EventName, string Who) WakeOf(SubmissionKind kind, ProjectRow project, AskRow? ask, SubmissionRow row) =>
        kind.TakenBy is { } part
            ? ($"{project.InstanceId}:{part}", SubmissionEvents.Act, row.RowKey)
            : (ask?.InstanceId, SubmissionEvents.Submitted(row.Step, row.Round), row.By);

    private async Task<ProjectLedgerRow> LedgerAsync(ProjectRow project, CancellationToken cancellation) =>
        (await ProjectLedgers.FindAsync(tables, project.Id, cancellation))?.Value
        ?? new() { Project = project.Id, ApprovedTotal = project.Application.TotalInvestment ?? 0m };

    private async Task<IReadOnlyList<DeadlineRow>> DeadlinesAsync(string project, CancellationToken cancellation) =>
        await tables.ListAsync<DeadlineRow>(project, cancellation);

    private async Task<SubmissionRow?> FindAsync(string project, string step, int round, CancellationToken cancellation) =>
        (await tables.FindAsync<SubmissionRow>(project, AskRow.RowKeyOf(step, round), cancellation))?.Value;
}

/// <summary>Something to be kept.</summary>
public sealed record SubmissionInput
{
    /// <summary>The project.</summary>
    public required string Project { get; init; }

    /// <summary>The step, see <see cref="SubmissionKinds"/>.</summary>
    public required string Step { get; init; }

    /// <summary>The round that it answers; null for the one that waits.</summary>
    public int? Round { get; init; }

    /// <summary>Its content as JSON.</summary>
    public required string Data { get; init; }

    /// <summary>Its files.</summary>
    public IReadOnlyList<SubmissionFile> Files { get; init; } = [];

    /// <summary>Who hands it in: a person's or unit's id.</summary>
    public required string By { get; init; }

    /// <summary>A key against repetition, for what nobody asked for.</summary>
    public string? Key { get; init; }

    /// <summary>SHA-256 of the link that was used.</summary>
    public string? Link { get; init; }
}

/// <summary>A file to be kept.</summary>
public sealed record SubmissionFile(string FileName, byte[] Content)
{
    /// <summary>The file as it is to be kept among the documents of a subject.</summary>
    /// <param name="subject">whose document it is</param>
    /// <param name="name">the document's name</param>
    /// <param name="by">who hands it in</param>
    /// <param name="key">kept twice under one key, it is one version</param>
    internal DocumentUpload UploadAs(string subject, string name, string by, string key) => new()
    {
        Subject = subject,
        Name = name,
        FileName = FileName,
        Content = new MemoryStream(Content, writable: false),
        UploadedBy = by,
        Key = key,
    };
}

/// <summary>What became of a submission.</summary>
public enum SubmissionStatus
{
    /// <summary>It is kept now.</summary>
    HandedIn,

    /// <summary>There is one for this round, or by this key; that one stands.</summary>
    AlreadyHandedIn,

    /// <summary>Nothing waits for it; nothing was kept.</summary>
    NotAwaited,

    /// <summary>It breaks rules; nothing was kept.</summary>
    Refused,
}

/// <summary>The answer to a submission.</summary>
/// <param name="Status">what became of it</param>
/// <param name="Submission">the one that stands</param>
/// <param name="Failures">every rule it breaks</param>
public sealed record SubmissionReceipt(SubmissionStatus Status, SubmissionRow? Submission, IReadOnlyList<RuleFailure> Failures)
{
    internal static SubmissionReceipt Of(SubmissionStatus status) => new(status, null, []);
}
