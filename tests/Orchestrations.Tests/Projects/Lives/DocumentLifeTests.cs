using Dazhou.Serverless.Projects;
using Dazhou.Serverless.Records;
using DocumentFormat.OpenXml.Packaging;

namespace Orchestrations.Tests.Projects.Lives;

/// <summary>What a project's acts leave among its documents.</summary>
public sealed class DocumentLifeTests
{
    [Fact]
    public async Task Life_EachAct_LeavesItsDocumentOnce()
    {
        await using var office = await LivingOffice.OpenAsync("2026-03-02");
        var project = await office.ApplyAsync(Samples.Valid);
        await office.AdvanceToAsync("2026-11-30T00:00+08:00");

        var documents = await office.Get<IDocumentStore>().ListAsync(project.Id);

        string[] issued = ["establishmentApproval", "quotationStatistics", "technicalReviewOpinion", "estimateApproval", "preAcceptanceLetter"];
        Assert.Equal(
            issued.Order(StringComparer.Ordinal),
            documents.Where(document => document.UploadedBy == AuditEntry.System).Select(document => document.Name).Order(StringComparer.Ordinal));
        Assert.Contains("概算：", await TextOfAsync(office.Get<IDocumentStore>(), documents, "estimateApproval"), StringComparison.Ordinal);
        Assert.Contains("技术方案通过技术性审查", await TextOfAsync(office.Get<IDocumentStore>(), documents, "technicalReviewOpinion"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Criticism_Decided_IsIssuedWithWhatWasToBePutRight()
    {
        await using var office = await LivingOffice.OpenAsync("2026-03-02", new(
            [new("Rectification.report1", Morning: 60), new("Rectification.sanction1", Data: Life.Json("""{"sanctions":["criticism","holdPlan"],"ground":"拒不整改"}"""))]));
        var project = await office.ApplyAsync(Samples.Valid);
        await office.AdvanceToAsync("2026-04-01T00:00+08:00");
        await office.HandInAsync(project, SupervisionKinds.Order, new RectificationOrder(SupervisedMatter.Security, "存在弱口令", "立即整改", new(2026, 4, 7)), "szjj.review", "o1");
        await office.AdvanceToAsync("2026-04-09T00:00+08:00");

        var documents = await office.Get<IDocumentStore>().ListAsync(project.Id);
        var text = await TextOfAsync(office.Get<IDocumentStore>(), documents, CriticismDocument.Name);

        Assert.Contains("存在的问题：存在弱口令。", text, StringComparison.Ordinal);
        Assert.Contains("立即整改（整改期限至2026年4月7日）", text, StringComparison.Ordinal);
        Assert.Contains("通报批评、暂缓安排投资计划：拒不整改", text, StringComparison.Ordinal);
    }

    /// <summary>An activity may run twice: the second time it finds the version that it wrote.</summary>
    [Fact]
    public async Task Settlement_Repeated_IssuesNoSecondVersion()
    {
        await using var office = await LivingOffice.OpenAsync("2026-03-02");
        var project = await office.ApplyAsync(Samples.Valid);
        var documents = office.Create<SettlementDocuments>();
        var settlement = new Settlement(project.Id, "estimate", Stages.BudgetReview, "第三十七条", "概算批复", office.Now, new EstimateSettled(140m));
        var ledger = new ProjectLedgerRow { Project = project.Id, ApprovedTotal = 150m };

        await documents.IssueAsync(settlement, project, ledger, CancellationToken.None);
        await documents.IssueAsync(settlement, project, ledger, CancellationToken.None);

        var issued = (await office.Get<IDocumentStore>().ListAsync(project.Id)).Where(document => document.Name == SettlementDocuments.EstimateName);
        Assert.Equal(1, Assert.Single(issued).Version);
    }

    private static async Task<string> TextOfAsync(IDocumentStore store, IReadOnlyList<DocumentInfo> documents, string name)
    {
        await using var content = await store.OpenReadAsync(Assert.Single(documents, document => document.Name == name));
        using var bytes = new MemoryStream();
        await content.CopyToAsync(bytes);
        using var document = WordprocessingDocument.Open(bytes, isEditable: false);
        return document.MainDocumentPart!.Document!.Body!.InnerText;
    }
}
