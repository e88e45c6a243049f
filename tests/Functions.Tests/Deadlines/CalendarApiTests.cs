using Dazhou.Serverless.Deadlines;
using Dazhou.Serverless.Functions.Deadlines;
using Microsoft.DurableTask.Client;
using Moq;

namespace Functions.Tests.Deadlines;

public sealed class CalendarApiTests : IDisposable
{
    private readonly DeadlineDesk desk = new("2026-12-10T10:00:00+08:00");

    public void Dispose() => desk.Dispose();

    [Fact]
    public async Task Publish_ADataFile_IsKeptAndMovesWhatIsProvisional()
    {
        await desk.OpenAsync("p1", "sscjgj", new WorkingDays(20), "2026-12-10", instanceId: "watch");
        // The form is that of the files that ship; the days are last year's, moved to where they fit.
        var file = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "orchestrations/Deadlines/Calendars/2026.json"));
        Assert.Equal(422, (await PublishAsync(2027, file)).Status);
        Assert.Equal((200, 1), await MovedAsync(2027, Arrangement));
        Assert.False(Assert.Single(await desk.Book.OfSubjectAsync("p1")).Deadline.Provisional);
        Assert.Equal((200, 0), await MovedAsync(2027, Arrangement));
    }

    [Fact]
    public async Task Publish_WhatContradictsItself_SaysWhereAndKeepsNothing()
    {
        var (status, body) = await PublishAsync(2027, Arrangement.Replace("\"2027-01-03\"", "\"2027-01-04\"", StringComparison.Ordinal));
        Assert.Equal(422, status);
        var error = Assert.Single(Answers.Json(body).GetProperty("errors").EnumerateArray().ToArray());
        Assert.Equal("makeUpDays", error.GetProperty("field").GetString());
        Assert.False((await desk.Get<WorkCalendarSource>().GetAsync()).IsPublished(new DateOnly(2027, 1, 1)));
    }

    [Theory]
    [InlineData("", 400)]
    [InlineData("null", 400)]
    [InlineData("[]", 400)]
    [InlineData("""{"year": 2027}""", 400)]
    [InlineData("""{"year": 2027, "source": "x", "holidays": {"元旦": ["next week"]}, "makeUpDays": []}""", 400)]
    [InlineData("""{"year": 2027, "source": "x", "holidays": null, "makeUpDays": null}""", 400)]
    [InlineData("""{"year": 2027, "source": "x", "holidays": {"元旦": null}, "makeUpDays": []}""", 400)]
    [InlineData("""{"year": 2027, "source": "x", "holidays": {}, "makeUpDays": []}""", 422)]
    public async Task Publish_WhatCannotBeRead_IsRefused(string body, int status) => Assert.Equal(status, (await PublishAsync(2027, body)).Status);

    private const string Arrangement = """
        {"year": 2027, "source": "测试用的2027年安排",
         "holidays": {"元旦": ["2027-01-01"], "劳动节": ["2027-05-01", "2027-05-02"], "国庆节": ["2027-10-01", "2027-10-02", "2027-10-03"]},
         "makeUpDays": ["2027-01-02", "2027-01-03"]}
        """;

    private async Task<(int Status, int Moved)> MovedAsync(int year, string body)
    {
        var answer = await PublishAsync(year, body);
        return (answer.Status, Answers.Json(answer.Body).GetProperty("moved").GetInt32());
    }

    private Task<(int Status, string Body)> PublishAsync(int year, string body)
    {
        var request = Answers.Request(body: body);
        var client = new Mock<DurableTaskClient>("test");
        return Answers.OfAsync(request, desk.Create<CalendarApi>().PublishAsync(request, year, client.Object, CancellationToken.None));
    }
}
