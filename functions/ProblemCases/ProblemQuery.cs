using System.Globalization;
using Dazhou.Serverless.Functions.Common;
using Dazhou.Serverless.ProblemCases;
using Microsoft.AspNetCore.Http;

namespace Dazhou.Serverless.Functions.ProblemCases;

/// <summary>Reads which problems a list shows from an address.</summary>
public static class ProblemQuery
{
    /// <summary>Returns the filter, and what could not be read: <c>unit</c> by id, name or alias, <c>state</c>, <c>source</c>.</summary>
    public static async Task<(ProblemFilter Filter, IReadOnlyList<Fault> Faults)> ReadAsync(
        IQueryCollection query, Func<string, CancellationToken, Task<string?>> idOf, CancellationToken cancellationToken)
    {
        var faults = new List<Fault>();
        var (unit, state, source) = (Text("unit"), Text("state"), Text("source"));
        // A unit that nobody knows has no problems.
        if (unit is not null) unit = await idOf(unit, cancellationToken) ?? unit;
        var phase = Enum.GetValues<ProblemPhase>().Where(phase => phase.Chinese() == state || string.Equals(phase.ToString(), state, StringComparison.OrdinalIgnoreCase))
            .Cast<ProblemPhase?>().FirstOrDefault();
        if (state is not null && phase is null) faults.Add(new("state", $"state 应为{string.Join('、', Enum.GetValues<ProblemPhase>().Select(ProblemTexts.Chinese))}之一。"));
        return (new(unit, phase, source), faults);

        string? Text(string name) => ListQuery.TextOf(query, name, faults);
    }

    /// <summary>Returns the query of a list.</summary>
    public static string QueryOf(ProblemFilter filter, int from) => QueryString.Create(
        new[]
        {
            KeyValuePair.Create("unit", filter.Unit),
            KeyValuePair.Create("state", filter.Phase?.ToString()),
            KeyValuePair.Create("source", filter.System),
            KeyValuePair.Create("from", from == 0 ? null : from.ToString(CultureInfo.InvariantCulture)),
        }.Where(pair => pair.Value is not null)).ToString();
}
