using Dazhou.Serverless.Approvals;
using Dazhou.Serverless.Documents;
using Dazhou.Serverless.Projects;

namespace Orchestrations.Tests.Projects;

/// <summary>What the documents of projects say: who issues them to whom, on which article, and what follows.</summary>
public sealed class ProjectDocumentTests
{
    [Theory]
    [InlineData("立项批复", DocumentForm.Document, "第十条第二款", "市发展改革委、市财政局")]
    [InlineData("技术审查意见", DocumentForm.Letter, "第三十七条", "")]
    [InlineData("概算批复", DocumentForm.Document, "第三十七条", "市财政局")]
    [InlineData("前置核准复函", DocumentForm.Letter, "第四十七条", "市财政局")]
    [InlineData("通报", DocumentForm.Document, "第五十三条", "市委网信办、市财政局、市公安局、市密码管理局")]
    public void Document_OfTheBureau_NamesItsGroundAndWhoGetsIt(string kind, DocumentForm form, string article, string copies)
    {
        var document = SampleDocuments.All[kind];

        Assert.Equal((form, "市教育局"), (document.Form, document.Addressee));
        Assert.Equal(["达州市数字经济局"], document.Signatures);
        Assert.Equal(copies, string.Join('、', document.Imprint!.CopiedTo));
        Assert.Contains($"《达州市市级政府投资信息化项目管理办法》（达市府发〔2023〕9号）{article}规定", TextOf(document), StringComparison.Ordinal);
        Assert.StartsWith("达州市数字经济局\n关于", document.Title, StringComparison.Ordinal);
    }

    /// <summary>No number is printed that nobody gave.</summary>
    [Fact]
    public void Number_StandsOnlyWhereThereIsOne() =>
        Assert.Equal(["立项批复"], SampleDocuments.All.Where(document => document.Value.Number is not null).Select(document => document.Key));

    [Fact]
    public void Approval_NamesMoneyBasisAndWhatFollows()
    {
        var text = TextOf(SampleDocuments.All["立项批复"]);

        Assert.Contains("总投资和资金来源：320.00万元，资金来源为地方政府新增债券、专项债和项目配套融资资金（市专项资金、省专项资金）。", text, StringComparison.Ordinal);
        Assert.Contains("审定依据：会议纪要〔2026〕5号（2026年3月5日）。", text, StringComparison.Ordinal);
        Assert.Contains("公示时间不低于7日。", text, StringComparison.Ordinal);
        Assert.Contains("公示结束后60日内", text, StringComparison.Ordinal);
        Assert.IsType<TableBlock>(Assert.Single(Assert.Single(SampleDocuments.All["立项批复"].Attachments).Body));
    }

    [Fact]
    public void Opinion_Refused_AsksForNothingToBeBuilt()
    {
        var document = ReviewDocuments.Opinion(SampleDocuments.Project, plan: null, SampleDocuments.Agreed with { Result = ApprovalResult.Refused }, new(2026, 3, 9));

        Assert.Contains("技术方案未通过技术性审查", TextOf(document), StringComparison.Ordinal);
        Assert.DoesNotContain("有关要求", TextOf(document), StringComparison.Ordinal);
    }

    [Fact]
    public void Sheet_HasEveryPartOfTheApplicationItsFilesAndTheOpinions()
    {
        var form = Assert.IsType<FormBlock>(Assert.Single(SampleDocuments.All["申报表"].Body));

        Assert.Equal(
            [.. ApplicationOverview.Of(SampleDocuments.Project.Application, "市教育局").SelectMany(section => section.Rows).Select(row => (row.Label, row.Value))],
            form.Sections.Skip(1).SkipLast(2).SelectMany(section => section.Lines).Select(line => (line.Label, line.Value)));
        Assert.Equal(["专篇.docx", "2", "2026年3月9日", "020202020202"], form.Sections[^2].Lines[0].Table!.Lines[^1]);
        Assert.Equal(["2026年3月9日", "分管教育卫生工作的副市长", "审核", "同意：请抓好数据共享。"], form.Sections[^1].Lines[0].Table!.Lines[0]);
    }

    private static string TextOf(OfficialDocument document) => string.Join('\n', document.Body.Select(block => block switch
    {
        TextBlock text => text.Text,
        ItemBlock item => item.Lead + item.Text,
        _ => "",
    }));
}
