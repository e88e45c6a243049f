using System.Text.Json;
using System.Text.Json.Nodes;
using Dazhou.Serverless.Records;
using Microsoft.DurableTask.Client;

namespace Dazhou.Serverless.Submissions;

/// <summary>
/// Accepts everything that is handed in, other than decisions: checks the rules, stores files and record, then wakes the orchestration.
/// Safe to repeat at any point.
/// </summary>
public sealed class SubmissionService(
    ITableStore tables, SubmissionSources sources, OpenActs acts, IDocumentStore documents, IAuditTrail audit, Wakes wakes, TimeProvider time)
{
    private const int LongestData = 100_000;

    /// <summary>Stores a submission, or returns all rules that it breaks. Throws <see cref="DocumentRefusedException"/> if a file is not accepted.</summary>
    public async Task<SubmissionReceipt> SubmitAsync(DurableTaskClient client, SubmissionInput input, CancellationToken cancellation = default)
    {
        if (sources.Of(input.Subject) is not { } source
            || source.Kinds.Find(input.Step) is not { } kind
            || await source.FindAsync(input.Subject, cancellation) is not { } subject)
            return SubmissionReceipt.Of(SubmissionStatus.NotAwaited);

        var (ask, round, earlier) = kind.TakenBy is null
            ? await FindAskAsync(input, cancellation)
            : await NextNumberAsync(input, cancellation);
        if (earlier is not null)
        {
            await FinishAsync(client, kind, subject, ask, earlier, input.Link, cancellation);
            return new(SubmissionStatus.AlreadyHandedIn, earlier, []);
        }

        if (kind.TakenBy is null && ask is not { End: null }) return SubmissionReceipt.Of(SubmissionStatus.NotAwaited);
        var at = time.GetChinaNow();
        var facts = await source.ReadFactsAsync(subject.Id, kind, ask, at, cancellation) with { Files = input.Files.Count };
        if (Check(kind, facts, input) is { Count: > 0 } failures)
            return new(SubmissionStatus.Refused, null, failures);

        while (true)
        {
            var row = new SubmissionRow
            {
                Subject = subject.Id,
                Step = input.Step,
                Round = round,
                Data = input.Data,
                Documents = await SaveAsync(kind, round, input, cancellation),
                By = input.By,
                At = at,
                Key = input.Key,
            };
            await NoteAsync(kind, subject, ask, row, cancellation);
            var first = await tables.TryInsertAsync(row, cancellation);
            if (!first && kind.TakenBy is not null)
            {
                round++;
                continue;
            }

            if (!first) row = (await FindAsync(row.Subject, new(row.Step, round), cancellation))!;
            await FinishAsync(client, kind, subject, ask, row, input.Link, cancellation);
            return new(first ? SubmissionStatus.HandedIn : SubmissionStatus.AlreadyHandedIn, row, []);
        }
    }

    private static List<RuleFailure> Check(SubmissionKind kind, SubmissionFacts facts, SubmissionInput input)
    {
        var data = JsonNode.Parse(input.Data)!.AsObject();
        List<RuleFailure> failures = [.. RuleFailures(kind, facts, data), .. SubmissionTexts.Check(kind, data)];
        // A row of Azure Tables holds at most 1 MiB; longer content belongs in the files.
        if (input.Data.Length > LongestData)
            failures.Add(new("content-length", kind.Article, "", $"填写的文字总量不超过{LongestData / 10000}万字，详细内容请放在文件中"));
        if (kind.Document is { } document && input.Files.Count == 0)
            failures.Add(new("document-attached", kind.Article, "file", $"缺少文件：{document}"));
        return failures;
    }

    /// <summary>The rules that the content breaks. Of what cannot be read, each field is named, and the rest is checked without it.</summary>
    private static List<RuleFailure> RuleFailures(SubmissionKind kind, SubmissionFacts facts, JsonObject data)
    {
        try
        {
            return [.. kind.Check(facts, data.ToJsonString(RecordJson.Options))];
        }
        catch (JsonException unreadable)
        {
            var fields = SubmissionTexts.Unreadable(kind, data, unreadable);
            var rest = data.DeepClone().AsObject();
            foreach (var field in fields)
                rest.Remove(field.Field);
            // Where no field was taken out, there is nothing to go on without.
            return rest.Count == data.Count
                ? [.. fields]
                : [.. fields, .. RuleFailures(kind, facts, rest).Where(failure => fields.All(field => field.Field != failure.Field))];
        }
    }

    /// <summary>Returns the request that is answered: that of the given round, else the newest open one, else the newest.</summary>
    private async Task<(AskRow? Ask, int Round, SubmissionRow? Earlier)> FindAskAsync(SubmissionInput input, CancellationToken cancellation)
    {
        AskRow? found = null;
        foreach (var ask in await acts.AsksAsync(input.Subject, input.Step, cancellation))
        {
            if (input.Round is { } round ? ask.Round == round : found is null || ask.End is null || found.End is not null) found = ask;
        }

        return found is null ? (null, 0, null) : (found, found.Round, await FindAsync(input.Subject, found.StepRound, cancellation));
    }

    private async Task<(AskRow? Ask, int Round, SubmissionRow? Earlier)> NextNumberAsync(SubmissionInput input, CancellationToken cancellation)
    {
        var last = 0;
        await foreach (var row in tables.ReadPartitionAsync<SubmissionRow>(input.Subject, AskRow.Prefix(input.Step), cancellation))
        {
            if (input.Key is not null && row.Value.Key == input.Key) return (null, row.Value.Round, row.Value);
            last = row.Value.Round;
        }

        return (null, last + 1, null);
    }

    private async Task<IReadOnlyList<SubmittedDocument>> SaveAsync(SubmissionKind kind, int round, SubmissionInput input, CancellationToken cancellation)
    {
        var saved = new List<SubmittedDocument>();
        for (var i = 0; i < input.Files.Count; i++)
        {
            var document = await documents.SaveAsync(input.Files[i].UploadAs(input.Subject, kind.DocumentName ?? input.Step, input.By, $"round-{round}-{i}"), cancellation);
            saved.Add(new(document.Name, document.Version, document.FileName, document.Sha256));
        }

        return saved;
    }

    private async Task NoteAsync(SubmissionKind kind, SubmissionSubject subject, AskRow? ask, SubmissionRow row, CancellationToken cancellation)
    {
        var (instance, eventName, who) = WakeOf(kind, subject, ask, row);
        if (instance is not null) await wakes.NoteAsync(instance, eventName, who, cancellation);
    }

    /// <summary>Does what follows the stored record. A repeated submission calls it again, in case a crash came in between.</summary>
    private async Task FinishAsync(
        DurableTaskClient client, SubmissionKind kind, SubmissionSubject subject, AskRow? ask, SubmissionRow row, string? link, CancellationToken cancellation)
    {
        await AppendAsync(kind, row, link, cancellation);
        if (ask is { Person.Length: > 0 }) await AskedPeople.ForgetAsync(tables, ask.Person, ask.Subject, ask.StepRound, cancellation);
        var (instance, eventName, _) = WakeOf(kind, subject, ask, row);
        if (instance is not null) await wakes.RaiseAsync(client, instance, eventName, cancellation);
    }

    /// <summary>Writes the submission to the subject's audit trail; safe to repeat.</summary>
    internal Task AppendAsync(SubmissionKind kind, SubmissionRow row, string? link, CancellationToken cancellation) => audit.AppendAsync(
        new AuditEntry
        {
            Subject = row.Subject,
            Key = $"handed-in|{row.RowKey}",
            At = row.At,
            Actor = row.By,
            // For experts, the round numbers people, not repetitions.
            Action = kind.Says?.Invoke(row) ?? $"提交{kind.Title}{(row.Round > 1 && kind.Side != SubmissionSide.Expert ? $"（第{row.Round}次）" : "")}",
            Article = kind.Article,
            Stage = kind.Stage,
            Link = link,
            Detail = kind.Quotes?.Invoke(row)
                ?? (row.Documents.Count == 0 ? null : string.Join('；', row.Documents.Select(document => $"SHA-256 {document.Sha256}"))),
        },
        cancellation);

    private static (string? Instance, string EventName, string Who) WakeOf(SubmissionKind kind, SubmissionSubject subject, AskRow? ask, SubmissionRow row) =>
        kind.TakenBy is { } part
            ? ($"{subject.InstanceId}:{part}", SubmissionEvents.Act, row.RowKey)
            : (ask?.InstanceId, subject.Event ?? kind.Event(row.StepRound), row.By);

    private async Task<SubmissionRow?> FindAsync(string subject, StepRound of, CancellationToken cancellation) =>
        (await tables.FindAsync<SubmissionRow>(subject, of.RowKey, cancellation))?.Value;
}
