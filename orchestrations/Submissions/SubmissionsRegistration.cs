using Microsoft.Extensions.DependencyInjection;

namespace Dazhou.Serverless.Submissions;

/// <summary>What handing in needs.</summary>
public static class SubmissionsRegistration
{
    /// <summary>Adds it; each system registers its <see cref="ISubmissionSource"/>.</summary>
    public static IServiceCollection AddSubmissions(this IServiceCollection services) => services
        .AddSingleton<SubmissionSources>()
        .AddSingleton<SubmissionService>()
        .AddSingleton<OpenActs>()
        .AddSingleton<AskedPeople>();
}
