using System.Text.Json;
using Dazhou.Serverless.Deadlines;
using Dazhou.Serverless.Directory;
using Dazhou.Serverless.Projects;
using Dazhou.Serverless.Records;

namespace Benchmarks.Portal;

/// <summary>
/// Projects as their lives leave them in the projections, spread over stages and units as a town's are after some years:
/// half are over, the rest are under way. No orchestration stands behind them. One in ten has its whole trail as well: only
/// the pages of those are measured, and a trail is a partition of its own whoever else has one.
/// </summary>
internal sealed class ProjectSeed(ITableStore tables, DateTimeOffset now)
{
    private const int Batch = 100;
    private const int Parallel = 16;
    private const int WholeTrail = 10;
    private static readonly string[] Kinds = ["业务系统", "数据共享", "监管平台", "公共服务", "应急指挥", "档案管理", "视频会议", "安全防护", "协同办公", "信息资源"];
    private static readonly string[] Works = ["建设", "升级改造", "运行维护", "迁移上云", "二期", "购买服务"];
    private static readonly (string Stage, int Share)[] Spread =
    [
        (Stages.LibraryAdmission, 4), (Stages.ExpertArgumentation, 2), (Stages.Establishment, 4), (Stages.Publicity, 1), (Stages.TechnicalPlan, 6),
        (Stages.TechnicalReview, 2), (Stages.BudgetReview, 3), (Stages.Procurement, 4), (Stages.Construction, 12), (Stages.TrialRun, 2),
        (Stages.PreAcceptance, 1), (Stages.Acceptance, 1), (Stages.Payment, 2), (Stages.PostEvaluation, 8), (Stages.Completed, 40), (Stages.Refused, 6),
        (Stages.Terminated, 2),
    ];

    private static readonly string[] Line =
        [.. Stages.All.TakeWhile(stage => stage != Stages.Completed)];

    private readonly UnitRow[] _units = [.. DirectorySample.Read().Units.Where(unit => unit.Kind is UnitKind.Department or UnitKind.Institution)];
    private readonly Random _random = new(20230606);

    /// <summary>Writes so many projects; answers the ids of those in the middle of their lives.</summary>
    public async Task<IReadOnlyList<string>> WriteAsync(int projects)
    {
        var all = Enumerable.Range(0, projects).Select(Make).ToList();
        await EachAsync(all, project => tables.TryInsertAsync(project.Row));
        var whole = all.Where((_, number) => number % WholeTrail == 0).ToList();
        await EachAsync(whole, project => tables.InsertBatchAsync(project.Stages));
        await EachAsync(whole, project => tables.InsertBatchAsync(AuditOf(project)));
        await PartitionsAsync(all.SelectMany(project => ProjectLists.LinesOf(project.Row, project.Row.Stage, project.Stages[^1].EnteredAt)));
        await PartitionsAsync(all.SelectMany(project => ProjectSearch.WordsOf(project.Row)));
        var deadlines = all.Where(project => project.Row.Stage is not (Stages.Completed or Stages.Refused or Stages.Terminated)).Select(DeadlineOf).ToList();
        await EachAsync(deadlines, deadline => tables.TryInsertAsync(deadline));
        await PartitionsAsync(deadlines.Select(DeadlineByUnitRow.To).SelectMany(pointer => new[] { pointer, pointer.OfAllUnits() }));
        var lists = new ProjectLists(tables);
        foreach (var stage in Stages.All)
        {
            await lists.CountAsync(stage);
        }

        return [.. whole.Where(project => project.Row.Stage == Stages.Construction).Select(project => project.Row.Id)];
    }

    private Seeded Make(int number)
    {
        var unit = _units[_random.Next(_units.Length)];
        var stage = Pick();
        var over = stage is Stages.Completed or Stages.Refused or Stages.Terminated;
        var submitted = now.AddDays(-(over ? _random.Next(400, 1_200) : _random.Next(30, 400))).AddMinutes(-_random.Next(1_440));
        var passed = over ? Line : [.. Line.TakeWhile(each => each != stage)];
        string[] lived = [.. passed, stage];
        var id = $"seed{number:D8}";
        var row = new ProjectRow
        {
            Id = id,
            Name = $"{Kinds[_random.Next(Kinds.Length)]}{Works[_random.Next(Works.Length)]}项目（{number:D5}）",
            Unit = unit.Id,
            UnitName = unit.Name,
            Application = JsonSerializer.Deserialize<ProjectApplication>($$"""{"totalInvestment":{{_random.Next(30, 2_000)}}}""", ProjectJson.Options)!,
            ApplicationHash = "seed",
            InstanceId = ProjectLifecycle.InstanceIdOf(id),
            SubmittedAt = submitted,
            Stage = stage,
            Place = lived.Length,
            ApprovalNumber = lived.Length > 3 ? $"达数批〔{submitted.Year}〕{number}号" : null,
            Policy = ProjectPolicy.Gazette,
        };
        var days = (now - submitted).TotalDays / lived.Length;
        return new(row, [.. lived.Select((each, place) =>
            new ProjectStageRow { Project = id, Place = place + 1, Stage = each, Round = 1, EnteredAt = submitted.AddDays(place * days) })]);
    }

    private string Pick()
    {
        var at = _random.Next(Spread.Sum(entry => entry.Share));
        return Spread.First(entry => (at -= entry.Share) < 0).Stage;
    }

    private static AuditRow[] AuditOf(Seeded project)
    {
        var trail = new List<AuditRow>();
        foreach (var stage in project.Stages)
        {
            trail.Add(AuditChain.Link(
                trail.Count + 1,
                new()
                {
                    Subject = project.Row.Id,
                    Key = $"stage|{stage.Place}",
                    At = stage.EnteredAt,
                    Actor = AuditEntry.System,
                    Action = $"进入{stage.Stage}",
                    Article = "第十条",
                    Stage = stage.Stage,
                },
                trail.Count == 0 ? AuditChain.NoHash : trail[^1].Hash));
        }

        return [.. trail];
    }

    private DeadlineRow DeadlineOf(Seeded project)
    {
        var stage = project.Stages[^1];
        // One in fifty is late; the others are due in the coming months.
        var from = ChinaTime.DayOf(now).AddDays(_random.Next(50) == 0 ? -70 : _random.Next(-55, 60));
        return DeadlineShift.Open(
            new()
            {
                Subject = project.Row.Id,
                Step = DeadlineKey.Of(new StepRound(stage.Stage, 1)),
                Title = project.Row.Name,
                ToDo = "请办理",
                Unit = project.Row.Unit,
                Deadline = DeadlineRules.Compute(stage.Stage, "第三十六条", Period.Parse("60 days"), from, WorkCalendar.Default),
                Responsible = [],
            },
            stage.EnteredAt,
            instanceId: null);
    }

    private static Task EachAsync<T>(IEnumerable<T> items, Func<T, Task> write) =>
        System.Threading.Tasks.Parallel.ForEachAsync(items, new ParallelOptions { MaxDegreeOfParallelism = Parallel }, async (item, _) => await write(item));

    private Task PartitionsAsync<T>(IEnumerable<T> rows)
        where T : class, IRow =>
        EachAsync(
            rows.GroupBy(row => row.PartitionKey, StringComparer.Ordinal).SelectMany(partition => partition.Chunk(Batch)),
            batch => tables.InsertBatchAsync(batch));

    private sealed record Seeded(ProjectRow Row, ProjectStageRow[] Stages);
}
