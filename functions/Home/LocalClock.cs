using System.Net.Http.Json;
using System.Text.Json;
using Dazhou.Serverless.Functions.Common;

namespace Dazhou.Serverless.Functions.Home;

/// <summary>
/// The clock of a development host, where it has one that can be moved (<c>/runtime/clock</c>). Other hosts
/// answer 404, and the pages then do not offer it.
/// </summary>
public sealed class LocalClock(IHttpClientFactory clients, OnlineAddress online)
{
    // A host that has a clock to move has it until it ends.
    private bool? known;

    /// <summary>Whether there is one.</summary>
    public async Task<bool> IsMovableAsync(CancellationToken cancellationToken)
    {
        if (known is { } answered)
            return answered;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(2));
        try
        {
            using var client = clients.CreateClient(nameof(LocalClock));
            using var answer = await client.GetAsync(Address, limit.Token);
            known = answer.IsSuccessStatusCode;
            return answer.IsSuccessStatusCode;
        }
        catch (Exception absent) when (absent is HttpRequestException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    /// <summary>Moves it forward, through everything that falls due on the way; null when it was moved, else why not.</summary>
    public async Task<string?> AdvanceAsync(DateTimeOffset to, CancellationToken cancellationToken)
    {
        using var client = clients.CreateClient(nameof(LocalClock));
        client.Timeout = Timeout.InfiniteTimeSpan;
        using var answer = await client.PostAsJsonAsync(Address, new { advanceTo = to.ToString("yyyy-MM-dd'T'HH:mm:sszzz") }, cancellationToken);
        if (answer.IsSuccessStatusCode)
            return null;
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>(cancellationToken);
        return problem.TryGetProperty("detail", out var detail) ? detail.GetString() : "时钟没有移动。";
    }

    private Uri Address => new(online.Of("/runtime/clock"));
}
