using System.Text.RegularExpressions;
using Dazhou.Serverless.Approvals;
using Dazhou.Serverless.Directory;
using Dazhou.Serverless.Records;

namespace Dazhou.Serverless.Ledgers;

/// <summary>The definition of a register of contact persons.</summary>
/// <param name="Id">its id in URLs: lower-case letters, digits and hyphens</param>
/// <param name="Document">the document's number, e.g. 达市府办发〔2023〕16号</param>
/// <param name="Title">its purpose, as shown to people</param>
/// <param name="Office">the coordinating office: a unit's id or name</param>
/// <param name="Due">the due date, Asia/Shanghai; as in the document, not moved by holidays</param>
/// <param name="Units">the units that name a person: ids or names</param>
public sealed record ContactRegisterDefinition(string? Id, string? Document, string? Title, string? Office, DateOnly? Due, IReadOnlyList<string>? Units);

/// <summary>A register of contact persons. Table ContactRegisters: partition = <c>register</c>, row = id. Contains no personal data.</summary>
public sealed record ContactRegisterRow : IRow
{
    /// <summary>The partition key of every register.</summary>
    public const string Partition = "register";

    /// <inheritdoc/>
    public static string TableName => "ContactRegisters";

    /// <summary>The register's id.</summary>
    public required string Id { get; init; }

    /// <summary>The number of the document that requires it.</summary>
    public required string Document { get; init; }

    /// <summary>Its purpose, as shown to people.</summary>
    public required string Title { get; init; }

    /// <summary>The id of the coordinating office.</summary>
    public required string Office { get; init; }

    /// <summary>The due date, Asia/Shanghai.</summary>
    public required DateOnly Due { get; init; }

    /// <summary>The ids of the units that name a person.</summary>
    public required IReadOnlyList<string> Units { get; init; }

    /// <summary>When it was opened, at +08:00.</summary>
    public required DateTimeOffset At { get; init; }

    /// <inheritdoc/>
    public string PartitionKey => Partition;

    /// <inheritdoc/>
    public string RowKey => Id;

    internal static async Task<ContactRegisterRow?> FindAsync(ITableStore tables, string id, CancellationToken cancellation) =>
        (await tables.FindAsync<ContactRegisterRow>(Partition, id, cancellation))?.Value;

    /// <summary>Returns the first request to a unit.</summary>
    internal ContactAsk CallOf(string unit) => new(this, unit, 1, Due);
}

/// <summary>A request to a unit for its contact person: the input of <see cref="ContactCall"/>.</summary>
/// <param name="Register">the register</param>
/// <param name="Unit">the unit's id</param>
/// <param name="Round">the round: 1, plus one for each change of the person</param>
/// <param name="Until">the due date, Asia/Shanghai</param>
public sealed record ContactAsk(ContactRegisterRow Register, string Unit, int Round, DateOnly Until)
{
    /// <summary>The subject of the unit's submission.</summary>
    internal string Subject => ContactSubject.IdOf(Register.Id, Unit);

    internal SubmissionRequest ToRequest() => new()
    {
        Subject = ContactSubject.Of(Register, Unit),
        Step = ContactKinds.Person.Step,
        Round = Round,
        Stage = nameof(ContactCall),
        ToDo = $"请报送本单位联络人员信息（姓名、职务、联系电话），用于{Register.Title}。",
        Article = Register.Document,
        // The office of the unit knows whom the unit names.
        Post = new ApproverPost(Unit, ContactSubject.AskedPost),
        Period = new FixedDate(Until),
        Escalation = new ApproverPost(Register.Office, ContactSubject.AskedPost),
    };
}

/// <summary>A unit's entry in a register as a subject of submissions.</summary>
internal static partial class ContactSubject
{
    /// <summary>The post of a unit that is asked, and that of the coordinating office that hears of what is late.</summary>
    public const string AskedPost = UnitRow.OfficePost;

    private const string Prefix = "contacts.";

    public static string IdOf(string register, string unit) => $"{Prefix}{register}.{unit}";

    /// <summary>Returns register and unit of a subject; null if it belongs to another system.</summary>
    public static (string Register, string Unit)? PartsOf(string subject) =>
        subject.Split('.') is ["contacts", { Length: > 0 } register, { Length: > 0 } unit] ? (register, unit) : null;

    public static SubmissionSubject Of(ContactRegisterRow register, string unit) => new(IdOf(register.Id, unit), $"{register.Title}联络人员", unit)
    {
        Kinds = ContactKinds.Catalogue,
        Noun = "联络人员登记",
        UnitRole = "报送单位",
    };

    /// <summary>Finds the register and unit of a subject; null if there is no such register or it does not contain the unit.</summary>
    public static async Task<(ContactRegisterRow Register, string Unit)?> FindAsync(ITableStore tables, string subject, CancellationToken cancellation) =>
        PartsOf(subject) is { } parts
        && await ContactRegisterRow.FindAsync(tables, parts.Register, cancellation) is { } register
        && register.Units.Contains(parts.Unit, StringComparer.Ordinal)
            ? (register, parts.Unit)
            : null;

    /// <summary>The valid form of an id, which is used in URLs and, separated by dots, in keys.</summary>
    [GeneratedRegex("^[a-z0-9](-?[a-z0-9]){0,39}$")]
    public static partial Regex Id();
}
