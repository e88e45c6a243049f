using System.Globalization;
using Dazhou.Serverless.Functions.Common;
using Dazhou.Serverless.Ledgers;
using Microsoft.AspNetCore.Http;

namespace Dazhou.Serverless.Functions.Ledgers;

/// <summary>Reads which tasks a list shows from an address.</summary>
public static class TaskQuery
{
    /// <summary>Returns the filter, and what could not be read; a unit by id, name or alias, a section by its number or by a part of its title.</summary>
    public static async Task<(TaskFilter Filter, IReadOnlyList<Fault> Faults)> ReadAsync(
        LedgerRow ledger, IQueryCollection query, Func<string, CancellationToken, Task<string?>> idOf, CancellationToken cancellationToken)
    {
        var faults = new List<Fault>();
        var (section, unit, status, light, text) = (Text("section"), Text("unit"), Text("status"), Text("light"), Text("text"));
        var known = unit is null ? null : ledger.Units.FirstOrDefault(known => known.Id == unit || known.Name == unit)?.Id;
        // A unit that nobody knows has no tasks.
        if (unit is not null) known ??= await idOf(unit, cancellationToken) ?? unit;
        var ofStatus = TaskTexts.StatusOf(status);
        if (status is not null && ofStatus is null) faults.Add(new("status", $"status 应为{string.Join('、', Enum.GetValues<WorkStatus>().Select(TaskTexts.Chinese))}之一。"));
        var ofLight = TaskTexts.LightOf(light);
        if (light is not null && ofLight is null) faults.Add(new("light", "light 应为 green、yellow、red 之一。"));
        int? at = int.TryParse(section, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1 && number <= ledger.Sections.Count ? number - 1 : null;
        return (new(at is null ? section : null, known, ofStatus, ofLight, text, at), faults);

        string? Text(string name) => ListQuery.TextOf(query, name, faults);
    }
}
