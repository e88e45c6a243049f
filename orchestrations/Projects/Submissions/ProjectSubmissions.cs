using Dazhou.Serverless.Deadlines;
using Dazhou.Serverless.Records;

namespace Dazhou.Serverless.Projects;

/// <summary>What is handed in for projects.</summary>
public sealed class ProjectSubmissions(
    ITableStore tables, ExpertPool experts, PanelCandidates candidates, SupervisingUnits supervisors, TimeProvider time) : ISubmissionSource
{
    /// <inheritdoc/>
    public KindCatalogue Kinds => SubmissionKinds.Catalogue;

    /// <inheritdoc/>
    public bool Owns(string subject) => ProjectIds.CanBe(subject);

    /// <inheritdoc/>
    public async Task<SubmissionSubject?> FindAsync(string subject, CancellationToken cancellation) =>
        await ProjectAsync(subject, cancellation) is { } project
            ? new(project.Id, project.Name, project.Unit)
            {
                Noun = "项目",
                UnitRole = "项目建设单位",
                Stage = project.Stage,
                Ended = (await LedgerAsync(subject, cancellation))?.EndedAt is not null,
                InstanceId = project.InstanceId,
            }
            : null;

    /// <inheritdoc/>
    public async Task<SubmissionFacts> ReadFactsAsync(string subject, SubmissionKind kind, AskRow? ask, DateTimeOffset at, CancellationToken cancellation)
    {
        var project = (await ProjectAsync(subject, cancellation))!;
        var ledger = await LedgerAsync(subject, cancellation)
            ?? new() { Project = project.Id, ApprovedTotal = project.Application.TotalInvestment ?? 0m };
        return new SubmissionCase(project, ledger, ask, at)
        {
            Deadlines = kind.RulesSayWhen ? await tables.ListAsync<DeadlineRow>(subject, cancellation) : [],
            Experts = ChoosesExperts(kind) ? await experts.ReadAsync(cancellation) : [],
            Stakes = ChoosesExperts(kind) ? await candidates.StakesAsync(project, cancellation) : null,
            Panel = kind.Step == MainLineKinds.PanelChange ? await PanelMembers.ReadAsync(tables, subject, cancellation) : [],
            PlanEntries = kind.Stage == Stages.InvestmentBudget ? await tables.ListAsync<PlanEntryRow>(subject, cancellation) : [],
        };
    }

    /// <summary>
    /// The request for the technical plan if an earlier version, which kept no request, started the stage; during the
    /// review the plan has been submitted.
    /// </summary>
    public async Task<IReadOnlyList<AskRow>> StandingAsync(string subject, CancellationToken cancellation)
    {
        if (await ProjectAsync(subject, cancellation) is not { Stage: Stages.TechnicalPlan or Stages.TechnicalReview } project) return [];
        var plan = TechnicalPlanKind.Plan;
        if (await tables.FindAsync<AskRow>(project.Id, new StepRound(plan.Step, project.Round).RowKey, cancellation) is not null) return [];
        var ask = new AskRow
        {
            Subject = project.Id,
            Step = plan.Step,
            Round = project.Round,
            Stage = plan.Stage,
            ToDo = $"请提交{plan.Title}",
            Article = plan.Article,
            Person = string.Empty,
            InstanceId = TechnicalPlan.InstanceIdOf(project.InstanceId, project.Round),
            OpenedAt = project.SubmittedAt,
        };
        if (project.Stage == Stages.TechnicalReview) return [ask with { End = AskEnd.HandedIn }];
        return [(await LedgerAsync(subject, cancellation))?.EndedAt is null ? ask : ask with { End = AskEnd.Cancelled }];
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<SubmissionKind>> TakenAsync(string subject, CancellationToken cancellation)
    {
        if (await ProjectAsync(subject, cancellation) is not { } project) return [];
        var ledger = await LedgerAsync(subject, cancellation);
        if (ledger?.EndedAt is not null) return [];
        var deadlines = await tables.ListAsync<DeadlineRow>(subject, cancellation);
        return [.. OfDeadlines(project, deadlines), .. Kinds.All.Where(kind => IsTaken(kind, project, ledger))];
    }

    /// <summary>Experts are chosen from the pool, with what helps to choose; who withdraws is shown with the reason and cannot be chosen.</summary>
    public async Task<SubmissionOffer> OfferAsync(string subject, SubmissionKind kind, CancellationToken cancellation)
    {
        if (!ChoosesExperts(kind) || await ProjectAsync(subject, cancellation) is not { } project) return new(kind);
        var all = await candidates.ReadAsync(project, cancellation);
        var answered = kind.Step == MainLineKinds.PanelChange
            ? (await PanelMembers.ReadAsync(tables, subject, cancellation)).Where(member => member.Answered).Select(member => member.Expert).ToHashSet(StringComparer.Ordinal)
            : [];
        var table = new ChoiceTable(
            "专家",
            [new("单位", Filters: true), new("专业", Filters: true), new("未完成"), new("近12个月"), new("最近一次")],
            [.. all.Select(candidate => RowOf(candidate, answered))]);
        var choices = table.Rows.Where(row => row.Barred is null).Select(row => (row.Value, row.Label)).ToList();
        return new(kind with { Fields = [.. kind.Fields.Select(field => field with { Choices = choices, Table = table })] });
    }

    private static ChoiceRow RowOf(PanelCandidate candidate, HashSet<string> answered) => new(
        candidate.Expert.Id,
        candidate.Expert.Name,
        [
            candidate.Expert.UnitNames.Count > 0 ? candidate.Expert.UnitNames[0] : candidate.Expert.Unit,
            candidate.Expert.Specialty,
            $"{candidate.Load.Open}项",
            $"{candidate.Load.LastYear}项",
            candidate.Load.LastAsked is { } last ? $"{last:yyyy年M月d日}" : "没有",
        ],
        answered.Contains(candidate.Expert.Id) ? null : candidate.Recusal?.Reason);

    /// <inheritdoc/>
    public async Task<bool> MayAsync(SubmissionKind kind, string unit, CancellationToken cancellation) =>
        kind.Stage == Stages.Rectification ? await supervisors.IncludesAsync(unit, cancellation) : kind.Office == unit;

    private async Task<ProjectRow?> ProjectAsync(string project, CancellationToken cancellation) =>
        (await tables.FindAsync<ProjectRow>(project, ProjectRow.OnlyRowKey, cancellation))?.Value;

    private async Task<ProjectLedgerRow?> LedgerAsync(string project, CancellationToken cancellation) =>
        (await ProjectLedgers.FindAsync(tables, project, cancellation))?.Value;

    private static bool ChoosesExperts(SubmissionKind kind) => kind.Step is MainLineKinds.Panel or MainLineKinds.PanelChange;

    /// <summary>The kinds that a running or expired deadline allows.</summary>
    private IEnumerable<SubmissionKind> OfDeadlines(ProjectRow project, IReadOnlyList<DeadlineRow> deadlines)
    {
        var at = time.GetChinaNow();
        if (ExtensionRules.IsPlanOverdue(project.Stage, project.Round, deadlines, at)) yield return SubmissionKinds.Of(ExtensionKinds.OverduePlan);
        if (ExtensionKinds.ApplicationFor(deadlines, at) is { } application) yield return application;
    }

    private static bool IsTaken(SubmissionKind kind, ProjectRow project, ProjectLedgerRow? ledger) =>
        kind.TakenBy is not null
        && kind.Step switch
        {
            ExtensionKinds.Application or ExtensionKinds.OverduePlan => false,
            SupervisionKinds.Order => SupervisionKinds.Supervised(project.Stage),
            BuildingKinds.Resume => ledger is { Building: true, PausedAt: not null },
            // A pause stops everything except terminations and findings (第四十六条).
            BuildingKinds.Pause or BuildingKinds.Supplement => ledger is { Building: true, PausedAt: null },
            BuildingKinds.Termination => ledger is { Building: true, TerminationAsked: false },
            _ => ledger is { Building: true },
        };
}
