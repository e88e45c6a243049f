using System.Text.RegularExpressions;
using Dazhou.Serverless.Approvals;
using Dazhou.Serverless.Directory;
using Dazhou.Serverless.Records;

namespace Dazhou.Serverless.Ledgers;

/// <summary>What a register of contact persons is to be.</summary>
/// <param name="Id">its id in addresses: lower-case letters, digits and hyphens</param>
/// <param name="Document">the document's number, e.g. 达市府办发〔2023〕16号</param>
/// <param name="Title">what it is for, as people know it</param>
/// <param name="Office">the coordinating office: a unit's id or name</param>
/// <param name="Due">the last day, Asia/Shanghai; it stays where the document put it, also on a holiday</param>
/// <param name="Units">who names a contact person: ids or names of units</param>
public sealed record ContactRegisterDefinition(string? Id, string? Document, string? Title, string? Office, DateOnly? Due, IReadOnlyList<string>? Units);

/// <summary>A register of contact persons. Table ContactRegisters: partition = <c>register</c>, row = id. No person stands in it.</summary>
public sealed record ContactRegisterRow : IRow
{
    /// <summary>The partition of all.</summary>
    public const string Partition = "register";

    /// <inheritdoc/>
    public static string TableName => "ContactRegisters";

    /// <summary>Its id.</summary>
    public required string Id { get; init; }

    /// <summary>The number of the document that asks for it.</summary>
    public required string Document { get; init; }

    /// <summary>What it is for.</summary>
    public required string Title { get; init; }

    /// <summary>The id of the coordinating office.</summary>
    public required string Office { get; init; }

    /// <summary>The last day, Asia/Shanghai.</summary>
    public required DateOnly Due { get; init; }

    /// <summary>The ids of the units that name somebody.</summary>
    public required IReadOnlyList<string> Units { get; init; }

    /// <summary>When it was opened, at +08:00.</summary>
    public required DateTimeOffset At { get; init; }

    /// <inheritdoc/>
    public string PartitionKey => Partition;

    /// <inheritdoc/>
    public string RowKey => Id;

    internal static async Task<ContactRegisterRow?> FindAsync(ITableStore tables, string id, CancellationToken cancellation) =>
        (await tables.FindAsync<ContactRegisterRow>(Partition, id, cancellation))?.Value;

    /// <summary>The first round of asking a unit.</summary>
    internal ContactAsk CallOf(string unit) => new(this, unit, 1, Due);
}

/// <summary>A unit is asked for its contact person: the input of <see cref="ContactCall"/>.</summary>
/// <param name="Register">for what</param>
/// <param name="Unit">the unit's id</param>
/// <param name="Round">1 first; more where the person changed</param>
/// <param name="Until">the last day, Asia/Shanghai</param>
public sealed record ContactAsk(ContactRegisterRow Register, string Unit, int Round, DateOnly Until)
{
    /// <summary>The subject under which the unit hands in.</summary>
    internal string Subject => ContactSubject.IdOf(Register.Id, Unit);

    internal SubmissionRequest ToRequest() => new()
    {
        Subject = ContactSubject.Of(Register, Unit),
        Step = ContactKinds.Person.Step,
        Round = Round,
        Stage = nameof(ContactCall),
        ToDo = $"请报送本单位联络人员信息（姓名、职务、联系电话），用于{Register.Title}。",
        Article = Register.Document,
        // Whoever keeps the unit's office knows whom it names.
        Post = new ApproverPost(Unit, ContactSubject.AskedPost),
        Period = new FixedDate(Until),
        Escalation = new ApproverPost(Register.Office, ContactSubject.AskedPost),
    };
}

/// <summary>A unit's entry in a register, as something for which people hand things in.</summary>
internal static partial class ContactSubject
{
    /// <summary>The post of a unit that is asked, and that of the coordinating office that hears of what is late.</summary>
    public const string AskedPost = UnitRow.OfficePost;

    private const string Prefix = "contacts.";

    public static string IdOf(string register, string unit) => $"{Prefix}{register}.{unit}";

    /// <summary>Register and unit of a subject; null if it is none of ours.</summary>
    public static (string Register, string Unit)? PartsOf(string subject) =>
        subject.Split('.') is ["contacts", { Length: > 0 } register, { Length: > 0 } unit] ? (register, unit) : null;

    public static SubmissionSubject Of(ContactRegisterRow register, string unit) => new(IdOf(register.Id, unit), $"{register.Title}联络人员", unit)
    {
        Kinds = ContactKinds.Catalogue,
        Noun = "联络人员登记",
        UnitRole = "报送单位",
    };

    /// <summary>The register and the unit of a subject; null if there is no such register, or the unit does not stand in it.</summary>
    public static async Task<(ContactRegisterRow Register, string Unit)?> FindAsync(ITableStore tables, string subject, CancellationToken cancellation) =>
        PartsOf(subject) is { } parts
        && await ContactRegisterRow.FindAsync(tables, parts.Register, cancellation) is { } register
        && register.Units.Contains(parts.Unit, StringComparer.Ordinal)
            ? (register, parts.Unit)
            : null;

    /// <summary>What an id may be: it stands in addresses and in keys, parted by dots.</summary>
    [GeneratedRegex("^[a-z0-9](-?[a-z0-9]){0,39}$")]
    public static partial Regex Id();
}
