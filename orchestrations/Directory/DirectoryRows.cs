using System.Text.Json.Serialization;
using Dazhou.Serverless.Records;

namespace Dazhou.Serverless.Directory;

/// <summary>What a unit is.</summary>
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
    /// <summary>The partition of every unit: there are some hundreds.</summary>
    public const string Partition = "units";

    /// <summary>The post of a unit's office, which hears of what lies in the unit.</summary>
    public const string OfficePost = "办公室";

    /// <inheritdoc/>
    public static string TableName => "Units";

    /// <summary>A short stable id, e.g. <c>szjj</c>.</summary>
    public required string Id { get; init; }

    /// <summary>The name, e.g. 市数字经济局.</summary>
    public required string Name { get; init; }

    /// <summary>Other names by which documents call it, e.g. 市政管局.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>What it is.</summary>
    public required UnitKind Kind { get; init; }

    /// <summary>The person of the leadership who supervises it (分管领导).</summary>
    public string? Supervisor { get; init; }

    /// <inheritdoc/>
    public string PartitionKey => Partition;

    /// <inheritdoc/>
    public string RowKey => Id;
}

/// <summary>A person. Table People: partition = <c>people</c>, row = id.</summary>
public sealed record PersonRow : IRow
{
    /// <summary>The partition of every person: an office directory has some thousands.</summary>
    public const string Partition = "people";

    /// <summary>The role of experts.</summary>
    public const string Expert = "expert";

    /// <summary>The role of who runs the system: sees mails that were given up.</summary>
    public const string Operator = "admin";

    /// <inheritdoc/>
    public static string TableName => "People";

    /// <summary>A short stable id.</summary>
    public required string Id { get; init; }

    /// <summary>The name; in the sample directory the post's.</summary>
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

    /// <summary>What the person may do beyond its post, see <see cref="DirectoryRole"/>.</summary>
    public IReadOnlyList<string> Roles { get; init; } = [];

    /// <summary>
    /// 离任: from this day (+08:00) on the person holds no post, stands in for nobody, and neither signs in nor acts by link; the name
    /// stays with what was done before. Null in office.
    /// </summary>
    public DateOnly? LeftOn { get; init; }

    /// <summary>Whether the person is in office on a day.</summary>
    public bool ServesOn(DateOnly day) => LeftOn is not { } left || day < left;

    /// <summary>Whether the person runs the system.</summary>
    [JsonIgnore]
    public bool IsOperator => Roles.Contains(Operator);

    /// <summary>Whether the directory has the person as an expert and as nothing else.</summary>
    [JsonIgnore]
    public bool IsOnlyExpert => Roles is [Expert];

    /// <inheritdoc/>
    public string PartitionKey => Partition;

    /// <inheritdoc/>
    public string RowKey => Id;
}

/// <summary>A role that a person of the directory may have; each part of the app registers those that it asks for.</summary>
/// <param name="Name">Its name in the directory.</param>
/// <param name="Title">What it is called.</param>
public sealed record DirectoryRole(string Name, string Title)
{
    /// <summary>Who runs the system.</summary>
    public static DirectoryRole Operator { get; } = new(PersonRow.Operator, "系统管理员");
}

/// <summary>Finds the people of a unit and the holders of a post. Table Posts: partition = unit, row = post and person.</summary>
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

/// <summary>Who stands in for an absent person. Table Substitutes: partition = the absent person, row = first day and substitute.</summary>
public sealed record SubstituteRow : IRow
{
    /// <inheritdoc/>
    public static string TableName => "Substitutes";

    /// <summary>The absent person.</summary>
    public required string Person { get; init; }

    /// <summary>Who stands in.</summary>
    public required string Substitute { get; init; }

    /// <summary>The first day.</summary>
    public required DateOnly From { get; init; }

    /// <summary>The last day, included.</summary>
    public required DateOnly To { get; init; }

    /// <inheritdoc/>
    public string PartitionKey => Person;

    /// <inheritdoc/>
    public string RowKey => $"{From:yyyy-MM-dd}|{Substitute}";
}

/// <summary>A unit's API key. Table UnitKeys: partition = SHA-256 of the key in lower-case hexadecimal digits, row = <c>key</c>.</summary>
public sealed record UnitKeyRow : IRow
{
    /// <summary>The row key of every key.</summary>
    public const string OnlyRowKey = "key";

    /// <summary>The characters of a key's id.</summary>
    public const int IdLength = 12;

    /// <inheritdoc/>
    public static string TableName => "UnitKeys";

    /// <summary>SHA-256 of the key.</summary>
    public required string Hash { get; init; }

    /// <summary>The unit's id.</summary>
    public required string Unit { get; init; }

    /// <summary>When it was made, at +08:00.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The last day on which it opened something; null if never. By the day, so that not every request writes.</summary>
    public DateOnly? LastUsed { get; init; }

    /// <summary>What operators call it by: tells keys of a unit apart, and nothing about the key.</summary>
    public string Id => IdOf(Hash);

    /// <summary>The id of the key with this hash.</summary>
    public static string IdOf(string hash) => hash[..IdLength];

    /// <inheritdoc/>
    public string PartitionKey => Hash;

    /// <inheritdoc/>
    public string RowKey => OnlyRowKey;
}

/// <summary>Finds the keys of a unit. Table UnitKeysByUnit: partition = unit, row = the key's id.</summary>
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
