using Dazhou.Serverless.Deadlines;
using Dazhou.Serverless.Records;

namespace Dazhou.Serverless.Projects;

/// <summary>The submissions of projects.</summary>
public sealed class ProjectSubmissions(ITableStore tables, ExpertPool experts, SupervisingUnits supervisors, TimeProvider time) : ISubmissionSource
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

    /// <summary>The experts to choose from are those of the pool, without the unit's own staff.</summary>
    public async Task<SubmissionOffer> OfferAsync(string subject, SubmissionKind kind, CancellationToken cancellation)
    {
        if (!ChoosesExperts(kind) || await ProjectAsync(subject, cancellation) is not { } project) return new(kind);
        var choices = (await experts.ForAsync(project.Unit, cancellation)).Select(expert => (expert.Id, expert.Name)).ToList();
        return new(kind with { Fields = [.. kind.Fields.Select(field => field with { Choices = choices })] });
    }

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
