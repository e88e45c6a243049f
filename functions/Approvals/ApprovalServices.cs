using Dazhou.Serverless.Approvals;
using Dazhou.Serverless.Functions.Common;
using Dazhou.Serverless.Functions.Links;
using Microsoft.Extensions.DependencyInjection;

namespace Dazhou.Serverless.Functions.Approvals;

/// <summary>Registers the pages and links of approvals.</summary>
public static class ApprovalServices
{
    /// <summary>Adds the pages, the links and the services for their forms.</summary>
    public static IServiceCollection AddApprovalPages(this IServiceCollection services)
    {
        services.AddSingleton<LinkReader>();
        services.AddSingleton<OpinionReader>();
        services.AddSingleton<MeetingMinutes>();
        services.AddSingleton<DecisionReaders>();
        services.AddSingleton<DecisionForms>();
        services.AddSingleton<DecideSignIn>();
        services.AddSingleton<LinkChanges>();
        services.AddSingleton<ReplacementDesk>();
        services.AddSingleton<StepsReader>();
        services.AddLink<DecideLink>(new(ApprovalLinks.Decide, "打开并办理"));
        services.AddLink<DisputeLink>(new(ApprovalLinks.Dispute, "不是我本人操作") { Note = "如果以上意见不是您本人作出的，请立即打开上面的链接说明。" });
        services.AddNavigation("系统管理", "/replacements", "更换审批人", forOperators: true);
        return services;
    }
}
