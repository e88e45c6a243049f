namespace Dazhou.Serverless.Projects;

/// <summary>
/// The negative list (第二十条第二款): eight kinds that are not established in principle, except where a law or
/// regulation clearly says otherwise; the applicant answers for each kind and names that law.
/// </summary>
public static class NegativeListRules
{
    /// <summary>The rules of this topic: for each kind, that it is answered and that it does not apply.</summary>
    public static IReadOnlyList<StageRule<IntakeCase>> All { get; } =
    [
        .. Kind(1, "hardware", "新建或扩建非涉密机房、数据中心、私有云平台，新增非涉密服务器、存储、服务端网络设备等硬件", n => n.Hardware),
        .. Kind(2, "leasedLines", "互联网出口线路租赁、未整合到电子政务网的专网租赁、未统一监管的终端安全防护", n => n.LeasedLines),
        .. Kind(3, "offCloud", "未部署到市级政务云的非涉密新建项目，未迁移到市级政务云的非涉密升级改造", n => n.OffCloud),
        .. Kind(4, "commonSystems", "新建或扩建共性系统、政府网站支撑平台、独立移动客户端、大数据平台、执法检查类系统", n => n.CommonSystems),
        .. Kind(5, "unconnected", "未接入城市公共信息服务平台、一体化政务服务平台或者统一协同办公平台", n => n.Unconnected),
        .. Kind(6, "unready", "需求或绩效目标不明确，内部整合、数据目录普查、数据共享、信息安全不到位", n => n.Unready),
        .. Kind(7, "notShared", "非共建共享共用的信息基础设施、应用支撑平台、数据资源", n => n.NotShared),
        .. Kind(8, "predecessorOpen", "原项目尚未验收的升级改造", n => n.PredecessorOpen),
    ];

    private static IEnumerable<StageRule<IntakeCase>> Kind(int number, string field, string what, Func<NegativeListDeclaration, NegativeListAnswer?> answer)
    {
        var article = $"第二十条第{"一二三四五六七八"[number - 1]}项";
        yield return new($"negative-list-{number}-declared", article, $"negativeList.{field}", $"须声明项目是否属于：{what}",
            c => Answer(c, answer)?.Applies is null);
        yield return new($"negative-list-{number}", article, $"negativeList.{field}", $"原则上不予立项（法律法规有明确规定的除外）：{what}",
            c => Answer(c, answer) is { Applies: true, LegalException: var law } && string.IsNullOrWhiteSpace(law));
    }

    private static NegativeListAnswer? Answer(IntakeCase intake, Func<NegativeListDeclaration, NegativeListAnswer?> answer) =>
        intake.Application.NegativeList is { } list ? answer(list) : null;
}
