using Dazhou.Serverless.Approvals;
using Dazhou.Serverless.Deadlines;
using Dazhou.Serverless.Directory;
using Dazhou.Serverless.Links;
using Dazhou.Serverless.Mail;
using Dazhou.Serverless.Records;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Dazhou.Serverless.Rehearsal;

/// <summary>An office in virtual time: the real orchestrators, records in memory, and people who answer every mail by a script.</summary>
internal sealed class RehearsalOffice : IAsyncDisposable
{
    private static readonly TimeSpan TellEvery = TimeSpan.FromMilliseconds(250);
    private readonly IHost _host;

    private RehearsalOffice(IHost host) => _host = host;

    /// <summary>The client of its orchestrations.</summary>
    public DurableTaskClient Client => Get<DurableTaskClient>();

    /// <summary>Returns a service.</summary>
    public T Get<T>()
        where T : notnull => _host.Services.GetRequiredService<T>();

    /// <summary>Opens an office.</summary>
    /// <param name="hosts">builds a host whose time advances automatically</param>
    /// <param name="start">when it opens</param>
    /// <param name="directory">the people who hold the posts</param>
    /// <param name="script">what they do</param>
    /// <param name="configure">adds the system's services, and its <see cref="IRehearsedSystem"/></param>
    /// <param name="cancellation">a token to stop</param>
    public static async Task<RehearsalOffice> OpenAsync(
        Func<DateTimeOffset, Action<IServiceCollection>, IHost> hosts, DateTimeOffset start, IDirectory directory, RehearsalScript script,
        Action<IServiceCollection> configure, CancellationToken cancellation)
    {
        var host = hosts(start, services =>
        {
            services.AddMemoryRecords().AddDeadlines().AddLinks().AddApprovals();
            configure(services);
            services.AddSingleton(directory);
            // Each reminder appears in the calendar by itself.
            services.AddSingleton(new DigestLimit(int.MaxValue));
            services.AddSingleton(script);
            services.AddSingleton<RehearsalMail>();
            services.AddSingleton<IMailComposer>(provider => provider.GetRequiredService<RehearsalMail>());
            services.AddSingleton<IMailSender>(provider => provider.GetRequiredService<RehearsalMail>());
        });
        var office = new RehearsalOffice(host);
        try
        {
            await host.StartAsync(cancellation);
            return office;
        }
        catch
        {
            await office.DisposeAsync();
            throw;
        }
    }

    /// <summary>Waits for the end of a life; <paramref name="progress"/> is called regularly meanwhile, with the virtual time.</summary>
    public async Task<OrchestrationMetadata> LiveAsync(string instance, Func<DateTimeOffset, Task>? progress, CancellationToken cancellation)
    {
        var life = Client.WaitForInstanceCompletionAsync(instance, getInputsAndOutputs: true, cancellation);
        // Real time; virtual time runs through years within seconds.
        while (progress is not null && await Task.WhenAny(life, Task.Delay(TellEvery, cancellation)) != life)
            await progress(Get<TimeProvider>().GetChinaNow());
        var end = await life;
        return end.RuntimeStatus == OrchestrationRuntimeStatus.Completed
            ? end
            : throw new InvalidOperationException($"The rehearsal ended as {end.RuntimeStatus}: {end.FailureDetails?.ErrorMessage}");
    }

    /// <summary>Returns the calendar of subjects, after their last mails, which may still be under way when a life ends.</summary>
    public async Task<IReadOnlyList<RehearsalEntry>> CalendarAsync(IReadOnlyList<string> subjects, CancellationToken cancellation)
    {
        var tables = Get<ITableStore>();
        foreach (var subject in subjects)
        {
            await foreach (var row in tables.ReadPartitionAsync<OutboxRow>(subject, cancellation: cancellation))
                await Client.WaitForInstanceCompletionAsync(OutboxRow.InstanceIdOf(row.Value.Order), cancellation);
        }

        return await RehearsalCalendar.ReadAsync(tables, Get<IAuditTrail>(), Get<IRehearsedSystem>(), NameOfAsync, subjects, cancellation);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync(CancellationToken.None);
        _host.Dispose();
    }

    private async Task<string> NameOfAsync(string id)
    {
        var directory = Get<IDirectory>();
        if (await directory.FindPersonAsync(id) is { } person) return person.Name;
        return (await directory.FindUnitAsync(id))?.Name ?? id;
    }
}

/// <summary>The result of a rehearsal.</summary>
/// <param name="End">how the life ended, in the system's term; null if it was refused</param>
/// <param name="Calendar">all events, in order of time</param>
/// <param name="Failures">the rules that the input breaks</param>
public sealed record RehearsalResult(string? End, IReadOnlyList<RehearsalEntry> Calendar, IReadOnlyList<RuleFailure> Failures);
