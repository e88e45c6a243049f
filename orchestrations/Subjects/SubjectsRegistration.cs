using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Dazhou.Serverless.Subjects;

/// <summary>Registers subjects.</summary>
public static class SubjectsRegistration
{
    /// <summary>Adds a kind of subject, and what reads all kinds.</summary>
    public static IServiceCollection AddSubject<T>(this IServiceCollection services)
        where T : class, ISubjectKind
    {
        services.TryAddSingleton<SubjectKinds>();
        services.TryAddSingleton<SubjectAccess>();
        return services.AddSingleton<ISubjectKind, T>();
    }
}
