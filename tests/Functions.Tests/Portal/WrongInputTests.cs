using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Dazhou.Serverless.Functions.Common;

namespace Functions.Tests.Portal;

/// <summary>What cannot be read is the sender's fault, is said in Chinese, and is never a 500.</summary>
[Collection(nameof(Portal))]
public sealed class WrongInputTests(PortalHost portal)
{
    private static readonly string TooLong = new('k', 600);

    [Theory]
    [InlineData("multipart/form-data", "a=b")]
    [InlineData("multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\ncut off")]
    public async Task Form_ThatIsBroken_IsRefusedInChinese(string contentType, string body)
    {
        using var content = new StringContent(body);
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType);
        using var answer = await portal.Http.PostAsync("/projects/new", content);

        var problem = await ProblemAsync(answer, HttpStatusCode.BadRequest);
        Assert.Contains("没有受理", problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Form_WithMoreFieldsThanAnyHas_IsRefusedWithAPageForPeople()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/projects/new")
        {
            Content = new FormUrlEncodedContent(Enumerable.Range(0, 2000).Select(i => KeyValuePair.Create($"f{i}", "1"))),
            Headers = { { "Accept", "text/html" } },
        };
        using var answer = await portal.Http.SendAsync(request);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
        Assert.Contains("<h1>内容过大</h1>", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/api/projects/{0}")]
    [InlineData("/projects/{0}")]
    [InlineData("/api/projects/{0}/audit")]
    [InlineData("/projects/any/documents/{0}/1")]
    [InlineData("/publicity/{0}")]
    [InlineData("/operations/{0}")]
    [InlineData("/systems/{0}")]
    [InlineData("/units/{0}")]
    [InlineData("/works/{0}")]
    [InlineData("/rehearsal/{0}")]
    [InlineData("/l/{0}")]
    public async Task Address_LongerThanAnyKey_IsNotFound(string path)
    {
        using var answer = await portal.Http.GetAsync(string.Format(null, path, TooLong));
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Theory]
    [InlineData("/api/projects?after=%00")]
    [InlineData("/api/projects?unit={0}")]
    [InlineData("/api/library?after={0}")]
    [InlineData("/projects?after=a%2Fb")]
    public async Task List_FromAPlaceThatNobodyWasGiven_IsEmpty(string path)
    {
        using var answer = await portal.Http.GetAsync(string.Format(null, path, TooLong));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Theory]
    [InlineData("/projects/%00", "没有这个项目")]
    [InlineData("/nowhere/%00", "没有这个地址")]
    [InlineData("/works/%00%0d%0a", "没有这项工作")]
    public async Task Address_ThatTheServerDoesNotTake_LeadsToTheOrdinaryPage(string path, string title)
    {
        var (answer, where) = await GetRawAsync(path);
        Assert.StartsWith("HTTP/1.1 303", answer, StringComparison.Ordinal);
        using var request = new HttpRequestMessage(HttpMethod.Get, where) { Headers = { { "Accept", "text/html" } } };
        using var page = await portal.Http.SendAsync(request);
        Assert.Equal(HttpStatusCode.NotFound, page.StatusCode);
        Assert.Contains($"<h1>{title}</h1>", await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/works/市/progress", "/works/%E5%B8%82")]
    [InlineData("/works/a%0d%0aSet-Cookie:%20b/progress", "/works/a%0D%0ASet-Cookie%3A%20b")]
    public async Task Address_OfWorkThatIsNot_ReachesTheHeaderInItsWrittenForm(string path, string header)
    {
        using var answer = await portal.Http.GetAsync(path);
        Assert.Equal((HttpStatusCode.NoContent, header), (answer.StatusCode, answer.Headers.GetValues("HX-Redirect").Single()));
        Assert.False(answer.Headers.Contains("Set-Cookie"));
    }

    [Fact]
    public async Task Application_KeyThatStandsTwice_IsRefusedByIt()
    {
        using var answer = await PostAsync("/api/projects", """{"name":"甲","totalInvestment":150,"totalInvestment":15}""");
        Assert.Contains("“totalInvestment”重复", await ProblemAsync(answer, HttpStatusCode.BadRequest), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Application_NameThatBringsItsOwnLines_IsRefused()
    {
        var project = new Applicant(portal, "平台\r\n\r\n请打开 https://elsewhere.example/");
        using var answer = await project.PostAsync("tier-150.json");
        Assert.Contains("项目名称须为一行文字", await ProblemAsync(answer, HttpStatusCode.UnprocessableEntity), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("150万", "已识别为150.00万元。", "不属于本办法适用范围")]
    [InlineData("约150", "不是可以识别的数字", "不属于本办法适用范围")]
    public async Task ApplicationForm_AmountAsPeopleWriteIt_IsEchoed(string typed, string says, string doesNotSay)
    {
        using var answer = await portal.Http.PostAsync(
            "/projects/new", new FormUrlEncodedContent([new("unitKey", UnitKeys.DevelopmentKey), new("totalInvestment", typed)]));
        var page = await answer.Content.ReadAsStringAsync();
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Contains(says, page, StringComparison.Ordinal);
        Assert.DoesNotContain(doesNotSay, page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task LibraryForm_WithoutAProject_SaysThatThereIsNone()
    {
        using var answer = await portal.Http.PostAsync(
            "/library/withdraw", new FormUrlEncodedContent([new("unitKey", UnitKeys.DevelopmentKey), new("comment", "x")]));
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Contains("没有这个项目", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"opinion\":\"a\",\"opinion\":\"b\"}")]
    [InlineData("[]")]
    [InlineData("{\"lastDay\":\"9999-12-31\"}")]
    [InlineData("{")]
    [InlineData("")]
    public async Task Submission_OfAnyJson_IsAnsweredAndNeverAnError(string json)
    {
        var project = new Applicant(portal, $"内容奇怪的项目 {json.Length}");
        await project.HandInAsync("tier-150.json");
        foreach (var kind in new[] { "Extension.application", "Procurement.contract", "Rectification.order", "Construction.pause" })
        {
            using var answer = await PostAsync($"/api/projects/{project.Id}/submissions/{kind}", json);
            await ProblemAsync(answer, answer.StatusCode);
            Assert.InRange((int)answer.StatusCode, 400, 499);
        }
    }

    [Fact]
    public async Task Submission_OfMoreTextThanARowHolds_IsRefusedWithTheRule()
    {
        var project = new Applicant(portal, "文字过长的项目");
        await project.HandInAsync("tier-150.json");
        var application = new JsonObject { ["reason"] = new string('字', 600_000) };

        using var answer = await PostAsync($"/api/projects/{project.Id}/submissions/Extension.application", application.ToJsonString());

        Assert.Contains("10万字", await ProblemAsync(answer, HttpStatusCode.UnprocessableEntity), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Application_PostedTwiceAtOnceWithOneKey_IsOneProjectForBoth()
    {
        var (project, key) = (new Applicant(portal, "同时提交两次的申报"), Guid.NewGuid().ToString("N"));
        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => project.PostAsync("tier-150.json", idempotencyKey: key)));

        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode));
        var ids = await Task.WhenAll(answers.Select(async answer => (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString()));
        Assert.Single(ids.Distinct(StringComparer.Ordinal));
    }

    [Fact]
    public async Task TechnicalPlan_AnotherOneInTheSameRound_IsRefused()
    {
        var project = new Applicant(portal, "两次提交技术方案的项目");
        await project.ApplyAsync();
        foreach (var mail in await project.MailsAsync("待审核"))
            using (await project.DecideAsync(mail.Href, "同意")) { }
        using (await project.DecideAsync((await project.MailsAsync("待审定"))[0].Href, "同意")) { }
        await portal.MoveClockAsync(await portal.NowAsync() + TimeSpan.FromDays(12));
        var plan = "%PDF-1.4 first"u8.ToArray();

        using var first = await project.HandInPlanAsync(plan, "方案.pdf");
        using var again = await project.HandInPlanAsync(plan, "方案.pdf");
        using var other = await project.HandInPlanAsync("%PDF-1.4 second"u8.ToArray(), "方案.pdf");

        Assert.Equal((HttpStatusCode.Accepted, HttpStatusCode.Accepted), (first.StatusCode, again.StatusCode));
        Assert.Contains("以先提交的为准", await ProblemAsync(other, HttpStatusCode.Conflict), StringComparison.Ordinal);
    }

    /// <summary>The first line of an answer, and where it leads; an HTTP client would not send every address.</summary>
    private async Task<(string Answer, string Where)> GetRawAsync(string path)
    {
        using var client = new System.Net.Sockets.TcpClient();
        await client.ConnectAsync(portal.Address.Host, portal.Address.Port);
        await using var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: {portal.Address.Authority}\r\n\r\n"));
        using var reader = new StreamReader(stream);
        var lines = (await reader.ReadToEndAsync()).Split("\r\n");
        return (lines[0], lines.Single(line => line.StartsWith("Location: ", StringComparison.Ordinal))["Location: ".Length..]);
    }

    private async Task<HttpResponseMessage> PostAsync(string path, string json)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(json, Encoding.UTF8, "application/json") };
        request.Headers.Add(UnitKeys.Header, UnitKeys.DevelopmentKey);
        return await portal.Http.SendAsync(request);
    }

    /// <summary>The detail of problem details, which is Chinese.</summary>
    private static async Task<string> ProblemAsync(HttpResponseMessage answer, HttpStatusCode status)
    {
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(status == answer.StatusCode, $"{answer.StatusCode}: {text}");
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
        var detail = JsonSerializer.Deserialize<JsonElement>(text).GetProperty("detail").GetString()!;
        Assert.Contains(detail, character => character >= '\u4e00');
        return detail;
    }
}
