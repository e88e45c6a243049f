namespace Host.Tests.Processes.Lives;

/// <summary>Timer functions by the real clock.</summary>
public sealed class TimerTests
{
    [Fact]
    public async Task Timer_RunsAtTheStartAndByItsSchedule_AndWhatACrashCutShortRunsAgain()
    {
        using var data = new TestFolder();
        using var meeting = new Meeting();
        await using (var app = await StartAsync(data, meeting))
        {
            Assert.Equal(["at start False"], await app.RecordsAsync("at start", 1));
            using (var first = await meeting.NextAsync())
            {
                Assert.Equal("tick False", first.Name);
                await first.AnswerAsync("");
            }

            Assert.Equal("tick False timerTrigger Tick", (await app.RecordsAsync("tick", 1))[0]);

            // Another one has begun, and does not end.
            using var second = await meeting.NextAsync();
            app.Host.Kill();
            Assert.Null(await second.LeavesAsync());
        }

        await using var again = await StartAsync(data, meeting);
        using var repeated = await meeting.NextAsync();
        Assert.Equal("tick True", repeated.Name);
        await repeated.AnswerAsync("");

        // The one after it is on time.
        using var next = await meeting.NextAsync();
        Assert.Equal("tick False", next.Name);
        await next.AnswerAsync("");
    }

    private static Task<RunningApp> StartAsync(TestFolder data, Meeting meeting) =>
        RunningApp.StartAsync(data.Path, null, "--TickSchedule", "* * * * * *", "--TickPort", $"{meeting.Port}");
}
