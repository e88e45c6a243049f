using System.Globalization;
using System.Text.Json;
using Dazhou.Serverless.Directory;
using Dazhou.Serverless.Functions.Common;
using Dazhou.Serverless.Records;
using Dazhou.Serverless.Works;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Dazhou.Serverless.Functions.Rehearsal;

/// <summary>预演 as a page, like the command, for people without a command line.</summary>
public sealed class RehearsalFunctions(IDirectory directory, WorkDesk works, IEnumerable<IRehearsal> rehearsals, TimeProvider time)
{
    private static readonly string[] Fields = ["process", "sample", "start", "application", "decisions"];

    /// <summary>Shows the form.</summary>
    [OpenTo(Caller.Staff)]
    [Function("RehearsalPage")]
    public IResult Show([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "rehearsal")] HttpRequest request) =>
        Page(
            StatusCodes.Status200OK,
            new Dictionary<string, string>(StringComparer.Ordinal) { ["start"] = $"{time.GetChinaToday():yyyy-MM-dd}" },
            rehearsed: null,
            []);

    /// <summary>Starts a rehearsal and redirects to its progress page.</summary>
    [OpenTo(Caller.Staff)]
    [Function("RehearsalForm")]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "rehearsal")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken)
    {
        var form = await request.FormAsync(cancellationToken);
        var typed = Fields.ToDictionary(name => name, name => form[name].ToString().Trim(), StringComparer.Ordinal);
        try
        {
            var order = await OrderAsync(typed, cancellationToken);
            var by = request.HttpContext.Features.Get<PersonRow>()?.Id ?? "rehearsal";
            var work = await works.StartAsync(
                client, RehearsalWork.Name, "预演", JsonSerializer.Serialize(order, RecordJson.Options), by, cancellation: cancellationToken);
            return new SeeOther($"/works/{work.Id}");
        }
        catch (RehearseException wrong)
        {
            return Page(StatusCodes.Status422UnprocessableEntity, typed, rehearsed: null, [new Fault("", wrong.Message)]);
        }
    }

    /// <summary>Shows the result of a rehearsal, which is kept for a week.</summary>
    [OpenTo(Caller.Staff)]
    [Function("RehearsalResult")]
    public async Task<IResult> ResultAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "rehearsal/{id}")] HttpRequest request, string id, CancellationToken cancellationToken)
    {
        if (await works.FindAsync(id, cancellationToken) is not { Kind: RehearsalWork.Name } || await works.ResultAsync(id, cancellationToken) is not { } found)
            return Pages.Message(StatusCodes.Status404NotFound, "没有这次预演", "预演的结果保留七天，到期后请重新预演。");
        var rehearsed = RecordJson.Read<Rehearsed>(found);
        return rehearsed.Result.Failures.Count == 0
            ? Page(StatusCodes.Status200OK, rehearsed.Typed, rehearsed, [])
            : Page(StatusCodes.Status422UnprocessableEntity, rehearsed.Typed, rehearsed: null, Faults.Of(rehearsed.Result.Failures));
    }

    /// <summary>Validates the input and returns the rehearsal to run.</summary>
    private async Task<RehearsalOrder> OrderAsync(IReadOnlyDictionary<string, string> typed, CancellationToken cancellationToken)
    {
        var (rehearsal, text) = await MatterAsync(typed, cancellationToken);
        if (!DateOnly.TryParseExact(typed["start"], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            && (rehearsal.AsksForStart || typed["start"].Length > 0))
            throw new RehearseException("请填写开始日期，形如 2026-03-02。");
        // A document of its own day begins on it, whatever day the form proposes.
        var input = new RehearsalInput(text, typed["decisions"], rehearsal.AsksForStart ? RehearseOptions.OpeningOf(day) : null);
        await rehearsal.CheckAsync(input, directory, cancellationToken);
        return new(rehearsal.Name, typed, input);
    }

    private async Task<(IRehearsal Rehearsal, string Text)> MatterAsync(IReadOnlyDictionary<string, string> typed, CancellationToken cancellationToken)
    {
        if (typed["sample"].Length > 0)
        {
            var sample = SampleFiles().FirstOrDefault(sample => sample.File.Name == typed["sample"]);
            return sample.File is null ? throw new RehearseException("没有这个示例。") : (sample.Rehearsal, await File.ReadAllTextAsync(sample.File.FullName, cancellationToken));
        }

        var process = typed["process"].Length == 0 ? rehearsals.First() : rehearsals.FirstOrDefault(known => known.Name == typed["process"]);
        if (process is null)
            throw new RehearseException($"没有这个流程，请选择{string.Join('、', rehearsals.Select(known => known.Title))}。");
        return typed["application"].Length > 0 ? (process, typed["application"]) : throw new RehearseException($"请选择示例，或者粘贴{process.Matter}。");
    }

    private IEnumerable<(IRehearsal Rehearsal, FileInfo File)> SampleFiles() =>
        from rehearsal in rehearsals
        let folder = new DirectoryInfo(Path.Combine(AppContext.BaseDirectory, "samples", rehearsal.Name))
        where folder.Exists
        from file in folder.GetFiles(rehearsal.SamplePattern).OrderBy(file => file.Name, StringComparer.Ordinal)
        select (rehearsal, file);

    private IResult Page(int status, IReadOnlyDictionary<string, string> typed, Rehearsed? rehearsed, IReadOnlyList<Fault> faults)
    {
        var rehearsal = rehearsed is null ? null : rehearsals.Single(known => known.Name == rehearsed.Process);
        return Pages.Show(
            new RehearsalPage
            {
                Processes = [.. rehearsals],
                Samples = [.. SampleFiles().Select(sample => (sample.Rehearsal, sample.File.Name, sample.Rehearsal.TitleOfSample(File.ReadAllText(sample.File.FullName))))],
                Typed = typed,
                Rehearsal = rehearsal,
                Result = rehearsed?.Result,
                Chart = rehearsed is null ? null : RehearsalChart.Of(rehearsed.Result.Calendar, rehearsal!),
                Faults = faults,
            },
            status);
    }
}
