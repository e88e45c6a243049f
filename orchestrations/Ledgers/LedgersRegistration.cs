using Dazhou.Serverless.Mail;
using Dazhou.Serverless.ProblemCases;
using Dazhou.Serverless.Records;
using Dazhou.Serverless.Subjects;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Dazhou.Serverless.Ledgers;

/// <summary>Registers the services of ledgers.</summary>
public static class LedgersRegistration
{
    /// <summary>Adds the services of ledgers.</summary>
    public static IServiceCollection AddLedgers(this IServiceCollection services)
    {
        services.TryAddSingleton<Outbox>();
        return services
            .AddProblemCases()
            .AddSubmissions<ContactSubmissions>()
            .AddSubject<ContactSubjects>()
            .AddSingleton<ContactRegisters>()
            .AddStarter<ContactRegisters>()
            .AddSubmissions<LedgerSubmissions>()
            .AddSubject<LedgerSubjects>()
            .AddSubmissions<AssessmentSubmissions>()
            .AddSubject<AssessmentSubjects>()
            .AddSingleton<AssessmentBook>()
            .AddSingleton<LedgerBook>()
            .AddSingleton<TaskBook>()
            .AddSingleton<TaskService>()
            .AddSweep<TaskService>()
            .AddSingleton<LedgerIntake>()
            .AddStarter<LedgerIntake>();
    }
}
