using Dazhou.Serverless.Functions.Links;
using Dazhou.Serverless.Projects;
using Microsoft.Extensions.DependencyInjection;

namespace Dazhou.Serverless.Functions.Projects.TechnicalPlan;

/// <summary>Registers what the publicity shows and takes: function list, quotations, questions.</summary>
public static class ConsultationServices
{
    /// <summary>Readers and desks.</summary>
    public static IServiceCollection AddConsultation(this IServiceCollection services)
    {
        services.AddSingleton<ConsultationReader>();
        services.AddSingleton<FunctionListDesk>();
        services.AddSingleton<PublicityScreen>();
        services.AddLink<ConfirmQuotationLink>(new(ConsultationLinks.ConfirmQuotation, "打开并确认报价") { ForThePublic = true, Renewable = false });
        services.AddLink<ConfirmQuestionLink>(new(ConsultationLinks.ConfirmQuestion, "打开并确认提问") { ForThePublic = true, Renewable = false });
        services.AddLink<AnswerQuestionLink>(new(ConsultationLinks.AnswerQuestion, "打开并答复"));
        return services;
    }
}
