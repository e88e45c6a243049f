using Microsoft.Extensions.DependencyInjection;

namespace Dazhou.Serverless.Functions.Projects.Consultation;

/// <summary>Registers what the publicity shows and takes: function list, quotations, questions.</summary>
public static class ConsultationServices
{
    /// <summary>Readers and desks.</summary>
    public static IServiceCollection AddConsultation(this IServiceCollection services)
    {
        services.AddSingleton<ConsultationReader>();
        services.AddSingleton<FunctionListDesk>();
        services.AddSingleton<PublicityScreen>();
        services.AddSingleton<ConsultationLinks>();
        return services;
    }
}
