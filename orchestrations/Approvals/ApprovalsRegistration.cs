using Dazhou.Serverless.Records;
using Dazhou.Serverless.Subjects;
using Microsoft.Extensions.DependencyInjection;

namespace Dazhou.Serverless.Approvals;

/// <summary>What approvals need beside records, directory, links and deadlines.</summary>
public static class ApprovalsRegistration
{
    /// <summary>Adds the entry of decisions and what wakes their orchestrations.</summary>
    public static IServiceCollection AddApprovals(this IServiceCollection services) =>
        services.AddSingleton<Wakes>().AddSweep<Wakes>().AddSingleton<DecisionService>().AddSingleton<StepChanges>().AddSingleton<OpenDecisions>()
            .AddSingleton<IAskedAbout, DecisionsAsked>();
}
