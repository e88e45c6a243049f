using System.Text.Json.Serialization;
using Dazhou.Serverless.Directory;
using Dazhou.Serverless.Records;
using Dazhou.Serverless.Subjects;
using Microsoft.DurableTask.Client;

namespace Dazhou.Serverless.Ledgers;

/// <summary>Opens and reads registers of contact persons, and asks units again (达市府办发〔2023〕16号).</summary>
public sealed class ContactRegisters(ITableStore tables, IDirectory directory, IAuditTrail audit, TimeProvider time) : IStarter
{
    /// <summary>The kind of the pending starts of registers.</summary>
    public const string Kind = "contact-register";

    string IStarter.Kind => Kind;

    string IStarter.InstanceIdOf(string id) => ContactRegister.InstanceIdOf(id);

    /// <summary>
    /// Opens a register and asks its units, or returns the broken rules; null for anybody but the coordinating office.
    /// Safe to repeat: the same definition returns the existing register, a different one under the same id changes
    /// nothing.
    /// </summary>
    public async Task<ContactRegisterReceipt?> OpenAsync(
        DurableTaskClient client, ContactRegisterDefinition definition, SubjectReader reader, CancellationToken cancellation = default)
    {
        var at = time.GetChinaNow();
        var office = await FindUnitAsync(definition.Office, cancellation);
        if (office is not null && reader.Unit is not null && reader.Unit != office.Id) return null;
        var by = By(reader, office?.Id);
        var units = new List<UnitRow?>();
        foreach (var unit in definition.Units ?? []) units.Add(await FindUnitAsync(unit, cancellation));
        if (definition.Id is { } id && await FindAsync(id, cancellation) is { } stands)
            return await AnswerAsync(client, stands, definition, office, units, by, cancellation);
        if (ContactRules.Check(definition, office, units, ChinaTime.DayOf(at)) is { Count: > 0 } failures)
            return new(null, IsNew: false, failures);

        var register = new ContactRegisterRow
        {
            Id = definition.Id!,
            Document = definition.Document!.Trim(),
            Title = definition.Title!.Trim(),
            Office = office!.Id,
            Due = definition.Due!.Value,
            Units = [.. units.Select(unit => unit!.Id)],
            At = at,
        };
        await tables.UpsertAsync(new PendingStartRow { Kind = Kind, Id = register.Id, Since = at }, cancellation);
        if (!await tables.TryInsertAsync(register, cancellation))
            return await AnswerAsync(client, (await FindAsync(register.Id, cancellation))!, definition, office, units, by, cancellation);
        await CarryAsync(client, register, by, cancellation);
        return new(register, IsNew: true, []);
    }

    /// <summary>Returns a register; null if there is none.</summary>
    public Task<ContactRegisterRow?> FindAsync(string id, CancellationToken cancellation = default) => ContactRegisterRow.FindAsync(tables, id, cancellation);

    /// <summary>Returns all registers, ordered by id.</summary>
    public async Task<IReadOnlyList<ContactRegisterRow>> ListAsync(CancellationToken cancellation = default) =>
        await tables.ListAsync<ContactRegisterRow>(ContactRegisterRow.Partition, cancellation);

    /// <summary>Returns the entries of a register, in its order; only that of one unit if given.</summary>
    public async Task<IReadOnlyList<ContactEntry>> EntriesAsync(ContactRegisterRow register, string? unit = null, CancellationToken cancellation = default)
    {
        // Several rows are read for each unit; in sequence a large register would be slow to show.
        return await Task.WhenAll(register.Units.Where(id => unit is null || id == unit).Select(id => EntryAsync(register, id, cancellation)));
    }

    /// <summary>
    /// Asks a unit again because its person has changed; false while it is still being asked. The person named before
    /// stays until another is named.
    /// </summary>
    public async Task<bool> AskAgainAsync(
        DurableTaskClient client, ContactRegisterRow register, string unit, SubjectReader reader, CancellationToken cancellation = default)
    {
        var subject = ContactSubject.IdOf(register.Id, unit);
        if (await Asks.LastAsync(tables, subject, ContactKinds.Person.Step, cancellation) is not { End: not null } last) return false;
        var at = time.GetChinaNow();
        var call = new ContactAsk(register, unit, last.Round + 1, ChinaTime.DayOf(at).AddDays(ContactRules.DaysToNameAnother));
        await client.StartOnceAsync(
            nameof(ContactCall), call, OrchestrationVersion.Start(ContactCall.InstanceIdOf(register.Id, unit, call.Round)), cancellation);
        await NoteAsync(subject, $"asked-again|{call.Round}", at, By(reader, register.Office), "要求重新报送联络人员信息", register, cancellation);
        return true;
    }

    async Task<bool?> IStarter.StartAsync(DurableTaskClient client, string id, CancellationToken cancellation) =>
        await FindAsync(id, cancellation) is { } register ? await CarryAsync(client, register, register.Office, cancellation) : null;

