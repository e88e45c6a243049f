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
        return services;
    }

    /// <summary>Adds a kind of subject.</summary>
    public static IServiceCollection AddSubject<T>(this IServiceCollection services)
        where T : class, ISubjectKind =>
        services.AddSubjects().AddSingleton<ISubjectKind, T>();
}
