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

/// <summary>
/// One named rule. <see cref="Breaks"/> is pure: it says whether the case goes against the rule.
/// </summary>
/// <param name="Name">its name in logs, tests and answers</param>
/// <param name="Article">where it stands, for example 第十一条第三项</param>
/// <param name="Field">the field of the application it looks at, as a JSON path</param>
/// <param name="Message">what to tell the applicant</param>
/// <param name="Breaks">whether the case breaks it</param>
public sealed record IntakeRule(string Name, string Article, string Field, string Message, Func<IntakeCase, bool> Breaks)
{
    /// <summary>The failure to report when it is broken.</summary>
    public RuleFailure Failure => new(Name, Article, Field, Message);

    /// <summary>A rule that a text must not be empty.</summary>
    internal static IntakeRule Required(
        string name, string article, string field, string what, Func<ProjectApplication, string?> text) =>
        new(name, article, field, $"缺少{what}", c => string.IsNullOrWhiteSpace(text(c.Application)));
}

/// <summary>A rule that an application breaks.</summary>
public sealed record RuleFailure(string Rule, string Article, string Field, string Message);
