namespace Dazhou.Serverless.Canteens;

/// <summary>An entry as it stands, with its history.</summary>
/// <param name="Now">what stands</param>
/// <param name="Entries">the entry and its corrections, oldest first</param>
public sealed record TracedMovement(Movement Now, IReadOnlyList<MovementRow> Entries)
{
    /// <summary>Gets whether a correction cancelled it.</summary>
    public bool IsCancelled => Now.Quantity == 0;
}

/// <summary>The way of a batch through a canteen.</summary>
/// <param name="Batch">the number of the batch</param>
/// <param name="Steps">its entries in the order in which they happened, cancelled ones among them</param>
public sealed record BatchTrace(string Batch, IReadOnlyList<TracedMovement> Steps)
{
    /// <summary>Gets the entries that were not cancelled.</summary>
    public IEnumerable<Movement> Standing => Steps.Where(step => !step.IsCancelled).Select(step => step.Now);

    /// <summary>Gets the dishes that it went into: where it went.</summary>
    public IEnumerable<Movement> Dishes => Standing.Where(step => step.Type == MovementType.Dish);

    /// <summary>Returns the quantity of a kind; null if the entries are in several units of measure.</summary>
    public decimal? QuantityOf(MovementType type)
    {
        var of = Standing.Where(step => step.Type == type).ToList();
        return of.Select(step => step.Unit).Distinct(StringComparer.Ordinal).Count() > 1 ? null : of.Sum(step => step.Quantity ?? 0);
    }

    /// <summary>Gets what is missing on its way, in Chinese (三（一）: 来源可查、质量可鉴、数量可点).</summary>
    public IReadOnlyList<string> Gaps
    {
        get
        {
            var standing = Standing.ToList();
            return
            [
                .. Missing(standing.All(step => step.Supplier is null), "没有供应商"),
                .. Missing(standing.All(step => step.Origin is null), "没有产地或者生产者"),
                .. Missing(standing.All(step => step.Certificate is null), "没有合格证明"),
                .. Missing(standing.TrueForAll(step => step.Type != MovementType.Receipt), "没有验收"),
                .. Missing(QuantityOf(MovementType.Out) > QuantityOf(MovementType.In), "出库多于入库"),
            ];

            static IEnumerable<string> Missing(bool isMissing, string what) => isMissing ? [what] : [];
        }
    }
}

/// <summary>Traces food in both directions: from a dish to its sources, and from a batch, supplier or day to where it went (三（一）来源可查、去向可追).</summary>
public sealed class Traces(MovementBook book)
{
    /// <summary>Returns the way of a batch through a canteen; no steps if it never came there.</summary>
    public async Task<BatchTrace> OfBatchAsync(string canteen, string batch, CancellationToken cancellation = default) =>
        new(batch, [.. Stand(await book.ReadAsync(canteen, MovementRow.BatchPrefix(batch), cancellation)).Where(step => step.Now.Batch == batch)]);

    /// <summary>Returns the ways of the batches in a dish of a day, Asia/Shanghai.</summary>
    public Task<IReadOnlyList<BatchTrace>> OfDishAsync(string canteen, DateOnly day, string dish, CancellationToken cancellation = default) => OfAllAsync(
        canteen, MovementRow.DishPrefix(day, dish), step => step.Type == MovementType.Dish && step.Item == dish && ChinaTime.DayOf(step.At!.Value) == day, cancellation);

    /// <summary>Returns the ways of the batches that moved on a day, Asia/Shanghai.</summary>
    public Task<IReadOnlyList<BatchTrace>> OfDayAsync(string canteen, DateOnly day, CancellationToken cancellation = default) =>
        OfAllAsync(canteen, MovementRow.DayPrefix(day), step => ChinaTime.DayOf(step.At!.Value) == day, cancellation);

    /// <summary>Returns the ways of the batches that a supplier sold to or brought to a canteen.</summary>
    public Task<IReadOnlyList<BatchTrace>> OfSupplierAsync(string canteen, string supplier, CancellationToken cancellation = default) =>
        OfAllAsync(canteen, MovementRow.SupplierPrefix(supplier), step => step.Supplier == supplier, cancellation);

    private async Task<IReadOnlyList<BatchTrace>> OfAllAsync(string canteen, string prefix, Func<Movement, bool> belongs, CancellationToken cancellation)
    {
        var batches = Stand(await book.ReadAsync(canteen, prefix, cancellation)).Select(step => step.Now).Where(belongs).Select(step => step.Batch!).Distinct(StringComparer.Ordinal);
        return await Task.WhenAll(batches.Select(batch => OfBatchAsync(canteen, batch, cancellation)));
    }

    /// <summary>Puts entries and their corrections together; where an entry itself was not read, its correction says all that stands.</summary>
    private static IEnumerable<TracedMovement> Stand(IReadOnlyList<MovementRow> rows) => rows
        .GroupBy(row => row.Record!.Root, StringComparer.Ordinal)
        .Select(entry => new TracedMovement(entry.MaxBy(row => row.Sequence)!.Record!.Standing, [.. entry.OrderBy(row => row.Sequence)]))
        .OrderBy(step => step.Now.At).ThenBy(step => step.Now.Type).ThenBy(step => step.Entries[0].Sequence);
}
