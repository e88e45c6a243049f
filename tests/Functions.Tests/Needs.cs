namespace Functions.Tests;

/// <summary>What a test needs and a machine may lack: without it the test is skipped and says why; with CI=true it fails.</summary>
internal static class Needs
{
    public static void Met(string? missing)
    {
        if (missing is null)
            return;
        Assert.False(Environment.GetEnvironmentVariable("CI") == "true", missing);
        Skip.If(true, missing);
    }
}
