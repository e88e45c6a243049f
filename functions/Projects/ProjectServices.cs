using Dazhou.Serverless.Approvals;
using Dazhou.Serverless.Functions.Links;
using Dazhou.Serverless.Functions.Projects.Consultation;
using Dazhou.Serverless.Projects;
using Microsoft.Extensions.DependencyInjection;

namespace Dazhou.Serverless.Functions.Projects;

/// <summary>Registers the pages and API of projects.</summary>
public static class ProjectServices
{
    /// <summary>Readers, and the desks at which things are handed in.</summary>
    public static IServiceCollection AddProjectPages(this IServiceCollection services)
    {
        services.AddSingleton<ProjectReader>();
        services.AddSingleton<ProjectScreen>();
        services.AddSingleton<ProjectAccess>();
        services.AddSingleton<ApplicantDesk>();
        services.AddSingleton<ApplicationDesk>();
        services.AddSingleton<Library.LibraryDesk>();
        services.AddSingleton<ActingUnits>();
        services.AddSingleton<Systems.SystemDesk>();
        services.AddSingleton<Operations.OperationDesk>();
        services.AddSingleton<Operations.OperationScreen>();
        services.AddSingleton<IMoreTime, LinkExtensions>();
        services.AddLink<CorrectLink>(new(ApprovalLinks.Correct, "打开并填写"));
        services.AddSingleton<Plans.PlanDesk>();
        services.AddSingleton<Plans.BatchReader>();
        services.AddSingleton<Plans.ProjectMoneyReader>();
        services.AddSingleton<UnitList>();
        services.AddConsultation();
        return services;
    }
}
