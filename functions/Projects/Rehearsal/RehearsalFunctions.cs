using System.Globalization;
using System.Text.Json;
using Dazhou.Serverless.Directory;
using Dazhou.Serverless.Functions.Common;
using Dazhou.Serverless.Projects;
using Dazhou.Serverless.Projects.Rehearsal;
using Dazhou.Serverless.Records;
using Dazhou.Serverless.Works;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Dazhou.Serverless.Functions.Projects.Rehearsal;

/// <summary>预演 as a page, like the command, for people without a command line.</summary>
public sealed class RehearsalFunctions(IDirectory directory, WorkDesk works, TimeProvider time)
{
    private static readonly string[] Fields = ["sample", "start", "application", "decisions"];

    /// <summary>Shows the form.</summary>
    [OpenTo(Caller.Staff)]
    [Function("RehearsalPage")]
    public IResult Show([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "rehearsal")] HttpRequest request) =>
        Page(
            StatusCodes.Status200OK,
            new Dictionary<string, string>(StringComparer.Ordinal) { ["start"] = $"{time.GetChinaToday():yyyy-MM-dd}" },
            result: null,
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
            return Page(StatusCodes.Status422UnprocessableEntity, typed, result: null, [new Fault("", wrong.Message)]);
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
        var (typed, result) = RecordJson.Read<Rehearsed>(found);
        return result.Failures.Count == 0
            ? Page(StatusCodes.Status200OK, typed, result, [])
            : Page(StatusCodes.Status422UnprocessableEntity, typed, result: null, Faults.Of(result.Failures));
    }

    /// <summary>Validates the input and returns the rehearsal to run.</summary>
    private async Task<RehearsalOrder> OrderAsync(IReadOnlyDictionary<string, string> typed, CancellationToken cancellationToken)
    {
        if (!DateOnly.TryParseExact(typed["start"], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            throw new RehearseException("请填写申报日期，形如 2026-03-02。");
        var text = await ApplicationAsync(typed, cancellationToken);
        var application = Read<ProjectApplication>(text, "申报");
        if (typed["decisions"].Length > 0)
            ReadScript(typed["decisions"]);
        return application.Unit is { Length: > 0 } id && await directory.FindUnitAsync(id, cancellationToken) is not null
            ? new(typed, text, day)
            : throw new RehearseException($"项目建设单位“{application.Unit}”不在单位目录中。");
    }

    private static async Task<string> ApplicationAsync(IReadOnlyDictionary<string, string> typed, CancellationToken cancellationToken)
    {
        if (typed["sample"].Length == 0)
            return typed["application"].Length > 0 ? typed["application"] : throw new RehearseException("请选择示例，或者粘贴申报。");
        var file = SampleFiles().FirstOrDefault(file => file.Name == typed["sample"]) ?? throw new RehearseException("没有这个示例。");
        return await File.ReadAllTextAsync(file.FullName, cancellationToken);
    }

    private static RehearsalScript ReadScript(string json)
    {
        try
        {
            return RehearsalScript.Parse(json);
        }
        catch (JsonException unreadable)
        {
            throw new RehearseException($"各环节意见不是可读的 JSON（{unreadable.Path ?? "$"}，第{unreadable.LineNumber + 1}行）。", unreadable);
        }
    }

    private static T Read<T>(string json, string what)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(json, ProjectJson.Options) ?? throw new RehearseException($"{what}是空的。");
        }
        catch (JsonException unreadable)
        {
            throw new RehearseException($"{what}不是可读的 JSON（{unreadable.Path ?? "$"}，第{unreadable.LineNumber + 1}行）。", unreadable);
        }
    }

    private static FileInfo[] SampleFiles()
    {
        var folder = new DirectoryInfo(Path.Combine(AppContext.BaseDirectory, "samples", "projects"));
        return folder.Exists ? [.. folder.GetFiles("tier-*.json").OrderBy(file => file.Name, StringComparer.Ordinal)] : [];
    }

    private static string TitleOf(FileInfo sample)
    {
        using var application = JsonDocument.Parse(File.ReadAllBytes(sample.FullName));
        return $"{application.RootElement.GetProperty("name").GetString()}（{OfficeText.Amount(application.RootElement.GetProperty("totalInvestment").GetDecimal())}）";
    }

    private static IResult Page(int status, IReadOnlyDictionary<string, string> typed, RehearsalResult? result, IReadOnlyList<Fault> faults) =>
        Pages.Show(new RehearsalPage
        {
            Samples = SampleFiles().Select(file => (file.Name, TitleOf(file))).ToList(),
            Typed = typed,
            Result = result,
            Chart = result is null ? null : RehearsalChart.Of(result.Calendar),
            Faults = faults,
        }, status);
}
