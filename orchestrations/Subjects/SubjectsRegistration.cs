using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Dazhou.Serverless.Subjects;

/// <summary>Registers subjects.</summary>
public static class SubjectsRegistration
{
    /// <summary>Adds the services that read subjects of every kind.</summary>
    public static IServiceCollection AddSubjects(this IServiceCollection services)
    {
        services.TryAddSingleton<SubjectKinds>();
        services.TryAddSingleton<SubjectAccess>();
        services.TryAddSingleton<SubjectWatchers>();
        services.TryAddSingleton<SubjectContents>();
        return services;
    }

    /// <summary>Adds what keeps lists of subjects.</summary>
    public static IServiceCollection AddSubjectWatcher<T>(this IServiceCollection services)
        where T : class, ISubjectWatcher
    {
        services.AddSubjects().TryAddSingleton<T>();
        return services.AddSingleton<ISubjectWatcher>(provider => provider.GetRequiredService<T>());
    }

    /// <summary>Adds a kind of subject.</summary>
    public static IServiceCollection AddSubject<T>(this IServiceCollection services)
        where T : class, ISubjectKind =>
        services.AddSubjects().AddSingleton<ISubjectKind, T>();
}
