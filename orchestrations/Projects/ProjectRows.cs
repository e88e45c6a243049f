using Dazhou.Serverless.Records;

namespace Dazhou.Serverless.Projects;

/// <summary>A project as pages and API show it. Table Projects: partition = id, row = <c>project</c>.</summary>
public sealed record ProjectRow : IRow
{
    /// <summary>The row key of every project.</summary>
    public const string OnlyRowKey = "project";

    /// <inheritdoc/>
    public static string TableName => "Projects";

    /// <summary>Its id.</summary>
    public required string Id { get; init; }

    /// <summary>项目名称</summary>
    public required string Name { get; init; }

    /// <summary>项目建设单位, its id.</summary>
    public required string Unit { get; init; }

    /// <summary>项目建设单位, its name.</summary>
    public required string UnitName { get; init; }

    /// <summary>The application without its files, which are documents of the project.</summary>
    public required ProjectApplication Application { get; init; }

    /// <summary>SHA-256 of the application as it was posted: tells a repetition from another application.</summary>
    public required string ApplicationHash { get; init; }

    /// <summary>The lifecycle's instance id.</summary>
    public required string InstanceId { get; init; }

    /// <summary>When it was handed in.</summary>
    public required DateTimeOffset SubmittedAt { get; init; }

    /// <summary>The stage it is in, named as its orchestration, or <see cref="Stages.Completed"/> or <see cref="Stages.Refused"/>.</summary>
    public required string Stage { get; init; }

    /// <summary>The round of the stage.</summary>
    public int Round { get; init; } = 1;

    /// <summary>The place of the stage in the life; a stage that is entered late again does not lead back.</summary>
    public int Place { get; init; }

    /// <summary>The number of the 立项批复.</summary>
    public string? ApprovalNumber { get; init; }

    /// <summary>The policy it was started with.</summary>
    public required ProjectPolicy Policy { get; init; }

    /// <inheritdoc/>
    public string PartitionKey => Id;

    /// <inheritdoc/>
    public string RowKey => OnlyRowKey;
}

/// <summary>A stage that a project went through. Table ProjectStages: partition = project, row = its place in the life.</summary>
public sealed record ProjectStageRow : IRow
{
    /// <inheritdoc/>
    public static string TableName => "ProjectStages";

    /// <summary>The project's id.</summary>
    public required string Project { get; init; }

    /// <summary>1 for the first stage; counts up over rounds.</summary>
    public required int Place { get; init; }

    /// <summary>The stage.</summary>
    public required string Stage { get; init; }

    /// <summary>The round of the stage.</summary>
    public required int Round { get; init; }

    /// <summary>When it began.</summary>
    public required DateTimeOffset EnteredAt { get; init; }

    /// <inheritdoc/>
    public string PartitionKey => Project;

    /// <inheritdoc/>
    public string RowKey => $"{Place:D6}";
}
