using System.Globalization;
using Dazhou.Serverless.Canteens;
using Dazhou.Serverless.Functions.Common;
using Microsoft.AspNetCore.Http;

namespace Dazhou.Serverless.Functions.Canteens;

/// <summary>What is traced in a canteen: a batch, a dish of a day, a day, or what came from a supplier.</summary>
/// <param name="Batch">the number of the batch</param>
/// <param name="Dish">the dish</param>
/// <param name="Date">the day, Asia/Shanghai</param>
/// <param name="Supplier">the supplier's id</param>
public sealed record TraceQuery(string? Batch, string? Dish, DateOnly? Date, string? Supplier)
{
    /// <summary>Whether anything is asked for.</summary>
    public bool IsEmpty => this == new TraceQuery(Batch: null, Dish: null, Date: null, Supplier: null);

    /// <summary>Reads what is traced, with what is wrong with it.</summary>
    public static (TraceQuery Query, IReadOnlyList<Fault> Faults) Read(IQueryCollection query)
    {
        var (batch, dish, date, supplier) = (Text("batch"), Text("dish"), Text("date"), Text("supplier"));
        DateOnly? day = DateOnly.TryParseExact(date, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var read) ? read : null;
        var faults = new List<Fault>();
        if (date is not null && day is null) faults.Add(new("date", "日期应为 yyyy-MM-dd，例如 2023-06-01", CanteensPolicy.Sources));
        if (dish is not null && date is null) faults.Add(new("date", "按菜品溯源须写明日期", CanteensPolicy.Sources));
        if (batch is not null && !MovementRules.IsBatch(batch)) faults.Add(new("batch", "批次为1至60个汉字、字母、数字、点、下划线、连字符", CanteensPolicy.Sources));
        return (new(batch, dish, day, supplier), faults);

        string? Text(string name) => query[name].ToString().Trim() is { Length: > 0 } text ? text : null;
    }

    /// <summary>Traces; nothing if nothing is asked for.</summary>
    public async Task<IReadOnlyList<BatchTrace>> TraceAsync(Traces traces, string canteen, CancellationToken cancellationToken) => this switch
    {
        { Batch: { } batch } => [.. new[] { await traces.OfBatchAsync(canteen, batch, cancellationToken) }.Where(trace => trace.Steps.Count > 0)],
        { Dish: { } dish, Date: { } day } => await traces.OfDishAsync(canteen, day, dish, cancellationToken),
        { Supplier: { } supplier } => await traces.OfSupplierAsync(canteen, supplier, cancellationToken),
        { Date: { } day } => await traces.OfDayAsync(canteen, day, cancellationToken),
        _ => [],
    };
}
