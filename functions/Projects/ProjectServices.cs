using Dazhou.Serverless.Approvals;
using Dazhou.Serverless.Functions.Common;
using Dazhou.Serverless.Functions.Home;
using Dazhou.Serverless.Functions.Links;
using Dazhou.Serverless.Functions.Projects.Application;
using Dazhou.Serverless.Functions.Projects.Corrections;
using Dazhou.Serverless.Functions.Projects.Lists;
using Dazhou.Serverless.Functions.Projects.Planning;
using Dazhou.Serverless.Functions.Projects.Submissions;
using Dazhou.Serverless.Functions.Projects.TechnicalPlan;
using Dazhou.Serverless.Functions.Rehearsal;
using Dazhou.Serverless.Subjects;
using Microsoft.Extensions.DependencyInjection;

namespace Dazhou.Serverless.Functions.Projects;

/// <summary>Registers the pages and API of projects.</summary>
public static class ProjectServices
{
    private const string System = "信息化项目管理";

    /// <summary>Readers, and the desks at which things are handed in.</summary>
    public static IServiceCollection AddProjectPages(this IServiceCollection services)
    {
        services.AddSingleton<ProjectReader>();
        services.AddSingleton<ProjectListReader>();
        services.AddSingleton<ProjectScreen>();
        services.AddSingleton<ProjectAccess>();
        services.AddSingleton<PageRoles>();
        services.AddSingleton<StatusReader>();
        services.AddSingleton<ApplicantDesk>();
        services.AddSingleton<ApplicationDesk>();
        services.AddSingleton<ApplicationDrafts>();
        services.AddSingleton<ApplicationStepScreen>();
        services.AddDrafts(ApplicationDrafts.Kind);
        services.AddSingleton<LibraryDesk>();
        services.AddSingleton<ActingUnits>();
        services.AddSingleton<Systems.SystemDesk>();
        services.AddSingleton<Operations.OperationDesk>();
        services.AddSingleton<Operations.OperationScreen>();
        services.AddSingleton<IMoreTime, LinkExtensions>();
        services.AddLink<CorrectLink>(new(ApprovalLinks.Correct, "打开并填写"));
        services.AddSingleton<PlanDesk>();
        services.AddSingleton<BatchReader>();
        services.AddSingleton<ProjectMoneyReader>();
        services.AddSingleton<UnitList>();
        services.AddSingleton<IRehearsal, ProjectRehearsals>();
        services.AddSingleton<ISampleData, ProjectSamples>();
        services.AddOwnBoardSection<OwnProjects>();
        services.AddBoardSection<ProjectBoard>("echarts.js", "stages.js");
        services.AddSingleton<ISubjectSearch, ProjectSubjectSearch>();
        services.AddSingleton<ISubjectSearch, Operations.OperationSearch>();
        services
            .AddNavigation(System, "/projects", "信息化项目")
            .AddNavigation(System, "/library", "项目库")
            .AddNavigation(System, "/plans", "年度计划")
            .AddNavigation(System, "/systems", "系统目录")
            .AddNavigation(System, "/operations", "运维预算")
            .AddNavigation(System, "/projects/new", "申报项目")
            .AddNavigation(System, DraftPages.ListPath, "草稿");
        services.AddConsultation();
        return services;
    }
}
