namespace Dazhou.Serverless.Projects;

/// <summary>What a project goes through before 立项.</summary>
/// <param name="Stages">the stages, in order</param>
/// <param name="InLibrary">whether it has an entry in the library, which says how the passage ended</param>
public sealed record PassagePlan(IReadOnlyList<string> Stages, bool InLibrary);

/// <summary>What comes before 立项 (第七条、第八条、第十条): library and experts, where the policy says so.</summary>
public static class PreparationRules
{
    /// <summary>What a passage of a project goes through.</summary>
    public static PassagePlan PlanOf(ProjectRef project)
    {
        // What 市发改委 established with its works is not decided here once more (第八条).
        var established = project.Works?.ApprovalNumber is not null;
        var policy = project.Policy;
        return new(
            established ? [] :
            [
                .. policy.LibraryAdmissionFirst ? [Stages.LibraryAdmission] : (string[])[],
                .. policy.ExpertArgumentationFirst ? [Stages.ExpertArgumentation] : (string[])[],
            ],
            // What was established there came into the library only if it was first submitted otherwise.
            policy.LibraryAdmissionFirst && (!established || project.Passage > 1));
    }
}
