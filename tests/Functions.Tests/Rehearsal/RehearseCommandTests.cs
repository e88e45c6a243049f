using System.Diagnostics;
using System.Text.Json;
using Dazhou.Serverless.Functions.Common;

namespace Functions.Tests.Rehearsal;

/// <summary>The command as a user types it, in a process of its own.</summary>
public sealed class RehearseCommandTests : IDisposable
{
    /// <summary>The orchestrations of the spec.</summary>
    private static readonly string[] Names =
    [
        "ProjectLifecycle", "LibraryAdmission", "ExpertArgumentation", "Establishment", "Publicity", "TechnicalPlan", "TechnicalReview", "BudgetReview", "Procurement",
        "Construction", "SupplementaryContract", "Adjustment", "TrialRun", "PreAcceptance", "Acceptance", "Payment", "PostEvaluation", "AnnualMonitoring", "Rectification", "AnnualCycle",
    ];

    private readonly string folder = Directory.CreateTempSubdirectory("dazhou-rehearse-").FullName;

    [Fact]
    public async Task Rehearse_Sample_WritesTheCalendarOfItsLife()
    {
        var (json, ics) = (Path.Combine(folder, "life.json"), Path.Combine(folder, "life.ics"));

        var (code, output, errors) = await RunAsync("projects", "--file", Sample("tier-150.json"), "--start", "2026-03-02", "--json", json, "--ics", ics);

        Assert.True(code == 0, errors);
        Assert.Contains("2026-03-02 09:00", output, StringComparison.Ordinal);
        using var document = JsonDocument.Parse(await File.ReadAllTextAsync(json));
        var entries = document.RootElement.EnumerateArray().ToList();
        var times = entries.Select(entry => entry.GetProperty("at").GetDateTimeOffset()).ToList();
        Assert.Equal(times.Order(), times);
        Assert.All(entries, entry => Assert.Contains(entry.GetProperty("kind").GetString(), (string[])["stage", "deadline", "reminder", "mail", "decision"]));
        Assert.All(entries, entry => Assert.Contains(entry.GetProperty("stage").GetString(), Names));
        Assert.All(entries, entry => Assert.Equal(["at", "kind", "stage", "article", "text"], entry.EnumerateObject().Take(5).Select(property => property.Name)));
        Assert.All(entries, entry => Assert.Equal(
            entry.GetProperty("kind").GetString() == "deadline" ? ["from", "period", "due", "provisional"] : [], entry.EnumerateObject().Skip(5).Select(property => property.Name)));
        Assert.All(entries, entry => Assert.EndsWith("+08:00", entry.GetProperty("at").GetString(), StringComparison.Ordinal));
        Assert.Equal("第七条", Deadline(entries, "LibraryAdmission").GetProperty("article").GetString());
        Assert.Equal(4, entries.Count(entry => entry.GetProperty("kind").GetString() == "decision" && entry.GetProperty("stage").GetString() == "ExpertArgumentation"));
        // Library, panel, opinions, route, reviews and decision take a morning each. Seven days from 8 March end on a Sunday, so on Monday.
        var publicity = Deadline(entries, "Publicity");
        Assert.Equal("7 days", publicity.GetProperty("period").GetString());
        Assert.Equal("2026-03-08", publicity.GetProperty("from").GetString());
        Assert.Equal("2026-03-17T00:00:00+08:00", publicity.GetProperty("due").GetString());
        Assert.False(publicity.GetProperty("provisional").GetBoolean());
        var plan = Deadline(entries, "TechnicalPlan");
        Assert.Equal("2026-03-16", plan.GetProperty("from").GetString());
        Assert.Equal("2026-05-16T00:00:00+08:00", plan.GetProperty("due").GetString());
        Assert.StartsWith("BEGIN:VCALENDAR", await File.ReadAllTextAsync(ics), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("campaigns", "campaigns/season-3.json", "2023-05-25T00:00:00+08:00", "进入动员部署阶段", "Campaign WeeklyReport PhaseTaskCall CampaignEvaluation")]
    [InlineData("ledgers", "ledgers/xinwuranwu-2023.json", "2023-05-31T09:00:00+08:00", "建立督办台账", "LedgerLife LedgerSigning LedgerCycle TaskWatch")]
    public async Task Rehearse_OtherSystems_BeginOnTheirDocumentsDay(string process, string sample, string at, string first, string names)
    {
        var (json, ics) = (Path.Combine(folder, "life.json"), Path.Combine(folder, "life.ics"));

        var (code, _, errors) = await RunAsync(process, "--file", Path.Combine(Repository.Root, "samples", sample), "--json", json, "--ics", ics);

        Assert.True(code == 0, errors);
        using var document = JsonDocument.Parse(await File.ReadAllTextAsync(json));
        var entries = document.RootElement.EnumerateArray().ToList();
        var begins = entries.First(entry => entry.GetProperty("text").GetString()!.Contains(first, StringComparison.Ordinal));
        Assert.Equal(at, begins.GetProperty("at").GetString());
        Assert.Equal(names.Split(' ').Order(), entries.Select(entry => entry.GetProperty("stage").GetString()).Distinct().Order());
        Assert.StartsWith("BEGIN:VCALENDAR", await File.ReadAllTextAsync(ics), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("no such file", "nothing.json", "2026-03-02", "无法读取申报文件")]
    [InlineData("no date", "tier-150.json", "2026-13-02", "不是日期")]
    [InlineData("not JSON", "technical-plan.pdf", "2026-03-02", "不是可读的 JSON")]
    public async Task Rehearse_WrongInput_SaysSoInOneLine(string what, string file, string start, string why)
    {
        var (code, output, errors) = await RunAsync("projects", "--file", Sample(file), "--start", start);

        Assert.True(code == 2, $"{what}: {code}");
        Assert.Empty(output);
        var line = Assert.Single(errors.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains(why, line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rehearse_ApplicationOutOfScope_ListsEveryRule()
    {
        var (code, output, errors) = await RunAsync("projects", "--file", Sample("refused-20-negative-list.json"), "--start", "2026-03-02");

        Assert.Equal(2, code);
        Assert.Empty(output);
        Assert.Equal(2, errors.Split('\n', StringSplitOptions.RemoveEmptyEntries).Count(line => line.Contains("第二十条", StringComparison.Ordinal)));
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static string Sample(string name) => Path.Combine(Repository.Root, "samples", "projects", name);

    private static JsonElement Deadline(IEnumerable<JsonElement> entries, string stage) => entries.First(entry =>
        entry.GetProperty("kind").GetString() == "deadline" && entry.GetProperty("stage").GetString() == stage);

    private static async Task<(int Code, string Output, string Errors)> RunAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet") { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in (string[])[typeof(Gatekeeper).Assembly.Location, "rehearse", .. arguments])
            start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output, await errors);
    }
}
