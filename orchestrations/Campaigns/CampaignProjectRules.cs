using Dazhou.Serverless.Input;

namespace Dazhou.Serverless.Campaigns;

/// <summary>What a project of a unit's list must have (53号 二、四（五）, 附件1备注1—3, 附件2).</summary>
public static class CampaignProjectRules
{
    private const int LongestName = 100;
    private const int LongestIntroduction = 200;
    private const int LongestText = 500;
    private const string NoteOne = "附件1备注1";
    private const string NoteTwo = "附件1备注2";

    /// <summary>Returns the kinds of evidence of a stage.</summary>
    public static IReadOnlyList<EvidenceKind> EvidenceOf(CampaignStage stage) => stage switch
    {
        CampaignStage.Lead => [EvidenceKind.Talks],
        CampaignStage.Intent => [EvidenceKind.Intent],
        CampaignStage.Signed => [EvidenceKind.Contract],
        CampaignStage.Landed => [EvidenceKind.Filing, EvidenceKind.Approval, EvidenceKind.Licence],
        CampaignStage.Started => [EvidenceKind.Permit, EvidenceKind.Plant],
        CampaignStage.Producing => [EvidenceKind.Production],
        _ => [EvidenceKind.Yield],
    };

    /// <summary>Returns the rules that a project breaks.</summary>
    /// <param name="project">the project as it would stand</param>
    /// <param name="before">as it stood; null for a new one</param>
    /// <param name="reason">why something that stood is changed</param>
    /// <param name="definition">the campaign</param>
    /// <param name="today">today, Asia/Shanghai</param>
    public static IReadOnlyList<RuleFailure> Check(
        CampaignProjectRow project, CampaignProjectRow? before, string? reason, CampaignDefinition definition, DateOnly today)
    {
        var failures = new List<RuleFailure>();
        Text("name", "项目名称", project.Name, LongestName, required: true, isLine: true);
        Text("investor", "投资方", project.Investor, LongestName, required: true, isLine: true);
        Text("responsible", "责任人岗位", project.Responsible, LongestName, required: false, isLine: true);
        Text("filingNumber", "备案号", project.FilingNumber, LongestName, required: false, isLine: true);
        Text("remark", "备注", project.Remark, LongestText, required: false, isLine: false);
        if (project.Introduction?.Length > LongestIntroduction) Fail("附件2", "introduction", $"简介不超过{LongestIntroduction}个字，现有{project.Introduction.Length}个字");
        CheckStages(project, today, Fail);
        CheckAmounts(project, today, Fail);
        failures.AddRange(CategoryRules.Check(project.Categories, definition.Categories, project.Of(CampaignStage.Landed)?.On ?? today));
        if (before is not null && string.IsNullOrWhiteSpace(reason) && CampaignProjectChanges.Corrected(before, project) is { } corrected)
            Fail(CampaignTexts.Document, "reason", $"“{corrected.Label}”已经填报为“{FieldText.Excerpt(corrected.Before!)}”，修改须说明原因");
        return failures;

        void Text(string field, string label, string? value, int longest, bool required, bool isLine)
        {
            if (required && string.IsNullOrWhiteSpace(value)) Fail(CampaignTexts.Document, field, $"请填写{label}");
            if (value?.Length > longest) Fail(CampaignTexts.Document, field, $"{label}不超过{longest}个字");
            if (isLine && !FieldText.IsLine(value)) Fail(CampaignTexts.Document, field, $"{label}{FieldText.LineRule}");
            else if (!FieldText.IsText(value)) Fail(CampaignTexts.Document, field, $"{label}{FieldText.TextRule}");
        }

        void Fail(string article, string field, string message) => failures.Add(new($"campaign-project-{field}", article, field, message));
    }

