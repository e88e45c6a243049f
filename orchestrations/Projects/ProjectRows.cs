using Dazhou.Serverless.Records;

namespace Dazhou.Serverless.Projects;

/// <summary>A project, for pages and API. Table Projects: partition = id, row = <c>project</c>.</summary>
public sealed record ProjectRow : IRow
{
    /// <summary>The row key of every project.</summary>
    public const string OnlyRowKey = "project";

    /// <inheritdoc/>
    public static string TableName => "Projects";

    /// <summary>The project id.</summary>
    public required string Id { get; init; }

    /// <summary>项目名称</summary>
    public required string Name { get; init; }

    /// <summary>The id of the 项目建设单位.</summary>
    public required string Unit { get; init; }

    /// <summary>The name of the 项目建设单位.</summary>
    public required string UnitName { get; init; }

    /// <summary>The application without its files, which are stored as documents.</summary>
    public required ProjectApplication Application { get; init; }

    /// <summary>SHA-256 of the submitted application, to tell a repetition from a different one.</summary>
    public required string ApplicationHash { get; init; }

    /// <summary>The instance id of the lifecycle.</summary>
    public required string InstanceId { get; init; }

    /// <summary>When it was submitted, at +08:00.</summary>
    public required DateTimeOffset SubmittedAt { get; init; }

    /// <summary>The current stage, named as its orchestration, or a final one such as <see cref="Stages.Completed"/> or <see cref="Stages.Refused"/>.</summary>
    public required string Stage { get; init; }

    /// <summary>The round of the stage.</summary>
    public int Round { get; init; } = 1;

    /// <summary>The stage's place in the life; entering an earlier place, which a late activity may do, changes nothing.</summary>
    public int Place { get; init; }

    /// <summary>The number of the 立项批复.</summary>
    public string? ApprovalNumber { get; init; }

    /// <summary>The policy at the start.</summary>
    public required ProjectPolicy Policy { get; init; }

    /// <inheritdoc/>
    public string PartitionKey => Id;

    /// <inheritdoc/>
    public string RowKey => OnlyRowKey;
}

/// <summary>A stage that a project has entered. Table ProjectStages: partition = project, row = place in the life.</summary>
public sealed record ProjectStageRow : IRow
{
    /// <inheritdoc/>
    public static string TableName => "ProjectStages";

    /// <summary>The project id.</summary>
    public required string Project { get; init; }

    /// <summary>The place in the life, starting at 1 and increasing over rounds.</summary>
    public required int Place { get; init; }

    /// <summary>The stage.</summary>
    public required string Stage { get; init; }

    /// <summary>The round of the stage.</summary>
    public required int Round { get; init; }

    /// <summary>When it was entered, at +08:00.</summary>
    public required DateTimeOffset EnteredAt { get; init; }

    /// <inheritdoc/>
    public string PartitionKey => Project;

    /// <inheritdoc/>
    public string RowKey => $"{Place:D6}";
}
