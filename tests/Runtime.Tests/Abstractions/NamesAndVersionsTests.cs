using Microsoft.DurableTask;
using Microsoft.DurableTask.Abstractions;

namespace Dazhou.LocalRuntime.Tests.Abstractions;

public sealed class NamesAndVersionsTests
{
    [Theory]
    [InlineData("", "", 0)]
    [InlineData(null, " ", 0)]
    [InlineData("", "1.0", -1)]
    [InlineData("1.0", null, 1)]
    [InlineData("1.9", "1.10", -1)]
    [InlineData("2.0.0", "2.0", 1)]
    [InlineData("10", "9", -1)] // not version numbers without a dot, so compared as text
    [InlineData("alpha", "ALPHA", 0)]
    [InlineData("1.0", "beta", -1)]
    public void CompareVersions_Pair_IsInOrder(string? source, string? other, int expected)
    {
        Assert.Equal(expected, Math.Sign(TaskOrchestrationVersioningUtils.CompareVersions(source!, other!)));
        Assert.Equal(-expected, Math.Sign(TaskOrchestrationVersioningUtils.CompareVersions(other!, source!)));
    }

    [Fact]
    public void TaskName_OtherCase_IsTheSame()
    {
        TaskName name = "Publicity";

        Assert.True(name == "PUBLICITY");
        Assert.Equal(new TaskName("publicity").GetHashCode(), name.GetHashCode());
        Assert.True(name != "Publicity2");
        Assert.Equal(default, (TaskName)string.Empty);
    }

    [Fact]
    public void TaskVersion_NothingAndBlank_AreNoVersionAndAnError()
    {
        Assert.Equal(TaskVersion.Unversioned, new TaskVersion(null));
        Assert.Equal(string.Empty, TaskVersion.Unversioned.Version);
        Assert.Equal(new TaskVersion("V1"), new TaskVersion("v1"));
        Assert.Throws<ArgumentException>(() => new TaskVersion("  "));
    }
}
