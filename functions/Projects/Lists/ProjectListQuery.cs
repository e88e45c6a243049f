using System.Globalization;
using Dazhou.Serverless.Functions.Common;
using Dazhou.Serverless.Input;
using Dazhou.Serverless.Projects;
using Microsoft.AspNetCore.Http;

namespace Dazhou.Serverless.Functions.Projects.Lists;

/// <summary>A list of projects as its address asks for it: <c>/projects?unit=&amp;stage=&amp;year=&amp;from=&amp;to=&amp;light=&amp;sort=-amount</c>.</summary>
public sealed record ProjectListQuery
{
    /// <summary>The first year in which the regulation was in force (达市府发〔2023〕9号).</summary>
    public const int FirstYear = 2023;

    private const int LongestSearch = 100;

    private static readonly (string Value, ProjectOrder Order)[] Orders =
    [
        ("submitted", ProjectOrder.Submitted), ("name", ProjectOrder.Name), ("unit", ProjectOrder.Unit), ("amount", ProjectOrder.Amount),
        ("stage", ProjectOrder.Stage), ("holder", ProjectOrder.Holder), ("due", ProjectOrder.Due), ("light", ProjectOrder.Light),
    ];

    private static readonly (string Value, Light Light)[] Lights = [("red", Light.Red), ("yellow", Light.Yellow), ("blue", Light.Blue)];

    /// <summary>What is shown.</summary>
    public ProjectFilter Filter { get; init; } = new();

    /// <summary>What is searched for; null for nothing.</summary>
    public string? Search { get; init; }

    /// <summary>Where the page before ended, in a list that is read page by page.</summary>
    public string? After { get; init; }

    /// <summary>Which page of a list that was filtered, from 1.</summary>
    public int Page { get; init; } = 1;

    /// <summary>The amounts as they were typed.</summary>
    public (string From, string To) Typed { get; init; } = ("", "");

    /// <summary>What cannot be read.</summary>
    public IReadOnlyList<Fault> Faults { get; init; } = [];

    /// <summary>Whether the address names a stage that there is not.</summary>
    public bool NoSuchStage { get; init; }

    /// <summary>Reads an address, for a reader who may be held to the projects of one unit.</summary>
    public static ProjectListQuery Read(IQueryCollection query, string? heldTo)
    {
        var faults = new List<Fault>();
        var (from, to) = (AmountOf("from", "总投资下限"), AmountOf("to", "总投资上限"));
        if (from > to)
            faults.Add(new("to", "总投资上限应不小于下限。"));
        var (order, descending) = OrderOf(faults, TextOf("sort"));
        var stage = TextOf("stage");
        return new()
        {
            Filter = new()
            {
                Unit = heldTo ?? TextOf("unit"),
                Stage = stage,
                Year = YearOf(),
                From = from,
                To = to,
                Light = LightOf(),
                Order = order,
                Descending = descending,
            },
            Search = TextOf("q") is { Length: <= LongestSearch } text ? text : null,
            After = TextOf("after"),
            Page = int.TryParse(query["page"], NumberStyles.None, CultureInfo.InvariantCulture, out var page) && page > 0 ? page : 1,
            Typed = (query["from"].ToString(), query["to"].ToString()),
            Faults = faults,
            NoSuchStage = stage is not null && !Stages.All.Contains(stage),
        };

        string? TextOf(string name) => query[name].ToString().Trim() is { Length: > 0 } value ? value : null;

        decimal? AmountOf(string name, string label)
        {
            if (TextOf(name) is not { } typed)
                return null;
            if (Numerals.Amount(typed) is { } amount)
                return amount;
            faults.Add(new(name, $"{label}应为以万元计的数字，例如150。"));
            return null;
        }

        int? YearOf()
        {
            if (TextOf("year") is not { } typed)
                return null;
            if (int.TryParse(typed, NumberStyles.None, CultureInfo.InvariantCulture, out var year) && year is >= 1 and <= 9999)
                return year;
            faults.Add(new("year", "年度应为四位数字，例如2026。"));
            return null;
        }

        Light? LightOf()
        {
            if (TextOf("light") is not { } typed)
                return null;
            foreach (var (value, light) in Lights)
            {
                if (value == typed)
                    return light;
            }

            faults.Add(new("light", "预警应为红、黄或者蓝（red、yellow、blue）。"));
            return null;
        }
    }

    /// <summary>The parameters of this list, with what is to be changed; an empty value leaves a parameter out.</summary>
    public string With(params (string Name, string? Value)[] changes)
    {
        (string Name, string? Value)[] parts =
        [
            ("q", Search), ("unit", Filter.Unit), ("stage", Filter.Stage), ("year", Filter.Year?.ToString(CultureInfo.InvariantCulture)),
            ("from", Typed.From), ("to", Typed.To), ("light", LightText(Filter.Light)), ("sort", IsFirstOrder ? null : SortOf(Filter.Order, Filter.Descending)),
        ];
        var kept = parts.Where(part => changes.All(change => change.Name != part.Name)).Concat(changes)
            .Where(part => !string.IsNullOrEmpty(part.Value))
            .Select(part => $"{part.Name}={Uri.EscapeDataString(part.Value!)}");
        return string.Join('&', kept) is { Length: > 0 } query ? $"?{query}" : "";
    }

    /// <summary>Whether any filter besides unit and stage is set.</summary>
    public bool IsFiltered => Filter is not { Year: null, From: null, To: null, Light: null };

    /// <summary>Whether the newest come first.</summary>
    public bool IsFirstOrder => Filter is { Order: ProjectOrder.Submitted, Descending: true };

    /// <summary>The value of <c>sort</c>: the order, with a minus where the last comes first.</summary>
    public static string SortOf(ProjectOrder order, bool descending) => $"{(descending ? "-" : "")}{Orders.First(known => known.Order == order).Value}";

    /// <summary>The value of <c>light</c>; null for any.</summary>
    public static string? LightText(Light? light) => Lights.FirstOrDefault(known => known.Light == light).Value;

    private static (ProjectOrder Order, bool Descending) OrderOf(List<Fault> faults, string? sort)
    {
        if (sort is null)
            return (ProjectOrder.Submitted, true);
        var descending = sort.StartsWith('-');
        foreach (var (value, order) in Orders)
        {
            if (value == (descending ? sort[1..] : sort))
                return (order, descending);
        }

        faults.Add(new("sort", "没有这种排序。"));
        return (ProjectOrder.Submitted, true);
    }
}
