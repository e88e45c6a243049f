using Dazhou.Serverless.Approvals;
using Dazhou.Serverless.Records;
using Dazhou.Serverless.Subjects;

namespace Dazhou.Serverless.Projects;

/// <summary>The batches of annual plans as subjects, including the mid-year adjustment (第十条第一款、第十三条).</summary>
public sealed class PlanSubjects(AnnualPlans plans, ITableStore tables) : ISubjectKind, IMeetingBatches
{
    /// <summary>Those who compile the plan and propose its adjustment (第十三条), and may read all of it.</summary>
    public IReadOnlySet<string> Supervisors { get; } =
        new HashSet<string>(ProjectSubjects.ReadingAll.Append(ProjectPosts.DevelopmentAndReform.Unit), StringComparer.Ordinal);

    /// <inheritdoc/>
    public bool Recognises(string subject) => AnnualPlanRow.KeysOf(subject) is not null;

    /// <inheritdoc/>
    public string PathOf(string subject) => PathOfBatch(subject);

    /// <summary>The path of a batch's page.</summary>
    public static string PathOfBatch(string plan) => AnnualPlanRow.KeysOf(plan) is var (year, number) ? $"/plans/{year}/batches/{number}" : "/plans";

    /// <inheritdoc/>
    public async Task<SubjectView?> FindAsync(string subject, CancellationToken cancellation = default) =>
        await plans.FindAsync(subject, cancellation) is { } plan ? new(plan.Title, Unit: null) { Summary = $"{plan.Projects.Count}个项目" } : null;

    /// <summary>Every project of the batch that no meeting has struck out, with the sums of these.</summary>
    public async Task<IReadOnlyList<SubjectSection>> SectionsAsync(string subject, DateTimeOffset? since, CancellationToken cancellation = default)
    {
        if (await plans.FindAsync(subject, cancellation) is not { Projects.Count: > 0 } plan)
            return [];
        var struckOut = Resolution.StruckOutBy((await tables.ListAsync<DecisionRow>(subject, cancellation)).Select(decision => decision.Resolution));
        var left = plan.Projects.Where(project => !struckOut.Contains(project.Id)).ToList();
        var lines = left.Select((project, index) => (string[])
        [
            $"{index + 1}", project.Name, project.UnitName, Amounts.Text(project.TotalInvestment),
            project.ThisYear is { } amount ? Amounts.Text(amount) : "—", plan.MidYear ? project.Text : project.Reason ?? "",
        ]).ToList();
        var rows = new List<SubjectRow>
        {
            new("项目数", $"{left.Count}个"),
            new("总投资合计", Amounts.Text(left.Sum(project => project.TotalInvestment))),
            new("项目", string.Join('\n', lines.Select(line => string.Join('，', line.Where(cell => cell.Length > 0)))))
            {
                Table = new(["序号", "项目", "建设单位", "总投资", "年度投资", "说明"], lines),
            },
        };
        return [new(plan.Title, plan.MidYear ? "第十三条" : "第十条第一款", rows)];
    }

    /// <summary>Returns the projects of a plan that no meeting has struck out.</summary>
    public async Task<MeetingBatch?> FindBatchAsync(string subject, IReadOnlySet<string> struckOut, CancellationToken cancellation = default)
    {
        if (await plans.FindAsync(subject, cancellation) is not { } plan)
            return null;
        MeetingBatchItem[] left =
        [
            .. plan.Projects.Where(project => !struckOut.Contains(project.Id)).Select(project =>
                new MeetingBatchItem(project.Id, $"{project.Name}（{project.UnitName}，{(plan.MidYear ? project.Text : Amounts.Text(project.TotalInvestment))}）")),
        ];
        return plan.MidYear
            ? new("不予同意的调整", "会议同意中期调整、但不同意其中个别项目的调整的，请勾选；勾选的项目维持现行计划。", left)
            : new("不予列入的项目", "会议同意计划、但不同意其中个别项目的，请勾选；勾选的项目保留在信息化项目库。", left);
    }
}

/// <summary>Annual plans as subjects, one for each year.</summary>
public sealed class PlanYearSubjects : ISubjectKind
{
    private const string Prefix = "annual-";

    /// <inheritdoc/>
    public IReadOnlySet<string> Supervisors => ProjectSubjects.ReadingAll;

    /// <inheritdoc/>
    public bool Recognises(string subject) => subject.StartsWith(Prefix, StringComparison.Ordinal);

    /// <inheritdoc/>
    public string PathOf(string subject) => $"/plans/{subject[Prefix.Length..]}";

    /// <inheritdoc/>
    public Task<SubjectView?> FindAsync(string subject, CancellationToken cancellation = default) =>
        Task.FromResult<SubjectView?>(new($"{subject[Prefix.Length..]}年度计划", Unit: null));
}
