using Dazhou.Serverless.Directory;
using Dazhou.Serverless.Records;
using Dazhou.Serverless.Rehearsal;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Dazhou.Serverless.Projects.Rehearsal;

/// <summary>预演: runs a project's whole life in virtual time on the real orchestrators, with records in memory, and returns its calendar.</summary>
/// <param name="hosts">builds a host whose time advances automatically, see <see cref="From"/></param>
/// <param name="directory">the people who hold the posts</param>
public sealed class ProjectRehearsal(Func<DateTimeOffset, Action<IServiceCollection>, IHost> hosts, IDirectory directory)
{
    /// <summary>Creates a rehearsal on this repository's engine, independent of the host of the app.</summary>
    public static ProjectRehearsal From(IDirectory directory, ILoggerFactory? loggers = null) =>
        new((start, configure) => RehearsalHost.Build(start, configure, loggers), directory);

    /// <summary>
    /// Rehearses an application submitted at <paramref name="start"/>; <paramref name="progress"/> regularly receives
    /// the current stage and the virtual time.
    /// </summary>
    public async Task<RehearsalResult> RunAsync(
        ProjectApplication application,
        UnitRow unit,
        DateTimeOffset start,
        RehearsalScript? script = null,
        ProjectPolicy? policy = null,
        CancellationToken cancellation = default,
        Func<string, DateTimeOffset, Task>? progress = null)
    {
        await using var office = await RehearsalOffice.OpenAsync(
            hosts, start, directory, script ?? RehearsalScript.Default, services => services.AddProjects().AddSingleton<IRehearsedSystem, RehearsedProject>(), cancellation);
        if (application.MixedWorks is { Ruling: { Length: > 0 } number } works)
            await RuleAsync(office.Get<ITableStore>(), unit.Id, number.Trim(), works, start, cancellation);
        // A fixed key gives a fixed project id, so that the same rehearsal has the same output.
        var receipt = await office.Get<ProjectIntake>().SubmitAsync(office.Client, application, unit, "rehearsal", policy, cancellation);
        if (receipt.Project is not { } project) return new(null, [], receipt.Failures);
        // Without experts for a panel nobody could answer, and the life would never end.
        if (project.Policy.ExpertArgumentationFirst
            && (await office.Get<PanelCandidates>().ChoosableAsync(project, cancellation)).Count < project.Policy.SmallestPanel)
            return new(null, [], [NoPanel]);

        var queries = office.Get<ProjectQueries>();
        var end = await office.LiveAsync(project.InstanceId, progress is null ? null : TellAsync, cancellation);
        return new(end.ReadOutputAs<string>(), await office.CalendarAsync([project.Id], cancellation), []);

        async Task TellAsync(DateTimeOffset at)
        {
            if (await queries.FindRowAsync(project.Id, cancellation) is { } row) await progress(row.Stage, at);
        }
    }

    /// <summary>Nobody records a ruling in a rehearsal: the ruling named by the application is recorded to fit it.</summary>
    private static Task RuleAsync(ITableStore tables, string unit, string number, MixedWorks works, DateTimeOffset at, CancellationToken cancellation) =>
        tables.UpsertAsync(
            new WorksRulingRow
            {
                Unit = unit,
                Number = number,
                Works = number,
                Establisher = string.IsNullOrWhiteSpace(works.ApprovalNumber) ? RuledEstablisher.DigitalEconomyBureau : RuledEstablisher.DevelopmentAndReform,
                At = at,
            },
            cancellation);

    private static RuleFailure NoPanel { get; } =
        new("panel-pool", "第十条第一款", "", $"专家库中可以参加论证的专家太少：请先在单位目录中登记专家（角色 {ExpertPool.Role}）");
}
