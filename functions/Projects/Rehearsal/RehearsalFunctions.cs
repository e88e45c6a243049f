using System.Globalization;
using System.Text.Json;
using Dazhou.Serverless.Deadlines;
using Dazhou.Serverless.Directory;
using Dazhou.Serverless.Functions.Common;
using Dazhou.Serverless.Projects;
using Dazhou.Serverless.Projects.Rehearsal;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Dazhou.Serverless.Functions.Projects.Rehearsal;

/// <summary>预演 as a page: the same as the command, for people who have no command line.</summary>
public sealed class RehearsalFunctions(IServiceProvider services, IDirectory directory, TimeProvider time) : IDisposable
{
    private static readonly TimeOnly Opening = new(9, 0);
    private static readonly string[] Fields = ["sample", "start", "application", "decisions"];

    // A rehearsal keeps a processor busy, so they take turns.
    private readonly SemaphoreSlim turn = new(1, 1);

    /// <summary>The form.</summary>
    [OpenTo(Caller.Staff)]
    [Function("RehearsalPage")]
    public IResult Show([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "rehearsal")] HttpRequest request) =>
        Page(
            StatusCodes.Status200OK,
            new Dictionary<string, string>(StringComparer.Ordinal) { ["start"] = $"{ChinaTime.DayOf(time.GetChinaNow()):yyyy-MM-dd}" },
            result: null,
            []);

    /// <summary>Rehearses.</summary>
    [OpenTo(Caller.Staff)]
    [Function("RehearsalForm")]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "rehearsal")] HttpRequest request, CancellationToken cancellationToken)
    {
        if (!request.HasFormContentType)
            return Problems.Unreadable("请用表单提交。");
        var form = await request.ReadFormAsync(cancellationToken);
        var typed = Fields.ToDictionary(name => name, name => form[name].ToString().Trim(), StringComparer.Ordinal);
        try
        {
            var result = await RehearseAsync(typed, cancellationToken);
            return result.Failures.Count == 0
                ? Page(StatusCodes.Status200OK, typed, result, [])
                : Page(
                    StatusCodes.Status422UnprocessableEntity, typed, result: null,
                    Faults.Of(result.Failures));
        }
        catch (RehearseException wrong)
        {
            return Page(StatusCodes.Status422UnprocessableEntity, typed, result: null, [new Fault("", wrong.Message)]);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => turn.Dispose();

    private async Task<RehearsalResult> RehearseAsync(IReadOnlyDictionary<string, string> typed, CancellationToken cancellationToken)
    {
        var rehearsal = ProjectRehearsal.From(services, directory) ?? throw new RehearseException("本运行时没有虚拟时间，不能预演。请在本地运行时上预演。");
        if (!DateOnly.TryParseExact(typed["start"], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            throw new RehearseException("请填写申报日期，形如 2026-03-02。");
        var application = Read<ProjectApplication>(await ApplicationAsync(typed, cancellationToken), "申报");
        var script = typed["decisions"].Length == 0
            ? RehearsalScript.Default
            : ReadScript(typed["decisions"]);
        var unit = application.Unit is { Length: > 0 } id ? await directory.FindUnitAsync(id, cancellationToken) : null;
        if (unit is null)
            throw new RehearseException($"项目建设单位“{application.Unit}”不在单位目录中。");

        await turn.WaitAsync(cancellationToken);
        try
        {
            return await rehearsal.RunAsync(application, unit, ChinaTime.At(day, Opening), script, policy: null, cancellationToken);
        }
        finally
        {
            turn.Release();
        }
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

    private static IResult Page(int status, IReadOnlyDictionary<string, string> typed, RehearsalResult? result, IReadOnlyList<Fault> faults) =>
        Pages.Show<RehearsalPage>(
            new Dictionary<string, object?>(StringComparer.Ordinal)
            {
                [nameof(RehearsalPage.Samples)] = SampleFiles().Select(file => file.Name).ToList(),
                [nameof(RehearsalPage.Typed)] = typed,
                [nameof(RehearsalPage.Result)] = result,
                [nameof(RehearsalPage.Chart)] = result is null ? null : RehearsalChart.Of(result.Calendar),
                [nameof(RehearsalPage.Faults)] = faults,
            },
            status);
}
