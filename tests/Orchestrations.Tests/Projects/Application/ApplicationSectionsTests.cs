using Dazhou.Serverless.Projects;

namespace Orchestrations.Tests.Projects;

/// <summary>Deciders read the whole application, and what changed since the round before.</summary>
public sealed class ApplicationSectionsTests
{
    private static readonly ProjectApplication Now = Samples.Valid;

    [Fact]
    public void Of_AFirstRound_IsTheWholeOverviewWithoutAMark()
    {
        var sections = ApplicationSections.Of(Now, before: null, "市市场监管局");

        Assert.Equal(
            ApplicationOverview.Of(Now, "市市场监管局").SelectMany(section => section.Rows).Select(row => (row.Label, row.Value)),
            sections.SelectMany(section => section.Rows).Select(row => (row.Label, row.Value)));
        Assert.All(sections, section => Assert.Equal(0, section.Changes));
    }

    [Fact]
    public void Of_ACorrectedApplication_MarksWhatChangedAndKeepsWhatStoodThere()
    {
        var before = Now with
        {
            TotalInvestment = Now.TotalInvestment + 10m,
            BasicInformation = Now.BasicInformation! with { Necessity = "原来的必要性" },
        };

        var changed = ApplicationSections.Of(Now, before, "市市场监管局").SelectMany(section => section.Rows).Where(row => row.Before is not null).ToList();

        Assert.Equal(["总投资", "项目建设必要性"], changed.Select(row => row.Label));
        Assert.Equal([Amounts.Text(before.TotalInvestment!.Value), "原来的必要性"], changed.Select(row => row.Before));
    }

    [Fact]
    public void Of_WhatWasAddedAndWhatIsGone_IsMarkedToo()
    {
        var without = Now with { ConstructionMonths = null };

        var added = ApplicationSections.Of(Now with { ConstructionMonths = 12 }, without, "某局").SelectMany(section => section.Rows).Single(row => row.Before is not null);
        Assert.Equal(("建设周期", "12个月", ApplicationOverview.Missing), (added.Label, added.Value, added.Before));

        var gone = ApplicationSections.Of(without, Now with { ConstructionMonths = 12 }, "某局")[^1];
        Assert.Equal("不再申报的内容", gone.Heading);
        Assert.Equal(("建设周期", "12个月"), (Assert.Single(gone.Rows).Label, gone.Rows[0].Before));
    }
}
