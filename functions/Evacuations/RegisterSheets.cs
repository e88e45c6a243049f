using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Dazhou.Serverless.Directory;
using Dazhou.Serverless.Evacuations;

namespace Dazhou.Serverless.Functions.Evacuations;

/// <summary>A fault of a register's file, by sheet, row and column.</summary>
/// <param name="Sheet">the sheet</param>
/// <param name="Row">the row in the file; for JSON the number of the entry, from 1</param>
/// <param name="Column">the column's letters; for JSON the name of the field; empty for a whole row</param>
/// <param name="Error">the fault, in Chinese</param>
public sealed record RegisterFault(string Sheet, int Row, string Column, string Error)
{
    /// <summary>Gets where it stands, as people say it.</summary>
    public string Place => $"{Sheet}第{Row}行{(Column.Length == 0 ? "" : $"{Column}列")}";
}

/// <summary>Turns what is sent for a register into a sheet, and its faults back into places of what was sent.</summary>
internal static partial class RegisterSheets
{
    /// <summary>Returns entries sent as JSON objects; fields are named by the keys of columns.</summary>
    public static Sheet Of(RegisterKind kind, JsonArray entries)
    {
        var keys = kind.Columns.Select(column => column.Key)
            .Union(entries.OfType<JsonObject>().SelectMany(entry => entry.Select(field => field.Key)), StringComparer.Ordinal)
            .Where(key => kind.Columns.Any(column => column.Key == key && column.IsRequired) || entries.OfType<JsonObject>().Any(entry => entry.ContainsKey(key)))
            .ToList();
        return new(
            [.. keys.Select(key => kind.Columns.FirstOrDefault(column => column.Key == key)?.Title ?? key)],
            [.. entries.Select((entry, i) => new SheetRow(i + 1, [.. keys.Select(key => TextOf((entry as JsonObject)?[key]))]))]);
    }

    /// <summary>Returns the faults of a file.</summary>
    public static IReadOnlyList<RegisterFault> Faults(IEnumerable<SheetFault> faults) => [.. faults.Select(fault => Placed(fault, column => column))];

    /// <summary>Returns the faults of entries sent as JSON.</summary>
    public static IReadOnlyList<RegisterFault> Faults(IEnumerable<SheetFault> faults, RegisterKind kind, Sheet sheet) => [.. faults.Select(fault => Placed(fault, letters =>
    {
        var title = letters.Length == 0 ? "" : sheet.Header[NumberOf(letters)];
        return kind.Columns.FirstOrDefault(column => column.Title == title)?.Key ?? title;
    }))];

    private static RegisterFault Placed(SheetFault fault, Func<string, string> column)
    {
        var cell = Cell().Match(fault.Cell);
        return new(cell.Groups["sheet"].Value, int.Parse(cell.Groups["row"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture), column(cell.Groups["column"].Value), fault.Message);
    }

    private static int NumberOf(string letters) => letters.Aggregate(0, (number, letter) => (number * 26) + letter - 'A' + 1) - 1;

    private static string TextOf(JsonNode? value) => value switch
    {
        null => "",
        JsonArray list => string.Join('、', list.Select(TextOf)),
        _ when value.GetValueKind() == JsonValueKind.String => value.GetValue<string>().Trim(),
        _ => value.ToJsonString(),
    };

    [GeneratedRegex("^(?<sheet>.*)!(?<column>[A-Z]*)(?<row>[0-9]+)$")]
    private static partial Regex Cell();
}
