using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Dazhou.Serverless.Functions.Common;

namespace Functions.Tests.Crash;

/// <summary>
/// People who hand in applications while the host dies under them. Each application has a name and an idempotency key of its
/// own; who gets no answer hands it in again, and every fourth hands it in once more although there was an answer.
/// </summary>
internal sealed class CrashApplicants(CrashHost host)
{
    private const int Repeats = 4;
    private readonly Channel<(bool Acknowledged, int Generation)> events = Channel.CreateUnbounded<(bool, int)>();
    private readonly ConcurrentDictionary<int, string> acknowledged = new();
    private readonly ConcurrentQueue<string> faults = new();
    private readonly List<Task> people = [];
    private readonly JsonNode sample = JsonNode.Parse(File.ReadAllText(Path.Combine(Repository.Root, "samples", "projects", "tier-150.json")))!;
    private int last;
    private int generation;
    private int unanswered;
    private volatile bool enough;

    /// <summary>The ids of the projects by the number of their application.</summary>
    public IReadOnlyDictionary<int, string> Acknowledged => acknowledged;

    /// <summary>What was answered otherwise than it may be.</summary>
    public IEnumerable<string> Faults => faults;

    /// <summary>How often there was no answer, or one that says to come again.</summary>
    public int Unanswered => unanswered;

    public static string NameOf(int number) => $"中断试验项目第{number:D4}号";

    public void Begin(int count)
    {
        for (var i = 0; i < count; i++)
            people.Add(Task.Run(RunAsync));
    }

    /// <summary>From here on only what is asked from now on counts.</summary>
    public void Turn() => Interlocked.Increment(ref generation);

    /// <summary>Returns after so many acknowledgements since the last turn and then so many further requests and answers.</summary>
    public async Task WorkedAsync(int acknowledgements, int more)
    {
        while (acknowledgements > 0 || more > 0)
        {
            var next = events.Reader.ReadAsync().AsTask();
            if (await Task.WhenAny([next, .. people]) != next)
                Assert.Fail($"An applicant gave up: {string.Join('\n', faults)}{host.Output()}");
            var (answered, its) = await next;
            if (its != Volatile.Read(ref generation))
                continue;
            if (acknowledgements == 0)
                more--;
            else if (answered)
                acknowledgements--;
        }
    }

    /// <summary>No new applications; returns when those that are under way are acknowledged.</summary>
    public async Task EndAsync()
    {
        enough = true;
        await Task.WhenAll(people);
    }

    private async Task RunAsync()
    {
        while (!enough)
        {
            var number = Interlocked.Increment(ref last);
            if (!await HandInAsync(number) || (number % Repeats == 0 && !await HandInAsync(number)))
                return;
        }
    }

    // False when the answer is one that nobody should get.
    private async Task<bool> HandInAsync(int number)
    {
        while (true)
        {
            await host.ServingAsync();
            var now = Volatile.Read(ref generation);
            events.Writer.TryWrite((false, now));
            try
            {
                using var request = Request(number);
                using var answer = await host.Http.SendAsync(request);
                if (answer.StatusCode == HttpStatusCode.Accepted)
                {
                    var id = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString()!;
                    if (acknowledged.GetOrAdd(number, id) is var first && first != id)
                        faults.Enqueue($"{NameOf(number)} got two projects by one key: {first} and {id}");
                    events.Writer.TryWrite((true, now));
                    return true;
                }

                // A failure of the server says no more than silence does: on a machine under load the storage may not answer in time.
                if (answer.StatusCode < HttpStatusCode.InternalServerError)
                {
                    faults.Enqueue($"{NameOf(number)} was answered with {(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}");
                    return false;
                }
            }
            catch (Exception none) when (none is HttpRequestException or OperationCanceledException)
            {
                // Whether it was taken is not known: it is handed in again by the same key.
            }

            Interlocked.Increment(ref unanswered);
        }
    }

    private HttpRequestMessage Request(int number)
    {
        var application = sample.DeepClone();
        application["name"] = NameOf(number);
        return new HttpRequestMessage(HttpMethod.Post, "/api/projects")
        {
            Content = new StringContent(application.ToJsonString(), Encoding.UTF8, "application/json"),
            Headers = { { UnitKeys.Header, UnitKeys.DevelopmentKey }, { "Idempotency-Key", $"crash-{number}" } },
        };
    }
}
