using System.Globalization;
using System.Text.Json;
using Dazhou.Serverless.Functions.Common;
using Dazhou.Serverless.Projects;
using Microsoft.AspNetCore.Http;

namespace Dazhou.Serverless.Functions.Projects.TechnicalPlan;

/// <summary>A function list as its table was posted.</summary>
/// <param name="Rows">Its lines, with what was pasted.</param>
/// <param name="Paste">What stood in the box for pasting; empty once it is taken.</param>
/// <param name="Faults">Why what was pasted is not taken; then nothing of it is in the lines.</param>
public sealed record FunctionTableForm(IReadOnlyList<FunctionRow> Rows, string Paste, IReadOnlyList<FunctionFault> Faults)
{
    /// <summary>The most lines that are edited cell by cell; a longer list is pasted whole.</summary>
    public const int MostCells = 100;

    /// <summary>The box for pasting.</summary>
    public const string PasteField = "paste";

    /// <summary>Whether what is pasted takes the place of the lines.</summary>
    public const string ReplaceField = "replace";

    /// <summary>The whole list in one field, where it is shown and not typed: a form has not as many fields as a long list has cells.</summary>
    public const string ListField = "list";

    private const int LongestCell = 4_000;

    /// <summary>Reads the lines that hold something, and what was pasted; <paramref name="stands"/> is the list where the form carries none.</summary>
    public static FunctionTableForm Read(IFormCollection form, IReadOnlyList<FunctionRow>? stands = null)
    {
        List<FunctionRow> rows = form.ContainsKey(Cell(0, "name")) ? [] : [.. Listed(form) ?? stands ?? []];
        for (var i = 0; form.ContainsKey(Cell(i, "name")); i++)
        {
            if (new FunctionRow(Text(form, i, "name"), Text(form, i, "description"), Text(form, i, "quantity"), Text(form, i, "unit")) is { IsEmpty: false } row)
                rows.Add(row);
        }

        var paste = form[PasteField].ToString();
        if (string.IsNullOrWhiteSpace(paste))
            return new(rows, "", []);
        var read = FunctionTable.Read(paste);
        if (read.Faults.Count > 0)
            return new(rows, paste, read.Faults);
        IReadOnlyList<FunctionRow> taken = form[ReplaceField] == "true" ? read.Rows : [.. rows, .. read.Rows];
        return taken.Count <= FunctionListRules.MostItems
            ? new(taken, "", [])
            : new(rows, paste, [new(taken.Count, null, $"连同表格中的共{taken.Count}项，清单不超过{FunctionListRules.MostItems}项")]);
    }

    /// <summary>A list for <see cref="ListField"/>.</summary>
    public static string Carry(IReadOnlyList<FunctionRow> rows) => JsonSerializer.Serialize(rows, ProjectJson.Options);

    private static IReadOnlyList<FunctionRow>? Listed(IFormCollection form)
    {
        try
        {
            return form[ListField].ToString() is { Length: > 0 } list
                ? [.. (JsonSerializer.Deserialize<FunctionRow?[]>(list, ProjectJson.Options) ?? []).Select(row => new FunctionRow(row?.Name ?? "", row?.Description ?? "", row?.Quantity ?? "", row?.Unit ?? ""))]
                : null;
        }
        catch (JsonException)
        {
            throw new RefusedException(Problems.Unreadable("功能清单不可读，请返回上一页重新填写。"));
        }
    }

    /// <summary>The name of a cell's field.</summary>
    public static string Cell(int row, string column) => string.Create(CultureInfo.InvariantCulture, $"f{row}.{column}");

    private static string Text(IFormCollection form, int row, string column) =>
        form[Cell(row, column)].ToString().Trim() is { Length: <= LongestCell } text ? text : form[Cell(row, column)].ToString().Trim()[..LongestCell];
}
