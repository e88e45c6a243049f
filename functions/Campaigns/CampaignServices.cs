using Dazhou.Serverless.Functions.Common;
using Dazhou.Serverless.Functions.Rehearsal;
using Dazhou.Serverless.Subjects;
using Microsoft.Extensions.DependencyInjection;

namespace Dazhou.Serverless.Functions.Campaigns;

/// <summary>Registers the pages and API of campaigns.</summary>
public static class CampaignServices
{
    /// <summary>Adds the desk of campaigns, their search and their navigation entry.</summary>
    public static IServiceCollection AddCampaignPages(this IServiceCollection services) => services
        .AddSingleton<CampaignDesk>()
        .AddSingleton<IRehearsal, CampaignRehearsals>()
        .AddSingleton<ISubjectSearch, CampaignSearch>()
        .AddNavigation("招商引资", "/campaigns", "百日攻坚");
}
