using Dazhou.Serverless.Documents;
using static Dazhou.Serverless.Documents.DocumentBlocks;

namespace Dazhou.Serverless.Projects;

/// <summary>履约验收前置核准复函 (第四十七条), on which money is paid together with the report of the acceptance (第四十九条).</summary>
internal static class PreAcceptanceDocument
{
    /// <summary>The document.</summary>
    public static OfficialDocument Of(ProjectRow project, DateOnly on) =>
        ProjectDocuments.ToUnit(DocumentForm.Letter, $"关于{project.Name}\n履约验收前置核准的复函", project.UnitName, on, ["市财政局"],
        [
            Answer(
                $"{project.Name}{(project.ApprovalNumber is { } number ? $"（立项批复{number}）" : "")}履约验收前置核准申请", ProjectDocuments.Regulation, "第四十七条",
                "我局按照项目建设方案技术审查意见进行了核查，同意开展履约验收", "现函复如下"),
            Item("组织验收", "请按照《财政部关于进一步加强政府采购需求和履约验收管理的指导意见》（财库〔2016〕205号）等规定组织履约验收"),
            Item("验收内容", "请将项目软硬件产品的安全可靠情况，密码应用和安全审查情况，信息安全等级保护测评情况，以及硬件设备和新建数据中心能源利用效率情况作为验收的重要内容"),
            Item("资金拨付", "本复函及履约验收报告作为资金拨付的依据"),
            Closing("函复"),
        ]);
}
