using Dazhou.Serverless.Records;

namespace Dazhou.Serverless.Projects;

/// <summary>
/// A supplier's quotation for a version of the function list. It counts once confirmed from the supplier's mailbox.
/// Table Quotations: partition = project, row = version and id.
/// </summary>
public sealed record QuotationRow : IRow
{
    /// <inheritdoc/>
    public static string TableName => "Quotations";

    /// <summary>The project id.</summary>
    public required string Project { get; init; }

    /// <summary>The quotation's id: random, not a secret.</summary>
    public required string Id { get; init; }

    /// <summary>The version of the function list.</summary>
    public required int Version { get; init; }

    /// <summary>公司名称</summary>
    public required string Company { get; init; }

    /// <summary>电子邮箱</summary>
    public required string Mail { get; init; }

    /// <summary>The prices by item, 万元.</summary>
    public required IReadOnlyList<ItemPrice> Prices { get; init; }

    /// <summary>When it was submitted, at +08:00.</summary>
    public required DateTimeOffset LeftAt { get; init; }

    /// <summary>When it was confirmed, at +08:00; null if it was not.</summary>
    public DateTimeOffset? ConfirmedAt { get; init; }

    /// <inheritdoc/>
    public string PartitionKey => Project;

    /// <inheritdoc/>
    public string RowKey => RowKeyOf(Version, Id);

    /// <summary>The row key of a version and id.</summary>
    public static string RowKeyOf(int version, string id) => $"{version:D4}|{id}";
}
