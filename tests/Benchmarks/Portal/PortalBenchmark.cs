using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Azure.Data.Tables;
using Dazhou.Serverless.Functions.Common;
using Dazhou.Serverless.Projects;
using Dazhou.Serverless.Records;
using Tests.Shared;

namespace Benchmarks.Portal;

/// <summary>
/// How long people wait: 工作台, lists, search and a project's page, and from the post of a decision to the project's page
/// that shows it. One reader at a time, on the real app with a real Azurite.
/// </summary>
internal static class PortalBenchmark
{
    private const int Warmup = 20;
    private const int LinksOfAnAddress = 50;
    private const string Planner = "szjj.planning@dazhou.example";
    private const string Comment = "基准测试意见";

    public static async Task RunAsync(Arguments arguments)
    {
        var projects = arguments.Number("projects", 10_000);
        var live = arguments.Number("live", 200);
        var samples = arguments.Number("samples", 200);
        await using var host = await BenchHost.StartAsync();
        var tables = new AzureTableStore(new TableServiceClient(host.Storage));

        var seeding = Stopwatch.GetTimestamp();
        var seeded = await new ProjectSeed(tables, DateTimeOffset.UtcNow).WriteAsync(projects);
        var seconds = Stopwatch.GetElapsedTime(seeding).TotalSeconds;
        await Console.Error.WriteLineAsync($"seeded {projects} projects in {seconds:0} s");
        await ApplyAsync(host, live);
        var cookie = await SignInAsync(host, Planner);

        var random = new Random(1);
        var report = new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["projects"] = projects,
            ["live"] = live,
            ["samples"] = samples,
            ["seed_s"] = Math.Round(seconds, 1),
            ["dashboard"] = await MeasureAsync(samples, _ => GetAsync(host.Http, "/", "待我办理", cookie)),
            ["list_page"] = await MeasureAsync(samples, _ => GetAsync(host.Http, $"/projects?stage={StageOf(random)}", "信息化项目", cookie)),
            ["list_api"] = await MeasureAsync(samples, _ => GetAsync(host.Http, $"/api/projects?stage={StageOf(random)}", "\"items\"", cookie)),
            ["search"] = await MeasureAsync(samples, _ => GetAsync(host.Http, $"/projects?q={random.Next(projects):D5}", "找到", cookie)),
            ["project_page"] = await MeasureAsync(samples, _ => GetAsync(host.Http, $"/projects/{seeded[random.Next(seeded.Count)]}", "全过程留痕", cookie)),
        };
        foreach (var (name, figures) in await DecideAsync(host, Math.Min(samples, live), cookie))
        {
            report[name] = figures;
        }

