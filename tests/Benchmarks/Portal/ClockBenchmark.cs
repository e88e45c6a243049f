using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Dazhou.Serverless.Functions.Common;
using Tests.Shared;

namespace Benchmarks.Portal;

/// <summary>
/// How fast the clock of the running app moves while projects are open: half of them wait for their admission to the library,
/// half for their panel of experts, so that their deadlines remind, run out and are reported day by day.
/// </summary>
internal static class ClockBenchmark
{
    private const int LinksOfAnAddress = 20;
    private static readonly string[] Samples = ["tier-150.json", "tier-320.json", "tier-760.json", "tier-1800.json"];

    public static async Task RunAsync(Arguments arguments)
    {
        var projects = arguments.Number("projects", 80);
        var days = arguments.Number("days", 60);
        var piece = arguments.Number("piece", 10);
        await using var host = await BenchHost.StartAsync(countRequests: true);
        await ApplyAsync(host, projects);
        await AdmitAsync(host, projects / 2);
        await host.SettleAsync();

        var all = Stopwatch.StartNew();
        var (tables, blobs) = (new Dictionary<string, int>(StringComparer.Ordinal), 0);
        for (var done = 0; done < days; done += piece)
        {
            var part = Math.Min(piece, days - done);
            host.TakeRequests();
            var watch = Stopwatch.StartNew();
            await host.MoveAsync(TimeSpan.FromDays(part));
            var seconds = watch.Elapsed.TotalSeconds;
            var requests = host.TakeRequests();
            foreach (var (what, count) in requests.Where(request => !request.Key.EndsWith(" documents", StringComparison.Ordinal)))
            {
                tables[what] = tables.GetValueOrDefault(what) + count;
            }

            await Console.Error.WriteLineAsync(
                $"days {done + 1}-{done + part}: {seconds:0.0} s, {part * 60 / seconds:0} virtual days/min, {requests.Values.Sum() / part} requests a day");
        }

        all.Stop();
        await Console.Out.WriteLineAsync(JsonSerializer.Serialize(new
        {
            projects,
            days,
            seconds = Math.Round(all.Elapsed.TotalSeconds, 1),
            days_per_minute = Math.Round(days * 60 / all.Elapsed.TotalSeconds),
            table_operations_per_day = tables.Values.Sum() / days,
            by_operation_per_day = tables.OrderByDescending(entry => entry.Value).Take(12)
                .ToDictionary(entry => entry.Key, entry => Math.Round((double)entry.Value / days, 1)),
        }));
    }

    private static async Task ApplyAsync(BenchHost host, int projects)
    {
        var applications = await Task.WhenAll(
            Samples.Select(name => File.ReadAllTextAsync(Path.Combine(HostCommand.Root, "samples", "projects", name))));
        for (var number = 0; number < projects; number++)
        {
            var application = JsonNode.Parse(applications[number % applications.Length])!;
            application["name"] = $"基准项目{number:D4}";
            using var request = new HttpRequestMessage(HttpMethod.Post, "/api/projects")
            {
                Content = new StringContent(application.ToJsonString(), Encoding.UTF8, "application/json"),
                Headers = { { UnitKeys.Header, UnitKeys.DevelopmentKey } },
            };
            using var answer = await host.Http.SendAsync(request);
            answer.EnsureSuccessStatusCode();
        }

        await host.SettleAsync();
    }

    private static async Task AdmitAsync(BenchHost host, int projects)
    {
        var mails = (await host.Http.GetFromJsonAsync<JsonElement>("/dev/mailbox?format=json")).EnumerateArray()
            .Where(mail => mail.GetProperty("subject").GetString()!.StartsWith("【待初审】", StringComparison.Ordinal))
            .Select(mail => mail.GetProperty("links")[0].GetProperty("href").GetString()!)
            .Take(projects)
            .ToList();
        if (mails.Count < projects)
        {
            throw new InvalidOperationException($"Only {mails.Count} admissions are asked for.{Environment.NewLine}{host.Said()}");
        }

        for (var number = 0; number < mails.Count; number++)
        {
            using var client = host.ClientFrom(IPAddress.Parse($"127.0.0.{2 + (number / LinksOfAnAddress)}"));
            using var answer = await client.PostAsync(mails[number], new FormUrlEncodedContent([new("decision", "同意")]));
            answer.EnsureSuccessStatusCode();
        }
    }
}
