using System.Text.Json.Serialization;
using Dazhou.Serverless.Records;

namespace Dazhou.Serverless.Canteens;

/// <summary>A canteen; a school may have several. Table Canteens: partition = <c>canteens</c>, row = id; a city has some hundreds.</summary>
public sealed record CanteenRow : IRow
{
    /// <summary>The partition of all canteens.</summary>
    public const string Partition = "canteens";

    /// <inheritdoc/>
    public static string TableName => "Canteens";

    /// <summary>A short stable id.</summary>
    public required string Id { get; init; }

    /// <summary>The canteen's name.</summary>
    public required string Name { get; init; }

    /// <summary>The id of the county or park.</summary>
    public required string County { get; init; }

    /// <summary>The school's name.</summary>
    public required string School { get; init; }

    /// <summary>The school's id in the directory, whose key writes for the canteen; null if it is not there: then the county writes.</summary>
    public string? SchoolUnit { get; init; }

    /// <summary>The number of pupils.</summary>
    public required int Pupils { get; init; }

    /// <summary>The number of those who eat there.</summary>
    public required int Diners { get; init; }

    /// <summary>How it is run: 自营 or 委托经营.</summary>
    public required string Operation { get; init; }

    /// <summary>The day since which it is connected to the system, Asia/Shanghai; null until then.</summary>
    public DateOnly? Connected { get; init; }

    /// <inheritdoc/>
    public string PartitionKey => Partition;

    /// <inheritdoc/>
    public string RowKey => Id;

    /// <summary>Gets the unit that writes for the canteen and hears of what concerns it.</summary>
    [JsonIgnore]
    public string Keeper => SchoolUnit ?? County;

    /// <summary>Gets the name by which people know it.</summary>
    [JsonIgnore]
    public string Title => $"{School}{Name}";
}

/// <summary>
/// A supplier or carrier (供应商、配送企业). Table CanteenSuppliers: partition = <c>suppliers</c>, row = id. Its id is that of its unit in the
/// directory, whose key writes its purchases and deliveries.
/// </summary>
public sealed record SupplierRow : IRow
{
    /// <summary>The partition of all suppliers.</summary>
    public const string Partition = "suppliers";

    /// <inheritdoc/>
    public static string TableName => "CanteenSuppliers";

    /// <summary>The id of its unit in the directory.</summary>
    public required string Id { get; init; }

    /// <summary>The name.</summary>
    public required string Name { get; init; }

    /// <summary>The number of its licence (食品经营许可证).</summary>
    public required string Licence { get; init; }

    /// <summary>The last day on which the licence is valid, Asia/Shanghai.</summary>
    public required DateOnly LicenceUntil { get; init; }

    /// <inheritdoc/>
    public string PartitionKey => Partition;

    /// <inheritdoc/>
    public string RowKey => Id;
}

/// <summary>A canteen that a batch reached. Table CanteenBatches: partition = batch, row = canteen. Written before the batch's first entry there.</summary>
public sealed record CanteenBatchRow : IRow
{
    /// <inheritdoc/>
    public static string TableName => "CanteenBatches";

    /// <summary>The number of the batch.</summary>
    public required string Batch { get; init; }

    /// <summary>The canteen's id.</summary>
    public required string Canteen { get; init; }

    /// <inheritdoc/>
    public string PartitionKey => Batch;

    /// <inheritdoc/>
    public string RowKey => Canteen;
}

/// <summary>The recall of a batch. Table CanteenRecalls: partition = <c>recalls</c>, row = batch.</summary>
public sealed record RecallRow : IRow
{
    /// <summary>The partition of all recalls.</summary>
    public const string Partition = "recalls";

    /// <inheritdoc/>
    public static string TableName => "CanteenRecalls";

    /// <summary>The number of the batch.</summary>
    public required string Batch { get; init; }

    /// <summary>Why it is recalled.</summary>
    public required string Reason { get; init; }

    /// <summary>The unit that recalled it.</summary>
    public required string Unit { get; init; }

    /// <summary>Who recalled it, a person's or unit's id.</summary>
    public required string By { get; init; }

    /// <summary>When, at +08:00.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The canteens that were told; null until all that the batch had reached at the recall were.</summary>
    public IReadOnlyList<string>? Told { get; init; }

    /// <inheritdoc/>
    public string PartitionKey => Partition;

    /// <inheritdoc/>
    public string RowKey => Batch;
}
