using Dazhou.Serverless.Approvals;
using Dazhou.Serverless.Mail;

namespace Dazhou.Serverless.Projects;

/// <summary>Mails about a project's life to its unit.</summary>
internal static class ProjectMails
{
    public static IReadOnlyList<MailLine> LinesOf(ProjectRef project) =>
    [
        new("项目建设单位", project.UnitName),
        new("总投资", Amounts.Text(project.TotalInvestment)),
    ];

    public static MailMessage Established(ProjectRef project, string number) => new Notice
    {
        Title = project.Name,
        ToDo = $"项目已经立项，立项批复文号{number}。具体功能清单即日起公示，不少于{project.Policy.PublicityDays}日；公示结束后请编制项目建设技术方案。",
        Article = "第十条、第三十五条",
        Lines = [.. LinesOf(project), new("立项批复文号", number)],
    };

    public static MailMessage NotEstablished(ProjectRef project, ApprovalOutcome outcome) => new Notice
    {
        Title = project.Name,
        ToDo = outcome.Result == ApprovalResult.Withdrawn ? "申请已经撤回，不再办理。" : $"项目未予立项：{outcome.Comment}",
        Article = "第十条",
        Lines = LinesOf(project),
    };

    public static MailMessage Quoted(ProjectRef project, int quotations) => new Notice
    {
        Title = project.Name,
        ToDo = quotations == 0
            ? "功能清单公示期满，公示期内没有收到经确认的报价。"
            : $"功能清单公示期满，收到{quotations}家供应商经确认的报价。逐项统计已存入项目文件，明细请在项目页面查看。",
        Article = FunctionListRules.Article,
        Lines = LinesOf(project),
    };

    public static MailMessage Reviewed(ProjectRef project, ApprovalOutcome outcome) => new Notice
    {
        Title = project.Name,
        ToDo = outcome.Result switch
        {
            ApprovalResult.Agreed => "项目建设技术方案已经通过技术性审查。",
            ApprovalResult.Returned => $"项目建设技术方案退回补正：{outcome.Comment}",
            ApprovalResult.Withdrawn => "项目建设技术方案已经撤回，不再审查。",
            _ => $"项目建设技术方案未通过技术性审查：{outcome.Comment}",
        },
        Article = "第三十七条",
        Lines = LinesOf(project),
    };
}
