using Dazhou.Serverless.Approvals;
using Dazhou.Serverless.Directory;
using Dazhou.Serverless.Mail;
using Dazhou.Serverless.Records;
using Dazhou.Serverless.Subjects;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Dazhou.Serverless.Projects;

/// <summary>Registers the services of projects.</summary>
public static class ProjectsRegistration
{
    /// <summary>Adds policies, the intake of applications and plans, and queries.</summary>
    public static IServiceCollection AddProjects(this IServiceCollection services)
    {
        // Submissions from the public are confirmed by mails that their services order directly.
        services.TryAddSingleton<Outbox>();
        return services
            .AddSingleton(new DirectoryRole(ExpertPool.Role, "评审专家"))
            .AddSingleton(new DirectoryRole(SupervisingUnits.Role, "监督单位经办人"))
            .AddSingleton<PolicyBook>()
            .AddSingleton<SupervisingUnits>()
            .AddSingleton<UnitRecords>()
            .AddSingleton<WorksRulings>()
            .AddSingleton<SystemCatalogue>()
            .AddSingleton<OperationBudgets>().AddStarter<OperationBudgets>()
            .AddSingleton<OperationCall>()
            .AddSubjectWatcher<ProjectStandings>()
            .AddSingleton<ProjectLists>()
            .AddSingleton<ProjectSearch>()
            .AddSingleton<ProjectIntake>().AddStarter<ProjectIntake>()
            .AddSingleton<CorrectionService>()
            .AddSingleton<FunctionListService>()
            .AddSingleton<ExpertPool>()
            .AddSingleton<PanelCandidates>()
            .AddSingleton<QuotationService>()
            .AddSingleton<QuestionService>()
            .AddSingleton<LibraryBook>()
            .AddSingleton<LibraryService>()
            .AddSingleton<AnnualPlans>()
            .AddSingleton<PlanTables>()
            .AddSingleton<PlanAdjustments>()
            .AddSingleton<BudgetOrders>()
            .AddSubmissions<ProjectSubmissions>()
            .AddSubmissions<OperationSubmissions>()
            .AddSingleton<SettlementDocuments>()
            .AddSingleton<ApplicationSheets>()
            .AddSingleton<BuildingActivities>()
            .AddSingleton<ProjectQueries>()
            .AddSubject<ProjectSubjects>()
            .AddSubject<OperationSubjects>()
            .AddSubject<PlanSubjects>()
            .AddSubject<PlanYearSubjects>()
            .AddSingleton<IMeetingBatches, PlanSubjects>();
    }
}
