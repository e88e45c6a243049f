using Dazhou.Serverless.Records;

namespace Dazhou.Serverless.Projects;

/// <summary>
/// A changed application with what it replaces. It counts when an <see cref="Approvals.ApplicantActRow"/> names it: the act is
/// what is decided first-come, this only what it says. Table Corrections: partition = project, row = step, round and content.
/// </summary>
public sealed record CorrectionRow : IRow
{
    /// <inheritdoc/>
    public static string TableName => "Corrections";

    /// <summary>The project.</summary>
    public required string Project { get; init; }

    /// <summary>Step, round and the start of the new application's SHA-256.</summary>
    public required string Key { get; init; }

    /// <summary>The application as it stood, without its files.</summary>
    public required ProjectApplication Before { get; init; }

    /// <summary>As it is now, without its files.</summary>
    public required ProjectApplication After { get; init; }

    /// <summary>SHA-256 of the new application.</summary>
    public required string Hash { get; init; }

    /// <summary>Who, for the unit.</summary>
    public required string By { get; init; }

    /// <summary>When, at +08:00.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>When it became the project's application; null while it has not.</summary>
    public DateTimeOffset? AppliedAt { get; init; }

    /// <inheritdoc/>
    public string PartitionKey => Project;

    /// <inheritdoc/>
    public string RowKey => Key;
}
