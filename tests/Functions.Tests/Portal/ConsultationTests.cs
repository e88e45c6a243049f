using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Dazhou.Serverless.Functions.Common;

namespace Functions.Tests.Portal;

/// <summary>价格咨询 over HTTP with the real mailbox (第三十五条).</summary>
public sealed class ConsultationTests(PortalHost portal) : IClassFixture<PortalHost>
{
    private const string Unit = "sscjgj.office@dazhou.example";
    private const string Reviewer = "szjj.review@dazhou.example";
    private const string Other = "szj.office@dazhou.example";

    [Fact]
    public async Task Quotation_ConfirmedByMail_IsSeenByUnitAndReviewersAndNeverByThePublic()
    {
        var project = await portal.PublishAsync("收报价的项目");

        using var bad = await portal.QuoteAsync(project.Id, "", "not-an-address", prices: [(1, "一万"), (2, "0.001")]);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, bad.StatusCode);
        var answer = await bad.Content.ReadAsStringAsync();
        foreach (var field in (string[])["company", "mail", "price1", "price2"])
            Assert.Matches($"id=\"{field}\"[^>]*aria-invalid=\"true\"", answer);
        Assert.Contains("第1项的报价", answer, StringComparison.Ordinal);
        Assert.Contains("（第三十五条）", answer, StringComparison.Ordinal);
        Assert.Contains("value=\"一万\"", answer, StringComparison.Ordinal);
        Assert.Empty(await project.MailsAsync("请确认"));

        using var left = await portal.QuoteAsync(project.Id, "示例软件公司甲", "first@supplier.example", prices: [(1, "12.34"), (2, "5")]);
        Assert.Equal(HttpStatusCode.Accepted, left.StatusCode);
        Assert.Equal(0, (await QuotationsAsync(project, Unit)).GetProperty("quotations").GetArrayLength());

