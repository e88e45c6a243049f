using Dazhou.Serverless.Projects;

namespace Orchestrations.Tests.Projects;

public sealed class SampleApplicationTests
{
    [Theory]
    [InlineData("tier-150", 150)]
    [InlineData("tier-320", 320)]
    [InlineData("tier-760", 760)]
    [InlineData("tier-1800", 1800)]
    public void Sample_Valid_BreaksNoRule(string name, int total)
    {
        var application = Samples.Load(name);

        Assert.Equal(total, application.TotalInvestment);
        Assert.Empty(application.FailedRules());
    }

    [Theory]
    [InlineData("refused-02-below-30", "第二条", "minimum-investment")]
    [InlineData("refused-03-private-company", "第三条", "applicant-kind")]
    [InlineData("refused-08-mixed-works", "第八条", "mixed-works-establisher")]
    [InlineData("refused-09-materials", "第九条", "performance-goals", "cryptography")]
    [InlineData("refused-11-self-build-limit", "第十一条", "self-build-limit")]
    [InlineData("refused-12-not-cheaper", "第十二条", "purchase-cheaper", "purchase-several-suppliers")]
    [InlineData("refused-20-negative-list", "第二十条", "negative-list-1", "negative-list-8")]
    [InlineData("refused-24-data-aggregation", "第二十四条", "data-aggregation")]
    [InlineData("refused-57-security", "第五十七条", "security-block")]
    [InlineData("refused-65-classified", "第六十五条", "classified-excluded")]
    public void Sample_Refused_BreaksExactlyTheRulesOfItsArticle(string name, string article, params string[] rules)
    {
        var failures = IntakeRules.Evaluate(new(Samples.Load(name), new(), ProjectPolicy.Gazette));

        Assert.Equal(rules, failures.Select(failure => failure.Rule));
        Assert.All(failures, failure => Assert.StartsWith(article, failure.Article, StringComparison.Ordinal));
        Assert.All(failures, failure => Assert.NotEmpty(failure.Message));
    }

    [Fact]
    public void Samples_AllFiles_AreCovered()
    {
        var files = Directory.GetFiles(Samples.Folder, "*.json").Select(Path.GetFileNameWithoutExtension)
            .Where(file => !file!.StartsWith("decisions-", StringComparison.Ordinal));

        Assert.Equal(14, files.Count());
    }
}
