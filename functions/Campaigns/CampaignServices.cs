using Microsoft.Extensions.DependencyInjection;

namespace Dazhou.Serverless.Functions.Campaigns;

/// <summary>Registers the pages and API of campaigns.</summary>
public static class CampaignServices
{
    /// <summary>Adds the desk of campaigns.</summary>
    public static IServiceCollection AddCampaignPages(this IServiceCollection services) => services.AddSingleton<CampaignDesk>();
}