    private async Task<ContactEntry> EntryAsync(ContactRegisterRow register, string unit, CancellationToken cancellation)
    {
        var subject = ContactSubject.IdOf(register.Id, unit);
        SubmissionRow? named = null;
        await foreach (var row in tables.ReadPartitionAsync<SubmissionRow>(subject, AskRow.Prefix(ContactKinds.Person.Step), cancellation)) named = row.Value;
        return new(
            unit, (await directory.FindUnitAsync(unit, cancellation))?.Name ?? unit, named is null ? null : RecordJson.Read<ContactPerson>(named.Data), named?.At,
            await Asks.LastAsync(tables, subject, ContactKinds.Person.Step, cancellation))
        {
            Subject = subject,
        };
    }

    /// <summary>Returns who acted, for the audit trail; an operator acts for the office.</summary>
    private static string By(SubjectReader reader, string? office) => reader.Person ?? reader.Unit ?? office ?? PersonRow.Operator;

    private async Task<ContactRegisterReceipt> AnswerAsync(
        DurableTaskClient client, ContactRegisterRow stands, ContactRegisterDefinition definition, UnitRow? office, IReadOnlyList<UnitRow?> units, string by,
        CancellationToken cancellation)
    {
        var isSame = stands.Document == definition.Document?.Trim() && stands.Title == definition.Title?.Trim() && stands.Office == office?.Id
            && stands.Due == definition.Due && stands.Units.SequenceEqual(units.Select(unit => unit?.Id ?? string.Empty));
        if (isSame) await CarryAsync(client, stands, by, cancellation);
        return new(stands, IsNew: false, isSame
            ? []
            : [new("register-id", ContactRules.Document, "id", $"编号{stands.Id}已经用于“{stands.Title}”，内容与本次不同，请换一个编号")]);
    }

    private async Task<bool> CarryAsync(DurableTaskClient client, ContactRegisterRow register, string by, CancellationToken cancellation)
    {
        await NoteAsync($"contacts.{register.Id}", "opened", register.At, by, $"要求{register.Units.Count}个单位报送联络人员信息", register, cancellation);
        var started = await client.StartOnceAsync(
            nameof(ContactRegister), register, OrchestrationVersion.Start(ContactRegister.InstanceIdOf(register.Id)), cancellation);
        await tables.DeleteAsync<PendingStartRow>(Kind, register.Id, cancellation);
        return started;
    }

    private Task NoteAsync(string subject, string key, DateTimeOffset at, string by, string action, ContactRegisterRow register, CancellationToken cancellation) =>
        audit.AppendAsync(
            new AuditEntry { Subject = subject, Key = key, At = at, Actor = by, Action = action, Article = register.Document, Stage = nameof(ContactRegister) },
            cancellation);

    private async Task<UnitRow?> FindUnitAsync(string? unit, CancellationToken cancellation) =>
        string.IsNullOrWhiteSpace(unit) ? null : await directory.FindUnitAsync(unit.Trim(), cancellation);
}

/// <summary>The result of opening a register.</summary>
/// <param name="Register">the register; null if there is none</param>
/// <param name="IsNew">whether this call opened it</param>
/// <param name="Failures">the broken rules</param>
public sealed record ContactRegisterReceipt(ContactRegisterRow? Register, bool IsNew, IReadOnlyList<RuleFailure> Failures);

/// <summary>A unit in a register.</summary>
/// <param name="Unit">the unit's id</param>
/// <param name="UnitName">the unit's name</param>
/// <param name="Person">the person named last; null if there is none yet</param>
/// <param name="NamedAt">when the person was named, at +08:00</param>
/// <param name="Ask">the latest request; null just before it is made</param>
public sealed record ContactEntry(string Unit, string UnitName, ContactPerson? Person, DateTimeOffset? NamedAt, AskRow? Ask)
{
    /// <summary>The subject of the unit's submission.</summary>
    public required string Subject { get; init; }

    /// <summary>Returns the entry's state at a point in time.</summary>
    public ContactState StateAt(DateTimeOffset at) => Ask switch
    {
        { End: null, Deadline: { } deadline } when deadline.Due <= at => ContactState.Late,
        { End: AskEnd.HandedIn } => ContactState.Named,
        _ => ContactState.Asked,
    };
}

/// <summary>The state of a unit in a register.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ContactState>))]
public enum ContactState
{
    /// <summary>待报送: asked, possibly again</summary>
    Asked,

    /// <summary>逾期: asked, and past the due date</summary>
    Late,

    /// <summary>已报送</summary>
    Named,
}

/// <summary>Texts about registers.</summary>
public static class ContactTexts
{
    /// <summary>The Chinese name of a state.</summary>
    public static string Chinese(ContactState state) => state switch
    {
        ContactState.Asked => "待报送",
        ContactState.Late => "逾期",
        _ => "已报送",
    };
}
