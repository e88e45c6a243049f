using Dazhou.Serverless.Mail;
using Dazhou.Serverless.ProblemCases;
using Dazhou.Serverless.Records;
using Dazhou.Serverless.Subjects;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Dazhou.Serverless.Campaigns;

/// <summary>Registers the services of campaigns.</summary>
public static class CampaignsRegistration
{
    /// <summary>Adds the services of campaigns.</summary>
    public static IServiceCollection AddCampaigns(this IServiceCollection services)
    {
        services.TryAddSingleton<Outbox>();
        return services
            .AddProblemCases()
            .AddSubmissions<CampaignSubmissions>()
            .AddSubject<CampaignSubjects>()
            .AddSingleton<CampaignTables>()
            .AddSingleton<CampaignProjects>()
            .AddSingleton<CampaignProjectImports>()
            .AddSingleton<CampaignRecords>()
            .AddSingleton<CampaignBriefs>()
            .AddSingleton<CampaignBook>()
            .AddSingleton<CampaignReturns>()
            .AddSingleton<CampaignFindings>()
            .AddSingleton<CampaignReviews>()
            .AddStarter<CampaignBook>()
            .AddStarter<CampaignReturns>()
            .AddStarter<CampaignFindings>()
            .AddStarter<CampaignReviews>();
    }
}
