using Microsoft.Extensions.DependencyInjection;

namespace Dazhou.Serverless.Projects;

/// <summary>What projects need beside approvals.</summary>
public static class ProjectsRegistration
{
    /// <summary>Adds the policies, the entries of applications and plans, and the queries.</summary>
    public static IServiceCollection AddProjects(this IServiceCollection services) =>
        services
            .AddSingleton<PolicyBook>()
            .AddSingleton<ProjectLists>()
            .AddSingleton<ProjectSearch>()
            .AddSingleton<ProjectIntake>()
            .AddSingleton<TechnicalPlanService>()
            .AddSingleton<FunctionListService>()
            .AddSingleton<ExpertPool>()
            .AddSingleton<SubmissionService>()
            .AddSingleton<OpenActs>()
            .AddSingleton<BuildingActivities>()
            .AddSingleton<ProjectQueries>();
}
