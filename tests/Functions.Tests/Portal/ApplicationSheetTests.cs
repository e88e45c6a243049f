using System.Net;
using DocumentFormat.OpenXml.Packaging;

namespace Functions.Tests.Portal;

/// <summary>申报表 for those who decide: by the link that was mailed to them, and for whoever reads the project.</summary>
[Collection(nameof(Portal))]
public sealed class ApplicationSheetTests(PortalHost portal)
{
    [Fact]
    public async Task Sheet_OfALinksPage_IsTheWholeApplicationWithTheOpinionsSoFar()
    {
        var project = new Applicant(portal, "打印申报表的项目");
        await project.ApplyAsync();
        var mails = await project.MailsAsync("待审核");

        // As the link's page offers it, and again after somebody decided.
        Assert.Contains($"href=\"{new Uri(portal.Http.BaseAddress!, mails[0].Href).AbsolutePath}/documents/application.docx\"", await TextAsync(mails[0].Href), StringComparison.Ordinal);
        var before = await SheetAsync($"{mails[0].Href}/documents/application.docx");
        using (var decided = await project.DecideAsync(mails[0].Href, "同意", "请落实等级保护"))
            Assert.Equal(HttpStatusCode.OK, decided.StatusCode);
        var after = await SheetAsync($"/projects/{project.Id}/application.docx");

        Assert.Contains("达州市市级政府投资信息化项目申报表", before, StringComparison.Ordinal);
        Assert.All(
            (string[])[project.Title, "150.00万元", "负面清单声明", "自行建设和购买服务方式经济性比较分析", "专家论证纪要.docx"],
            part => Assert.Contains(part, before, StringComparison.Ordinal));
        Assert.DoesNotContain("请落实等级保护", before, StringComparison.Ordinal);
        Assert.Contains("同意：请落实等级保护", after, StringComparison.Ordinal);
        Assert.Contains($"href=\"/projects/{project.Id}/application.docx\"", await TextAsync($"/projects/{project.Id}"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/projects/unknown/application.docx")]
    [InlineData("/projects/unknown/documents/application.docx")]
    [InlineData("/l/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA/documents/application.docx")]
    public async Task Sheet_OfNothing_IsNotFound(string path)
    {
        using var answer = await portal.Http.GetAsync(path);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    private async Task<string> TextAsync(string path)
    {
        using var answer = await portal.Http.GetAsync(path);
        return await answer.Content.ReadAsStringAsync();
    }

    private async Task<string> SheetAsync(string path)
    {
        using var answer = await portal.Http.GetAsync(path);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("application/vnd.openxmlformats-officedocument.wordprocessingml.document", answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal("申报表.docx", answer.Content.Headers.ContentDisposition!.FileNameStar);
        using var document = WordprocessingDocument.Open(new MemoryStream(await answer.Content.ReadAsByteArrayAsync()), isEditable: false);
        return document.MainDocumentPart!.Document!.Body!.InnerText;
    }
}
