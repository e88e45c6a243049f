using Dazhou.Serverless.Approvals;

namespace Dazhou.Serverless.Projects;

/// <summary>The words of a 立项批复.</summary>
public static class ApprovalDocument
{
    /// <summary>The document, paragraph by paragraph; the first is its title.</summary>
    public static IReadOnlyList<string> Paragraphs(ProjectRow project, string number, DateOnly on, ApprovalOutcome outcome)
    {
        var application = project.Application;
        return
        [
            $"关于{project.Name}的立项批复",
            number,
            $"{project.UnitName}：",
            $"你单位申报的{project.Name}，已按《达州市市级政府投资信息化项目管理办法》第十条规定的程序审定。经研究，同意立项，批复如下。",
            $"一、项目名称：{project.Name}。",
            $"二、项目建设单位：{project.UnitName}。",
            $"三、实施方式：{(application.Implementation == Implementation.SelfBuild ? "自行建设" : "购买服务")}。",
            $"四、总投资：{Amounts.Text(application.TotalInvestment ?? 0m)}。",
            $"五、主要建设内容：{application.BasicInformation?.Content}",
            "六、具体功能清单：" + string.Join('；', (application.BasicInformation?.Functions ?? []).Select(item => item.Name)) + "。",
            $"七、请将具体功能清单公示不少于{project.Policy.PublicityDays}日，并在公示结束后{project.Policy.TechnicalPlanDays}日内编制项目建设技术方案报我局审查。本批复是技术方案审查和资金安排的依据。",
            .. outcome.Steps
                .SelectMany(step => step.Decisions)
                .Where(decision => decision.Resolution is not null)
                .Select(decision => $"审定依据：{decision.Resolution!.Number}（{decision.Resolution.Date:yyyy年M月d日}）。"),
            "达州市数字经济局",
            $"{on:yyyy年M月d日}",
        ];
    }
}
