using System.Text.RegularExpressions;
using Orchestrations.Tests.Support;

namespace Orchestrations.Tests;

/// <summary>docs/regulation.md promises what the code does, article by article; here it is held to that.</summary>
public sealed partial class RegulationTableTests
{
    private const int Articles = 66;

    private static readonly IReadOnlyList<Row> Table = ReadTable();

    private sealed record Row(string Article, string Text, IReadOnlyList<string> Files, IReadOnlyList<string> Tests);

    [Fact]
    public void Table_Articles_AreAllOfTheRegulationInOrder() =>
        Assert.Equal(Enumerable.Range(1, Articles).Select(Name), Table.Select(row => row.Article));

    [Fact]
    public void Table_EveryFile_Exists()
    {
        Assert.NotEmpty(Table.SelectMany(row => row.Files));
        Assert.All(Table.SelectMany(row => row.Files), file => Assert.True(File.Exists(Path.Combine(Repository.Root, file)), file));
    }

    [Fact]
    public void Table_EveryTest_Exists()
    {
        var sources = Directory.EnumerateFiles(Path.Combine(Repository.Root, "tests"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .Select(File.ReadAllText)
            .ToList();
        var named = Table.SelectMany(row => row.Tests).Distinct().ToList();

        Assert.NotEmpty(named);
        Assert.All(named, test => Assert.True(sources.Exists(source => Declares(source, test)), test));
    }

    [Fact]
    public void Table_RowWithoutCode_SaysWhy() =>
        Assert.All(Table.Where(row => row.Files.Count == 0), row => Assert.Matches("^不涉及：", row.Text));

    [Fact]
    public void Table_RowWithCode_NamesItsTest() =>
        Assert.All(Table.Where(row => row.Files.Count > 0), row => Assert.NotEmpty(row.Tests));

    [Theory]
    [MemberData(nameof(RuleFiles))]
    public void Table_ArticlesThatARuleFileCites_ListItOrItsTopic(string file)
    {
        var topic = Topic().Match(Path.GetFileName(file)).Groups["topic"].Value;
        var cited = Cited(File.ReadAllLines(Path.Combine(RulesFolder, file)));

        var missing = cited.Where(article => !Table[article - 1].Files.Any(listed => Path.GetFileName(listed).StartsWith(topic, StringComparison.Ordinal)));

        Assert.Empty(missing.Select(Name));
    }

    public static TheoryData<string> RuleFiles =>
    [
        .. Directory.EnumerateFiles(RulesFolder, "*.cs", SearchOption.AllDirectories)
            .Where(file => Topic().IsMatch(Path.GetFileName(file)))
            .Select(file => Path.GetRelativePath(RulesFolder, file))
            .Order(StringComparer.Ordinal),
    ];

    [Theory]
    [InlineData("/// <summary>第八条</summary>", 8)]
    [InlineData("/// <summary>(第四十四、四十五条)</summary>", 44, 45)]
    [InlineData("/// <summary>(第四十二条至第四十四条)</summary>", 42, 43, 44)]
    [InlineData("/// <summary>the methods of 政府采购法 第二十六条, and 民法典 第二百零一条</summary>")]
    [InlineData("new(\"rule\", \"第八条\")")]
    public void Cited_WaysOfCiting_AreUnderstood(string line, params int[] articles) => Assert.Equal(articles, Cited([line]));

    private static string RulesFolder => Path.Combine(Repository.Root, "orchestrations", "Projects");

    private static List<Row> ReadTable() =>
    [
        .. File.ReadLines(Path.Combine(Repository.Root, "docs", "regulation.md"))
            .Where(line => line.StartsWith("| 第", StringComparison.Ordinal))
            .Select(line => line.Split('|', StringSplitOptions.TrimEntries))
            .Select(cells => new Row(cells[1], cells[3], Quoted(cells[4]), Quoted(cells[5]))),
    ];

    private static List<string> Quoted(string cell) => [.. Backticks().Matches(cell).Select(match => match.Groups["text"].Value)];

    /// <summary>A method under an attribute that makes it a test, in a source that declares its class.</summary>
    private static bool Declares(string source, string test)
    {
        var (type, method) = (test[..test.IndexOf('.', StringComparison.Ordinal)], test[(test.IndexOf('.', StringComparison.Ordinal) + 1)..]);
        return Regex.IsMatch(source, $@"\bclass {type}\b", RegexOptions.None, TimeSpan.FromSeconds(1))
            && Regex.IsMatch(source, $@"\[(Fact|Theory|SkippableFact|SkippableTheory|Property)\b[^{{}}]*?\bpublic [\w<> ]+ {method}\(", RegexOptions.Singleline, TimeSpan.FromSeconds(1));
    }

    /// <summary>The articles of the regulation that doc comments name; those of other laws stand after the law's name.</summary>
    private static List<int> Cited(IEnumerable<string> lines)
    {
        var text = string.Join('\n', lines.Where(line => line.TrimStart().StartsWith("///", StringComparison.Ordinal)));
        var articles = new SortedSet<int>();
        foreach (Match match in Citation().Matches(OtherLaw().Replace(text, string.Empty)))
        {
            var numbers = match.Groups["number"].Captures.Select(capture => Number(capture.Value)).ToList();
            articles.UnionWith(match.Groups["range"].Success ? Enumerable.Range(numbers[0], numbers[^1] - numbers[0] + 1) : numbers);
        }

        return [.. articles];
    }

    private static string Name(int article)
    {
        const string digits = "一二三四五六七八九";
        var (tens, ones) = (article / 10, article % 10);
        return $"第{(tens > 1 ? digits[tens - 1].ToString() : "")}{(tens > 0 ? "十" : "")}{(ones > 0 ? digits[ones - 1].ToString() : "")}条";
    }

    private static int Number(string chinese) => Enumerable.Range(1, Articles).First(article => Name(article) == $"第{chinese}条");

    [GeneratedRegex("第(?<number>[一二三四五六七八九十]+)((?<range>条?至第?(?<number>[一二三四五六七八九十]+))|(、(?<number>[一二三四五六七八九十]+))*)条", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Citation();

    [GeneratedRegex("(民法典|政府采购法) ?第[一二三四五六七八九十百零]+条", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex OtherLaw();

    [GeneratedRegex(@"^(?<topic>\w+?)(Rules|Route)\.cs$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Topic();

    [GeneratedRegex("`(?<text>[^`]+)`", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Backticks();
}
