using Dazhou.Serverless.Deadlines;
using Dazhou.Serverless.Functions.Links;
using Microsoft.Extensions.DependencyInjection;

namespace Dazhou.Serverless.Functions.Deadlines;

/// <summary>Registers what the API of deadlines needs.</summary>
public static class DeadlineServices
{
    /// <summary>The keys of calendar feeds, and the links by which warnings are acknowledged.</summary>
    public static IServiceCollection AddDeadlineApi(this IServiceCollection services) =>
        services.AddSingleton<FeedKeys>().AddLink<AcknowledgeLink>(new(DeadlineLinks.Acknowledge, "打开并确认知悉"));
}
