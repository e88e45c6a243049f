using System.Text.RegularExpressions;

namespace Dazhou.Serverless.Functions.Subjects;

/// <summary>An entry of a trail with people and units by their names.</summary>
/// <param name="At">When.</param>
/// <param name="Action">What, as the trail has it.</param>
/// <param name="Article">The article it rests on.</param>
/// <param name="Actor">Who, by name.</param>
/// <param name="Detail">What was added.</param>
/// <param name="BySystem">Whether it happened by itself.</param>
public sealed record StoryEntry(DateTimeOffset At, string Action, string? Article, string Actor, string? Detail, bool BySystem);

/// <summary>Something that happened, as a person would tell it.</summary>
/// <param name="At">When.</param>
/// <param name="Sentence">What, in a sentence.</param>
/// <param name="Words">In which words, where somebody gave some.</param>
/// <param name="Article">The article it rests on.</param>
public sealed record StoryLine(DateTimeOffset At, string Sentence, string? Words, string? Article);

/// <summary>
/// Tells a trail as a person would: who did what, in which words. Warnings that come by themselves, mails and the hashes of files are
/// what a check needs and a reader does not; they are told apart.
/// </summary>
public static partial class Story
{
    /// <summary>What a reader wants to know, the newest first.</summary>
    public static IReadOnlyList<StoryLine> Tell(IEnumerable<StoryEntry> trail) => [.. trail.Where(entry => !IsNoise(entry)).Select(LineOf).Reverse()];

    /// <summary>Whether an entry is a matter of the system alone.</summary>
    public static bool IsNoise(StoryEntry entry) =>
        entry.BySystem && Noise().IsMatch(entry.Action) || entry.Action == "重发邮件";

    /// <summary>Whether an entry keeps something that only a check needs.</summary>
    public static bool HasHash(StoryEntry entry) => entry.Detail is { } detail && Hash().IsMatch(detail);

    private static StoryLine LineOf(StoryEntry entry)
    {
        var words = WordsOf(entry.Detail);
        var (action, whole) = entry.BySystem ? SystemAction(entry.Action) : (FirstRound().Replace(entry.Action, ""), false);
        if (entry.BySystem && Asked().Match(action) is { Success: true } asked)
            return Line(words is null ? $"提请{asked.Groups["what"].Value}。" : $"提请{words}{asked.Groups["what"].Value}。", null);
        if (entry.BySystem && Result().IsMatch(action))
            return Line(words is null ? $"{action}。" : $"{action}，{words}。", null);
        var sentence = entry.BySystem
            ? whole || !action.StartsWith("进入", StringComparison.Ordinal) ? action : $"项目{action}"
            : $"{entry.Actor}{Verb(action)}";
        return Line(Ended(sentence), words);

        StoryLine Line(string text, string? said) => new(entry.At, text, said, entry.Article);
    }

    /// <summary>What the system notes, in words for people; and whether these are a whole sentence already.</summary>
    private static (string Action, bool Whole) SystemAction(string action)
    {
        if (Overdue().Match(action) is { Success: true } late)
            return ($"逾期：{late.Groups["what"].Value}", true);
        var said = FirstRound().Replace(action, "");
        return Result().Match(said) is { Success: true } result
            ? ($"{result.Groups["act"].Value}结果为{result.Groups["end"].Value}{result.Groups["round"].Value}", true)
            : (said, false);
    }

    /// <summary>提交了, 撤回了: what was done; other acts stand as they are named.</summary>
    private static string Verb(string action) => Done().Match(action) is { Success: true } done ? $"{done.Value}了{action[done.Length..]}"
        : action.EndsWith("结论", StringComparison.Ordinal) ? $"形成{action}" : action;

    private static string? WordsOf(string? detail)
    {
        if (detail is null)
            return null;
        var said = Hash().Replace(detail, "").Trim('；', '，', '。', ' ');
        return said.Length == 0 ? null : said;
    }

    private static string Ended(string sentence) => sentence[^1] is '。' or '！' or '？' ? sentence : $"{sentence}。";

    [GeneratedRegex("^(临期|将到期|期限解除预警|计时|期限撤销|期限重新计算)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Noise();

    [GeneratedRegex("[；，]?(修改后的申报|[^；，]*[，：]?) ?SHA-256[：: ]*[0-9a-fA-F]{64}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Hash();

    [GeneratedRegex("（第1[轮次]）$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex FirstRound();

    [GeneratedRegex("^提请(?<what>.+)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Asked();

    [GeneratedRegex("^逾期（红灯）：(?<what>.+)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Overdue();

    [GeneratedRegex("^(?<act>审核|审签|审定|审议|核准|备案|初审|评审)(：|结果为)(?<end>同意|不同意|退回补正|申报单位撤回)(?<round>（第[0-9]+轮）)?$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Result();

    [GeneratedRegex("^(提交|撤回|登记|更正|上传|出具|公布|记录|解除|更新|编制|修改)(?!意见)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Done();
}
