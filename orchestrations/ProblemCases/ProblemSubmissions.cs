using Dazhou.Serverless.Directory;

namespace Dazhou.Serverless.ProblemCases;

/// <summary>The submissions of problems: 交办, 答复, 确认.</summary>
public sealed class ProblemSubmissions(ProblemBook book, IDirectory directory) : ISubmissionSource
{
    /// <inheritdoc/>
    public KindCatalogue Kinds => ProblemKinds.Catalogue;

    /// <inheritdoc/>
    public bool Owns(string subject) => ProblemSubject.IdOf(subject) is not null;

    /// <inheritdoc/>
    public async Task<SubmissionSubject?> FindAsync(string subject, CancellationToken cancellation) =>
        ProblemSubject.IdOf(subject) is { } id && await book.FindAsync(id, cancellation) is { } problem
            ? ProblemCall.Of(problem).Subject with { Stage = nameof(ProblemCase), Ended = problem.State.IsEnded, Facts = FactsOf(problem) }
            : null;

    /// <inheritdoc/>
    public async Task<SubmissionFacts> ReadFactsAsync(string subject, SubmissionKind kind, AskRow? ask, DateTimeOffset at, CancellationToken cancellation)
    {
        var problem = (await book.FindAsync(ProblemSubject.IdOf(subject)!, cancellation))!;
        // Only who assigns names a unit.
        if (kind.Step != ProblemKinds.Assign.Step) return new ProblemFacts(ask, at, problem, _ => null);
        var byName = new Dictionary<string, ProblemUnit>(StringComparer.Ordinal);
        var units = await UnitsAsync(cancellation);
        // An id counts more than a name, a name more than an alias.
        foreach (var unit in units) byName.TryAdd(unit.Id, new(unit.Id, unit.Name));
        foreach (var unit in units) byName.TryAdd(unit.Name, new(unit.Id, unit.Name));
        foreach (var (unit, alias) in units.SelectMany(unit => unit.Aliases.Select(alias => (unit, alias)))) byName.TryAdd(alias, new(unit.Id, unit.Name));
        return new ProblemFacts(ask, at, problem, name => byName.GetValueOrDefault(name));
    }

    /// <inheritdoc/>
    public async Task<SubmissionOffer> OfferAsync(string subject, SubmissionKind kind, CancellationToken cancellation)
    {
        if (kind.Step != ProblemKinds.Assign.Step || ProblemSubject.IdOf(subject) is not { } id || await book.FindAsync(id, cancellation) is not { } problem) return new(kind);
        var choices = (await UnitsAsync(cancellation)).Where(unit => unit.Id != problem.Raiser).Select(unit => (unit.Id, unit.Name)).ToList();
        return new(
            kind with { Fields = [.. kind.Fields.Select(field => field.Name == "unit" ? field with { Choices = choices } : field)] },
            // Whoever is to solve what was not solved is mostly who tried.
            problem.State.Unit is { } last ? new Dictionary<string, string>(StringComparer.Ordinal) { ["unit"] = last } : null);
    }

    private static string FactsOf(ProblemRow problem)
    {
        var lines = new List<string> { $"{problem.Origin.SystemTitle}，{problem.RaiserName}提出{(problem.Kind is null ? "" : $"（{problem.Kind}）")}：{problem.Text}" };
        if (problem.State.Reason is { } reason) lines.Add($"{reason}");
        if (problem.State.Instruction is { } instruction) lines.Add($"交办意见：{instruction}");
        if (problem.State.Answer is { } answer) lines.Add($"{problem.State.UnitName}答复：{answer}");
        return string.Join('\n', lines);
    }

    /// <summary>The units that can be asked: those below the leadership in which anybody is in office.</summary>
    private async Task<IReadOnlyList<UnitRow>> UnitsAsync(CancellationToken cancellation)
    {
        var units = new List<UnitRow>();
        await foreach (var unit in directory.UnitsAsync(cancellation))
        {
            if (unit.Kind is UnitKind.Leadership or UnitKind.Enterprise) continue;
            await foreach (var person in directory.PeopleOfAsync(unit.Id, cancellation))
            {
                if (person.IsOnlyExpert) continue;
                units.Add(unit);
                break;
            }
        }

        return units;
    }
}
