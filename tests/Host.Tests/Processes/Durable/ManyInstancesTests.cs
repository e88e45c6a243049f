using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Host.Tests.Processes.Durable;

/// <summary>Lists and purges of many instances, on a host of their own: what they count is all there is.</summary>
public sealed class ManyInstancesTests : IAsyncLifetime
{
    private RunningApp _app = null!;

    public async Task InitializeAsync()
    {
        _app = await RunningApp.StartAsync();
        foreach (var n in Enumerable.Range(1, 5))
            await _app.CompletedAsync(await _app.StartAsync("Echoes", $"page-{n}", "x"));
        await _app.CompletedAsync(await _app.StartAsync("Throws", "page-6"));
        await _app.StartAsync("Waits", "page-7", "x");
        await _app.GetAsync("instances/page-7?until=started");
    }

    public async Task DisposeAsync() => await _app.DisposeAsync();

    [Fact]
    public async Task Instances_AreListedInPages_AndPurgedByFilter()
    {
        Assert.Equal(7, (await PagedAsync("top=2")).Count);
        Assert.Equal(["page-1", "page-2", "page-3", "page-4", "page-5", "page-6"], await PagedAsync("top=2&runtimeStatus=Completed,Failed"));
        Assert.Equal(["page-7"], await PagedAsync("runtimeStatus=running"));
        Assert.Empty(await PagedAsync("instanceIdPrefix=other"));
        Assert.Empty(await PagedAsync("createdTimeTo=2020-01-01T00:00:00Z"));
        Assert.Equal(7, (await PagedAsync("createdTimeFrom=2020-01-01T00:00:00Z")).Count);

        // What cannot be read is not taken for "all": nothing is purged.
        foreach (var filter in new[]
        {
            "createdTimeFrom=2020-01-01&runtimeStatus=Complete", "createdTimeFrom=2020-01-01&runtimeStatus=Completed,Faild",
            "createdTimeFrom=yesterday&runtimeStatus=Completed", "createdTimeFrom=2020-01-01&createdTimeTo=today", "runtimeStatus=Completed", "",
        })
        {
            Assert.Equal((filter, HttpStatusCode.BadRequest), (filter, await _app.ManagedAsync(HttpMethod.Delete, "instances?" + filter)));
        }

        Assert.Equal(HttpStatusCode.BadRequest, await _app.ManagedAsync(HttpMethod.Get, "instances?runtimeStatus=Complete"));
        Assert.Equal(HttpStatusCode.NotFound, await _app.ManagedAsync(HttpMethod.Delete, "instances?createdTimeFrom=2000-01-01&createdTimeTo=2000-01-02"));
        Assert.Equal(7, (await PagedAsync("top=100")).Count);

        using var failed = await _app.ManageAsync(HttpMethod.Delete, "instances?createdTimeFrom=2020-01-01&runtimeStatus=Failed");
        Assert.Equal("{\"instancesDeleted\":1}", await failed.Content.ReadAsStringAsync());
        using var others = await _app.ManageAsync(HttpMethod.Delete, "instances?createdTimeFrom=2020-01-01");
        Assert.Equal("{\"instancesDeleted\":5}", await others.Content.ReadAsStringAsync());

        // Only ended ones are purged.
        Assert.Equal(["page-7"], await PagedAsync("top=100"));
    }

    private async Task<IReadOnlyList<string>> PagedAsync(string query)
    {
        var seen = new List<string>();
        string? token = null;
        do
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"{RunningApp.Management}/instances?{query}");
            if (token is not null)
                request.Headers.Add("x-ms-continuation-token", token);
            using var response = await _app.Http.SendAsync(request);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            var page = await response.Content.ReadFromJsonAsync<JsonElement>();
            if (query.Contains("top=2", StringComparison.Ordinal))
                Assert.InRange(page.GetArrayLength(), 0, 2);
            seen.AddRange(page.EnumerateArray().Select(i => i.GetProperty("instanceId").GetString()!));
            token = response.Headers.TryGetValues("x-ms-continuation-token", out var values) ? values.Single() : null;
        }
        while (!string.IsNullOrEmpty(token));
        return [.. seen.Order(StringComparer.Ordinal)];
    }
}
