using Dazhou.Serverless.Approvals;
using Dazhou.Serverless.Documents;
using static Dazhou.Serverless.Documents.DocumentBlocks;

namespace Dazhou.Serverless.Projects;

/// <summary>What 市数字经济局 issues when it has reviewed a technical plan (第三十七条): 技术审查意见 and 概算批复.</summary>
internal static class ReviewDocuments
{
    /// <summary>技术审查意见, by which the project is built and approved for acceptance (第四十二条、第四十七条).</summary>
    /// <param name="project">The project.</param>
    /// <param name="plan">The plan that was reviewed, by file and version; null where none is kept.</param>
    /// <param name="outcome">The review.</param>
    /// <param name="on">成文日期.</param>
    public static OfficialDocument Opinion(ProjectRow project, string? plan, ApprovalOutcome outcome, DateOnly on)
    {
        var agreed = outcome.Result == ApprovalResult.Agreed;
        var verdict = agreed ? "经审查，同意该项目建设技术方案" : "经审查，不同意该项目建设技术方案";
        var comments = outcome.Steps.Where(step => step.Round == outcome.Round).SelectMany(OpinionsOf).ToList();
        return ProjectDocuments.ToUnit(DocumentForm.Letter, $"关于{project.Name}\n建设技术方案的技术审查意见", project.UnitName, on, [],
        [
            Answer($"{project.Name}建设技术方案", ProjectDocuments.Regulation, "第三十七条", verdict, "现提出审查意见如下"),
            .. plan is null ? (IReadOnlyList<DocumentBlock>)[] : [Item("审查的技术方案", plan)],
            Item("审查结论", agreed ? "技术方案通过技术性审查" : "技术方案未通过技术性审查"),
            .. comments.Count == 0 ? (IReadOnlyList<DocumentBlock>)[] : [Heading("具体意见"), .. comments.Select(comment => Point(comment))],
            .. agreed
                ? (IReadOnlyList<DocumentBlock>)
                [
                    Heading("有关要求"),
                    Point("项目合同签订后，请按照本审查意见、招标文件、投标文件和合同约定督促中标商实施建设"),
                    Point("试运行结束后，我局按照本审查意见进行履约验收前置核准"),
                ]
                : [],
        ]);
    }

    /// <summary>概算批复: the most that may be invested (第二十八条第二款).</summary>
    public static OfficialDocument Estimate(ProjectRow project, decimal estimate, decimal approvedTotal, DateOnly on) =>
        ProjectDocuments.ToUnit(DocumentForm.Document, $"关于{project.Name}概算的批复", project.UnitName, on, ["市财政局"],
        [
            Answer($"{project.Name}建设技术方案及投资概算", ProjectDocuments.Regulation, "第三十七条", "经审查，核定项目概算", "现批复如下"),
            Item("项目名称", project.Name),
            Item("项目建设单位", project.UnitName),
            .. project.ApprovalNumber is { } number ? (IReadOnlyList<DocumentBlock>)[Item("立项批复", number)] : [],
            Item("批复总投资", Amounts.Text(approvedTotal)),
            Item("概算", Amounts.Text(estimate)),
            Heading("有关要求"),
            Point("经批准的项目概算是投资安排和资金下达的依据，是项目投资的最高限额"),
            Point("请持本批复向市财政局申报项目招标控制价预算评审，招标控制价不得超过概算"),
            Closing("批复"),
        ]);

    /// <summary>What was said in a step; whoever only agreed said nothing more.</summary>
    private static IEnumerable<string> OpinionsOf(StepOutcome step)
    {
        // The works that the project cannot be parted from are reviewed by 市发改委 (第八条).
        var part = step.Step.EndsWith(".works", StringComparison.Ordinal) ? "工程部分：" : "";
        return step.Decisions.Where(decision => !string.IsNullOrWhiteSpace(decision.Comment)).Select(decision => $"{part}{decision.Comment!.Trim()}");
    }
}
