using Dazhou.Serverless.Records;
using Dazhou.Serverless.Subjects;
using Microsoft.Extensions.DependencyInjection;

namespace Dazhou.Serverless.Approvals;

/// <summary>Registers the services for approvals.</summary>
public static class ApprovalsRegistration
{
    /// <summary>Adds the services for decisions. Requires the records, the directory, links and deadlines.</summary>
    public static IServiceCollection AddApprovals(this IServiceCollection services) =>
        services.AddSingleton<Wakes>().AddSweep<Wakes>().AddSingleton<DecisionService>().AddSingleton<StepChanges>().AddSingleton<OpenDecisions>()
            .AddSingleton<IAskedAbout, DecisionsAsked>();
}
