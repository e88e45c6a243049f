using Orchestrations.Tests.Support;

namespace Orchestrations.Tests.Architecture;

/// <summary>What every system uses knows none of them: systems register with it.</summary>
public sealed class SharedFolderTests
{
    [Theory]
    [InlineData("orchestrations/Submissions")]
    public void SharedFolder_NamesNoSystem(string folder)
    {
        var files = Directory.GetFiles(Path.Combine(Repository.Root, folder), "*.cs");

        Assert.NotEmpty(files);
        Assert.DoesNotContain(files, file => File.ReadAllText(file).Contains("Dazhou.Serverless.Projects", StringComparison.Ordinal));
    }
}
