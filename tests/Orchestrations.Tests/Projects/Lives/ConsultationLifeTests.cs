using System.IO.Compression;
using System.Xml.Linq;
using Dazhou.Serverless.Links;
using Dazhou.Serverless.Mail;
using Dazhou.Serverless.Projects;
using Dazhou.Serverless.Records;
using Orchestrations.Tests.Support;
using static Orchestrations.Tests.Projects.Lives.PublicityLifeTests;

namespace Orchestrations.Tests.Projects.Lives;

/// <summary>价格咨询 in virtual time: quotations, questions, and what is filed at the end (第三十五条).</summary>
public sealed class ConsultationLifeTests
{
    [Fact]
    public async Task Publicity_Ended_FilesTheStatisticsOfConfirmedQuotationsAndTellsTheUnit()
    {
        await using var office = await LivingOffice.OpenAsync("2026-03-02");
        var project = await PublishAsync(office);
        await QuoteAsync(office, project, "a@x.example", "10");
        await QuoteAsync(office, project, "b@x.example", "20.01");
        await QuoteAsync(office, project, "c@x.example", "900", confirm: false);
        // The same address again: the later one counts.
        await office.AdvanceToAsync("2026-03-04T10:00+08:00");
        await QuoteAsync(office, project, "A@x.example", "12");

        await office.AdvanceToAsync("2026-03-11T00:00+08:00");

        var text = await StatisticsAsync(office, project);
        Assert.Contains("收到2家供应商", text, StringComparison.Ordinal);
        // 报价份数, 最低, 中位数, 最高: the cells of a row.
        Assert.Contains("212.00万元16.01万元20.01万元", text, StringComparison.Ordinal);
        var told = Assert.Single(await MailsAsync(office, project), mail => mail.Message.ToDo.StartsWith("功能清单公示期满", StringComparison.Ordinal));
        Assert.Contains("收到2家", told.Message.ToDo, StringComparison.Ordinal);
        Assert.Equal("sscjgj.project", told.To.Person);
    }

