using Dazhou.Serverless.ProblemCases;
using Dazhou.Serverless.Records;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Dazhou.Serverless.Campaigns;

/// <summary>The activities of campaigns. Each may run twice.</summary>
public sealed class CampaignActivities(
    ITableStore tables, CampaignTables figures, CampaignProjects projects, CampaignBriefs briefs, ProblemBook problems, IAuditTrail audit, Wakes wakes)
{
    /// <summary>
    /// Returns what the campaign does when; see <see cref="CampaignTimeRules.Steps"/>. The weeks that closed before it was started are opened
    /// without asking anybody, to be filled in later.
    /// </summary>
    [Function(nameof(PlanCampaign))]
    public async Task<CampaignPlan> PlanCampaign([ActivityTrigger] CampaignInstant instant, CancellationToken cancellation = default)
    {
        var row = await FindAsync(instant.Campaign, cancellation);
        foreach (var week in CampaignTimeRules.Weeks(row.Definition).Where(week => !CampaignTimeRules.IsAsked(week, row.StartedAt)))
        {
            foreach (var unit in row.Definition.Units) await tables.TryInsertAsync(PastWeek(row, week, unit), cancellation);
        }

        return new(CampaignTimeRules.Steps(row.Definition, row.StartedAt), CampaignTimeRules.FinalAt(row.Definition));
    }

    /// <summary>Records that a phase began.</summary>
    [Function(nameof(EnterPhase))]
    public Task EnterPhase([ActivityTrigger] PhaseEntry entry, CancellationToken cancellation = default) =>
        NoteAsync(entry.Campaign, null, $"phase|{entry.Phase}", entry.At, $"进入{entry.Phase}阶段", "三", nameof(Campaign), cancellation);

    /// <summary>Compiles a week or the final table and writes its 简报; see <see cref="CampaignTables.CompileAsync"/>.</summary>
    [Function(nameof(CompileWeek))]
    public async Task<CompiledWeek> CompileWeek([ActivityTrigger] WeekInstant week, CancellationToken cancellation = default)
    {
        var row = await figures.CompileAsync(week.Campaign, week.Week, week.At, cancellation);
        var reading = (await figures.ReadAsync(week.Campaign, cancellation))!;
        await briefs.SaveAsync(reading, row, cancellation);
        var title = week.Week == CampaignWeekRow.Final ? "最终统计表" : $"第{week.Week}周统计表和简报";
        await NoteAsync(week.Campaign, null, $"compiled|{week.Week}", row.At, $"生成{title}", "四（三）", nameof(WeeklyReport), cancellation);
        return new(
            row.Units.Count(unit => unit.State == ReportState.Reported),
            [.. row.Units.Where(unit => unit.State is ReportState.Missing or ReportState.Waiting or ReportState.Returned).Select(unit => reading.Row.NameOf(unit.Unit))],
            row.Corrections.Count);
    }

    /// <summary>Ends the requests for a week's reports, also those after a return.</summary>
    [Function(nameof(CloseWeek))]
    public async Task CloseWeek([ActivityTrigger] WeekInstant week, [DurableClient] DurableTaskClient client, CancellationToken cancellation = default)
    {
        var row = await FindAsync(week.Campaign, cancellation);
        foreach (var unit in row.Definition.Units)
        {
            await Asks.CancelAsync(
                tables, wakes, client, CampaignSubject.IdOf(week.Campaign, unit),
                ask => ask.Step == CampaignKinds.Weekly.Step && ask.Round % CampaignKinds.RoundsOfReturn == week.Week, week.At, cancellation);
        }
    }

    /// <summary>Ends the requests for what the phases demanded, and for the weeks before the start.</summary>
    [Function(nameof(CloseTasks))]
    public async Task CloseTasks([ActivityTrigger] CampaignInstant instant, [DurableClient] DurableTaskClient client, CancellationToken cancellation = default)
    {
        var row = await FindAsync(instant.Campaign, cancellation);
        foreach (var unit in row.Definition.Units)
        {
            await Asks.CancelAsync(
                tables, wakes, client, CampaignSubject.IdOf(instant.Campaign, unit), ask => ask.Step == CampaignKinds.Task.Step || ask.Person.Length == 0, instant.At, cancellation);
        }
    }

    /// <summary>
    /// Brings what a report asks to coordinate before the bureaus: as an entry of the campaign's own history, and as a problem that the
    /// first of them assigns (53号 二（六）).
    /// </summary>
    [Function(nameof(TakeReport))]
    public async Task TakeReport([ActivityTrigger] UnitWeek report, [DurableClient] DurableTaskClient client, CancellationToken cancellation = default)
    {
        var row = await FindAsync(report.Campaign, cancellation);
        var key = new StepRound(CampaignKinds.Weekly.Step, report.Round).RowKey;
        var submission = (await tables.FindAsync<SubmissionRow>(CampaignSubject.IdOf(report.Campaign, report.Unit), key, cancellation))!.Value;
        if (RecordJson.Read<WeeklyReportData>(submission.Data) is not { Coordination: { } matter, CoordinationKind: { } kind } || ProblemRules.IsNone(matter)) return;
        await audit.AppendAsync(
            new AuditEntry
            {
                Subject = CampaignSubject.IdOf(report.Campaign),
                Key = $"coordination|{report.Unit}|{report.Round}",
                At = submission.At,
                Actor = report.Unit,
                Action = $"{row.NameOf(report.Unit)}第{report.Week}周需协调事项（{kind}）",
                Article = $"{row.Definition.Document}二（六）",
                Stage = nameof(WeeklyReport),
                Detail = matter,
            },
            cancellation);
        var office = row.Definition.Receivers[0];
        await problems.RaiseAsync(
            client,
            new()
            {
                Place = CampaignSubject.IdOf(report.Campaign, report.Unit),
                Report = report.Round,
                Origin = new("campaigns", "百日攻坚", row.Definition.Name, CampaignMails.PathOf(report.Campaign), $"{row.Definition.Document}二（六）"),
                Kind = kind,
                Text = matter,
                Raiser = report.Unit,
                RaiserName = row.NameOf(report.Unit),
                By = submission.By,
                At = submission.At,
                Office = office,
                OfficeName = row.NameOf(office),
                Readers = [.. row.Definition.Receivers.Skip(1)],
            },
            cancellation);
    }

    /// <summary>Records the outcome of a review.</summary>
    [Function(nameof(SettleReview))]
    public Task SettleReview([ActivityTrigger] ReviewEnd end, CancellationToken cancellation = default) => projects.SettleAsync(end, cancellation);

    /// <summary>Ends the time in which a finding can be contested.</summary>
    [Function(nameof(EndContest))]
    public Task EndContest([ActivityTrigger] FindingInstant instant, [DurableClient] DurableTaskClient client, CancellationToken cancellation = default) => Asks.CancelAsync(
        tables, wakes, client, CampaignSubject.IdOf(instant.Campaign, instant.Unit), ask => ask.Step == CampaignKinds.Contest.Step, instant.At, cancellation);

    /// <summary>Records whether a contested finding stands; a revoked one takes its projects back in.</summary>
    [Function(nameof(SettleFinding))]
    public async Task SettleFinding([ActivityTrigger] FindingEnd end, CancellationToken cancellation = default)
    {
        while (await tables.FindAsync<CampaignFindingRow>(end.Campaign, end.Unit, cancellation) is { } seen)
        {
            if (seen.Value.Upheld is null && !await tables.TryReplaceAsync(seen, seen.Value with { Upheld = end.Upheld }, cancellation)) continue;
            if (!end.Upheld) await projects.StrikeAsync(end.Campaign, seen.Value.Projects, finding: null, end.At, AuditEntry.System, cancellation);
            break;
        }

        await NoteAsync(
            end.Campaign, end.Unit, "contest-decided", end.At, end.Upheld ? "维持取消考评资格的认定" : "撤销取消考评资格的认定", "四（五）", nameof(Disqualification), cancellation);
    }

    /// <summary>Records the evaluation as both bureaus agreed to it.</summary>
    [Function(nameof(RecordEvaluation))]
    public async Task RecordEvaluation([ActivityTrigger] EvaluationEnd end, CancellationToken cancellation = default)
    {
        var submission = (await tables.FindAsync<SubmissionRow>(CampaignSubject.IdOf(end.Campaign), new StepRound(CampaignKinds.Evaluation.Step, end.Round).RowKey, cancellation))!.Value;
        var data = RecordJson.Read<EvaluationData>(submission.Data);
        var final = (await figures.FindWeekAsync(end.Campaign, CampaignWeekRow.Final, cancellation))!;
        await tables.TryInsertAsync(
            new CampaignEvaluationRow
            {
                Campaign = end.Campaign,
                Summary = data.Summary!,
                Commended = [.. data.Commended.Select(choice => choice.Split('|')).Select(parts => new Commendation(parts[0], parts[1]))],
                Ranking = final.Ranking,
                At = end.At,
            },
            cancellation);
        await NoteAsync(end.Campaign, null, "evaluated", end.At, "成效综合考评审定", "四（四）", nameof(CampaignEvaluation), cancellation);
    }

    private static AskRow PastWeek(CampaignRow row, CampaignWeek week, string unit) => new()
    {
        Subject = CampaignSubject.IdOf(row.Definition.Id, unit),
        Step = CampaignKinds.Weekly.Step,
        Round = week.Number,
        Stage = nameof(WeeklyReport),
        ToDo = $"行动启动以前的{week.Title}，可以补报。",
        Article = $"{row.Definition.Document}四（三）",
        Person = "",
        OpenedAt = row.StartedAt,
    };

    private async Task<CampaignRow> FindAsync(string campaign, CancellationToken cancellation) =>
        await CampaignRow.FindAsync(tables, campaign, cancellation) ?? throw new InvalidOperationException($"There is no campaign {campaign}.");

    private async Task NoteAsync(
        string campaign, string? unit, string key, DateTimeOffset at, string action, string article, string stage, CancellationToken cancellation) => await audit.AppendAsync(
        new AuditEntry
        {
            Subject = unit is null ? CampaignSubject.IdOf(campaign) : CampaignSubject.IdOf(campaign, unit),
            Key = key,
            At = at,
            Actor = AuditEntry.System,
            Action = action,
            Article = $"{(await FindAsync(campaign, cancellation)).Definition.Document}{article}",
            Stage = stage,
        },
        cancellation);
}
