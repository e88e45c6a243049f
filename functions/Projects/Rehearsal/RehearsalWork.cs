using System.Text.Json;
using Dazhou.Serverless.Directory;
using Dazhou.Serverless.Functions.Common;
using Dazhou.Serverless.Functions.Works;
using Dazhou.Serverless.Projects;
using Dazhou.Serverless.Projects.Rehearsal;
using Dazhou.Serverless.Records;
using Dazhou.Serverless.Works;
using Microsoft.Extensions.Logging;

namespace Dazhou.Serverless.Functions.Projects.Rehearsal;

/// <summary>A rehearsal to run: the entered values and the resulting application.</summary>
/// <param name="Typed">The values entered in the form.</param>
/// <param name="Application">The application, as JSON.</param>
/// <param name="Start">The day of the application.</param>
public sealed record RehearsalOrder(IReadOnlyDictionary<string, string> Typed, string Application, DateOnly Start);

/// <summary>A finished rehearsal with its input.</summary>
/// <param name="Typed">The values entered in the form.</param>
/// <param name="Result">The result.</param>
public sealed record Rehearsed(IReadOnlyDictionary<string, string> Typed, RehearsalResult Result);

/// <summary>预演 as long work; its progress is the virtual time and the project's stage.</summary>
public sealed class RehearsalWork(IDirectory directory, ILoggerFactory loggers) : ILongWork, IWorkView, IDisposable
{
    private static readonly TimeOnly Opening = new(9, 0);

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
        var application = JsonSerializer.Deserialize<ProjectApplication>(order.Application, ProjectJson.Options)!;
        var rehearsal = ProjectRehearsal.From(directory, loggers);
        var unit = await directory.FindUnitAsync(application.Unit!, cancellation)
            ?? throw new WorkRefusedException($"项目建设单位“{application.Unit}”不在单位目录中。");
        var script = order.Typed["decisions"].Length == 0 ? RehearsalScript.Default : RehearsalScript.Parse(order.Typed["decisions"]);

        await turn.WaitAsync(cancellation);
        try
        {
            var result = await rehearsal.RunAsync(
                application, unit, ChinaTime.At(order.Start, Opening), script, policy: null, cancellation,
                (stage, at) => progress.SayAsync(PlaceOf(stage), StageNames.MainLine.Count, $"{StageNames.Title(stage)}，虚拟时间{OfficeText.Date(at)}", cancellation));
            return new("预演已经完成。", JsonSerializer.Serialize(new Rehearsed(order.Typed, result), RecordJson.Options));
        }
        finally
        {
            turn.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => turn.Dispose();

    /// <summary>Returns how many stages of the main line are finished.</summary>
    private static int PlaceOf(string stage)
    {
        for (var place = 0; place < StageNames.MainLine.Count; place++)
        {
            if (StageNames.MainLine[place].Stage == stage)
                return place;
        }

        return 0;
    }
}
