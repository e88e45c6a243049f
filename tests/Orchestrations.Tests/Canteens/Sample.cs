using System.Globalization;
using Dazhou.Serverless.Canteens;

namespace Orchestrations.Tests.Canteens;

/// <summary>Canteens and entries of the tests.</summary>
internal static class Sample
{
    /// <summary>The enterprise of the sample directory.</summary>
    public const string Supplier = "mkjgs";

    public static readonly DateTimeOffset Morning = new(2023, 6, 5, 6, 0, 0, ChinaTime.Offset);

    public static CanteenRow Canteen(string id = "tcq-1", string county = "tcq") =>
        new() { Id = id, Name = "第一食堂", County = county, School = "某某中学", Pupils = 1200, Diners = 1100, Operation = "自营" };

    public static SupplierRow SupplierRow { get; } = new() { Id = Supplier, Name = "某配送企业", Licence = "JY-0001", LicenceUntil = new(2024, 12, 31) };

    public static Movement Entry(string id, MovementType type, string batch, decimal quantity = 50) => new()
    {
        Id = id,
        Type = type,
        Batch = batch,
        Item = type == MovementType.Dish ? "白米饭" : "大米",
        Quantity = quantity,
        Unit = "公斤",
        Price = type == MovementType.Purchase ? 5.2m : null,
        At = Morning.AddMinutes((int)type * 10),
        By = type == MovementType.Receipt ? ["库管员", "食堂负责人"] : ["库管员"],
        Supplier = type is MovementType.Purchase or MovementType.Delivery ? Supplier : null,
        Origin = type == MovementType.Purchase ? "某某农业基地" : null,
        Certificate = type == MovementType.Purchase ? "HG-1" : null,
        Meal = type == MovementType.Dish ? "中" : null,
    };

    /// <summary>The whole way of a batch.</summary>
    public static IReadOnlyList<Movement> Way(string batch) =>
        [.. Enum.GetValues<MovementType>().Where(type => type != MovementType.Correction).Select(type => Entry($"{batch}-{type}", type, batch))];

    /// <summary>An entry with a field of another value, as text.</summary>
    public static Movement With(Movement entry, string field, string value) => field switch
    {
        "id" => entry with { Id = value },
        "batch" => entry with { Batch = value },
        "item" => entry with { Item = value },
        "quantity" => entry with { Quantity = decimal.Parse(value, CultureInfo.InvariantCulture) },
        "unit" => entry with { Unit = value },
        "price" => entry with { Price = decimal.Parse(value, CultureInfo.InvariantCulture) },
        "at" => entry with { At = DateTimeOffset.Parse(value, CultureInfo.InvariantCulture) },
        "by" => entry with { By = value.Split('、', StringSplitOptions.RemoveEmptyEntries) },
        "certificate" => entry with { Certificate = value },
        "origin" => entry with { Origin = value },
        "expires" => entry with { Expires = DateOnly.Parse(value, CultureInfo.InvariantCulture) },
        _ => throw new ArgumentException($"There is no field {field} here.", nameof(field)),
    };
}
