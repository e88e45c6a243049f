using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Dazhou.Serverless.Functions.Common;

namespace Functions.Tests.Portal;

/// <summary>What people do about a function list that is public.</summary>
internal static class ConsultationDesk
{
    /// <summary>Hands in the sample of 150万元 and has it agreed to, so that its function list is public.</summary>
    public static async Task<Applicant> PublishAsync(this PortalHost portal, string title)
    {
        var project = new Applicant(portal, title);
        await project.ApplyAsync();
        foreach (var step in (string[])["待审核", "待审定"])
        {
            foreach (var mail in await project.MailsAsync(step))
            {
                using var decided = await project.DecideAsync(mail.Href, "同意");
                Assert.Equal(HttpStatusCode.OK, decided.StatusCode);
            }
        }

        Assert.Equal("Publicity", await project.StageAsync());
        return project;
    }

    public static async Task<HttpResponseMessage> CorrectAsync(this PortalHost portal, string project, object correction, string? key = null, string? unitKey = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/projects/{project}/function-list") { Content = JsonContent.Create(correction) };
        request.Headers.Add(UnitKeys.Header, unitKey ?? UnitKeys.DevelopmentKey);
        if (key is not null)
            request.Headers.Add("Idempotency-Key", key);
        return await portal.Http.SendAsync(request);
    }

    public static async Task<HttpResponseMessage> QuoteAsync(
        this PortalHost portal, string project, string company, string mail, int version = 1, params (int Item, string Price)[] prices) =>
        await portal.Http.PostAsync($"/publicity/{project}/quotations", new FormUrlEncodedContent(
        [
            new("version", $"{version}"), new("company", company), new("mail", mail),
            .. prices.Select(price => new KeyValuePair<string, string>($"price{price.Item}", price.Price)),
        ]));

    public static async Task<HttpResponseMessage> AskAsync(this PortalHost portal, string project, string question, string mail) =>
        await portal.Http.PostAsync(
            $"/publicity/{project}/questions", new FormUrlEncodedContent([new("question", question), new("questionMail", mail)]));

    public static async Task<HttpResponseMessage> ConfirmAsync(this PortalHost portal, string href) =>
        await portal.Http.PostAsync(href, new FormUrlEncodedContent([new("confirm", "yes")]));


    /// <summary>A read by somebody who signed in.</summary>
    public static async Task<HttpResponseMessage> GetAsAsync(this PortalHost portal, string path, string mail)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add("Cookie", await portal.SessionOfAsync(mail));
        return await portal.Http.SendAsync(request);
    }

    /// <summary>The newest mail about a project to an address whose subject begins like this.</summary>
    public static async Task<Mail> MailToAsync(this Applicant project, string mail, string subject) =>
        (await project.MailsAsync(subject)).First(it => it.To == mail);

    public static async Task<JsonElement> JsonAsync(this HttpResponseMessage answer) => await answer.Content.ReadFromJsonAsync<JsonElement>();
}
