using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Dazhou.Serverless.Records;

/// <summary>All sweeps that are registered.</summary>
public sealed partial class Sweeps(IEnumerable<ISweep> sweeps, ILogger<Sweeps> logger)
{
    /// <summary>Runs those of a rhythm, one after another; one that fails keeps none of the others from running. Throws at the end if one failed.</summary>
    public async Task RunAsync(DurableTaskClient client, SweepRhythm rhythm, CancellationToken cancellation = default)
    {
        var failures = new List<Exception>();
        foreach (var sweep in sweeps.Where(sweep => sweep.Rhythm == rhythm))
        {
            try
            {
                if (await sweep.SweepAsync(client, cancellation) is > 0 and var count) LogSwept(sweep.Name, count);
            }
            catch (Exception failure) when (!cancellation.IsCancellationRequested)
            {
                failures.Add(failure);
            }
        }

        if (failures.Count > 0) throw new AggregateException(failures);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The sweep set right what was left undone: {Sweep}, {Count}")]
    private partial void LogSwept(string sweep, int count);
}

/// <summary>How owners of records register their sweeps.</summary>
public static class SweepsRegistration
{
    /// <summary>Adds the sweep of a service that is registered as itself.</summary>
    public static IServiceCollection AddSweep<T>(this IServiceCollection services)
        where T : class, ISweep =>
        services.AddSingleton<ISweep>(provider => provider.GetRequiredService<T>());
}