    [Fact]
    public async Task Publicity_EndedWithoutQuotations_SaysSo()
    {
        await using var office = await LivingOffice.OpenAsync("2026-03-02");
        var project = await PublishAsync(office);

        await office.AdvanceToAsync("2026-03-11T00:00+08:00");

        Assert.Contains("没有收到报价", await StatisticsAsync(office, project), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Correction_SuppliersWhoQuotedTheOldList_AreToldToQuoteAnew()
    {
        await using var office = await LivingOffice.OpenAsync("2026-03-02");
        var project = await PublishAsync(office);
        await QuoteAsync(office, project, "a@x.example", "10");
        await QuoteAsync(office, project, "b@x.example", "20");
        await QuoteAsync(office, project, "c@x.example", "30", confirm: false);
        var pending = (await QuotationService.ReadAsync(office.Tables, project.Id)).Single(quotation => quotation.Mail == "c@x.example");

        await office.AdvanceToAsync("2026-03-09T10:00+08:00");
        await CorrectAsync(office, project);

        Assert.Equal(["a@x.example", "b@x.example"], await ToldAsync());
        // The confirmation of the old list comes too late, and its quotations stay with it.
        Assert.Equal(ConsultationStatus.Outdated, await office.Get<QuotationService>().ConfirmAsync(LinkOf(pending)));
        await QuoteAsync(office, project, "a@x.example", "11", version: 2);
        await CorrectAsync(office, project, [Corrected[0]]);
        Assert.Equal(["a@x.example", "a@x.example", "b@x.example", "b@x.example"], await ToldAsync());

        await office.AdvanceToAsync("2026-03-17T00:00+08:00");
        Assert.Contains("没有收到报价", await StatisticsAsync(office, project), StringComparison.Ordinal);
        Assert.Equal([1, 1, 2], (await QuotationService.ReadAsync(office.Tables, project.Id))
            .Where(quotation => quotation.ConfirmedAt is not null).Select(quotation => quotation.Version));

        async Task<List<string>> ToldAsync() =>
            [.. (await MailsAsync(office, project)).Where(mail => mail.Key.StartsWith("requote|", StringComparison.Ordinal)).Select(mail => mail.To.Address!).Order(StringComparer.Ordinal)];
    }

    [Fact]
    public async Task Quotation_AtTheEnd_IsTakenBeforeAndRefusedAfterTheDueInstant()
    {
        await using var office = await LivingOffice.OpenAsync("2026-03-02");
        var project = await PublishAsync(office);
        await office.AdvanceToAsync("2026-03-10T23:59:59.999+08:00");
        var last = await QuoteAsync(office, project, "a@x.example", "10", confirm: false);
        Assert.Equal(ConsultationStatus.Confirmed, await office.Get<QuotationService>().ConfirmAsync(LinkOf(last)));
        var late = await QuoteAsync(office, project, "b@x.example", "10", confirm: false);

        await office.AdvanceToAsync("2026-03-11T00:00+08:00");

        Assert.Equal(ConsultationStatus.Ended, await office.Get<QuotationService>().ConfirmAsync(LinkOf(late)));
        var receipt = await office.Get<QuotationService>().LeaveAsync(office.Client, project.Id, Input("c@x.example", "10", 1));
        Assert.Equal(ConsultationStatus.Ended, receipt.Status);
        Assert.Equal(2, (await QuotationService.ReadAsync(office.Tables, project.Id)).Count);
        // What was confirmed before stays confirmed.
        Assert.Equal(ConsultationStatus.Confirmed, await office.Get<QuotationService>().ConfirmAsync(LinkOf(last)));
    }

    [Fact]
    public async Task Question_Confirmed_GoesToTheUnitAndTheFirstAnswerStands()
    {
        await using var office = await LivingOffice.OpenAsync("2026-03-02");
        var project = await PublishAsync(office);
        var service = office.Get<QuestionService>();
        Assert.Equal(ConsultationStatus.Kept, (await service.AskAsync(office.Client, project.Id, "是否包含硬件？", "asker@x.example")).Status);
        await office.SettleAsync();
        Assert.Empty(await service.ReadAsync(project.Id));
        var wanted = Assert.Single(await MailsAsync(office, project), mail => mail.Message is ConfirmationWanted);
        Assert.DoesNotContain("是否包含硬件", wanted.Message.ToDo, StringComparison.Ordinal);

        Assert.Equal(ConsultationStatus.Confirmed, await service.ConfirmAsync(office.Client, wanted.Message.Link!));
        Assert.Equal(ConsultationStatus.Confirmed, await service.ConfirmAsync(office.Client, wanted.Message.Link!));
        await office.SettleAsync();
        var asked = Assert.Single(await MailsAsync(office, project), mail => mail.Message is QuestionAsked);
        Assert.Equal(("sscjgj.project", ConsultationLinks.AnswerQuestion), (asked.To.Person, asked.Message.Link!.Purpose));

        var question = Assert.Single(await service.ReadAsync(project.Id));
        Assert.Single((await service.AnswerAsync(office.Client, project.Id, question.Id, " ", project.Unit, link: null)).Failures);
        await service.AnswerAsync(office.Client, project.Id, question.Id, "不包含。", project.Unit, link: null);
        var second = await service.AnswerAsync(office.Client, project.Id, question.Id, "包含。", project.Unit, link: null);
        await office.SettleAsync();
        Assert.Equal((true, "不包含。"), (second.Before, second.Question!.Answer));
        Assert.Single(await MailsAsync(office, project), mail => mail.To.Address == "asker@x.example" && mail.Message is Notice);
        // The trail tells question and answer, and nobody's address.
        await foreach (var entry in office.Get<IAuditTrail>().ReadAsync(project.Id))
            Assert.DoesNotContain("x.example", $"{entry.Entry.Actor}{entry.Entry.Detail}", StringComparison.Ordinal);
    }

    internal static async Task<QuotationRow> QuoteAsync(
        VirtualOffice office, ProjectRow project, string mail, string price, bool confirm = true, int version = 1)
    {
        var service = office.Get<QuotationService>();
        var receipt = await service.LeaveAsync(office.Client, project.Id, Input(mail, price, version));
        Assert.Equal((ConsultationStatus.Kept, 0), (receipt.Status, receipt.Failures.Count));
        await office.SettleAsync();
        var quotation = (await QuotationService.ReadAsync(office.Tables, project.Id)).Last(quotation => quotation.Mail == mail && quotation.Version == version);
        if (confirm) Assert.Equal(ConsultationStatus.Confirmed, await service.ConfirmAsync(LinkOf(quotation)));
        return quotation;
    }

    private static QuotationInput Input(string mail, string price, int version) => new(version, "示例公司", mail, new Dictionary<int, string> { [1] = price });

    private static LinkRequest LinkOf(QuotationRow quotation) => new()
    {
        Purpose = ConsultationLinks.ConfirmQuotation,
        Subject = quotation.Project,
        Step = QuotationService.Step,
        Round = quotation.Version,
        Person = quotation.Id,
        Expires = DateTimeOffset.MaxValue,
    };

    internal static async Task<List<MailOrder>> MailsAsync(VirtualOffice office, ProjectRow project)
    {
        var mails = new List<MailOrder>();
        await foreach (var row in office.Tables.ReadPartitionAsync<OutboxRow>(project.Id)) mails.Add(row.Value.Order);
        return mails;
    }

    private static async Task<string> StatisticsAsync(VirtualOffice office, ProjectRow project)
    {
        var documents = office.Get<IDocumentStore>();
        await using var content = await documents.OpenReadAsync((await documents.FindAsync(project.Id, QuotationDocument.Name))!);
        using var archive = new ZipArchive(content);
        await using var part = await archive.GetEntry("word/document.xml")!.OpenAsync();
        return (await XDocument.LoadAsync(part, LoadOptions.None, CancellationToken.None)).Root!.Value;
    }
}
