namespace Microsoft.DurableTask.Abstractions;

/// <summary>Puts orchestration versions in order.</summary>
public static class TaskOrchestrationVersioningUtils
{
    /// <summary>
    /// Compares two versions: blank before all others, by number where both are version numbers,
    /// else as text without regard to case.
    /// </summary>
    /// <param name="sourceVersion">The version on the left.</param>
    /// <param name="otherVersion">The version on the right.</param>
    /// <returns>Negative, zero or positive as the left one is lower, equal or higher.</returns>
    public static int CompareVersions(string sourceVersion, string otherVersion)
    {
        var sourceIsBlank = string.IsNullOrWhiteSpace(sourceVersion);
        var otherIsBlank = string.IsNullOrWhiteSpace(otherVersion);
        if (sourceIsBlank || otherIsBlank)
            return otherIsBlank.CompareTo(sourceIsBlank);

        return Version.TryParse(sourceVersion, out var source) && Version.TryParse(otherVersion, out var other)
            ? source.CompareTo(other)
            : string.Compare(sourceVersion, otherVersion, StringComparison.OrdinalIgnoreCase);
    }
}
