using System.Net.Http.Json;
using System.Text.Json;
using Dazhou.Serverless.Functions.Common;

namespace Dazhou.Serverless.Functions.Home;

/// <summary>The movable clock of a development host (<c>/runtime/clock</c>). With other hosts the pages do not offer it.</summary>
public sealed class LocalClock(IHttpClientFactory clients, OnlineAddress online, TimeProvider time)
{
    /// <summary>Whether the host has a movable clock.</summary>
    public bool IsMovable => time is HostClock;

    /// <summary>Moves the clock forward, through everything due on the way. Returns null if done, otherwise the reason why not.</summary>
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

    private Uri Address => new(online.HostUrl + "/runtime/clock");
}
