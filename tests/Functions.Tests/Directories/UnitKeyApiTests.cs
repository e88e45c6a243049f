using Dazhou.Serverless.Directory;
using Dazhou.Serverless.Functions.Directory;
using Dazhou.Serverless.Records;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Functions.Tests.Directories;

public sealed class UnitKeyApiTests : IDisposable
{
    private readonly ServiceProvider services;
    private readonly UnitKeyApi api;
    private readonly IDirectory directory;
    private readonly IAuditTrail audit;

    public UnitKeyApiTests()
    {
        services = new ServiceCollection()
            .AddMemoryRecords()
            .AddSingleton(TimeProvider.System)
            .AddSingleton<IDirectory>(provider => new DirectoryRecords(provider.GetRequiredService<ITableStore>(), TimeProvider.System, DirectorySample.Read()))
            .AddSingleton<UnitKeyBook>()
            .AddSingleton<UnitKeyApi>()
            .BuildServiceProvider();
        api = services.GetRequiredService<UnitKeyApi>();
        directory = services.GetRequiredService<IDirectory>();
        audit = services.GetRequiredService<IAuditTrail>();
    }

    public void Dispose() => services.Dispose();

    [Fact]
    public async Task Issue_ForAUnit_AnswersAKeyThatFindsItAndListsItWithoutTheKey()
    {
        var (status, body) = await IssueAsync("szjj");

        Assert.Equal(StatusCodes.Status201Created, status);
        var key = Answers.Json(body).GetProperty("key").GetString()!;
        Assert.Equal("szjj", (await directory.FindUnitByKeyAsync(key))!.Id);
        Assert.NotEqual(key, Answers.Json((await IssueAsync("szjj")).Body).GetProperty("key").GetString());

        var list = (await AnswerAsync(request => api.ListAsync(request, "市数字经济局", CancellationToken.None))).Body;
        Assert.DoesNotContain(key, list, StringComparison.Ordinal);
        var listed = Answers.Json(list).GetProperty("keys").EnumerateArray().ToList();
        Assert.Equal(2, listed.Count);
        var used = Assert.Single(listed, it => it.GetProperty("id").GetString() == Answers.Json(body).GetProperty("id").GetString());
        Assert.Matches("^[0-9]{4}-[0-9]{2}-[0-9]{2}$", used.GetProperty("lastUsed").GetString());
    }

    [Fact]
    public async Task Withdraw_AKey_EndsItOnceAndStandsInTheTrail()
    {
        var issued = Answers.Json((await IssueAsync("szjj")).Body);
        var id = issued.GetProperty("id").GetString()!;

        Assert.Equal(StatusCodes.Status404NotFound, (await WithdrawAsync("szj", id)).Status);
        Assert.Equal(StatusCodes.Status204NoContent, (await WithdrawAsync("szjj", id)).Status);
        Assert.Equal(StatusCodes.Status404NotFound, (await WithdrawAsync("szjj", id)).Status);

        Assert.Null(await directory.FindUnitByKeyAsync(issued.GetProperty("key").GetString()!));
        var actions = new List<string>();
        await foreach (var row in audit.ReadAsync(DirectoryTransfer.Subject))
            actions.Add(row.Entry.Action);
        Assert.Equal(["发放单位密钥", "撤销单位密钥"], actions);
    }

    [Fact]
    public async Task AnyAct_ForAnUnknownUnit_IsNotFound()
    {
        Assert.Equal(StatusCodes.Status404NotFound, (await IssueAsync("no-such-unit")).Status);
        Assert.Equal(StatusCodes.Status404NotFound, (await WithdrawAsync("no-such-unit", "0123456789ab")).Status);
        Assert.Equal(StatusCodes.Status404NotFound, (await AnswerAsync(request => api.ListAsync(request, "no-such-unit", CancellationToken.None))).Status);
    }

    private Task<(int Status, string Body)> IssueAsync(string unit) => AnswerAsync(request => api.IssueAsync(request, unit, CancellationToken.None));

    private Task<(int Status, string Body)> WithdrawAsync(string unit, string id) => AnswerAsync(request => api.WithdrawAsync(request, unit, id, CancellationToken.None));

    private static Task<(int Status, string Body)> AnswerAsync(Func<HttpRequest, Task<IResult>> call)
    {
        var request = Answers.Request();
        return Answers.OfAsync(request, call(request));
    }
}
