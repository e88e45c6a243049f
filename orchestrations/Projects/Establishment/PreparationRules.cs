namespace Dazhou.Serverless.Projects;

/// <summary>The stages of a project before 立项.</summary>
/// <param name="Stages">the stages, in order</param>
/// <param name="InLibrary">whether the project has a library entry, which records how the passage ended</param>
public sealed record PassagePlan(IReadOnlyList<string> Stages, bool InLibrary);

/// <summary>Determines the stages before 立项 (第七条、第八条、第十条): library and experts, if the policy requires them.</summary>
public static class PreparationRules
{
    /// <summary>The stages of a project's current passage.</summary>
    public static PassagePlan PlanOf(ProjectRef project)
    {
        // What 市发改委 has established with its works is not decided again here (第八条).
        var established = project.Works?.ApprovalNumber is not null;
        var policy = project.Policy;
        return new(
            established ? [] :
            [
                .. policy.LibraryAdmissionFirst ? [Stages.LibraryAdmission] : (string[])[],
                .. policy.ExpertArgumentationFirst ? [Stages.ExpertArgumentation] : (string[])[],
            ],
            // An already established project is in the library only if it was first submitted in another form.
            policy.LibraryAdmissionFirst && (!established || project.Passage > 1));
    }
}
