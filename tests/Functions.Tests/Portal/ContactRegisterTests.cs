using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Dazhou.Serverless.Functions.Common;

namespace Functions.Tests.Portal;

/// <summary>Registers of contact persons over HTTP, by link, key and page (达市府办发〔2023〕16号).</summary>
[Collection(nameof(Portal))]
public sealed class ContactRegisterTests(PortalHost portal)
{
    private const string Document = "达市府办发〔2023〕16号";

    private readonly string _id = $"contacts-{Guid.NewGuid():N}"[..30];

    [Fact]
    public async Task Register_OpenedByItsOffice_IsFilledByLinkAndKeyAndRenewed()
    {
        var (office, finance, police, foreign) = (await portal.UnitKeyAsync("szgfj"), await portal.UnitKeyAsync("szj"), await portal.UnitKeyAsync("sgaj"), await portal.UnitKeyAsync("sjyj"));
        Assert.Equal(HttpStatusCode.Forbidden, (await SendAsync(HttpMethod.Post, "/api/contact-registers", finance, await DefinitionAsync())).Status);
        Assert.Equal(HttpStatusCode.Accepted, (await SendAsync(HttpMethod.Post, "/api/contact-registers", office, await DefinitionAsync())).Status);
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(HttpMethod.Post, "/api/contact-registers", office, await DefinitionAsync())).Status);
        await portal.SettleAsync();

        // By the mailed link: a fault comes back beside its field, then the person is taken.
        var mail = Assert.Single(await portal.MailsAsync($"{_id}联络人员"), mail => mail.To == "szj.office@dazhou.example");
        using (var refused = await portal.Http.PostAsync(mail.Href, Form("12345")))
        {
            Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
            Assert.Contains("联系电话应为", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }

        using (var taken = await portal.Http.PostAsync(mail.Href, Form("0818-2100000")))
            Assert.Equal(HttpStatusCode.OK, taken.StatusCode);
        // By key: its own, and nobody else's.
        var person = new { name = "乙", post = "科长", phone = "13900000000" };
        Assert.Equal(HttpStatusCode.Forbidden, (await SendAsync(HttpMethod.Post, $"/api/submissions/contacts.{_id}.sgaj/Contacts.person", finance, person)).Status);
        Assert.Equal(HttpStatusCode.Accepted, (await SendAsync(HttpMethod.Post, $"/api/submissions/contacts.{_id}.sgaj/Contacts.person", police, person)).Status);
        await portal.SettleAsync();

        Assert.Equal(["szj 甲 Named", "sgaj 乙 Named", "tcq  Asked"], await EntriesAsync(office));
        Assert.Equal(["sgaj 乙 Named"], await EntriesAsync(police));
        Assert.Equal(HttpStatusCode.NotFound, (await SendAsync(HttpMethod.Get, $"/api/contact-registers/{_id}", foreign)).Status);
        Assert.Contains("13900000000", (await SendAsync(HttpMethod.Get, $"/contact-registers/{_id}", office)).Text, StringComparison.Ordinal);
        Assert.DoesNotContain("13900000000", (await SendAsync(HttpMethod.Get, $"/contact-registers/{_id}", finance)).Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await SendAsync(HttpMethod.Get, $"/contact-registers/{_id}", foreign)).Status);
        Assert.DoesNotContain(_id, (await SendAsync(HttpMethod.Get, "/contact-registers", foreign)).Text, StringComparison.Ordinal);

        // The person changed: asked again by the unit itself, and by nobody else.
        var again = $"/api/contact-registers/{_id}/units/szj/ask";
        Assert.Equal(HttpStatusCode.NotFound, (await SendAsync(HttpMethod.Post, again, police)).Status);
        Assert.Equal(HttpStatusCode.Accepted, (await SendAsync(HttpMethod.Post, again, finance)).Status);
        await portal.SettleAsync();
        Assert.Equal(HttpStatusCode.Conflict, (await SendAsync(HttpMethod.Post, again, office)).Status);
        Assert.Equal(["szj 甲 Asked"], await EntriesAsync(finance));
    }

    [Fact]
    public async Task Register_WrongDefinition_IsRefusedByFieldAndDocument()
    {
        var (status, text) = await SendAsync(
            HttpMethod.Post, "/api/contact-registers", UnitKeys.DevelopmentKey,
            new { id = "A.b", document = Document, title = "某事项", office = "市政管局", due = "2023-05-31", units = new[] { "没有的局" } });
        Assert.Equal(HttpStatusCode.UnprocessableEntity, status);
        var errors = JsonSerializer.Deserialize<JsonElement>(text).GetProperty("errors").EnumerateArray().ToList();
        Assert.Equal(["id", "due", "units[0]"], errors.Select(error => error.GetProperty("field").GetString()));
        Assert.All(errors, error => Assert.Equal(Document, error.GetProperty("article").GetString()));
        Assert.Equal(HttpStatusCode.NotFound, (await SendAsync(HttpMethod.Get, "/api/contact-registers/A.b", UnitKeys.DevelopmentKey)).Status);
    }

    private async Task<object> DefinitionAsync() => new
    {
        id = _id,
        document = Document,
        title = _id,
        office = "市政管局",
        due = $"{(await portal.NowAsync()).Year + 2}-05-31",
        units = new[] { "市财政局", "市公安局", "通川区" },
    };

    private static FormUrlEncodedContent Form(string phone) => new([new("name", "甲"), new("post", "办公室主任"), new("phone", phone)]);

    private async Task<IEnumerable<string>> EntriesAsync(string key)
    {
        var (status, text) = await SendAsync(HttpMethod.Get, $"/api/contact-registers/{_id}", key);
        Assert.Equal(HttpStatusCode.OK, status);
        return JsonSerializer.Deserialize<JsonElement>(text).GetProperty("units").EnumerateArray().Select(unit =>
            $"{unit.GetProperty("unit")} {(unit.GetProperty("person").ValueKind == JsonValueKind.Null ? "" : unit.GetProperty("person").GetProperty("name"))} {unit.GetProperty("state")}").ToList();
    }

    private async Task<(HttpStatusCode Status, string Text)> SendAsync(HttpMethod method, string path, string key, object? body = null)
    {
        using var request = new HttpRequestMessage(method, path) { Headers = { { UnitKeys.Header, key } }, Content = body is null ? null : JsonContent.Create(body) };
        using var answer = await portal.Http.SendAsync(request);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }
}
