using Dazhou.Serverless.Projects;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace Orchestrations.Tests.Projects.TechnicalPlan.Consultation;

public sealed class FunctionTableTests
{
    [Theory]
    [InlineData("统一受理\t网上受理\t1\t项\n统计分析\t\t2\t套", "统一受理|网上受理|1|项/统计分析||2|套")]
    [InlineData("统一受理｜网上受理｜１｜项\r\n统计", "统一受理|网上受理|１|项/统计|||")]
    [InlineData("统一受理|网上受理|1|项", "统一受理|网上受理|1|项")]
    [InlineData("统一受理，网上受理，1，项", "统一受理|网上受理|1|项")]
    [InlineData("统一受理　网上受理　１，２００　项", "统一受理|网上受理|１，２００|项")]
    [InlineData("统一受理  网上受理  3  项", "统一受理|网上受理|3|项")]
    [InlineData("功能名称\t功能说明\t数量\t单位\n统一受理\t网上受理\t1\t项", "统一受理|网上受理|1|项")]
    [InlineData("序号\t单位\t数量\t名称\n1\t项\t2\t统一受理\n\n2\t套\t\t统计", "统一受理||2|项/统计|||套")]
    [InlineData("名称\t数量\t单价（万元）\t合计（万元）\n受理\t2\t1.5\t3\n统计\t1\t2\t2\n合计\t\t\t5", "受理||2|/统计||1|")]
    [InlineData("受理\t\"第一行\n第二行\"\t1\t项\n统计\t\"带\"\"引号\"\"的\"\t1\t项", "受理|第一行\n第二行|1|项/统计|带\"引号\"的|1|项")]
    [InlineData("\"甲\"系统\t说明\t1\t套", "\"甲\"系统|说明|1|套")]
    [InlineData("", "")]
    [InlineData(" \r\n\t\t\n", "")]
    public void Read_AsPeoplePasteIt_GivesItsCells(string text, string cells)
    {
        var read = FunctionTable.Read(text);
        Assert.Empty(read.Faults);
        Assert.Equal(cells, string.Join('/', read.Rows.Select(row => $"{row.Name}|{row.Description}|{row.Quantity}|{row.Unit}")));
    }

    [Theory]
    [InlineData("统一受理，网上受理，若干，项", "第1行只有名称")]
    [InlineData("统一受理，网上受理", "第1行只有名称")]
    [InlineData("统计\n统一受理,网上受理,1", "第2行只有名称")]
    [InlineData("统一受理　网上受理", "第1行只有名称")]
    [InlineData("统一受理；网上受理；1；项", "第1行只有名称")]
    [InlineData("统一受理\t网上受理\t1\t项\t5\t5", "第1行有6列")]
    [InlineData("名称\t数量\n受理\t1\t项", "第2行有3列，表头只有2列")]
    [InlineData("受理｜网上受理｜若干｜项", "第1行的数量“若干”不是可以识别的数字")]
    [InlineData("受理｜网上受理｜-1｜项", "第1行的数量“-1”不能小于零")]
    [InlineData("受理｜网上受理｜1,5｜项", "第1行的数量“1,5”不是可以识别的数字")]
    [InlineData("受理｜项｜网上｜2", "第1行的数量“网上”")]
    [InlineData("受理｜｜｜2", "第1行的单位“2”是数字")]
    [InlineData("1\t受理\t1\t项", "第1行的名称“1”只有数字")]
    [InlineData("名称\t备注\t数量\n受理\t甲\t1", "第1行第2列的表头“备注”不认识")]
    [InlineData("名称\t说明\t描述\n受理\t甲\t乙", "有2列都是“说明”")]
    [InlineData("名称\t数量\t单价\t合计\n受理\t2\t1.5\t4", "第2行的合计“4”与数量乘以单价的3不一致")]
    [InlineData("名称\t数量\t合计\n受理\t2\t3\n总计\t\t4", "第3行的合计“4”与以上各行之和3不一致")]
    [InlineData("名称\t数量\t单价\n受理\t2\t面议", "第2行的单价“面议”不是可以识别的数字")]
    [InlineData("受理\n合计", "第2行是合计")]
    [InlineData("受理\n名称｜数量", "第2行看来是表头")]
    [InlineData("｜说明", "第1行没有名称")]
    public void Read_WhatCannotBeToldApart_IsRefusedWithItsLine(string text, string says)
    {
        var read = FunctionTable.Read(text);
        Assert.Contains(says, string.Join('；', read.Faults.Select(fault => fault.Message)), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_AtTheLimits_IsTakenAndBeyondThemRefused()
    {
        Assert.Empty(FunctionTable.Read(Lines(FunctionListRules.MostItems)).Faults);
        Assert.Contains("共301项", Assert.Single(FunctionTable.Read(Lines(FunctionListRules.MostItems + 1)).Faults).Message, StringComparison.Ordinal);
        Assert.Empty(FunctionTable.Read(new string('能', FunctionListRules.LongestName)).Faults);
        Assert.Contains("看来没有分列", Assert.Single(FunctionTable.Read(new string('能', FunctionListRules.LongestName + 1)).Faults).Message, StringComparison.Ordinal);

        static string Lines(int count) => string.Join('\n', Enumerable.Range(1, count).Select(i => $"功能{i}"));
    }

    /// <summary>Whatever is pasted: what is taken is written back as the same list, and no line became one long name.</summary>
    [Property(MaxTest = 3000)]
    public Property Read_OfAnything_IsRefusedOrWrittenBackTheSame() => Prop.ForAll(Pasted(), text =>
    {
        var read = FunctionTable.Read(text);
        if (read.Faults.Count > 0)
            return true;
        var again = FunctionTable.Read(FunctionTable.Write(read.Rows));
        return again.Faults.Count == 0
            && read.Rows.SequenceEqual(again.Rows)
            && FunctionTable.Check(read.Rows).Count == 0
            && read.Rows.All(row => row.Name.Length is > 0 and <= FunctionListRules.LongestName && row.Name.IndexOfAny(['\t', '\n', '\r', '|', '｜']) < 0)
            && read.Rows.All(row => (row.Description + row.Quantity + row.Unit).Length > 0 || row.Name.IndexOfAny(['，', ',', '；', ';', '　']) < 0);
    });

    /// <summary>What the pages show of a list that was taken is that list when it comes back.</summary>
    [Property(MaxTest = 1000)]
    public Property ItemOf_RowsThatWereTaken_KeepsThemAsTheyAre() => Prop.ForAll(Pasted(), text =>
    {
        var read = FunctionTable.Read(text);
        if (read.Faults.Count > 0)
            return true;
        var items = read.Rows.Select(FunctionTable.ItemOf).ToList();
        var again = FunctionTable.Read(FunctionTable.Write(items.Select(FunctionTable.RowOf)));
        return again.Faults.Count == 0 && items.SequenceEqual(again.Rows.Select(FunctionTable.ItemOf));
    });

    private static Arbitrary<string> Pasted()
    {
        var piece = Gen.Elements(
            "统一受理", "统计", "网上受理", "1", "２", "1,200", "3.5", "若干", "项", "套", "名称", "说明", "数量", "单位", "单价", "合计", "序号",
            "\t", "\t", "\t", "｜", "｜", "|", "，", ",", "；", "　", "  ", " ", "\n", "\n", "\r\n", "\"", "\"\"", "甲，乙", "-1", "备注");
        return Gen.Sized(size => Gen.ArrayOf(piece, Math.Min(size, 24))).Select(string.Concat).ToArbitrary();
    }
}
