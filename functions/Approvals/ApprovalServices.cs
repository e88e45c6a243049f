using Dazhou.Serverless.Mail;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Dazhou.Serverless.Functions.Approvals;

/// <summary>Registers the pages behind mailed links.</summary>
public static class ApprovalServices
{
    /// <summary>Link pages, and what their forms do.</summary>
    public static IServiceCollection AddLinkPages(this IServiceCollection services)
    {
        services.TryAddSingleton<Outbox>();
        services.AddSingleton<LinkRateLimit>();
        services.AddSingleton<LinkReader>();
        services.AddSingleton<LinkPages>();
        services.AddSingleton<LinkActions>();
        services.AddSingleton<MeetingMinutes>();
        services.AddSingleton<DecisionReaders>();
        services.AddSingleton<DecisionForms>();
        services.AddSingleton<LinkDisputes>();
        services.AddSingleton<LinkUploads>();
        services.AddSingleton<LinkCorrections>();
        services.AddSingleton<LinkChanges>();
        services.AddSingleton<ReplacementDesk>();
        services.AddSingleton<StepsReader>();
        services.AddSingleton<LinkReports>();
        services.AddSingleton<LinkExtensions>();
        services.AddSingleton<LinkAcknowledgements>();
        services.AddSingleton<LinkSessions>();
        services.AddSingleton<LinkRenewals>();
        return services;
    }
}
