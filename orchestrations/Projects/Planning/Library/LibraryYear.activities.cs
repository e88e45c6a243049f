using Dazhou.Serverless.Records;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Dazhou.Serverless.Projects;

/// <summary>Activities of the library at the turn of the year.</summary>
public sealed class LibraryYearActivities(ITableStore tables, LibraryBook book, LibraryService library, IAuditTrail audit)
{
    private const int PageSize = 200;

    /// <summary>Lists waiting projects of the previous year for the new one; returns them.</summary>
    [Function(nameof(CarryOver))]
    public async Task<IReadOnlyList<ProjectRef>> CarryOver([ActivityTrigger] YearTurn turn, CancellationToken cancellation = default)
    {
        var carried = new List<ProjectRef>();
        string? continuation = null;
        do
        {
            var page = await book.ReadAsync(turn.Year - 1, state: null, PageSize, continuation, cancellation: cancellation);
            foreach (var entry in page.Rows.Select(row => row.Value).Where(entry => entry.State is LibraryState.Admitted or LibraryState.CarriedOver))
            {
                if (await CarryAsync(entry, turn, cancellation) is { } project) carried.Add(project);
            }

            continuation = page.Continuation;
        }
        while (continuation is not null);
        return carried;
    }

    /// <summary>Records that the unit still wants its project, or withdraws it.</summary>
    [Function(nameof(SettleCarryOver))]
    public async Task SettleCarryOver([ActivityTrigger] CarryOverSettled settled, [DurableClient] DurableTaskClient client, CancellationToken cancellation = default)
    {
        var confirmed = settled.Answer.Confirmed == true;
        await book.ChangeAsync(settled.Project, entry => entry with { Confirmed = confirmed }, cancellation);
        if (confirmed) return;
        var project = (await tables.FindAsync<ProjectRow>(settled.Project, ProjectRow.OnlyRowKey, cancellation))!.Value;
        await library.WithdrawAsync(client, project, settled.By, settled.Answer.Comment ?? "结转时不再保留", cancellation);
    }

    private async Task<ProjectRef?> CarryAsync(LibraryEntryRow entry, YearTurn turn, CancellationToken cancellation)
    {
        if (await tables.FindAsync<ProjectRow>(entry.Project, ProjectRow.OnlyRowKey, cancellation) is not { Value: var project }
            || project.Stage is not (Stages.ExpertArgumentation or Stages.Establishment)) return null;
        // The new year first: if repeated after a crash, an existing entry is kept.
        await book.TryAddAsync(entry with { PlanYear = turn.Year, State = LibraryState.Admitted, CarriedFrom = entry.PlanYear, Confirmed = null }, cancellation);
        await book.ChangeAsync(
            entry.PlanYear, entry.Project, stands => stands with { State = LibraryState.CarriedOver, AwaitsPlan = false }, cancellation);
        await audit.AppendAsync(
            new AuditEntry
            {
                Subject = entry.Project,
                Key = $"carried-over|{turn.Year}",
                At = turn.At,
                Actor = AuditEntry.System,
                Action = $"结转列入{turn.Year}年度信息化项目库",
                Article = "第七条",
                Stage = Stages.LibraryAdmission,
            },
            cancellation);
        return new(project.Id, project.Name, project.Unit, project.UnitName, project.Application.TotalInvestment ?? 0m, project.Policy) { Passage = project.Round };
    }
}

/// <summary>The input of <see cref="LibraryYearActivities.CarryOver"/>: the new year.</summary>
public sealed record YearTurn(int Year, DateTimeOffset At);

/// <summary>The input of <see cref="LibraryYearActivities.SettleCarryOver"/>.</summary>
public sealed record CarryOverSettled(string Project, CarryOverAnswer Answer, string By);
