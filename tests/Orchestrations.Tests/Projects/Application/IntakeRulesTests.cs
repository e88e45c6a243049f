using System.Text.Json;
using Dazhou.Serverless.Projects;
using FsCheck.Xunit;

namespace Orchestrations.Tests.Projects;

public sealed class IntakeRulesTests
{
    private static readonly ProjectApplication Empty = JsonSerializer.Deserialize<ProjectApplication>("{}", ProjectJson.Options)!;

    [Fact]
    public void Rules_Names_AreUnique() =>
        Assert.Distinct(IntakeRules.All.Select(rule => rule.Name));

    [Fact]
    public void Evaluate_EmptyApplication_ListsEveryMissingItemWithFieldAndArticle()
    {
        var failures = IntakeRules.Evaluate(new(Empty, new(), ProjectPolicy.Gazette));

        // every rule but those that look at an answer or at a choice that was not made
        Assert.Equal(
            [
                "minimum-investment", "funding-kind", "applicant-kind", "implementation", "classified-declared",
                "project-name", "unit-name", "basis", "necessity", "content", "function-list", "performance-goals",
                "implementation-reason", "application-system", "resource-catalogue", "cloud-requirements", "protection",
                "cryptography", "secure-products", "operation-cost", "funding-channels", "application-document",
                "existing-system-suffices-declared", "requirements-unclear-declared", "sharing-owed-declared", "refuses-sharing-declared",
                "negative-list-1-declared", "negative-list-2-declared", "negative-list-3-declared", "negative-list-4-declared",
                "negative-list-5-declared", "negative-list-6-declared", "negative-list-7-declared", "negative-list-8-declared",
                "data-aggregation", "sharing-declared", "security-declared",
            ],
            failures.Select(failure => failure.Rule));
        Assert.All(failures, failure => Assert.Matches("^第.+条", failure.Article));
        Assert.All(failures, failure => Assert.NotEmpty(failure.Field));
    }

    [Theory]
    [InlineData("29.99", true)]
    [InlineData("30", false)]
    [InlineData("30.01", false)]
    [InlineData("-150", true)]
    public void MinimumInvestment_Boundary_IncludesThirty(string total, bool broken) =>
        Assert.Equal(broken, (Samples.Valid with { TotalInvestment = decimal.Parse(total) }).FailedRules().Contains("minimum-investment"));

    [Theory]
    [InlineData("150.001", true)]
    [InlineData("150.010", false)]
    [InlineData("150.99", false)]
    public void Amount_MoreThanTwoDecimals_IsRefused(string total, bool broken) =>
        Assert.Equal(broken, (Samples.Valid with { TotalInvestment = decimal.Parse(total) }).FailedRules().Contains("amount-in-cents-of-wan"));

    [Fact]
    public void Succession_OfAnUnknownProject_IsRefused()
    {
        var application = Samples.Valid with { Succeeds = "abc" };
        Assert.Contains("succeeds-project", application.FailedRules());
        Assert.DoesNotContain("succeeds-project", Samples.Valid.FailedRules());
        Assert.Equal([true, false, false, false], new[] { "abcdef23", "", "a/b", null }.Select(SuccessionRules.IsId));
    }

    [Property]
    public bool Amount_AnyNumberOfFen_HasTwoDecimals(int hundredths) => Amounts.HasTwoDecimals(hundredths / 100m);

    [Theory]
    [InlineData("1000", false)]
    [InlineData("1000.01", true)]
    public void SelfBuildLimit_Boundary_IncludesThousand(string total, bool broken) =>
        Assert.Equal(broken, (Samples.SelfBuilt with { TotalInvestment = decimal.Parse(total) }).FailedRules().Contains("self-build-limit"));

    [Fact]
    public void SelfBuild_WithoutCaseAndChapter_ListsEveryCondition()
    {
        var documents = Samples.SelfBuilt.Documents!.Where(document => document.Kind != DocumentKinds.IntegrationChapter).ToList();
        var failed = (Samples.SelfBuilt with { SelfBuild = null, Documents = documents }).FailedRules();

        Assert.Equal(["self-build-chapter", "self-build-mandate", "self-build-urgency"], failed);
    }

