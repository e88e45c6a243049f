using Dazhou.Serverless.Deadlines;
using Dazhou.Serverless.Functions.Links;
using Dazhou.Serverless.Subjects;
using Microsoft.Extensions.DependencyInjection;

namespace Dazhou.Serverless.Functions.Deadlines;

/// <summary>Registers the API of deadlines.</summary>
public static class DeadlineServices
{
    /// <summary>Adds the keys and contents of calendar feeds and the links for acknowledging warnings.</summary>
    public static IServiceCollection AddDeadlineApi(this IServiceCollection services) =>
        services.AddSubjects().AddSubmissions().AddSingleton<FeedKeys>().AddSingleton<PersonDeadlines>().AddLink<AcknowledgeLink>(new(DeadlineLinks.Acknowledge, "打开并确认知悉"));
}
