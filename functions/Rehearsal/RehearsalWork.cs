using System.Text.Json;
using Dazhou.Serverless.Directory;
using Dazhou.Serverless.Functions.Works;
using Dazhou.Serverless.Records;
using Dazhou.Serverless.Rehearsal;
using Dazhou.Serverless.Works;
using Microsoft.Extensions.Logging;

namespace Dazhou.Serverless.Functions.Rehearsal;

/// <summary>A rehearsal to run.</summary>
/// <param name="Process">The name of its <see cref="IRehearsal"/>.</param>
/// <param name="Typed">The values entered in the form.</param>
/// <param name="Input">What is rehearsed.</param>
public sealed record RehearsalOrder(string Process, IReadOnlyDictionary<string, string> Typed, RehearsalInput Input);

/// <summary>A finished rehearsal with its input.</summary>
/// <param name="Process">The name of its <see cref="IRehearsal"/>.</param>
/// <param name="Typed">The values entered in the form.</param>
/// <param name="Result">The result.</param>
public sealed record Rehearsed(string Process, IReadOnlyDictionary<string, string> Typed, RehearsalResult Result);

/// <summary>预演 as long work; its progress is the virtual time.</summary>
public sealed class RehearsalWork(IDirectory directory, IEnumerable<IRehearsal> rehearsals, ILoggerFactory loggers) : ILongWork, IWorkView, IDisposable
{
    // A rehearsal keeps a processor busy, so only one runs at a time.
    private readonly SemaphoreSlim turn = new(1, 1);

    /// <summary>The kind of work.</summary>
    public const string Name = "rehearsal";

    /// <inheritdoc/>
    public string Kind => Name;

    /// <inheritdoc/>
    public string Section => "/rehearsal";

    /// <inheritdoc/>
    public string ResultOf(WorkRow work) => $"/rehearsal/{work.Id}";

    /// <inheritdoc/>
    public async Task<WorkOutcome> RunAsync(string input, WorkProgress progress, CancellationToken cancellation)
    {
        var order = RecordJson.Read<RehearsalOrder>(input);
        var rehearsal = rehearsals.Single(known => known.Name == order.Process);
        await turn.WaitAsync(cancellation);
        try
        {
            var result = await rehearsal.RunAsync(
                order.Input, directory, loggers, moment => progress.SayAsync(moment.Done, moment.Of, moment.Text, cancellation), cancellation);
            return new("预演已经完成。", JsonSerializer.Serialize(new Rehearsed(order.Process, order.Typed, result), RecordJson.Options));
        }
        catch (RehearseException wrong)
        {
            throw new WorkRefusedException(wrong.Message, wrong);
        }
        finally
        {
            turn.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => turn.Dispose();
}
