using System.Globalization;
using Dazhou.Serverless.Directory;
using Dazhou.Serverless.Functions.Common;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Dazhou.Serverless.Functions.Home;

/// <summary>The 工作台, and its tools for Development.</summary>
public sealed class HomeFunctions(WorkboardReader boards, IEnumerable<ISampleData> samples, LocalClock clock, TimeProvider time)
{
    private const int MostDays = 400;

    /// <summary>Shows the 工作台. The route matches only the root: Azure Functions treats an empty route as none.</summary>
    [OpenTo(Caller.Staff)]
    [Function("Home")]
    public async Task<IResult> ShowAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "{ignored:maxlength(0)?}")] HttpRequest request, CancellationToken cancellationToken) =>
        request.HttpContext.Features.Get<UnitCaller>() is { ActsForAll: false }
            ? Problems.Forbidden("工作台供登录的工作人员使用。单位请用 /projects、/api/projects 和 /api/deadlines 查看本单位的项目和期限。")
            : await PageAsync(request, notice: null, cancellationToken);

    /// <summary>Submits the samples of all systems; safe to repeat.</summary>
    [OpenTo(Caller.Development)]
    [Function("DevSamples")]
    public async Task<IResult> LoadSamplesAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "dev/samples")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken)
    {
        var done = new List<string>();
        foreach (var sample in samples)
            done.Add(await sample.LoadAsync(client, cancellationToken));
        return await PageAsync(request, string.Concat(done), cancellationToken);
    }

    /// <summary>Moves the clock of a development host.</summary>
    [OpenTo(Caller.Development)]
    [Function("DevClock")]
    public async Task<IResult> MoveClockAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "dev/clock")] HttpRequest request, CancellationToken cancellationToken)
    {
        var form = await request.ReadFormAsync(cancellationToken);
        if (!int.TryParse(form["days"], NumberStyles.None, CultureInfo.InvariantCulture, out var days) || days is < 1 or > MostDays)
            return Problems.Unreadable($"days 应为1至{MostDays}的整数。");
        var failure = await clock.AdvanceAsync(time.GetChinaNow().AddDays(days), cancellationToken);
        return await PageAsync(request, failure ?? $"时钟已往前{days}天。", cancellationToken);
    }

    private async Task<IResult> PageAsync(HttpRequest request, string? notice, CancellationToken cancellationToken) => Pages.Show(new HomePage
    {
        Board = await boards.ReadAsync(request.HttpContext.Features.Get<PersonRow>(), cancellationToken),
        Notice = notice,
    });
}