    /// <summary>A stage needs its evidence and its day; the stages with figures follow each other without gaps.</summary>
    private static void CheckStages(CampaignProjectRow project, DateOnly today, Action<string, string, string> fail)
    {
        if (project.Stages.Count == 0) fail(CampaignTexts.Document, "stage", "请填写项目所处阶段");
        for (var i = 0; i < project.Stages.Count; i++)
        {
            var entry = project.Stages[i];
            var (name, article) = (entry.Stage.Chinese(), entry.Stage switch { CampaignStage.Landed => NoteOne, CampaignStage.Started => NoteTwo, _ => CampaignTexts.Document });
            var kinds = EvidenceOf(entry.Stage);
            if (entry.Kind is not { } kind || !kinds.Contains(kind))
                fail(article, "evidenceKind", $"“{name}”的佐证应为{string.Join('、', kinds.Select(it => it.Chinese()))}");
            if (string.IsNullOrWhiteSpace(entry.Evidence)) fail(article, "evidence", $"没有佐证不能进入“{name}”阶段，请填写佐证的编号或者名称");
            else if (entry.Evidence.Length > LongestName || !FieldText.IsLine(entry.Evidence)) fail(article, "evidence", $"“{name}”的佐证为一行文字，不超过{LongestName}个字");
            if (entry.On == default || entry.On > today) fail(article, "stageOn", $"“{name}”的日期应为今天或者以前的日期（yyyy-MM-dd）");
            if (i > 0 && entry.On < project.Stages[i - 1].On) fail(article, "stageOn", $"“{name}”的日期不早于“{project.Stages[i - 1].Stage.Chinese()}”的日期（{ChinaTime.Text(project.Stages[i - 1].On)}）");
        }

        for (var stage = CampaignStage.Signed; stage < project.Stage?.Stage; stage++)
        {
            if (project.Of(stage) is null) fail(CampaignTexts.Document, "stage", $"“{project.Stage.Stage.Chinese()}”以前的“{stage.Chinese()}”还没有填报，请先填报其日期和佐证");
        }
    }

    private static void CheckAmounts(CampaignProjectRow project, DateOnly today, Action<string, string, string> fail)
    {
        Amount("contractAmount", "合同金额", project.ContractAmount);
        Amount("filingAmount", "备案金额", project.FilingAmount);
        Amount("fdi", "制造业FDI投资总额", project.Fdi);
        foreach (var entry in project.Investments)
        {
            Amount("investment", "新增实际投资", entry.Amount);
            if (entry.On > today) fail(CampaignTexts.Document, "investedOn", "新增实际投资的日期应为今天或者以前的日期");
        }

        if (project.FdiOn > today) fail(CampaignTexts.Document, "fdiOn", "制造业FDI的日期应为今天或者以前的日期");
        if (project.Of(CampaignStage.Signed) is not null && project.ContractAmount is null) fail(NoteOne, "contractAmount", "已签约的项目请填写签约合同中的投资金额");
        if (project.Of(CampaignStage.Landed)?.Kind == EvidenceKind.Filing)
        {
            if (project.FilingAmount is null) fail(NoteOne, "filingAmount", "以备案落地的项目请填写备案表中的项目总投资额");
            if (string.IsNullOrWhiteSpace(project.FilingNumber)) fail(NoteOne, "filingNumber", "以备案落地的项目请填写备案号");
        }
        else if (project.FilingAmount is not null && string.IsNullOrWhiteSpace(project.FilingNumber))
        {
            fail(NoteOne, "filingAmount", "没有备案表的项目，备案金额应空缺；有备案表的，请填写备案号");
        }

        void Amount(string field, string label, decimal? value)
        {
            if (value is <= 0m) fail(NoteOne, field, $"{label}应大于0；没有的，请空缺，不填0");
            else if (value > Numerals.Most) fail(NoteOne, field, $"{label}过大，请核对单位（万元、亿元）");
        }
    }

