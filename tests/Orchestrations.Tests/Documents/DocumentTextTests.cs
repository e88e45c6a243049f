using Dazhou.Serverless.Documents;
using FsCheck.Xunit;

namespace Orchestrations.Tests.Documents;

public sealed class DocumentTextTests
{
    [Theory]
    [InlineData(1, "一")]
    [InlineData(10, "十")]
    [InlineData(11, "十一")]
    [InlineData(20, "二十")]
    [InlineData(99, "九十九")]
    public void Numeral_Number_IsCountedAsInDocuments(int number, string text) => Assert.Equal(text, DocumentText.Numeral(number));

    [Fact]
    public void Day_Figures_HaveNoZeroBefore() => Assert.Equal("2026年3月9日", ChinaTime.Text(new(2026, 3, 9)));

    [Theory]
    [InlineData("甲\u0001乙", "甲乙")]
    [InlineData("甲\t乙", "甲 乙")]
    [InlineData("\ud842\udfb7", "\ud842\udfb7")]
    [InlineData("\uffff甲", "甲")]
    public void Printable_Characters_AreThoseOfXml(string text, string printed) => Assert.Equal(printed, DocumentText.Printable(text));

    /// <summary>No attribute holds half a pair.</summary>
    [Fact]
    public void Printable_HalfOfAPair_IsMarked() => Assert.Equal("甲\ufffd", DocumentText.Printable("甲\ud842"));

    [Theory]
    [InlineData("市财政局", "4")]
    [InlineData("2026年", "3")]
    [InlineData("", "0")]
    public void Width_Text_CountsFiguresHalf(string text, string width) => Assert.Equal(decimal.Parse(width, System.Globalization.CultureInfo.InvariantCulture), DocumentText.Width(text));

    [Theory]
    [InlineData("同意", "同意。")]
    [InlineData("同意。", "同意。")]
    [InlineData("如下：", "如下：")]
    public void Sentence_Text_EndsOnce(string text, string sentence) => Assert.Equal(sentence, DocumentText.Sentence(text));

    /// <summary>A title loses no character, breaks where it was told to, and each of its lines fits.</summary>
    [Property]
    public bool Title_AnyLength_FitsAndLosesNothing(byte name)
    {
        var written = $"关于{string.Concat(Enumerable.Repeat("智慧校园综合管理", name % 12))}平台项目立项的批复";

        var lines = DocumentTitle.Lines($"某市某局\n{written}", 18);

        return lines[0] == "某市某局" && string.Concat(lines.Skip(1)) == written && lines.All(line => DocumentText.Width(line) <= 18);
    }

    [Theory]
    [InlineData("关于达州市智慧校园综合管理平台建设项目立项的批复", "关于达州市智慧校园综合|管理平台建设项目立项的批复")]
    [InlineData("关于某项目立项的批复", "关于某项目立项的批复")]
    public void Title_TooLong_BreaksBetweenWords(string title, string broken) => Assert.Equal(broken, string.Join('|', DocumentTitle.Lines(title, 18)));
}
