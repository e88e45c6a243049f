using Dazhou.Serverless.Approvals;
using Dazhou.Serverless.Mail;
using Dazhou.Serverless.Subjects;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Dazhou.Serverless.Projects;

/// <summary>What projects need beside approvals.</summary>
public static class ProjectsRegistration
{
    /// <summary>Adds the policies, the entries of applications and plans, and the queries.</summary>
    public static IServiceCollection AddProjects(this IServiceCollection services)
    {
        // What the public leaves is confirmed by mail, which its services order themselves.
        services.TryAddSingleton<MailActivities>();
        return services
            .AddSingleton<PolicyBook>()
            .AddSingleton<SupervisingUnits>()
            .AddSingleton<UnitRecords>()
            .AddSingleton<WorksRulings>()
            .AddSingleton<SystemCatalogue>()
            .AddSingleton<OperationBudgets>()
            .AddSingleton<OperationCall>()
            .AddSingleton<ProjectLists>()
            .AddSingleton<ProjectSearch>()
            .AddSingleton<ProjectIntake>()
            .AddSingleton<CorrectionService>()
            .AddSingleton<TechnicalPlanService>()
            .AddSingleton<FunctionListService>()
            .AddSingleton<ExpertPool>()
            .AddSingleton<QuotationService>()
            .AddSingleton<QuestionService>()
            .AddSingleton<LibraryBook>()
            .AddSingleton<LibraryService>()
            .AddSingleton<AnnualPlans>()
            .AddSingleton<PlanTables>()
            .AddSingleton<PlanAdjustments>()
            .AddSingleton<BudgetOrders>()
            .AddSingleton<SubmissionService>()
            .AddSingleton<OpenActs>()
            .AddSingleton<AskedPeople>()
            .AddSingleton<BuildingActivities>()
            .AddSingleton<ProjectQueries>()
            .AddSubject<ProjectSubjects>()
            .AddSubject<OperationSubjects>()
            .AddSubject<PlanSubjects>()
            .AddSubject<PlanYearSubjects>()
            .AddSingleton<IMeetingBatches, PlanSubjects>()
            .AddSingleton<IAskedAbout, SubmissionsAsked>();
    }
}
