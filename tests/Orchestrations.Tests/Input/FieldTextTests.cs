using System.Text.Json;
using System.Text.Json.Nodes;
using Dazhou.Serverless.Input;
using Dazhou.Serverless.Projects;
using Orchestrations.Tests.Projects;

namespace Orchestrations.Tests.Input;

public sealed class FieldTextTests
{
    private static readonly SubmissionKind Kind = new()
    {
        Step = "Some.step",
        Stage = "Some",
        Title = "某事项",
        Article = "第九条",
        Side = SubmissionSide.Unit,
        Fields = [new("supplier", "供应商"), new("reason", "理由", SubmissionFieldType.LongText)],
        Check = (_, _) => [],
    };

    [Theory]
    [InlineData(null, true, true)]
    [InlineData("一体化平台（二期）", true, true)]
    [InlineData("第一行\r\n第二行", false, true)]
    [InlineData("甲\t乙", false, true)]
    [InlineData("平台\n\n请打开 https://elsewhere.example/", false, true)]
    [InlineData("甲\0乙", false, false)]
    [InlineData("甲\u001B乙", false, false)]
    [InlineData("甲\u0085乙", false, false)]
    [InlineData("甲\u2028乙", false, false)]
    [InlineData("甲\u202Egpj.exe", false, false)]
    public void Text_IsOneLineOrSeveral(string? text, bool line, bool several) =>
        Assert.Equal((line, several), (FieldText.IsLine(text), FieldText.IsText(text)));

    [Fact]
    public void Application_NameOfSeveralLines_IsRefusedByItsField()
    {
        var sound = Samples.Load("tier-150");
        Assert.Empty(Rules(sound));
        Assert.Equal(["name"], Rules(sound with { Name = "平台\r\n\r\n请打开 https://elsewhere.example/" }));
        Assert.Equal(["funding.channels"], Rules(sound with { Funding = sound.Funding! with { Channels = ["预算内\n资金"] } }));
        Assert.Equal(
            ["basicInformation.functions"],
            Rules(sound with { BasicInformation = sound.BasicInformation! with { Functions = [sound.BasicInformation.Functions![0] with { Name = "甲\n乙" }] } }));
        Assert.Equal(["basicInformation.necessity"], Rules(sound with { BasicInformation = sound.BasicInformation with { Necessity = "甲\0乙" } }));
        Assert.Empty(Rules(sound with { BasicInformation = sound.BasicInformation with { Necessity = "甲\r\n乙" } }));
    }

    [Theory]
    [InlineData("""{"supplier":"甲公司","reason":"一\n二"}""", null)]
    [InlineData("""{"supplier":"甲\n公司"}""", "supplier")]
    [InlineData("""{"Supplier":"甲\n公司"}""", "supplier")]
    [InlineData("""{"reason":"甲\u0000"}""", "reason")]
    [InlineData("""{"other":["甲\u0007"]}""", "other")]
    public void Submission_TextThatItsFieldDoesNotTake_IsRefused(string data, string? field) =>
        Assert.Equal(field is null ? [] : [field], SubmissionTexts.Check(Kind, (JsonObject)JsonNode.Parse(data)!).Select(failure => failure.Field));

    [Fact]
    public void Submission_ThatCannotBeRead_NamesEveryFieldAtFault()
    {
        var form = Kind with
        {
            Fields =
            [
                new("amount", "金额", SubmissionFieldType.Amount), new("day", "日期", SubmissionFieldType.Date), new("agree", "是否同意", SubmissionFieldType.YesNo),
                new("way", "方式", SubmissionFieldType.Choice, [("open", "公开")]), new("several", "多项", SubmissionFieldType.Several, [("one", "一")]), new("reason", "理由"),
            ],
        };
        Assert.Equal(["amount", "day", "agree", "way", "several"], Unreadable("""{"amount":"很多","day":"昨天","agree":"也许","way":"other","several":["two"],"reason":"x"}"""));
        Assert.Equal(["day"], Unreadable("""{"amount":"12.5","day":"2026-2-3","agree":false,"way":"Open","several":["ONE"]}"""));
        Assert.Equal(["amount"], Unreadable("""{"amount":[1],"day":"2026-02-03"}"""));
        // Where no field is at fault, what the reader met is told.
        Assert.Equal(["nested.x"], Unreadable("""{"amount":1}"""));

        IEnumerable<string> Unreadable(string data) =>
            SubmissionTexts.Unreadable(form, (JsonObject)JsonNode.Parse(data)!, new JsonException("", "$.nested.x", null, null)).Select(failure => failure.Field);
    }

    private static IEnumerable<string> Rules(ProjectApplication application) =>
        IntakeRules.Evaluate(new(application, new(), ProjectPolicy.Gazette)).Select(failure => failure.Field);
}
