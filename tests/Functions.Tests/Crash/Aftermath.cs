using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;
using Azure.Data.Tables;
using Dazhou.Serverless.Functions.Mail;
using Dazhou.Serverless.Mail;
using Dazhou.Serverless.Projects;
using Dazhou.Serverless.Records;

namespace Functions.Tests.Crash;

/// <summary>Looks for what was lost or doubled: every acknowledged application is one project, one life, one mail and one trail.</summary>
internal sealed class Aftermath(CrashHost host, IReadOnlyDictionary<int, string> acknowledged)
{
    private const string Instances = "/runtime/webhooks/durabletask/instances";
    private readonly AzureTableStore tables = new(new TableServiceClient(host.StorageConnection));
    private readonly List<string> faults = [];

    public async Task<IReadOnlyList<string>> FaultsAsync()
    {
        await CheckListAsync();
        await CheckLivesAsync();
        await CheckMailboxAsync();
        foreach (var (number, id) in acknowledged)
        {
            await CheckProjectAsync(id, CrashApplicants.NameOf(number));
            await CheckTrailAsync(id);
            await CheckOrdersAsync(id);
        }

        await foreach (var pending in tables.ReadPartitionAsync<PendingStartRow>(ProjectIntake.Kind))
            faults.Add($"{pending.Value.Id} still waits for its start");
        return faults;
    }

    private async Task CheckListAsync()
    {
        var listed = new List<(string Id, string Name)>();
        for (string? after = ""; after is not null;)
        {
            var page = await host.Http.GetFromJsonAsync<JsonElement>("/api/projects" + (after.Length > 0 ? $"?after={Uri.EscapeDataString(after)}" : ""));
            listed.AddRange(page.GetProperty("items").EnumerateArray().Select(item => (item.GetProperty("id").GetString()!, item.GetProperty("name").GetString()!)));
            after = page.GetProperty("next").GetString();
        }

        Compare("the list of projects", acknowledged.Values, listed.Select(item => item.Id));
        Compare("the list's names", acknowledged.Keys.Select(CrashApplicants.NameOf), listed.Select(item => item.Name));
    }

    private async Task CheckLivesAsync()
    {
        var lives = new List<string>();
        string? next = null;
        do
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"{Instances}?top=1000");
            if (next is not null)
                request.Headers.Add("x-ms-continuation-token", next);
            using var answer = await host.Http.SendAsync(request);
            foreach (var instance in (await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>()).EnumerateArray())
            {
                var (id, status) = (instance.GetProperty("instanceId").GetString()!, instance.GetProperty("runtimeStatus").GetString());
                var isLife = instance.GetProperty("name").GetString() == nameof(ProjectLifecycle);
                if (isLife)
                    lives.Add(id);
                if (status is not ("Running" or "Completed") || (isLife && status != "Running"))
                    faults.Add($"the instance {id} is {status}: {instance.GetProperty("output")}");
            }

            next = answer.Headers.TryGetValues("x-ms-continuation-token", out var tokens) ? tokens.Single() : null;
        }
        while (next is not null);

        Compare("the lives", acknowledged.Values.Select(ProjectLifecycle.InstanceIdOf), lives);
    }

    // As its reader finds it: one first review to do for each project.
    private async Task CheckMailboxAsync()
    {
        var asked = new List<string>();
        var mails = new List<string>();
        await foreach (var mail in tables.ReadPartitionAsync<LocalMailRow>(LocalMailRow.Partition))
        {
            mails.Add(mail.Value.Id);
            if (mail.Value.Content.Subject is var subject && subject.StartsWith("【待初审", StringComparison.Ordinal))
                asked.Add(subject[(subject.LastIndexOf('】') + 1)..]);
        }

        Compare("the mails that ask for the first review", acknowledged.Keys.Select(CrashApplicants.NameOf), asked);
        Compare("all mails", mails.Distinct(StringComparer.Ordinal), mails);
    }

    private async Task CheckProjectAsync(string id, string name)
    {
        using var answer = await host.Http.GetAsync($"/api/projects/{id}");
        if (answer.StatusCode != HttpStatusCode.OK)
        {
            faults.Add($"{name} ({id}) was acknowledged and is answered with {(int)answer.StatusCode}");
            return;
        }

        var project = await answer.Content.ReadFromJsonAsync<JsonElement>();
        if (project.GetProperty("name").GetString() != name)
            faults.Add($"{id} is not {name}");
        var documents = project.GetProperty("documents").EnumerateArray().ToList();
        if (documents is not [var document])
        {
            faults.Add($"{name} has {documents.Count} documents");
            return;
        }

        using var file = await host.Http.GetAsync(document.GetProperty("href").GetString());
        if (!file.IsSuccessStatusCode
            || Convert.ToHexStringLower(SHA256.HashData(await file.Content.ReadAsByteArrayAsync())) != document.GetProperty("sha256").GetString())
        {
            faults.Add($"the document of {name} is not what was handed in ({(int)file.StatusCode})");
        }
    }

    private async Task CheckTrailAsync(string id)
    {
        using var answer = await host.Http.GetAsync($"/api/projects/{id}/audit");
        if (!answer.IsSuccessStatusCode)
        {
            faults.Add($"{id} has no trail: {(int)answer.StatusCode}");
            return;
        }

        var audit = await answer.Content.ReadFromJsonAsync<JsonElement>();
        if (!audit.GetProperty("intact").GetBoolean())
            faults.Add($"the trail of {id} is broken at {audit.GetProperty("firstBroken")}: {audit.GetProperty("reason")}");
        var keys = audit.GetProperty("trail").EnumerateArray().Select(row => row.GetProperty("entry").GetProperty("key").GetString()!).ToList();
        Compare($"the trail of {id}", keys.Distinct(StringComparer.Ordinal), keys);
        if (!keys.Contains("submitted", StringComparer.Ordinal))
            faults.Add($"the trail of {id} does not begin with its application");
    }

    private async Task CheckOrdersAsync(string id)
    {
        var asked = 0;
        await foreach (var order in tables.ReadPartitionAsync<OutboxRow>(id))
        {
            if (order.Value.State != MailState.Sent)
                faults.Add($"the mail {order.Value.Order.Key} of {id} is {order.Value.State}: {order.Value.LastError}");
            if (order.Value.Order.Key.Contains("|asked|", StringComparison.Ordinal))
                asked++;
        }

        if (asked != 1)
            faults.Add($"{id} has {asked} orders of the mail that asks for the first review");
    }

    private void Compare(string where, IEnumerable<string> expected, IEnumerable<string> found)
    {
        var counts = found.CountBy(it => it, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
        foreach (var one in expected)
        {
            if (!counts.Remove(one, out var count))
                faults.Add($"{where}: {one} is missing");
            else if (count > 1)
                faults.Add($"{where}: {one} is there {count} times");
        }

        faults.AddRange(counts.Keys.Select(one => $"{where}: nobody was told of {one}"));
    }
}
