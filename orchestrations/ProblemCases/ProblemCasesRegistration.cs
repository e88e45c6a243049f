using Dazhou.Serverless.Records;
using Dazhou.Serverless.Subjects;
using Microsoft.Extensions.DependencyInjection;

namespace Dazhou.Serverless.ProblemCases;

/// <summary>Registers the services of problems.</summary>
public static class ProblemCasesRegistration
{
    /// <summary>Adds the services of problems, once even if several systems that raise them call it.</summary>
    public static IServiceCollection AddProblemCases(this IServiceCollection services) =>
        services.Any(service => service.ServiceType == typeof(ProblemBook))
            ? services
            : services
                .AddSubmissions<ProblemSubmissions>()
                .AddSubject<ProblemSubjects>()
                .AddSingleton<ProblemBook>()
                .AddStarter<ProblemBook>()
                .AddSingleton<ProblemWithdrawals>()
                .AddStarter<ProblemWithdrawals>();
}
