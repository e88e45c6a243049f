using Dazhou.Serverless.Records;
using Dazhou.Serverless.Subjects;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Dazhou.Serverless.Submissions;

/// <summary>Registers submissions.</summary>
public static class SubmissionsRegistration
{
    /// <summary>Adds the services for submissions, once even if several systems call it.</summary>
    public static IServiceCollection AddSubmissions(this IServiceCollection services)
    {
        services.TryAddSingleton<SubmissionSources>();
        services.TryAddSingleton<SubmissionService>();
        services.TryAddSingleton<OpenActs>();
        services.TryAddSingleton<AskBook>();
        services.TryAddSingleton<AskedPeople>();
        services.TryAddSingleton<ExpertAsks>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IAskedAbout, SubmissionsAsked>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<ISectionSource, SubmissionContents>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IOpinionSource, SubmissionContents>());
        services.TryAddSingleton<DraftPasses>();
        if (services.All(service => service.ServiceType != typeof(Drafts)))
            services.AddSingleton<Drafts>().AddSweep<Drafts>();
        return services;
    }

    /// <summary>Adds the submission source of a system.</summary>
    public static IServiceCollection AddSubmissions<T>(this IServiceCollection services)
        where T : class, ISubmissionSource =>
        services.AddSubmissions().AddSingleton<ISubmissionSource, T>();
}
