using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.RegularExpressions;
using Dazhou.Serverless.Functions.Common;
using Dazhou.Serverless.Functions.Projects.Application;
using Dazhou.Serverless.Functions.Submissions;
using Dazhou.Serverless.Projects;

namespace Functions.Tests.Portal;

/// <summary>Somebody who fills in an application step by step over HTTP, with what a browser would keep: one cookie.</summary>
internal sealed partial class DraftClerk(PortalHost portal, string cookie)
{
    public const string Unit = "sscjgj";

    public string Draft { get; private init; } = "";

    public string Cookie => cookie;

    /// <summary>Begins a draft with a unit's key.</summary>
    public static async Task<DraftClerk> BeginAsync(PortalHost portal, string? unitKey = null)
    {
        using var answer = await portal.Http.PostAsync(
            "/projects/new/drafts", new FormUrlEncodedContent([new("unit", Unit), new("unitKey", unitKey ?? UnitKeys.DevelopmentKey)]));
        Assert.True(answer.StatusCode == HttpStatusCode.SeeOther, await answer.Content.ReadAsStringAsync());
        var parts = answer.Headers.Location!.ToString().Split('/');
        Assert.Equal("project", parts[^1]);
        return new(portal, CookieOf(answer)) { Draft = parts[^2] };
    }

    /// <summary>The same draft for somebody with another cookie.</summary>
    public DraftClerk As(string other) => new(portal, other) { Draft = Draft };

    public static string CookieOf(HttpResponseMessage answer) =>
        answer.Headers.GetValues("Set-Cookie").Single(set => set.StartsWith(DraftDoor.CookieName, StringComparison.Ordinal)).Split(';')[0];

    public static async Task<ProjectApplication> SampleAsync(string name, string sample = "tier-320.json") =>
        JsonSerializer.Deserialize<ProjectApplication>(
            await File.ReadAllTextAsync(Path.Combine(Repository.Root, "samples", "projects", sample)), ProjectJson.Options)! with
        { Name = name };

    public Task<HttpResponseMessage> GetAsync(string step) => SendAsync(HttpMethod.Get, $"/projects/new/{Draft}/{step}".TrimEnd('/'), null);

    public async Task<string> PageAsync(string step)
    {
        using var answer = await GetAsync(step);
        Assert.True(answer.StatusCode == HttpStatusCode.OK, $"{answer.StatusCode} {answer.Headers.Location}");
        return await answer.Content.ReadAsStringAsync();
    }

    /// <summary>The revision that the page of a step carries.</summary>
    public async Task<string> RevisionAsync(string step) => Revision().Match(await PageAsync(step)).Groups["revision"].Value;

    /// <summary>Posts a step as its page would, with the revision that stands.</summary>
    public async Task<HttpResponseMessage> SaveAsync(string step, string act, params (string Name, string Value)[] fields) =>
        await PostAsync(step, [("revision", await RevisionAsync(step)), ("act", act), .. fields]);

    public Task<HttpResponseMessage> PostAsync(string step, params (string Name, string Value)[] fields) => SendAsync(
        HttpMethod.Post, $"/projects/new/{Draft}/{step}", new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value))));

    /// <summary>Posts files, each with its field and name, and further fields.</summary>
    public Task<HttpResponseMessage> UploadAsync(IEnumerable<(string Field, string FileName, byte[] Content)> files, params (string Name, string Value)[] fields)
    {
        var form = new MultipartFormDataContent();
        foreach (var (name, value) in fields)
            form.Add(new StringContent(value), name);
        foreach (var (field, fileName, content) in files)
        {
            var part = new ByteArrayContent(content);
            part.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
            form.Add(part, field, fileName);
        }

        return SendAsync(HttpMethod.Post, $"/projects/new/{Draft}/{ApplicationSteps.Materials}", form);
    }

    /// <summary>Fills in every step as a sample has it; the last page then offers to hand in.</summary>
    public async Task FillInAsync(ProjectApplication application)
    {
        var values = ApplicationForm.ValuesOf(application);
        foreach (var step in ApplicationSteps.All.Where(step => step.Fields.Count > 0))
        {
            using var answer = step.Key switch
            {
                ApplicationSteps.Materials => await UploadAsync(
                    application.Documents!.Select(document => ($"documents.{document.Kind}", document.FileName!, Convert.FromBase64String(document.ContentBase64!))), ("act", "next")),
                ApplicationSteps.Functions => await SaveAsync(step.Key, "next", ("paste", values["basicInformation.functions"])),
                _ => await SaveAsync(
                    step.Key, "next", [.. step.Fields.Where(field => values.GetValueOrDefault(field.Path) is { Length: > 0 }).Select(field => (field.Path, values[field.Path]))]),
            };
            var next = ApplicationSteps.After(step)!.Key;
            Assert.True(answer.Headers.Location?.ToString() == $"/projects/new/{Draft}/{next}", $"{step.Key}: {answer.StatusCode} {answer.Headers.Location}");
        }
    }

    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, HttpContent? content)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        request.Headers.Add("Accept", "text/html");
        if (cookie.Length > 0)
            request.Headers.Add("Cookie", cookie);
        return await portal.Http.SendAsync(request);
    }

    [GeneratedRegex("name=\"revision\" value=\"(?<revision>[0-9]+)\"", RegexOptions.ExplicitCapture)]
    private static partial Regex Revision();
}
