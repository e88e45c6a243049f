using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Dazhou.Serverless.Functions.Common;

namespace Functions.Tests.Portal;

/// <summary>What people do with a project over HTTP.</summary>
internal sealed class Applicant(PortalHost portal, string title)
{
    public string Title { get; } = title;

    public string Id { get; private set; } = "";

    /// <summary>Goes on with a project that was handed in otherwise.</summary>
    public void Adopt(string id) => Id = id;

    /// <summary>Hands in a sample under this applicant's title.</summary>
    public async Task<HttpResponseMessage> PostAsync(string sample, string? unitKey = null, string? idempotencyKey = null)
    {
        var json = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(Repository.Root, "samples", "projects", sample)))!;
        json["name"] = Title;
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/projects")
        {
            Content = new StringContent(json.ToJsonString(), Encoding.UTF8, "application/json"),
        };
        request.Headers.Add(UnitKeys.Header, unitKey ?? UnitKeys.DevelopmentKey);
        if (idempotencyKey is not null)
            request.Headers.Add("Idempotency-Key", idempotencyKey);
        return await portal.Http.SendAsync(request);
    }

    /// <summary>Hands in a sample, lets library and experts agree, and waits until the approvers are asked.</summary>
    public async Task ApplyAsync(string sample = "tier-150.json")
    {
        await HandInAsync(sample);
        await ArgueAsync();
    }

    /// <summary>Hands in a sample.</summary>
    public async Task HandInAsync(string sample)
    {
        using var answer = await PostAsync(sample);
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        Id = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString()!;
        await portal.SettleAsync();
    }

    /// <summary>The planner admits it to the library and names a panel, and every expert finds it necessary.</summary>
    public async Task ArgueAsync(string route = "oneByOne")
    {
        using (var admitted = await DecideAsync(Assert.Single(await MailsAsync("待初审")).Href, "同意"))
            Assert.Equal(HttpStatusCode.OK, admitted.StatusCode);
        using (var named = await NamePanelAsync(Experts))
            Assert.Equal(HttpStatusCode.OK, named.StatusCode);
        foreach (var asked in await OpinionMailsAsync())
        {
            using var given = await GiveOpinionAsync(asked);
            Assert.Equal(HttpStatusCode.OK, given.StatusCode);
        }

        await ChooseRouteAsync(route);
    }

    /// <summary>The planner chooses between the annual plan and one by one, by the newest link.</summary>
    public async Task ChooseRouteAsync(string route)
    {
        using (var chosen = await portal.Http.PostAsync((await MailsAsync("待提交：立项方式"))[0].Href, new FormUrlEncodedContent([new("route", route)])))
            Assert.Equal(HttpStatusCode.OK, chosen.StatusCode);
        await portal.SettleAsync();
    }

    /// <summary>Experts of the sample directory who may judge any sample.</summary>
    public static IReadOnlyList<string> Experts { get; } = ["expert-architecture", "expert-cloud", "expert-cost"];

    /// <summary>The planner's form, by the newest link.</summary>
    public async Task<HttpResponseMessage> NamePanelAsync(IEnumerable<string> experts)
    {
        var asked = (await MailsAsync("待提交：专家组"))[0];
        return await portal.Http.PostAsync(asked.Href, new FormUrlEncodedContent(experts.Select(expert => KeyValuePair.Create("experts", expert))));
    }

    /// <summary>What the experts were mailed, newest first.</summary>
    public async Task<IReadOnlyList<Mail>> OpinionMailsAsync() => await MailsAsync("待提交：专家论证意见");

    /// <summary>An expert's form.</summary>
    public Task<HttpResponseMessage> GiveOpinionAsync(Mail asked, bool necessary = true) => portal.Http.PostAsync(
        asked.Href, new FormUrlEncodedContent([new("necessary", necessary ? "true" : "false"), new("score", necessary ? "86" : "40"), new("opinion", "论证意见")]));

    public async Task<JsonElement> ProjectAsync()
    {
        await portal.SettleAsync();
        return await portal.Http.GetFromJsonAsync<JsonElement>($"/api/projects/{Id}");
    }

    public async Task<string> StageAsync() => (await ProjectAsync()).GetProperty("stage").GetString()!;

    public async Task<IReadOnlyList<string>> ActionsAsync() =>
        [.. (await ProjectAsync()).GetProperty("history").EnumerateArray().Select(entry => entry.GetProperty("action").GetString()!)];

    /// <summary>The newest deadline of a stage.</summary>
    public async Task<JsonElement> DeadlineAsync(string stage) =>
        (await ProjectAsync()).GetProperty("deadlines").EnumerateArray().Last(deadline => deadline.GetProperty("stage").GetString() == stage);

    /// <summary>This project's mails whose subject begins like this, newest first.</summary>
    public async Task<IReadOnlyList<Mail>> MailsAsync(string subject) =>
        [.. (await portal.MailsAsync($"】{Title}")).Where(mail => mail.Subject.StartsWith($"【{subject}", StringComparison.Ordinal))];

    public async Task<HttpResponseMessage> DecideAsync(string href, string decision, string comment = "") =>
        await portal.Http.PostAsync(href, new FormUrlEncodedContent([new("decision", decision), new("comment", comment)]));

    /// <summary>Decides by a mail's link as its reader who has signed in, as steps of large amounts need; further fields e.g. of a meeting.</summary>
    public async Task<HttpResponseMessage> DecideSignedInAsync(Mail mail, string decision, params (string Name, string Value)[] fields)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, mail.Href)
        {
            Content = new FormUrlEncodedContent([new("decision", decision), .. fields.Select(field => KeyValuePair.Create(field.Name, field.Value))]),
            Headers = { { "Cookie", await portal.SessionOfAsync(mail.To) } },
        };
        return await portal.Http.SendAsync(request);
    }

    /// <summary>A meeting's secretariat registers its resolution, signed in where the amount asks for it.</summary>
    public async Task<HttpResponseMessage> RecordMeetingAsync(Mail asked, string decision = "同意", string comment = "", bool withMinutes = true, params string[] struckOut)
    {
        var form = new MultipartFormDataContent
        {
            { new StringContent(decision), "decision" },
            { new StringContent(comment), "comment" },
            { new StringContent("会议纪要〔2026〕1号"), "resolutionNumber" },
            { new StringContent("2026-03-02"), "resolutionDate" },
        };
        foreach (var project in struckOut)
            form.Add(new StringContent(project), "struckOut");
        if (withMinutes)
        {
            var minutes = new ByteArrayContent(await File.ReadAllBytesAsync(Path.Combine(Repository.Root, "samples", "projects", "technical-plan.pdf")));
            minutes.Headers.ContentType = new MediaTypeHeaderValue("application/pdf");
            form.Add(minutes, "minutes", "会议纪要.pdf");
        }

        using var request = new HttpRequestMessage(HttpMethod.Post, asked.Href) { Content = form };
        request.Headers.Add("Cookie", await portal.SessionOfAsync(asked.To));
        return await portal.Http.SendAsync(request);
    }

    public async Task<HttpResponseMessage> HandInPlanAsync(byte[] content, string fileName)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/projects/{Id}/technical-plan");
        var file = new ByteArrayContent(content);
        file.Headers.ContentType = new MediaTypeHeaderValue("application/pdf");
        request.Content = new MultipartFormDataContent { { file, "file", fileName } };
        request.Headers.Add(UnitKeys.Header, UnitKeys.DevelopmentKey);
        return await portal.Http.SendAsync(request);
    }
}