        // Opening the link, as scanners do, confirms nothing; and it opens nothing of the project's file.
        var mail = await project.MailToAsync("first@supplier.example", "请确认：报价");
        Assert.DoesNotContain("示例软件公司甲", mail.Text, StringComparison.Ordinal);
        using var opened = await portal.Http.GetAsync(mail.Href);
        Assert.Contains("12.34万元", await opened.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(0, (await QuotationsAsync(project, Unit)).GetProperty("quotations").GetArrayLength());
        using var file = await portal.Http.GetAsync($"{mail.Href}/documents/establishmentApproval/1");
        Assert.Equal(HttpStatusCode.NotFound, file.StatusCode);
        using var sheet = await portal.Http.GetAsync($"{mail.Href}/documents/application.docx");
        Assert.Equal(HttpStatusCode.NotFound, sheet.StatusCode);

        using var empty = await portal.Http.PostAsync(mail.Href, new FormUrlEncodedContent([]));
        Assert.Contains("确认报价", await empty.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using var confirmed = await portal.ConfirmAsync(mail.Href);
        using var again = await portal.ConfirmAsync(mail.Href);
        Assert.Contains("报价已确认", await confirmed.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(await confirmed.Content.ReadAsStringAsync(), await again.Content.ReadAsStringAsync());

        foreach (var reader in (string[])[Unit, Reviewer])
        {
            var seen = await QuotationsAsync(project, reader);
            var quotation = Assert.Single(seen.GetProperty("quotations").EnumerateArray());
            Assert.Equal(("示例软件公司甲", 12.34m), (quotation.GetProperty("company").GetString(), quotation.GetProperty("prices")[0].GetProperty("amount").GetDecimal()));
            Assert.Equal(1, seen.GetProperty("statistics")[0].GetProperty("count").GetInt32());
            using var page = await portal.GetAsAsync($"/projects/{project.Id}", reader);
            Assert.Contains("示例软件公司甲", await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }

        // Other offices may read the project, and neither there nor in its trail who quoted what; nor may the public.
        using var foreign = await portal.GetAsAsync($"/api/projects/{project.Id}/quotations", Other);
        Assert.Equal(HttpStatusCode.NotFound, foreign.StatusCode);
        foreach (var path in (string[])[$"/projects/{project.Id}", $"/api/projects/{project.Id}", $"/api/projects/{project.Id}/audit"])
        {
            using var read = await portal.GetAsAsync(path, Other);
            Assert.Equal(HttpStatusCode.OK, read.StatusCode);
            Hides(await read.Content.ReadAsStringAsync());
        }

        Hides(await portal.Http.GetStringAsync($"/publicity/{project.Id}"));
    }

    [Fact]
    public async Task Quotation_SecondOfOneAddress_ReplacesTheFirstWhenConfirmed()
    {
        var project = await portal.PublishAsync("两次报价的项目");
        foreach (var price in (string[])["10", "11"])
        {
            using var left = await portal.QuoteAsync(project.Id, "示例公司", "twice@supplier.example", prices: [(1, price)]);
            Assert.Equal(HttpStatusCode.Accepted, left.StatusCode);
            await portal.SettleAsync();
        }

        var mails = await project.MailsAsync("请确认");
        await ConfirmedAsync(mails[1]);
        Assert.Equal(10m, await FirstPriceAsync(project));
        await ConfirmedAsync(mails[0]);
        Assert.Equal(11m, await FirstPriceAsync(project));

        // The third within the hour is sent, the fourth is not; whatever the case of its letters.
        using var third = await portal.QuoteAsync(project.Id, "示例公司", "Twice@supplier.example", prices: [(1, "12")]);
        using var fourth = await portal.AskAsync(project.Id, "能否延长？", "twice@SUPPLIER.example");
        Assert.Equal(HttpStatusCode.Accepted, third.StatusCode);
        Assert.Equal(HttpStatusCode.TooManyRequests, fourth.StatusCode);
        Assert.InRange(fourth.Headers.RetryAfter!.Delta!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(20));
        Assert.Contains("向同一邮箱发送确认邮件", await fourth.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Quotation_ListCorrectedOrPublicityOver_IsRefusedWithAPageThatSaysSo()
    {
        var project = await portal.PublishAsync("更正和到期的项目");
        using var counted = await portal.QuoteAsync(project.Id, "示例公司", "told@supplier.example", prices: [(1, "10")]);
        await ConfirmedAsync(await project.MailToAsync("told@supplier.example", "请确认"));
        using var pending = await portal.QuoteAsync(project.Id, "示例公司", "pending@supplier.example", prices: [(1, "10")]);
        Assert.Equal(HttpStatusCode.Accepted, pending.StatusCode);
        await portal.SettleAsync();

        using var corrected = await portal.CorrectAsync(project.Id, new { reason = "漏列一项", functions = new[] { new { name = "采集" }, new { name = "统计" } } });
        var until = (await corrected.JsonAsync()).GetProperty("until").GetDateTimeOffset();
        var told = await project.MailToAsync("told@supplier.example", "通知");
        Assert.Contains($"/publicity/{project.Id}", told.Href, StringComparison.Ordinal);
        using var outdated = await portal.ConfirmAsync((await project.MailToAsync("pending@supplier.example", "请确认")).Href);
        Assert.Equal(HttpStatusCode.Conflict, outdated.StatusCode);
        Assert.Contains("功能清单已更正", await outdated.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using var old = await portal.QuoteAsync(project.Id, "示例公司", "old@supplier.example", version: 1, prices: [(1, "10")]);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, old.StatusCode);
        var quotation = Assert.Single((await QuotationsAsync(project, Unit)).GetProperty("quotations").EnumerateArray());
        Assert.Equal((1, false), (quotation.GetProperty("version").GetInt32(), quotation.GetProperty("counts").GetBoolean()));

        using var late = await portal.QuoteAsync(project.Id, "示例公司", "late@supplier.example", version: 2, prices: [(2, "10")]);
        var href = (await project.MailToAsync("late@supplier.example", "请确认")).Href;
        await portal.MoveClockAsync(until);
        using var confirmed = await portal.ConfirmAsync(href);
        using var quoted = await portal.QuoteAsync(project.Id, "示例公司", "later@supplier.example", version: 2, prices: [(2, "10")]);
        using var asked = await portal.AskAsync(project.Id, "还能报价吗？", "later@supplier.example");
        foreach (var answer in (HttpResponseMessage[])[confirmed, quoted, asked])
        {
            Assert.Equal(HttpStatusCode.Gone, answer.StatusCode);
            Assert.Contains("公示已结束", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }

        var view = await project.ProjectAsync();
        Assert.Single(view.GetProperty("documents").EnumerateArray(), document => document.GetProperty("name").GetString() == "quotationStatistics");
        Assert.Contains(await project.MailsAsync("通知"), mail => mail.Text.Contains("公示期满", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Question_AskedConfirmedAndAnswered_IsPublicWithItsAnswerAndWithoutAnAddress()
    {
        var project = await portal.PublishAsync("有人提问的项目");
        using var bad = await portal.AskAsync(project.Id, " ", "asker");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, bad.StatusCode);
        using var asked = await portal.AskAsync(project.Id, "是否包含硬件？", "asker@citizen.example");
        Assert.Equal(HttpStatusCode.Accepted, asked.StatusCode);
        await ConfirmedAsync(await project.MailToAsync("asker@citizen.example", "请确认：提问"));
        Assert.DoesNotContain("是否包含硬件", await portal.Http.GetStringAsync($"/publicity/{project.Id}"), StringComparison.Ordinal);

        var wanted = await project.MailToAsync("sscjgj.project@dazhou.example", "待答复");
        using var empty = await portal.Http.PostAsync(wanted.Href, new FormUrlEncodedContent([new("answer", " ")]));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, empty.StatusCode);
        using var answered = await portal.Http.PostAsync(wanted.Href, new FormUrlEncodedContent([new("answer", "不包含硬件。")]));
        Assert.Contains("已答复", await answered.Content.ReadAsStringAsync(), StringComparison.Ordinal);

        var questions = await portal.Http.GetFromJsonAsync<JsonElement>($"/api/projects/{project.Id}/questions");
        var item = Assert.Single(questions.GetProperty("items").EnumerateArray());
        using var request = new HttpRequestMessage(HttpMethod.Post, item.GetProperty("href").GetString()) { Content = JsonContent.Create(new { answer = "包含硬件。" }) };
        request.Headers.Add(UnitKeys.Header, UnitKeys.DevelopmentKey);
        using var second = await portal.Http.SendAsync(request);
        Assert.Equal("不包含硬件。", (await second.JsonAsync()).GetProperty("answer").GetString());

        var page = await portal.Http.GetStringAsync($"/publicity/{project.Id}");
        Assert.Contains("是否包含硬件？", page, StringComparison.Ordinal);
        Assert.Contains("不包含硬件。", page, StringComparison.Ordinal);
        foreach (var text in (string[])[page, questions.ToString(), await portal.Http.GetStringAsync($"/projects/{project.Id}"), await portal.Http.GetStringAsync($"/api/projects/{project.Id}")])
            Assert.DoesNotContain("citizen.example", text, StringComparison.Ordinal);
        Assert.Contains("不包含硬件。", (await project.MailToAsync("asker@citizen.example", "通知")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Question_AnsweredByTheFormOnTheProjectPage_NeedsTheUnitsKey()
    {
        var project = await portal.PublishAsync("在项目页面答复的项目");
        using var asked = await portal.AskAsync(project.Id, "工期多长？", "term@citizen.example");
        await ConfirmedAsync(await project.MailToAsync("term@citizen.example", "请确认"));
        var id = (await portal.Http.GetFromJsonAsync<JsonElement>($"/api/projects/{project.Id}/questions")).GetProperty("items")[0].GetProperty("id").GetString();

        using var stranger = await AnswerAsync("not-a-key");
        Assert.Equal(HttpStatusCode.Unauthorized, stranger.StatusCode);
        Assert.Contains("六个月", await stranger.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.DoesNotContain("六个月", await portal.Http.GetStringAsync($"/publicity/{project.Id}"), StringComparison.Ordinal);
        using var taken = await AnswerAsync(UnitKeys.DevelopmentKey);
        Assert.Equal(HttpStatusCode.OK, taken.StatusCode);
        Assert.Contains("六个月", await portal.Http.GetStringAsync($"/publicity/{project.Id}"), StringComparison.Ordinal);

        async Task<HttpResponseMessage> AnswerAsync(string key) => await portal.Http.PostAsync(
            $"/projects/{project.Id}/questions/{id}/answer", new FormUrlEncodedContent([new("answer", "六个月"), new("unitKey", key)]));
    }

    private static void Hides(string text)
    {
        foreach (var word in (string[])["示例软件公司甲", "supplier.example"])
            Assert.DoesNotContain(word, text, StringComparison.Ordinal);
        // The amount, and no time that happens to have the same digits.
        Assert.DoesNotMatch("(?<![0-9:])12\\.34(?![0-9])", text);
    }

    private async Task ConfirmedAsync(Mail mail)
    {
        using var confirmed = await portal.ConfirmAsync(mail.Href);
        Assert.Contains("已确认", await confirmed.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        await portal.SettleAsync();
    }

    private async Task<decimal> FirstPriceAsync(Applicant project) =>
        Assert.Single((await QuotationsAsync(project, Unit)).GetProperty("quotations").EnumerateArray()).GetProperty("prices")[0].GetProperty("amount").GetDecimal();

    private async Task<JsonElement> QuotationsAsync(Applicant project, string reader)
    {
        using var answer = await portal.GetAsAsync($"/api/projects/{project.Id}/quotations", reader);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.JsonAsync();
    }
}
