using Dazhou.Serverless.Ledgers;

namespace Dazhou.Serverless.Functions.Ledgers;

/// <summary>What the API answers of ledgers.</summary>
internal static class LedgerViews
{
    /// <summary>A ledger with the number of its tasks by status.</summary>
    public static object Of(LedgerRow ledger, IReadOnlyList<LedgerIndexEntry> tasks, DateOnly today) => new
    {
        id = ledger.Id,
        title = ledger.Title,
        document = ledger.Document,
        coordinator = ledger.NameOf(ledger.Coordinator),
        coordinatorPrinted = ledger.CoordinatorName,
        cycle = ledger.Cycle,
        from = ledger.From,
        to = ledger.To,
        tasks = ledger.Tasks,
        byStatus = Enum.GetValues<WorkStatus>().ToDictionary(TaskTexts.Chinese, status => tasks.Count(task => task.StatusOn(today, ledger) == status)),
        byLight = Enum.GetValues<TaskLight>().ToDictionary(LightOf, light => tasks.Count(task => task.LightOn(today, ledger) == light)),
    };

    /// <summary>A task in a list.</summary>
    public static object Of(LedgerRow ledger, LedgerIndexEntry task, DateOnly today) => new
    {
        n = task.Key,
        part = ledger.Sections[task.Section].Part,
        section = ledger.Sections[task.Section].Title,
        title = task.Title,
        lead = NamesOf(ledger, task.Lead),
        units = NamesOf(ledger, task.Units),
        compiler = task.Compiler is { } compiler ? ledger.Units[compiler].Name : null,
        due = task.Due,
        presumed = task.Presumed,
        figures = (task.Figures ?? []).Select(figure => new { name = figure.Name, op = FigureDirectionConverter.TextOf(figure.Op), value = figure.Value, unit = figure.Unit }),
        status = TaskTexts.Chinese(task.StatusOn(today, ledger)),
        light = LightOf(task.LightOn(today, ledger)),
        phase = TaskTexts.Chinese(task.Phase),
        percent = task.Percent,
    };

    /// <summary>A task with what its document prints and, for whoever may read it, its acts.</summary>
    public static object Of(LedgerRow ledger, LedgerTaskRow task, IReadOnlyList<TaskActRow> acts, DateOnly today) => new
    {
        task = Of(ledger, LedgerIndexEntry.Of(ledger, task), today),
        printedLead = task.Definition.PrintedLead,
        printedUnits = task.Definition.PrintedUnits,
        leadPresumed = task.Definition.LeadPresumed,
        collectives = task.Definition.Collectives ?? [],
        unresolved = task.State.Unresolved,
        result = task.Definition.Result,
        people = task.Definition.People ?? [],
        counties = ledger.Counties.Select(ledger.NameOf),
        signed = task.State.Signed.Select(ledger.NameOf),
        confirmed = task.State.Confirmed.Select(ledger.NameOf),
        unconfirmed = task.State.Unconfirmed.Select(ledger.NameOf),
        figures = task.State.Figures,
        acts = acts.Select(row => new
        {
            number = row.Number,
            kind = TaskTexts.Chinese(row.Act.Kind),
            at = row.Act.At,
            unit = row.Act.Unit is { } unit ? ledger.NameOf(unit) : null,
            says = TaskTexts.Says(ledger, row.Act),
            text = row.Act.Text,
            problems = row.Act.Problems,
            percent = row.Act.Percent,
            figures = row.Act.Figures,
            until = row.Act.Until,
            files = row.Act.Files,
        }),
    };

    /// <summary>green, yellow or red.</summary>
    public static string LightOf(TaskLight light) => light switch
    {
        TaskLight.Green => "green",
        TaskLight.Yellow => "yellow",
        _ => "red",
    };

    private static IEnumerable<string> NamesOf(LedgerRow ledger, IReadOnlyList<int> units) => units.Select(unit => ledger.Units[unit].Name);
}