        await Console.Out.WriteLineAsync(JsonSerializer.Serialize(report));
    }

    private static string StageOf(Random random) => new[] { Stages.TechnicalPlan, Stages.Construction, Stages.Completed, Stages.Publicity }[random.Next(4)];

    /// <summary>Projects that live: each waits for its first decision, the admission to the library.</summary>
    private static async Task ApplyAsync(BenchHost host, int live)
    {
        var sample = await File.ReadAllTextAsync(Path.Combine(HostCommand.Root, "samples", "projects", "tier-150.json"));
        await Parallel.ForEachAsync(Enumerable.Range(0, live), new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (number, cancellation) =>
        {
            var application = JsonNode.Parse(sample)!;
            application["name"] = $"基准项目{number:D4}";
            using var request = new HttpRequestMessage(HttpMethod.Post, "/api/projects")
            {
                Content = new StringContent(application.ToJsonString(), Encoding.UTF8, "application/json"),
                Headers = { { UnitKeys.Header, UnitKeys.DevelopmentKey } },
            };
            using var answer = await host.Http.SendAsync(request, cancellation);
            answer.EnsureSuccessStatusCode();
        });
        await host.SettleAsync();
    }

    private static async Task<string> SignInAsync(BenchHost host, string mail)
    {
        using (var asked = await host.Http.PostAsync("/sign-in", new FormUrlEncodedContent([new("mail", mail)])))
        {
            asked.EnsureSuccessStatusCode();
        }

        var link = (await MailsAsync(host, "【登录")).First(letter => letter.To == mail);
        using var signedIn = await host.Http.PostAsync(link.Links[0].Href, new FormUrlEncodedContent([]));
        return signedIn.Headers.GetValues("Set-Cookie").Single().Split(';')[0];
    }

    /// <summary>
    /// The post of a decision, and both together with the page that shows it. The page is asked for once: what was recorded
    /// is shown at once, or the benchmark fails.
    /// </summary>
    private static async Task<IReadOnlyDictionary<string, object>> DecideAsync(BenchHost host, int samples, string cookie)
    {
        var letters = (await MailsAsync(host, "【待初审")).Where(letter => letter.To == Planner).Take(samples).ToList();
        if (letters.Count == 0)
        {
            throw new InvalidOperationException($"Nobody was asked to decide.{Environment.NewLine}{host.Said()}");
        }

        var waiting = await host.Http.GetFromJsonAsync<JsonElement>($"/api/projects?stage={Stages.LibraryAdmission}");
        var ids = waiting.GetProperty("items").EnumerateArray().ToDictionary(item => item.GetProperty("name").GetString()!, item => item.GetProperty("id").GetString()!);
        for (var next = waiting.GetProperty("next"); next.ValueKind == JsonValueKind.String;)
        {
            var page = await host.Http.GetFromJsonAsync<JsonElement>($"/api/projects?stage={Stages.LibraryAdmission}&after={Uri.EscapeDataString(next.GetString()!)}");
            foreach (var item in page.GetProperty("items").EnumerateArray())
            {
                ids[item.GetProperty("name").GetString()!] = item.GetProperty("id").GetString()!;
            }

            next = page.GetProperty("next");
        }

        var posts = new List<double>();
        var shown = new List<double>();
        for (var number = 0; number < letters.Count; number++)
        {
            using var client = host.ClientFrom(IPAddress.Parse($"127.0.0.{2 + (number / LinksOfAnAddress)}"));
            var project = ids[letters[number].Subject.Split('】')[1].Trim()];
            var startedAt = Stopwatch.GetTimestamp();
            using (var answer = await client.PostAsync(letters[number].Links[0].Href, new FormUrlEncodedContent([new("decision", "同意"), new("comment", Comment)])))
            {
                answer.EnsureSuccessStatusCode();
                posts.Add(Stopwatch.GetElapsedTime(startedAt).TotalMilliseconds);
            }

            await GetAsync(client, $"/projects/{project}", Comment, cookie);
            shown.Add(Stopwatch.GetElapsedTime(startedAt).TotalMilliseconds);
        }

        return new Dictionary<string, object>(StringComparer.Ordinal) { ["decision_post"] = Figures(posts), ["decision_shown"] = Figures(shown) };
    }

    private static async Task<object> MeasureAsync(int samples, Func<int, Task> read)
    {
        var times = new List<double>(samples);
        for (var number = -Warmup; number < samples; number++)
        {
            var startedAt = Stopwatch.GetTimestamp();
            await read(number);
            if (number >= 0)
            {
                times.Add(Stopwatch.GetElapsedTime(startedAt).TotalMilliseconds);
            }
        }

        return Figures(times);
    }

    private static async Task GetAsync(HttpClient client, string path, string expected, string cookie)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { { "Cookie", cookie } } };
        using var answer = await client.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        if (!answer.IsSuccessStatusCode || !text.Contains(expected, StringComparison.Ordinal))
        {
            throw new InvalidOperationException($"{path} answered {answer.StatusCode} without “{expected}”:{Environment.NewLine}{text}");
        }
    }

    private static async Task<IReadOnlyList<Letter>> MailsAsync(BenchHost host, string subject)
    {
        await host.SettleAsync();
        var letters = await host.Http.GetFromJsonAsync<Letter[]>("/dev/mailbox?format=json");
        return [.. letters!.Where(letter => letter.Subject.StartsWith(subject, StringComparison.Ordinal))];
    }

    private static object Figures(IReadOnlyList<double> times)
    {
        var sorted = times.Order().ToArray();
        return new { p50_ms = At(0.50), p99_ms = At(0.99) };

        double At(double share) => Math.Round(sorted[Math.Min(sorted.Length - 1, (int)(sorted.Length * share))], 1);
    }

    private sealed record Letter(string To, string Subject, IReadOnlyList<LetterLink> Links);

    private sealed record LetterLink(string Text, string Href);
}
