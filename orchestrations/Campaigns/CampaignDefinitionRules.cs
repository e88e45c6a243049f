using System.Text.RegularExpressions;
using Dazhou.Serverless.Directory;
using Dazhou.Serverless.Input;

namespace Dazhou.Serverless.Campaigns;

/// <summary>What the definition of a campaign must have (达市府办函〔2023〕53号).</summary>
public static partial class CampaignDefinitionRules
{
    private const int LongestName = 100;
    private const int MostUnits = 50;
    private const int MostWeeks = 60;

    /// <summary>Returns the rules that a definition breaks.</summary>
    /// <param name="definition">the definition</param>
    /// <param name="units">its units, in its order; null for one missing in the directory</param>
    /// <param name="receivers">its receivers, likewise</param>
    public static IReadOnlyList<RuleFailure> Check(CampaignDefinition definition, IReadOnlyList<UnitRow?> units, IReadOnlyList<UnitRow?> receivers)
    {
        var failures = new List<RuleFailure>();
        if (!Id().IsMatch(definition.Id)) Fail("id", "编号由小写字母、数字和连字符组成，不超过30个字符，例如season-3");
        if (string.IsNullOrWhiteSpace(definition.Name) || definition.Name.Length > LongestName || !FieldText.IsLine(definition.Name))
            Fail("name", $"请填写行动名称，一行文字，不超过{LongestName}个字");
        if (string.IsNullOrWhiteSpace(definition.Document) || definition.Document.Length > LongestName) Fail("document", "请填写实施方案的发文字号");
        if (definition.Season < 1) Fail("season", "请填写第几季，从1起");
        if (definition.Start == default) Fail("start", "请填写开始日期（yyyy-MM-dd）");
        if (definition.End < definition.Start) Fail("end", "结束日期不早于开始日期");
        CheckPhases(definition, Fail);
        CheckUnits("units", "报送单位", definition.Units, units, Fail);
        CheckUnits("receivers", "接收单位", definition.Receivers, receivers, Fail);
        for (var i = 0; i < units.Count; i++)
        {
            if (units[i] is { } unit && receivers.Any(receiver => receiver?.Id == unit.Id)) Fail($"units[{i}]", $"“{unit.Name}”是接收单位，不能同时是报送单位");
        }

        if (definition.Reporting.Hour is < 1 or > 24) Fail("reporting.hour", "报送截止时点为1至24时");
        if (definition.Weeks.From == default || definition.Weeks.To < definition.Weeks.From || definition.Weeks.To > definition.End
            || definition.Weeks.To.DayNumber - definition.Weeks.From.DayNumber > MostWeeks * 7)
            Fail("weeks", $"周报期间的结束日期不早于开始日期、不晚于行动结束日期，不超过{MostWeeks}周");
        foreach (var group in Enum.GetValues<FigureGroup>())
        {
            if (definition.Windows.Count(window => window.Group == group && window.From <= window.To) != 1 || definition.Windows.Count(window => window.Group == group) != 1)
                Fail("windows", $"“{group.Chinese()}”应有一个统计期间，结束日期不早于开始日期");
        }

        CheckWeights(definition.Weights, Fail);
        if (definition.QuietDays is < 1 or > 365) Fail("quietDays", "签约未落地项目预警天数为1至365");
        if (definition.ContestDays is < 1 or > 60) Fail("contestDays", "申辩期限为1至60日");
        return failures;

        void Fail(string field, string message) => failures.Add(new($"campaign-{field}", definition.Document.Length > 0 ? definition.Document : CampaignTexts.Document, field, message));
    }

    /// <summary>Checks weights: each figure at most once, above 0.</summary>
    internal static void CheckWeights(IReadOnlyList<FigureWeight> weights, Action<string, string> fail)
    {
        if (weights.Count == 0 || weights.Any(weight => weight.Weight <= 0m || weight.Weight > 1000m) || weights.DistinctBy(weight => weight.Figure).Count() < weights.Count)
            fail("weights", "请列出考核权重，每个指标一次，大于0、不超过1000");
    }

    private static void CheckPhases(CampaignDefinition definition, Action<string, string> fail)
    {
        if (definition.Phases.Count == 0 || definition.Phases[0].From != definition.Start || definition.Phases[^1].To != definition.End)
            fail("phases", "阶段应从行动的第一日排到最后一日");
        for (var i = 0; i < definition.Phases.Count; i++)
        {
            var phase = definition.Phases[i];
            if (string.IsNullOrWhiteSpace(phase.Name)) fail($"phases[{i}].name", "请填写阶段名称");
            if (phase.To < phase.From) fail($"phases[{i}].to", "阶段结束日期不早于开始日期");
            if (i > 0 && phase.From != definition.Phases[i - 1].To.AddDays(1)) fail($"phases[{i}].from", "各阶段首尾相接，不重叠、不间断");
            foreach (var (task, j) in (phase.Tasks ?? []).Select((task, j) => (task, j)))
            {
                if (string.IsNullOrWhiteSpace(task.Title) || string.IsNullOrWhiteSpace(task.ToDo)) fail($"phases[{i}].tasks[{j}]", "请填写任务的名称和要求");
                if (task.Due < phase.From || task.Due > phase.To) fail($"phases[{i}].tasks[{j}].due", "任务的截止日期在本阶段之内");
            }
        }
    }

    private static void CheckUnits(string field, string label, IReadOnlyList<string> given, IReadOnlyList<UnitRow?> found, Action<string, string> fail)
    {
        if (found.Count is 0 or > MostUnits) fail(field, $"请列出{label}，最多{MostUnits}个");
        for (var i = 0; i < found.Count; i++)
        {
            if (found[i] is not { } unit) fail($"{field}[{i}]", $"通讯录中没有单位“{given[i]}”");
            else if (found.Take(i).Any(earlier => earlier?.Id == unit.Id)) fail($"{field}[{i}]", $"单位“{unit.Name}”列了两次");
        }
    }

    /// <summary>The valid form of an id, which is used in URLs and, separated by dots, in keys.</summary>
    [GeneratedRegex("^[a-z0-9](-?[a-z0-9]){0,29}$")]
    internal static partial Regex Id();
}
