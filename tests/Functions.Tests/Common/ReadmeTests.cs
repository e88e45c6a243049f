using System.Text.RegularExpressions;

namespace Functions.Tests.Common;

/// <summary>The READMEs in both languages tell the same commands, and show pictures that are there.</summary>
public sealed partial class ReadmeTests
{
    private static readonly string English = File.ReadAllText(Path.Combine(Repository.Root, "README.md"));
    private static readonly string Chinese = File.ReadAllText(Path.Combine(Repository.Root, "README.zh-CN.md"));

    [Fact]
    public void BothLanguages_HaveTheSameCommandsInTheSameOrder()
    {
        Assert.NotEmpty(Commands(English));
        Assert.Equal(Commands(English), Commands(Chinese));
    }

    [Fact]
    public void BothLanguages_ShowTheSamePictures()
    {
        var pictures = Pictures(English);
        Assert.Equal(2, pictures.Count);
        Assert.Equal(pictures, Pictures(Chinese));
        Assert.All(pictures, picture => Assert.True(File.Exists(Path.Combine(Repository.Root, picture)), picture));
    }

    /// <summary>The lines of the shell blocks without their comments, which are in the language of the text.</summary>
    private static List<string> Commands(string readme) =>
        [.. Block().Matches(readme).SelectMany(block => block.Groups["text"].Value.Split('\n')).Select(line => Comment().Replace(line, "").Trim()).Where(line => line.Length > 0)];

    private static List<string> Pictures(string readme) => [.. Picture().Matches(readme).Select(picture => picture.Groups["path"].Value)];

    [GeneratedRegex(@"```sh\n(?<text>.*?)```", RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex(@"\s+# .*$")]
    private static partial Regex Comment();

    [GeneratedRegex(@"!\[[^\]]*\]\((?<path>[^)]+\.png)\)")]
    private static partial Regex Picture();
}
