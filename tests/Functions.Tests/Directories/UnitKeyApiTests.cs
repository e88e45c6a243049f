using Dazhou.Serverless.Directory;
using Dazhou.Serverless.Functions.Directory;
using Dazhou.Serverless.Records;
using Microsoft.AspNetCore.Http;

namespace Functions.Tests.Directories;

public sealed class UnitKeyApiTests : IDisposable
{
    private readonly DirectoryRecords records = new(new MemoryTableStore(), TimeProvider.System, DirectorySample.Read());

    public void Dispose() => records.Dispose();

    [Fact]
    public async Task Issue_ForAUnit_AnswersAKeyThatFindsIt()
    {
        var (status, body) = await IssueAsync("szjj");

        Assert.Equal(StatusCodes.Status201Created, status);
        var key = Answers.Json(body).GetProperty("key").GetString()!;
        Assert.Equal("szjj", (await records.FindUnitByKeyAsync(key))!.Id);
        Assert.NotEqual(key, Answers.Json((await IssueAsync("szjj")).Body).GetProperty("key").GetString());
    }

    [Fact]
    public async Task Issue_ForAnUnknownUnit_IsNotFound() =>
        Assert.Equal(StatusCodes.Status404NotFound, (await IssueAsync("no-such-unit")).Status);

    private Task<(int Status, string Body)> IssueAsync(string unit)
    {
        var request = Answers.Request();
        return Answers.OfAsync(request, new UnitKeyApi(records, records).IssueAsync(request, unit, CancellationToken.None));
    }
}
