using Dazhou.Serverless.Projects;

namespace Orchestrations.Tests.Projects;

/// <summary>What 补正 may change of an application, at the first review and at the leadership (第七、十条).</summary>
public sealed class CorrectionRulesTests
{
    [Theory]
    [InlineData(Stages.LibraryAdmission, 150, 150, "")]
    [InlineData(Stages.LibraryAdmission, 150, 199.99, "")]
    [InlineData(Stages.LibraryAdmission, 150, 620, "")]
    [InlineData(Stages.Establishment, 150, 140, "")]
    [InlineData(Stages.Establishment, 150, 150.01, "correction-not-raised")]
    [InlineData(Stages.Establishment, 199.99, 200, "correction-tier,correction-not-raised")]
    [InlineData(Stages.Establishment, 200, 199.99, "correction-tier")]
    [InlineData(Stages.Establishment, 499.99, 200, "")]
    [InlineData(Stages.Establishment, 500, 499.99, "correction-tier")]
    [InlineData(Stages.Establishment, 1000, 999.99, "correction-tier")]
    [InlineData(Stages.Establishment, 1800, 1000, "")]
    public void Total_Changed_IsRefusedWhereOthersWouldDecideOrHaveDecidedOnLess(string stage, double before, double after, string broken) =>
        Assert.Equal(
            broken.Split(',', StringSplitOptions.RemoveEmptyEntries),
            Broken(stage, Samples.Valid with { TotalInvestment = (decimal)before }, Samples.Valid with { TotalInvestment = (decimal)after }));

    [Fact]
    public void UnitAndPredecessor_Changed_AreRefusedEverywhere()
    {
        foreach (var stage in (string[])[Stages.LibraryAdmission, Stages.Establishment])
        {
            Assert.Equal(["correction-unit"], Broken(stage, Samples.Valid, Samples.Valid with { Unit = "sjyj" }));
            Assert.Equal(["correction-succeeds"], Broken(stage, Samples.Valid, Samples.Valid with { Succeeds = "another" }));
        }
    }

    [Fact]
    public void MixedWorks_Changed_IsRefusedAtTheLeadershipOnly()
    {
        var mixed = Samples.Valid with { MixedWorks = new(Separable: true, null, null, null, null) };
        Assert.Equal(["correction-mixed-works"], Broken(Stages.Establishment, Samples.Valid, mixed));
        Assert.Empty(Broken(Stages.LibraryAdmission, Samples.Valid, mixed));
    }

    [Fact]
    public void ApprovalNumberOfTheWorks_Corrected_StaysWithTheSameBureau()
    {
        var adopted = Samples.Valid with { MixedWorks = new(Separable: false, 400m, 250m, 150m, null, "达发改审〔2026〕1号") };
        var retyped = adopted with { MixedWorks = adopted.MixedWorks! with { ApprovalNumber = "达发改审〔2026〕11号" } };
        var without = adopted with { MixedWorks = adopted.MixedWorks! with { ApprovalNumber = null } };
        foreach (var stage in (string[])[Stages.LibraryAdmission, Stages.Establishment])
        {
            Assert.Empty(Broken(stage, adopted, retyped));
            Assert.Equal(["correction-establisher"], Broken(stage, adopted, without));
            Assert.Equal(["correction-establisher"], Broken(stage, without, adopted));
        }
    }

    [Fact]
    public void Changes_OfTheSameWordsAndAmounts_AreNone()
    {
        var retyped = Samples.Valid with
        {
            TotalInvestment = Samples.Valid.TotalInvestment + 0.000m,
            BasicInformation = Samples.Valid.BasicInformation! with { Content = $" {Samples.Valid.BasicInformation.Content}\r\n" },
        };
        Assert.Empty(CorrectionRules.Changes(Samples.Valid, retyped));
    }

    [Fact]
    public void Changes_OfFields_HaveBothValues()
    {
        var after = Samples.Valid with { Name = "改名", BasicInformation = Samples.Valid.BasicInformation! with { Basis = null } };
        Assert.Equal(
            [new("name", Samples.Valid.Name, "改名"), new("basicInformation.basis", Samples.Valid.BasicInformation.Basis, null)],
            CorrectionRules.Changes(Samples.Valid, after));
    }

    private static IEnumerable<string> Broken(string stage, ProjectApplication before, ProjectApplication after) =>
        CorrectionRules.All.Evaluate(new CorrectionCase(before, after, stage, ProjectPolicy.Gazette)).Select(failure => failure.Rule);
}
