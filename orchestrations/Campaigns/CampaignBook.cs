using System.Text.Json;
using Dazhou.Serverless.Directory;
using Dazhou.Serverless.Records;
using Dazhou.Serverless.Subjects;
using Microsoft.DurableTask.Client;

namespace Dazhou.Serverless.Campaigns;

/// <summary>Opens and reads campaigns (达市府办函〔2023〕53号).</summary>
public sealed class CampaignBook(ITableStore tables, IDirectory directory, IAuditTrail audit, TimeProvider time) : IStarter
{
    /// <summary>The kind of the pending starts of campaigns.</summary>
    public const string Kind = "campaign";

    string IStarter.Kind => Kind;

    string IStarter.InstanceIdOf(string id) => Campaign.InstanceIdOf(id);

    /// <summary>
    /// Opens a campaign, or returns the broken rules; null for anybody but its receivers. Safe to repeat: the same definition returns the
    /// existing campaign, a different one under the same id changes nothing.
    /// </summary>
    public async Task<CampaignReceipt?> OpenAsync(DurableTaskClient client, CampaignDefinition definition, SubjectReader reader, CancellationToken cancellation = default)
    {
        var at = time.GetChinaNow();
        var (units, receivers) = (await FindAsync(definition.Units, cancellation), await FindAsync(definition.Receivers, cancellation));
        if (reader.Unit is { } caller && receivers.All(receiver => receiver?.Id != caller)) return null;
        if (CampaignDefinitionRules.Check(definition, units, receivers) is { Count: > 0 } failures) return new(null, IsNew: false, failures);
        var row = new CampaignRow
        {
            Definition = Resolved(definition, units, receivers),
            Names = units.Concat(receivers).ToDictionary(unit => unit!.Id, unit => unit!.Name, StringComparer.Ordinal),
            StartedAt = at,
        };
        var by = reader.Person ?? reader.Unit ?? row.Definition.Receivers[0];
        if (await FindAsync(definition.Id, cancellation) is { } stands) return await AnswerAsync(client, stands, row, by, cancellation);
        await tables.UpsertAsync(new PendingStartRow { Kind = Kind, Id = definition.Id, Since = at }, cancellation);
        if (!await tables.TryInsertAsync(row, cancellation)) return await AnswerAsync(client, (await FindAsync(definition.Id, cancellation))!, row, by, cancellation);
        await CarryAsync(client, row, by, cancellation);
        return new(row, IsNew: true, []);
    }

    /// <summary>Returns a campaign; null if there is none.</summary>
    public Task<CampaignRow?> FindAsync(string id, CancellationToken cancellation = default) => CampaignRow.FindAsync(tables, id, cancellation);

    /// <summary>Returns all campaigns, newest start first.</summary>
    public async Task<IReadOnlyList<CampaignRow>> ListAsync(CancellationToken cancellation = default) =>
        [.. (await tables.ListAsync<CampaignRow>(CampaignRow.Partition, cancellation)).OrderByDescending(row => row.Definition.Start).ThenBy(row => row.Definition.Id, StringComparer.Ordinal)];

    /// <summary>
    /// Enters the 考核办法 with its 名额 and weights; the ranking is 测算 no more. Returns the broken rules. Safe to repeat; another number
    /// replaces the first.
    /// </summary>
    public async Task<IReadOnlyList<RuleFailure>> EnterMethodAsync(CampaignRow row, AssessmentMethod method, SubjectReader reader, CancellationToken cancellation = default)
    {
        var failures = new List<RuleFailure>();
        if (string.IsNullOrWhiteSpace(method.Number) || method.Number.Length > 100) Fail("number", "请填写考核办法的文号");
        if (method.Weights is { } weights) CampaignDefinitionRules.CheckWeights(weights, Fail);
        foreach (var (field, count) in new[] { ("overall", method.Overall), ("progress", method.Progress), ("special", method.Special) })
        {
            if (count < 0 || count > row.Definition.Units.Count) Fail(field, $"名额为0至{row.Definition.Units.Count}");
        }

        if (failures.Count > 0) return failures;
        while (await tables.FindAsync<CampaignRow>(CampaignRow.Partition, row.Definition.Id, cancellation) is { } seen)
        {
            if (await tables.TryReplaceAsync(seen, seen.Value with { Method = method }, cancellation)) break;
        }

        var hash = Digest.OfJson(method, RecordJson.Options)[..12];
        await NoteAsync(row, $"method|{hash}", time.GetChinaNow(), reader.Person ?? reader.Unit ?? row.Definition.Receivers[0], $"录入考核办法{method.Number}", cancellation);
        return [];

        void Fail(string field, string message) => failures.Add(new($"campaign-method-{field}", $"{row.Definition.Document}四（四）", field, message));
    }

