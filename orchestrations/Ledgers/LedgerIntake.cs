using Dazhou.Serverless.Directory;
using Dazhou.Serverless.Records;
using Dazhou.Serverless.Subjects;
using Microsoft.DurableTask.Client;

namespace Dazhou.Serverless.Ledgers;

/// <summary>The result of starting a ledger.</summary>
/// <param name="Ledger">the ledger that stands under the id; null if there is none</param>
/// <param name="IsNew">whether this call started it</param>
/// <param name="Failures">the broken rules</param>
public sealed record LedgerReceipt(LedgerRow? Ledger, bool IsNew, IReadOnlyList<RuleFailure> Failures);

/// <summary>Starts ledgers: checks a definition, writes its tasks and index, then the ledger, then starts its orchestration.</summary>
public sealed class LedgerIntake(
    ITableStore tables, IDirectory directory, LedgerBook book, ContactRegisters contacts, IAuditTrail audit, TimeProvider time) : IStarter
{
    /// <summary>The kind of the pending starts of ledgers.</summary>
    public const string Kind = "ledger";

    private const int Batch = 100;

    string IStarter.Kind => Kind;

    string IStarter.InstanceIdOf(string id) => LedgerLife.InstanceIdOf(id);

    /// <summary>Returns every rule that a definition breaks, without writing anything.</summary>
    public async Task<IReadOnlyList<RuleFailure>> CheckAsync(LedgerDefinition definition, CancellationToken cancellation = default) =>
        LedgerDefinitionRules.Check(definition, (await UnitsAsync(cancellation)).Find);

    /// <summary>
    /// Starts a ledger, or returns the broken rules; null for anybody but the coordinating office and operators. Safe to repeat: the
    /// same definition returns the ledger that stands, another under its id changes nothing.
    /// </summary>
    public async Task<LedgerReceipt?> StartAsync(DurableTaskClient client, LedgerDefinition definition, SubjectReader reader, CancellationToken cancellation = default)
    {
        var units = await UnitsAsync(cancellation);
        var coordinator = definition.Coordinator is { } named ? units.Find(named.Trim()) : null;
        if (coordinator is not null && reader.Unit is not null && reader.Unit != coordinator.Id) return null;
        if (LedgerDefinitionRules.Check(definition, units.Find) is { Count: > 0 } failures) return new(null, IsNew: false, failures);
        var digest = DigestOf(definition);
        if (await book.FindAsync(definition.Id!, cancellation) is { } stands) return await AnswerAsync(client, stands, digest, cancellation);

        var ledger = LedgerOf(definition, digest, units, reader.Person ?? reader.Unit ?? PersonRow.Operator, time.GetChinaNow());
        await tables.UpsertAsync(new PendingStartRow { Kind = Kind, Id = ledger.Id, Since = ledger.At }, cancellation);
        await WriteTasksAsync(ledger, definition, units, cancellation);
        if (!await tables.TryInsertAsync(ledger, cancellation))
            return await AnswerAsync(client, (await book.FindAsync(ledger.Id, cancellation))!, digest, cancellation);
        await CarryAsync(client, ledger, cancellation);
        return new(ledger, IsNew: true, []);
    }

    async Task<bool?> IStarter.StartAsync(DurableTaskClient client, string id, CancellationToken cancellation) =>
        await book.FindAsync(id, cancellation) is { } ledger ? await CarryAsync(client, ledger, cancellation) : null;

    private async Task<LedgerReceipt> AnswerAsync(DurableTaskClient client, LedgerRow stands, string digest, CancellationToken cancellation)
    {
        if (stands.Digest == digest) await CarryAsync(client, stands, cancellation);
        return new(stands, IsNew: false, stands.Digest == digest
            ? []
            : [new("ledger-id", stands.Document, "id", $"编号{stands.Id}已经用于“{stands.Title}”，内容与本次不同，请换一个编号")]);
    }

    private async Task<bool> CarryAsync(DurableTaskClient client, LedgerRow ledger, CancellationToken cancellation)
    {
        await audit.AppendAsync(
            new AuditEntry
            {
                Subject = LedgerSubject.Of(ledger.Id),
                Key = "started",
                At = ledger.At,
                Actor = ledger.By,
                Action = $"建立督办台账：{ledger.Tasks}项任务，{ledger.Units.Count}个单位",
                Article = ledger.Document,
                Stage = nameof(LedgerLife),
            },
            cancellation);
        await OpenContactsAsync(client, ledger, cancellation);
        var started = await client.StartOnceAsync(nameof(LedgerLife), ledger.Id, OrchestrationVersion.Start(LedgerLife.InstanceIdOf(ledger.Id)), cancellation);
        await tables.DeleteAsync<PendingStartRow>(Kind, ledger.Id, cancellation);
        return started;
    }

    /// <summary>Opens the register of contact persons where the document asks for them and the day has not passed (16号: by 2023-05-31).</summary>
    private async Task OpenContactsAsync(DurableTaskClient client, LedgerRow ledger, CancellationToken cancellation)
    {
        if (ledger.ContactsDue is not { } due || due < ChinaTime.DayOf(ledger.At)) return;
        var asked = ledger.Units.Where(unit => unit.Id != ledger.Coordinator).Select(unit => unit.Id).ToList();
        await contacts.OpenAsync(
            client,
            new(ledger.Id, ledger.Document, ledger.Title.Length > 100 ? ledger.Title[..100] : ledger.Title, ledger.Coordinator, due, asked),
            SubjectReader.OfEverything, cancellation);
    }

    private async Task WriteTasksAsync(LedgerRow ledger, LedgerDefinition definition, UnitNames units, CancellationToken cancellation)
    {
        var sections = ledger.Sections.Select((section, i) => (section, i)).ToDictionary(pair => pair.section, pair => pair.i);
        var places = ledger.Units.Select((unit, i) => (unit.Id, i)).ToDictionary(pair => pair.Id, pair => pair.i, StringComparer.Ordinal);
        var tasks = definition.Tasks!.Select((task, ordinal) => TaskOf(ledger, task, ordinal, sections[SectionOf(task)], units)).ToList();
        foreach (var chunk in tasks.Chunk(LedgerIndexRow.ChunkSize))
        {
            await tables.UpsertAsync(
                new LedgerIndexRow
                {
                    Of = ledger.TaskPartition,
                    Chunk = LedgerIndexRow.ChunkOf(chunk[0].Ordinal),
                    Entries = [.. chunk.Select(task => LedgerIndexEntry.Of(task, places))],
                },
                cancellation);
        }

        foreach (var batch in tasks.Chunk(Batch))
        {
            await InsertAsync(batch, cancellation);
            await InsertAsync([.. batch.Select(task => new LedgerTaskKeyRow { Of = task.Of, Key = task.Key, Ordinal = task.Ordinal })], cancellation);
        }
    }

    /// <summary>A batch is written whole or not at all, and always the same under its keys.</summary>
    private async Task InsertAsync<T>(IReadOnlyList<T> rows, CancellationToken cancellation)
        where T : class, IRow
    {
        try
        {
            await tables.InsertBatchAsync(rows, cancellation);
        }
        catch (RowsTakenException)
        {
            // Written by an earlier, interrupted call.
        }
    }

    private static LedgerRow LedgerOf(LedgerDefinition definition, string digest, UnitNames units, string by, DateTimeOffset at)
    {
        var counties = definition.EveryCounty ? units.Counties : [];
        var coordinator = units.Find(definition.Coordinator!.Trim())!;
        var named = definition.Tasks!
            .SelectMany(task => (task.Lead ?? []).Concat(task.Units ?? []))
            .Select(name => units.Find(name.Trim())!)
            .Append(coordinator)
            .Concat(counties)
            .Select(unit => new LedgerUnit(unit.Id, unit.Name))
            .DistinctBy(unit => unit.Id)
            .ToList();
        return new()
        {
            Id = definition.Id!,
            Digest = digest,
            Document = definition.Document!.Trim(),
            Title = definition.Title!.Trim(),
            Coordinator = coordinator.Id,
            CoordinatorName = definition.CoordinatorPrinted?.Trim() ?? coordinator.Name,
            Assessor = definition.Assessor is { } assessor ? units.Find(assessor.Trim())!.Id : null,
            Assessed = definition.AssessesCounties == true ? [.. named.Select(unit => unit.Id).Where(id => units.Counties.Any(county => county.Id == id))] : null,
            Policy = definition.Policy ?? new(),
            Cycle = definition.Cycle!.Value,
            Bulletin = definition.Bulletin,
            Inspection = definition.Inspection,
            From = definition.From!.Value,
            To = definition.To!.Value,
            ReportDays = definition.ReportDays ?? [],
            Counties = [.. counties.Select(unit => unit.Id)],
            ContactsDue = definition.ContactsDue,
            Columns = definition.Columns ?? [],
            Sections = [.. definition.Tasks!.Select(SectionOf).Distinct()],
            Units = named,
            Tasks = definition.Tasks!.Count,
            At = at,
            By = by,
        };
    }

    private static LedgerSection SectionOf(TaskDefinition task) => new(task.Part?.Trim(), task.Section?.Trim());

    private static LedgerTaskRow TaskOf(LedgerRow ledger, TaskDefinition task, int ordinal, int section, UnitNames units)
    {
        IReadOnlyList<string> named = [.. (task.Lead ?? []).Select(name => units.Find(name.Trim())!.Id)];
        // Where no lead is printed, the first of the responsible units compiles, and none of them leads (19号).
        IReadOnlyList<string> lead = task.LeadPresumed ? [] : named;
        IReadOnlyList<string> others = [.. (task.LeadPresumed ? named : []).Concat((task.Units ?? []).Select(name => units.Find(name.Trim())!.Id)).Distinct(StringComparer.Ordinal).Except(lead, StringComparer.Ordinal)];
        return new()
        {
            Of = ledger.TaskPartition,
            Ordinal = ordinal,
            Key = LedgerDefinitionRules.KeyOf(task)!,
            Definition = task,
            Section = section,
            Lead = lead,
            Units = others,
            State = TaskRules.Begin(task, lead, others, ledger.Coordinator, ledger.To),
        };
    }

    private static string DigestOf(LedgerDefinition definition) => Digest.OfJson(definition, RecordJson.Options)[..16];

    private async Task<UnitNames> UnitsAsync(CancellationToken cancellation)
    {
        var all = new List<UnitRow>();
        await foreach (var unit in directory.UnitsAsync(cancellation)) all.Add(unit);
        return new(all);
    }
}

/// <summary>The units of the directory by id, name and alias.</summary>
internal sealed class UnitNames
{
    private readonly Dictionary<string, UnitRow> _byName = new(StringComparer.Ordinal);

    public UnitNames(IReadOnlyList<UnitRow> units)
    {
        // An id counts more than a name, a name more than an alias.
        foreach (var unit in units) _byName.TryAdd(unit.Id, unit);
        foreach (var unit in units) _byName.TryAdd(unit.Name, unit);
        foreach (var (unit, alias) in units.SelectMany(unit => unit.Aliases.Select(alias => (unit, alias)))) _byName.TryAdd(alias, unit);
        Counties = [.. units.Where(unit => unit.Kind is UnitKind.County or UnitKind.Park)];
    }

    /// <summary>The counties and the two parks that the documents put beside them.</summary>
    public IReadOnlyList<UnitRow> Counties { get; }

    public UnitRow? Find(string name) => _byName.GetValueOrDefault(name);
}
