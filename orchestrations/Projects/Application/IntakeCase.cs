namespace Dazhou.Serverless.Projects;

/// <summary>Everything that a decision on intake looks at.</summary>
public sealed record IntakeCase(ProjectApplication Application, UnitStanding Standing, ProjectPolicy Policy)
{
    /// <summary>The unit's system in the catalogue that the application names; null if there is none.</summary>
    public SystemRow? ExistingSystem { get; init; }

    /// <summary>The ruling for the unit that the application names (第八条); null if none is recorded.</summary>
    public WorksRulingRow? Ruling { get; init; }

    /// <summary>The unit's project that the application starts over (第四十三条); null if there is none.</summary>
    public ProjectRow? Predecessor { get; init; }
}
