namespace Dazhou.Serverless.Projects;

/// <summary>The facts that the rules of an act check.</summary>
/// <param name="Kind">the kind of act</param>
/// <param name="Description">the new description</param>
/// <param name="Reason">the reason</param>
/// <param name="System">the current entry; null for a new one</param>
/// <param name="Today">the date of the act</param>
public sealed record SystemCase(SystemActKind Kind, SystemDescription? Description, string? Reason, SystemRow? System, DateOnly Today);

/// <summary>系统目录 (第二十一条): the required content of an entry, and when it can be changed.</summary>
public static class SystemRules
{
    /// <summary>The article of the catalogue.</summary>
    public const string Article = "第二十一条";

    /// <summary>The rule that another proposal about the system is still undecided.</summary>
    public const string Waiting = "system-waiting";

    /// <summary>The rules of an entry, a change or a removal.</summary>
    public static IReadOnlyList<StageRule<SystemCase>> All { get; } =
    [
        new("system-name", Article, "name", "缺少系统名称", c => Describes(c) && string.IsNullOrWhiteSpace(c.Description?.Name)),
        new("system-accepted", Article, "acceptedOn", "须填写验收（投入使用）日期，且不晚于今天",
            c => Describes(c) && (c.Description?.AcceptedOn is not { } day || day > c.Today)),
        new("system-maintenance", Article, "maintenanceEnds", "维保结束日期不能早于验收（投入使用）日期",
            c => Describes(c) && c.Description is { MaintenanceEnds: { } ends, AcceptedOn: { } accepted } && ends < accepted),
        new("system-security", Article, "security", "须说明密码应用和网络安全情况：符合要求（Qualified）或者不符合要求、存在重大安全隐患（Deficient）",
            c => Describes(c) && c.Description?.Security is not (SystemSecurity.Qualified or SystemSecurity.Deficient)),
        new("system-protection", Article, "protectionLevel", "等级保护级别为1至5级", c => Describes(c) && c.Description?.ProtectionLevel is < 1 or > 5),
        new("system-reason", Article, "reason", "须写明变更或者下线的理由", c => c.Kind != SystemActKind.Entry && string.IsNullOrWhiteSpace(c.Reason)),
        new("system-offline", Article, "", "系统已经下线", c => c.System?.State == SystemState.Offline),
        new("system-strike-off", Article, "", "系统没有列入目录，不需要下线",
            c => c.Kind == SystemActKind.StrikeOff && c.System?.State is SystemState.Pending or SystemState.Refused),
        new(Waiting, Article, "", "此系统已有事项等待市数字经济局确认，确认后再提交", c => c.System?.Proposal is not null),
    ];

    /// <summary>Returns the entry after a decision on its proposal.</summary>
    public static SystemRow Decide(SystemRow system, bool agree)
    {
        if (system.Proposal is not { } proposal) return system;
        var decided = system with { Proposal = null, Changes = system.Changes + 1 };
        if (!agree) return system.State == SystemState.Pending ? decided with { State = SystemState.Refused } : decided;
        return proposal.Kind == SystemActKind.StrikeOff
            ? decided with { State = SystemState.Offline }
            : decided with { State = SystemState.InUse, Description = proposal.Description! };
    }

    /// <summary>The description of a system whose project passed its acceptance (第四十八条).</summary>
    public static SystemDescription Of(ProjectRow project, AcceptanceReport report) => new(
        project.Name,
        project.ApprovalNumber,
        report.OperationFrom,
        report.MaintenanceEnds,
        report is { SecureAndReliable: true, CryptographyReviewed: true, ProtectionTested: true } ? SystemSecurity.Qualified : SystemSecurity.Unknown,
        report.ProtectionLevel);

    /// <summary>The Chinese name of an act.</summary>
    public static string Chinese(SystemActKind kind) => kind switch
    {
        SystemActKind.Entry => "登记",
        SystemActKind.Change => "变更",
        _ => "下线",
    };

    /// <summary>The Chinese name of a state.</summary>
    public static string Chinese(SystemState state) => state switch
    {
        SystemState.Pending => "待确认",
        SystemState.InUse => "在用",
        SystemState.Refused => "未予确认",
        _ => "已下线",
    };

    /// <summary>The Chinese name of a security state.</summary>
    public static string Chinese(SystemSecurity? security) => security switch
    {
        SystemSecurity.Qualified => "符合要求",
        SystemSecurity.Deficient => "不符合要求或者存在重大安全隐患",
        _ => "未说明",
    };

    private static bool Describes(SystemCase c) => c.Kind != SystemActKind.StrikeOff;
}

/// <summary>An application that extends an existing system must name one in the catalogue (第二十一条).</summary>
public static class ExistingSystemRules
{
    /// <summary>The rules on existing systems; an application without one breaks none.</summary>
    public static IReadOnlyList<StageRule<IntakeCase>> All { get; } =
    [
        new("existing-system-named", SystemRules.Article, "existingSystem.system", "在已建系统基础上升级改造、续建或者运维的，须填写系统目录中的系统",
            c => c.Application.ExistingSystem is { BuildsOn: true, System: var system } && string.IsNullOrWhiteSpace(system)),
        new("existing-system-catalogued", SystemRules.Article, "existingSystem.system",
            "所填系统未列入本单位的系统目录，或者尚未确认、已经下线；未纳入系统目录管理的，不安排自行建设、购买服务和运维经费",
            c => c.Application.ExistingSystem is { BuildsOn: not false, System: var system } && !string.IsNullOrWhiteSpace(system)
                && c.ExistingSystem is not { Counts: true }),
    ];
}
