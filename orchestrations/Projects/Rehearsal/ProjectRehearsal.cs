using Dazhou.Serverless.Approvals;
using Dazhou.Serverless.Deadlines;
using Dazhou.Serverless.Directory;
using Dazhou.Serverless.Links;
using Dazhou.Serverless.Mail;
using Dazhou.Serverless.Records;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Dazhou.Serverless.Projects.Rehearsal;

/// <summary>预演: runs a project's whole life in virtual time on the real orchestrators, with records in memory, and returns its calendar.</summary>
/// <param name="hosts">builds a host whose time advances automatically, see <see cref="From"/></param>
/// <param name="directory">the people who hold the posts</param>
public sealed class ProjectRehearsal(Func<DateTimeOffset, Action<IServiceCollection>, IHost> hosts, IDirectory directory)
{
    private static readonly TimeSpan TellEvery = TimeSpan.FromMilliseconds(250);

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
        using var host = hosts(start, services => Configure(services, script ?? RehearsalScript.Default));
        await host.StartAsync(cancellation);
        try
        {
            var services = host.Services;
            var client = services.GetRequiredService<DurableTaskClient>();
            if (application.MixedWorks is { Ruling: { Length: > 0 } number } works)
                await RuleAsync(services.GetRequiredService<ITableStore>(), unit.Id, number.Trim(), works, start, cancellation);
            // A fixed key gives a fixed project id, so that the same rehearsal has the same output.
            var receipt = await services.GetRequiredService<ProjectIntake>().SubmitAsync(client, application, unit, "rehearsal", policy, cancellation);
            if (receipt.Project is not { } project) return new(null, [], receipt.Failures);
            // Without experts for a panel nobody could answer, and the life would never end.
            if (project.Policy.ExpertArgumentationFirst
                && (await services.GetRequiredService<PanelCandidates>().ChoosableAsync(project, cancellation)).Count < project.Policy.SmallestPanel)
                return new(null, [], [NoPanel]);

            var life = client.WaitForInstanceCompletionAsync(project.InstanceId, getInputsAndOutputs: true, cancellation);
            if (progress is not null) await TellAsync(life, services, project.Id, progress, cancellation);
            var end = await life;
            if (end.RuntimeStatus != OrchestrationRuntimeStatus.Completed)
                throw new InvalidOperationException($"The rehearsal ended as {end.RuntimeStatus}: {end.FailureDetails?.ErrorMessage}");
            await LastMailsAsync(services, client, project.Id, cancellation);
            var calendar = await RehearsalCalendar.ReadAsync(
                services.GetRequiredService<ITableStore>(), services.GetRequiredService<IAuditTrail>(), NameOfAsync, project.Id, cancellation);
            return new(end.ReadOutputAs<string>(), calendar, []);
        }
        finally
        {
            await host.StopAsync(CancellationToken.None);
        }
    }

    private static async Task TellAsync(
        Task life, IServiceProvider services, string project, Func<string, DateTimeOffset, Task> progress, CancellationToken cancellation)
    {
        var (queries, time) = (services.GetRequiredService<ProjectQueries>(), services.GetRequiredService<TimeProvider>());
        // Real time; virtual time runs through years within seconds.
        while (await Task.WhenAny(life, Task.Delay(TellEvery, cancellation)) != life)
        {
            if (await queries.FindRowAsync(project, cancellation) is { } row) await progress(row.Stage, time.GetChinaNow());
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

    private void Configure(IServiceCollection services, RehearsalScript script)
    {
        services.AddMemoryRecords().AddDeadlines().AddLinks().AddApprovals().AddProjects();
        services.AddSingleton(directory);
        // Each reminder appears in the calendar by itself.
        services.AddSingleton(new DigestLimit(int.MaxValue));
        services.AddSingleton(script);
        services.AddSingleton<RehearsalMail>();
        services.AddSingleton<IMailComposer>(provider => provider.GetRequiredService<RehearsalMail>());
        services.AddSingleton<IMailSender>(provider => provider.GetRequiredService<RehearsalMail>());
    }

    /// <summary>Waits for the last mails, which may still be under way when the life ends.</summary>
    private static async Task LastMailsAsync(IServiceProvider services, DurableTaskClient client, string project, CancellationToken cancellation)
    {
        await foreach (var row in services.GetRequiredService<ITableStore>().ReadPartitionAsync<OutboxRow>(project, cancellation: cancellation))
            await client.WaitForInstanceCompletionAsync(OutboxRow.InstanceIdOf(row.Value.Order), cancellation);
    }

    private async Task<string> NameOfAsync(string id)
    {
        if (await directory.FindPersonAsync(id) is { } person) return person.Name;
        return (await directory.FindUnitAsync(id))?.Name ?? id;
    }
}

/// <summary>The result of a rehearsal.</summary>
/// <param name="End">the stage in which the life ended; null if the application was refused</param>
/// <param name="Calendar">all events, in order of time</param>
/// <param name="Failures">the rules that the application breaks</param>
public sealed record RehearsalResult(string? End, IReadOnlyList<RehearsalEntry> Calendar, IReadOnlyList<RuleFailure> Failures);
