using Dazhou.Serverless.Functions.Home;
using Dazhou.Serverless.Functions.Links;
using Microsoft.Extensions.DependencyInjection;

namespace Dazhou.Serverless.Functions.Submissions;

/// <summary>Registers submissions by API, page and link.</summary>
public static class SubmissionServices
{
    /// <summary>Adds the desk and the forms at links and on the 工作台.</summary>
    public static IServiceCollection AddSubmissionPages(this IServiceCollection services) => services
        .AddSingleton<SubmissionDesk>()
        .AddLink<ReportLink>(new(SubmissionLinks.Report, "打开并填写"))
        .AddLink<ReportLink>(new(SubmissionLinks.Upload, "打开并提交文件"))
        .AddSingleton<DraftKinds>()
        .AddSingleton<DraftDoor>()
        .AddSingleton<DraftMails>()
        .AddSingleton<FormDrafts>()
        .AddLink<DraftLink>(DraftLink.Kind)
        .AddOwnBoardSection<DraftBoard>();

    /// <summary>Adds something that is filled in as a draft.</summary>
    public static IServiceCollection AddDrafts(this IServiceCollection services, DraftKind kind) => services.AddSingleton(kind);
}
