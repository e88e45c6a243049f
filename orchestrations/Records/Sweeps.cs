using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Dazhou.Serverless.Records;

/// <summary>Runs the registered sweeps.</summary>
public sealed partial class Sweeps(IEnumerable<ISweep> sweeps, ILogger<Sweeps> logger)
{
    /// <summary>Runs the sweeps of an interval one after another. A failed sweep does not prevent the others; the method throws at the end.</summary>
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

/// <summary>Registers sweeps.</summary>
public static class SweepsRegistration
{
    /// <summary>Adds a service, registered as itself, as a sweep.</summary>
    public static IServiceCollection AddSweep<T>(this IServiceCollection services)
        where T : class, ISweep =>
        services.AddSingleton<ISweep>(provider => provider.GetRequiredService<T>());
}