    /// <summary>Returns the project after a unit's input; what the input leaves out stays.</summary>
    /// <param name="project">the project as it stands</param>
    /// <param name="input">what the unit wrote</param>
    /// <param name="today">today, Asia/Shanghai: the day of what names none</param>
    public static CampaignProjectRow Merge(CampaignProjectRow project, CampaignProjectInput input, DateOnly today)
    {
        var stages = input.Stages is { } all ? [.. all.OrderBy(entry => entry.Stage).Select(Trimmed)] : StagesAfter(project.Stages, input, today);
        var merged = project with
        {
            Name = input.Name?.Trim() ?? project.Name,
            Investor = input.Investor?.Trim() ?? project.Investor,
            Manufacturing = input.Manufacturing ?? project.Manufacturing,
            Industry = input.Industry ?? project.Industry,
            Source = input.Source ?? project.Source,
            Stages = stages,
            ContractAmount = input.ContractAmount ?? project.ContractAmount,
            FilingAmount = input.FilingAmount ?? project.FilingAmount,
            FilingNumber = Given(input.FilingNumber, project.FilingNumber),
            Investments = input.Investment is { } amount ? InvestmentsAfter(project.Investments, new(input.InvestedOn ?? today, amount)) : project.Investments,
            Fdi = input.Fdi ?? project.Fdi,
            FdiOn = input.Fdi is null ? project.FdiOn : input.FdiOn ?? project.FdiOn ?? today,
            Responsible = Given(input.Responsible, project.Responsible),
            Stored = input.Stored ?? project.Stored,
            Introduction = Given(input.Introduction, project.Introduction),
            Categories = input.Categories is { } claims
                ? [.. claims.OrderBy(claim => claim.Code).Select(claim => claim with { State = CategoryRules.StateOf(claim, project.Categories) })]
                : project.Categories,
            Remark = Given(input.Remark, project.Remark),
        };
        // The filing by which it landed is the filing.
        return merged.Of(CampaignStage.Landed) is { Kind: EvidenceKind.Filing, Evidence: { } number } && merged.FilingNumber is null
            ? merged with { FilingNumber = number }
            : merged;
    }

    /// <summary>
    /// Returns the stages after an input: a further stage is added; the furthest one or an earlier one that stands is corrected, and named
    /// without evidence it is gone back to, which takes the later ones away.
    /// </summary>
    private static IReadOnlyList<StageEntry> StagesAfter(IReadOnlyList<StageEntry> stages, CampaignProjectInput input, DateOnly today)
    {
        if (input.Stage is not { } stage) return stages;
        var stands = stages.FirstOrDefault(entry => entry.Stage == stage);
        var isBack = stands is not null && input.Evidence is null && input.EvidenceKind is null && input.StageOn is null;
        if (isBack) return [.. stages.Where(entry => entry.Stage <= stage)];
        var entry = new StageEntry(stage, input.StageOn ?? stands?.On ?? today, input.EvidenceKind ?? stands?.Kind, input.Evidence?.Trim() ?? stands?.Evidence);
        return [.. stages.Where(other => other.Stage != stage).Append(entry).OrderBy(other => other.Stage)];
    }

    private static IReadOnlyList<InvestmentEntry> InvestmentsAfter(IReadOnlyList<InvestmentEntry> entries, InvestmentEntry entry) =>
        [.. entries.Where(other => other.On != entry.On).Append(entry).OrderBy(other => other.On)];

    private static StageEntry Trimmed(StageEntry entry) => entry with { Evidence = entry.Evidence?.Trim() };

    private static string? Given(string? text, string? before) => text is null ? before : text.Trim() is { Length: > 0 } given ? given : null;

    /// <summary>Returns whether a signed project that has not landed has stood still for longer than the campaign allows (53号 二（四）).</summary>
    public static bool IsQuiet(CampaignProjectRow project, CampaignDefinition definition, DateOnly today) =>
        IsSignedNotLanded(project) && project.Stage is { } last && today.DayNumber - last.On.DayNumber > definition.QuietDays;

    /// <summary>已签约未落地 (53号 二（四）).</summary>
    public static bool IsSignedNotLanded(CampaignProjectRow project) => project.Stage is { Stage: CampaignStage.Signed } && project.StruckBy is null;

    /// <summary>Returns what a project lacks that the tables and 二（四） ask for, as sentences.</summary>
    public static IReadOnlyList<string> Missing(CampaignProjectRow project, CampaignDefinition definition, DateOnly today)
    {
        var missing = new List<string>();
        if (project.Industry is null) missing.Add("请选择产业");
        if (project.Source is null) missing.Add("请选择来源区域");
        if (IsSignedNotLanded(project) && project.Responsible is null) missing.Add("已签约未落地，请落实专人（责任人岗位）");
        if (IsSignedNotLanded(project) && !project.Stored) missing.Add("已签约，请办理入库");
        if (IsQuiet(project, definition, today)) missing.Add($"签约后{today.DayNumber - project.Stage!.On.DayNumber}日没有进展，超过{definition.QuietDays}日");
        if (project.Of(CampaignStage.Landed) is not null && project.Categories.Count > 0 && project.Introduction is null) missing.Add("重点企业请填写简介（200字以内）");
        return missing;
    }
}
