using Dazhou.Serverless.Records;

namespace Dazhou.Serverless.Projects;

/// <summary>
/// A changed application and the version it replaces. It counts only when an <see cref="Approvals.ApplicantActRow"/>
/// refers to it; that row settles which act came first. Table Corrections: partition = project, row = step, round and
/// content.
/// </summary>
public sealed record CorrectionRow : IRow
{
    /// <inheritdoc/>
    public static string TableName => "Corrections";

    /// <summary>The project id.</summary>
    public required string Project { get; init; }

    /// <summary>Step, round and the start of the new application's SHA-256.</summary>
    public required string Key { get; init; }

    /// <summary>The application before the change, without its files.</summary>
    public required ProjectApplication Before { get; init; }

    /// <summary>The changed application, without its files.</summary>
    public required ProjectApplication After { get; init; }

    /// <summary>SHA-256 of the changed application.</summary>
    public required string Hash { get; init; }

    /// <summary>Who made the change for the unit.</summary>
    public required string By { get; init; }

    /// <summary>When it was made, at +08:00.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>When it was applied to the project, at +08:00; null if it was not.</summary>
    public DateTimeOffset? AppliedAt { get; init; }

    /// <inheritdoc/>
    public string PartitionKey => Project;

    /// <inheritdoc/>
    public string RowKey => Key;
}
