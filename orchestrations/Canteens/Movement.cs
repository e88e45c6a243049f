using System.Text.Json.Serialization;

namespace Dazhou.Serverless.Canteens;

/// <summary>The kind of an entry, in the order in which food moves.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<MovementType>))]
public enum MovementType
{
    /// <summary>采购.</summary>
    [JsonStringEnumMemberName("purchase")]
    Purchase,

    /// <summary>配送.</summary>
    [JsonStringEnumMemberName("delivery")]
    Delivery,

    /// <summary>验收, by two people.</summary>
    [JsonStringEnumMemberName("receipt")]
    Receipt,

    /// <summary>入库.</summary>
    [JsonStringEnumMemberName("in")]
    In,

    /// <summary>出库.</summary>
    [JsonStringEnumMemberName("out")]
    Out,

    /// <summary>A batch used for a dish; the item is the dish.</summary>
    [JsonStringEnumMemberName("dish")]
    Dish,

    /// <summary>更正: replaces values of an earlier entry, which stays as it is.</summary>
    [JsonStringEnumMemberName("correction")]
    Correction,
}

/// <summary>An entry of what moved into, within and out of a canteen (达市府办发〔2023〕11号三（一）, （二）), as it was sent.</summary>
public sealed record Movement
{
    /// <summary>The sender's id, unique within the canteen: the idempotency key.</summary>
    public required string Id { get; init; }

    /// <summary>The kind.</summary>
    public required MovementType Type { get; init; }

    /// <summary>The number of the batch, unique in the city.</summary>
    public string? Batch { get; init; }

    /// <summary>The food; of a dish, the dish.</summary>
    public string? Item { get; init; }

    /// <summary>How much, in <see cref="Unit"/>; 0 only in a correction that cancels an entry.</summary>
    public decimal? Quantity { get; init; }

    /// <summary>The unit of measure, e.g. 公斤.</summary>
    public string? Unit { get; init; }

    /// <summary>The price of one <see cref="Unit"/>, in yuan.</summary>
    public decimal? Price { get; init; }

    /// <summary>When it moved.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>The posts responsible for the step; a receipt has two.</summary>
    public IReadOnlyList<string>? By { get; init; }

    /// <summary>The supplier's id.</summary>
    public string? Supplier { get; init; }

    /// <summary>The carrier's id; null if the supplier delivers itself.</summary>
    public string? Carrier { get; init; }

    /// <summary>The producer or base (农业基地).</summary>
    public string? Origin { get; init; }

    /// <summary>The number of the certificate of quality.</summary>
    public string? Certificate { get; init; }

    /// <summary>The day of production, Asia/Shanghai.</summary>
    public DateOnly? Produced { get; init; }

    /// <summary>The last day on which it may be eaten, Asia/Shanghai.</summary>
    public DateOnly? Expires { get; init; }

    /// <summary>The meal of a dish: 早, 中 or 晚.</summary>
    public string? Meal { get; init; }

    /// <summary>The id of the entry that a correction corrects.</summary>
    public string? Corrects { get; init; }

    /// <summary>Why a correction was made.</summary>
    public string? Reason { get; init; }

    /// <summary>Returns the entry as a correction leaves it: what the correction gives replaces, the rest stays.</summary>
    public Movement With(Movement correction) => this with
    {
        Batch = correction.Batch ?? Batch,
        Item = correction.Item ?? Item,
        Quantity = correction.Quantity ?? Quantity,
        Unit = correction.Unit ?? Unit,
        Price = correction.Price ?? Price,
        At = correction.At ?? At,
        By = correction.By ?? By,
        Supplier = correction.Supplier ?? Supplier,
        Carrier = correction.Carrier ?? Carrier,
        Origin = correction.Origin ?? Origin,
        Certificate = correction.Certificate ?? Certificate,
        Produced = correction.Produced ?? Produced,
        Expires = correction.Expires ?? Expires,
        Meal = correction.Meal ?? Meal,
    };
}

/// <summary>The Chinese names of kinds.</summary>
public static class MovementTexts
{
    /// <summary>Returns the Chinese name of a kind.</summary>
    public static string Chinese(this MovementType type) => type switch
    {
        MovementType.Purchase => "采购",
        MovementType.Delivery => "配送",
        MovementType.Receipt => "验收",
        MovementType.In => "入库",
        MovementType.Out => "出库",
        MovementType.Dish => "制作",
        _ => "更正",
    };
}
