using System.Text.Json.Serialization;
using Dazhou.Serverless.Records;

namespace Dazhou.Serverless.Directory;

/// <summary>The kind of a unit.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<UnitKind>))]
public enum UnitKind
{
    /// <summary>The municipal leadership (市政府、市委).</summary>
    Leadership,

    /// <summary>市级部门.</summary>
    Department,

    /// <summary>县(市、区).</summary>
    County,

    /// <summary>园区管委会.</summary>
    Park,

    /// <summary>事业单位 or 社会团体.</summary>
    Institution,

    /// <summary>国有企业.</summary>
    StateOwnedEnterprise,

    /// <summary>Another enterprise, e.g. a supplier.</summary>
    Enterprise,
}

/// <summary>A unit. Table Units: partition = <c>units</c>, row = id.</summary>
public sealed record UnitRow : IRow
{
    /// <summary>The partition of all units: there are some hundreds.</summary>
    public const string Partition = "units";

    /// <summary>The post of a unit's office, which hears of what lies in the unit.</summary>
    public const string OfficePost = "办公室";

    /// <inheritdoc/>
    public static string TableName => "Units";

    /// <summary>A short stable id, e.g. <c>szjj</c>.</summary>
    public required string Id { get; init; }

    /// <summary>The name, e.g. 市数字经济局.</summary>
    public required string Name { get; init; }

    /// <summary>Other names used in documents, e.g. 市政管局.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>The kind.</summary>
    public required UnitKind Kind { get; init; }

    /// <summary>The id of the leader who supervises it (分管领导); null if none.</summary>
    public string? Supervisor { get; init; }

    /// <inheritdoc/>
    public string PartitionKey => Partition;

    /// <inheritdoc/>
    public string RowKey => Id;
}

/// <summary>A person. Table People: partition = <c>people</c>, row = id.</summary>
public sealed record PersonRow : IRow
{
    /// <summary>The partition of all people: an office directory has some thousands.</summary>
    public const string Partition = "people";

    /// <summary>The role of experts.</summary>
    public const string Expert = "expert";

    /// <summary>The role of system administrators, who see e.g. the mails that were given up.</summary>
    public const string Operator = "admin";

    /// <inheritdoc/>
    public static string TableName => "People";

    /// <summary>A short stable id.</summary>
    public required string Id { get; init; }

    /// <summary>The name; in the sample directory, the post.</summary>
    public required string Name { get; init; }

    /// <summary>The unit's id.</summary>
    public required string Unit { get; init; }

    /// <summary>The post, e.g. 审查科.</summary>
    public required string Post { get; init; }

    /// <summary>The mail address.</summary>
    public required string Mail { get; init; }

    /// <summary>专业: the field in which an expert judges; null where the directory does not say, then the post tells.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Specialty { get; init; }

    /// <summary>The names of the person's roles besides the post; see <see cref="DirectoryRole"/>.</summary>
    public IReadOnlyList<string> Roles { get; init; } = [];

    /// <summary>
    /// 离任: from this day (+08:00) the person holds no post, substitutes for nobody, and can neither sign in nor act by link; the name
    /// remains on earlier acts. Null while in office.
    /// </summary>
    public DateOnly? LeftOn { get; init; }

    /// <summary>Returns whether the person is in office on a day.</summary>
    public bool ServesOn(DateOnly day) => LeftOn is not { } left || day < left;

    /// <summary>Whether the person is a system administrator.</summary>
    [JsonIgnore]
    public bool IsOperator => Roles.Contains(Operator);

    /// <summary>Whether the person is an expert and has no other role.</summary>
    [JsonIgnore]
    public bool IsOnlyExpert => Roles is [Expert];

    /// <inheritdoc/>
    public string PartitionKey => Partition;

    /// <inheritdoc/>
    public string RowKey => Id;
}

/// <summary>A role of people in the directory; each part of the app registers those it uses.</summary>
/// <param name="Name">The name in the directory.</param>
/// <param name="Title">The title.</param>
public sealed record DirectoryRole(string Name, string Title)
{
    /// <summary>Gets the role of system administrators.</summary>
    public static DirectoryRole Operator { get; } = new(PersonRow.Operator, "系统管理员");
}

/// <summary>An index of people by unit and post. Table Posts: partition = unit, row = post and person.</summary>
public sealed record PostRow : IRow
{
    /// <inheritdoc/>
    public static string TableName => "Posts";

    /// <summary>The unit's id.</summary>
    public required string Unit { get; init; }

    /// <summary>The post.</summary>
    public required string Post { get; init; }

    /// <summary>The person's id.</summary>
    public required string Person { get; init; }

    /// <inheritdoc/>
    public string PartitionKey => Unit;

    /// <inheritdoc/>
    public string RowKey => $"{Post}|{Person}";
}

/// <summary>A substitution for an absent person. Table Substitutes: partition = the absent person, row = first day and substitute.</summary>
public sealed record SubstituteRow : IRow
{
    /// <inheritdoc/>
    public static string TableName => "Substitutes";

    /// <summary>The id of the absent person.</summary>
    public required string Person { get; init; }

    /// <summary>The id of the substitute.</summary>
    public required string Substitute { get; init; }

    /// <summary>The first day.</summary>
    public required DateOnly From { get; init; }

    /// <summary>The last day, inclusive.</summary>
    public required DateOnly To { get; init; }

    /// <inheritdoc/>
    public string PartitionKey => Person;

    /// <inheritdoc/>
    public string RowKey => $"{From:yyyy-MM-dd}|{Substitute}";
}

/// <summary>A unit's API key. Table UnitKeys: partition = SHA-256 of the key in lower-case hexadecimal digits, row = <c>key</c>.</summary>
public sealed record UnitKeyRow : IRow
{
    /// <summary>The row key of all keys.</summary>
    public const string OnlyRowKey = "key";

    /// <summary>The length of a key's id in characters.</summary>
    public const int IdLength = 12;

    /// <inheritdoc/>
    public static string TableName => "UnitKeys";

    /// <summary>SHA-256 of the key.</summary>
    public required string Hash { get; init; }

    /// <summary>The unit's id.</summary>
    public required string Unit { get; init; }

    /// <summary>The time of creation, at +08:00.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The last day of use; null if never used. Only the day, so that not every request writes.</summary>
    public DateOnly? LastUsed { get; init; }

    /// <summary>The id shown to operators: distinguishes the keys of a unit without revealing them.</summary>
    public string Id => IdOf(Hash);

    /// <summary>Returns the id of the key with a hash.</summary>
    public static string IdOf(string hash) => hash[..IdLength];

    /// <inheritdoc/>
    public string PartitionKey => Hash;

    /// <inheritdoc/>
    public string RowKey => OnlyRowKey;
}

/// <summary>An index of API keys by unit. Table UnitKeysByUnit: partition = unit, row = the key's id.</summary>
public sealed record UnitKeyByUnitRow : IRow
{
    /// <inheritdoc/>
    public static string TableName => "UnitKeysByUnit";

    /// <summary>The unit's id.</summary>
    public required string Unit { get; init; }

    /// <summary>SHA-256 of the key.</summary>
    public required string Hash { get; init; }

    /// <inheritdoc/>
    public string PartitionKey => Unit;

    /// <inheritdoc/>
    public string RowKey => UnitKeyRow.IdOf(Hash);
}