    async Task<bool?> IStarter.StartAsync(DurableTaskClient client, string id, CancellationToken cancellation) =>
        await FindAsync(id, cancellation) is { } row ? await CarryAsync(client, row, row.Definition.Receivers[0], cancellation) : null;

    private static CampaignDefinition Resolved(CampaignDefinition definition, IReadOnlyList<UnitRow?> units, IReadOnlyList<UnitRow?> receivers) => definition with
    {
        Name = definition.Name.Trim(),
        Document = definition.Document.Trim(),
        Units = [.. units.Select(unit => unit!.Id)],
        Receivers = [.. receivers.Select(unit => unit!.Id)],
        LastPlaces = definition.LastPlaces.ToDictionary(
            place => units.FirstOrDefault(unit => unit!.Id == place.Key || unit.Name == place.Key)?.Id ?? place.Key, place => place.Value, StringComparer.Ordinal),
    };

    private async Task<CampaignReceipt> AnswerAsync(DurableTaskClient client, CampaignRow stands, CampaignRow asked, string by, CancellationToken cancellation)
    {
        var isSame = Text(stands) == Text(asked);
        if (isSame) await CarryAsync(client, stands, by, cancellation);
        return new(stands, IsNew: false, isSame
            ? []
            : [new("campaign-id", asked.Definition.Document, "id", $"编号{stands.Definition.Id}已经用于“{stands.Definition.Name}”，内容与本次不同，请换一个编号")]);

        static string Text(CampaignRow row) => JsonSerializer.Serialize(row.Definition, RecordJson.Options);
    }

    private async Task<bool> CarryAsync(DurableTaskClient client, CampaignRow row, string by, CancellationToken cancellation)
    {
        await NoteAsync(row, "opened", row.StartedAt, by, $"启动{row.Definition.Name}，{row.Definition.Units.Count}个单位参加", cancellation);
        var started = await client.StartOnceAsync(
            nameof(Campaign), CampaignCall.Of(row), OrchestrationVersion.Start(Campaign.InstanceIdOf(row.Definition.Id)), cancellation);
        await tables.DeleteAsync<PendingStartRow>(Kind, row.Definition.Id, cancellation);
        return started;
    }

    private Task NoteAsync(CampaignRow row, string key, DateTimeOffset at, string by, string action, CancellationToken cancellation) => audit.AppendAsync(
        new AuditEntry
        {
            Subject = CampaignSubject.IdOf(row.Definition.Id),
            Key = key,
            At = at,
            Actor = by,
            Action = action,
            Article = row.Definition.Document,
            Stage = nameof(Campaign),
        },
        cancellation);

    private async Task<IReadOnlyList<UnitRow?>> FindAsync(IReadOnlyList<string> names, CancellationToken cancellation)
    {
        var units = new List<UnitRow?>();
        foreach (var name in names) units.Add(string.IsNullOrWhiteSpace(name) ? null : await directory.FindUnitAsync(name.Trim(), cancellation));
        return units;
    }
}

/// <summary>The result of opening a campaign.</summary>
/// <param name="Campaign">the campaign; null if there is none</param>
/// <param name="IsNew">whether this call opened it</param>
/// <param name="Failures">the broken rules</param>
public sealed record CampaignReceipt(CampaignRow? Campaign, bool IsNew, IReadOnlyList<RuleFailure> Failures);