    [Fact]
    public void Purchase_WithoutCase_ListsEveryAnalysisAndCondition() =>
        Assert.Equal(
            PurchaseRules.All.Select(rule => rule.Name),
            (Samples.Valid with { Purchase = null }).FailedRules());

    [Theory]
    [InlineData("334.99", false)]
    [InlineData("335", true)]
    [InlineData("0", true)]
    public void Purchase_ServiceFees_MustBeSmallerThanBuilding(string fees, bool broken) =>
        Assert.Equal(broken, (Samples.Valid with { Purchase = Samples.Valid.Purchase! with { ServiceFeesOverLife = decimal.Parse(fees) } })
            .FailedRules().Contains("purchase-cheaper"));

    [Fact]
    public void Funding_OtherKind_NeedsItsGround()
    {
        var other = Samples.Valid.Funding! with { Kind = FundingKind.Other };

        Assert.Equal(["other-funding-ground"], (Samples.Valid with { Funding = other }).FailedRules());
        Assert.Empty((Samples.Valid with { Funding = other with { OtherGround = "市委市政府专题会议纪要" } }).FailedRules());
    }

    [Fact]
    public void NegativeList_LegalException_Admits()
    {
        var list = Samples.Valid.NegativeList!;

        Assert.Equal(["negative-list-3"], (Samples.Valid with { NegativeList = list with { OffCloud = new(true, " ") } }).FailedRules());
        Assert.Empty((Samples.Valid with { NegativeList = list with { OffCloud = new(true, "某法第十条") } }).FailedRules());
    }

    [Fact]
    public void Exclusions_EachGround_IsItsOwnRule()
    {
        var declarations = Samples.Valid.Declarations! with
        {
            ExistingSystemSuffices = true,
            RequirementsUnclear = true,
            SharingOwed = true,
            RefusesSharing = true,
        };

        Assert.Equal(
            ["existing-system-suffices", "requirements-unclear", "sharing-owed", "refuses-sharing"],
            (Samples.Valid with { Declarations = declarations }).FailedRules());
    }

    [Fact]
    public void Sharing_ImpossibleWithoutApproval_IsRefused()
    {
        var declarations = Samples.Valid.Declarations! with { CannotShare = true };

        Assert.Equal(["sharing-exemption"], (Samples.Valid with { Declarations = declarations }).FailedRules());
        Assert.Empty((Samples.Valid with { Declarations = declarations with { CannotShareApproval = "核准〔2026〕1号" } }).FailedRules());
    }

    [Fact]
    public void Blocks_RecordsAgainstTheUnit_OutweighItsDeclarations() =>
        Assert.Equal(
            ["municipal-unit", "data-aggregation", "security-block"],
            Samples.Valid.FailedRules(new UnitStanding(Municipal: false, DataAggregationMissing: true, SecurityHazard: true)));

    [Theory]
    [InlineData("not base64!")]
    [InlineData("")]
    [InlineData(null)]
    public void Documents_UnreadableContent_IsRefused(string? content)
    {
        var document = Samples.Valid.Documents![0] with { ContentBase64 = content };

        Assert.Equal(["documents-readable"], (Samples.Valid with { Documents = [document] }).FailedRules());
    }

    [Theory]
    [InlineData("""{"applicantKind":"STATEORGAN"}""", ApplicantKind.StateOrgan)]
    [InlineData("""{"applicantKind":"county"}""", null)]
    [InlineData("""{"applicantKind":7}""", null)]
    [InlineData("""{"applicantKind":{"a":[1]}}""", null)]
    public void Json_UnknownChoice_BecomesAnOpenOne(string json, ApplicantKind? expected) =>
        Assert.Equal(expected, JsonSerializer.Deserialize<ProjectApplication>(json, ProjectJson.Options)!.ApplicantKind);

    [Fact]
    public void Json_RoundTrip_KeepsTheApplication()
    {
        var json = JsonSerializer.Serialize(Samples.SelfBuilt, ProjectJson.Options);

        Assert.Equal(json, JsonSerializer.Serialize(JsonSerializer.Deserialize<ProjectApplication>(json, ProjectJson.Options), ProjectJson.Options));
        Assert.Contains("\"implementation\":\"selfBuild\"", json, StringComparison.Ordinal);
    }
}
