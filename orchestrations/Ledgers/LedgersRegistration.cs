using Dazhou.Serverless.Records;
using Dazhou.Serverless.Subjects;
using Microsoft.Extensions.DependencyInjection;

namespace Dazhou.Serverless.Ledgers;

/// <summary>What ledgers need beside the shared parts.</summary>
public static class LedgersRegistration
{
    /// <summary>Adds them.</summary>
    public static IServiceCollection AddLedgers(this IServiceCollection services) => services
        .AddSubmissions<ContactSubmissions>()
        .AddSubject<ContactSubjects>()
        .AddSingleton<ContactRegisters>()
        .AddStarter<ContactRegisters>();
}
