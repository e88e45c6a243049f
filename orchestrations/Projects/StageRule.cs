namespace Dazhou.Serverless.Projects;

/// <summary>
/// One named rule over what somebody hands in, from the application on. <see cref="Breaks"/> is pure: it says whether the
/// case goes against the rule.
/// </summary>
/// <param name="Name">its name in logs, tests and answers</param>
/// <param name="Article">where it stands, for example 第十一条第三项</param>
/// <param name="Field">the field it looks at, as a JSON path</param>
/// <param name="Message">what to tell whoever handed it in</param>
/// <param name="Breaks">whether the case breaks it</param>
public sealed record StageRule<T>(string Name, string Article, string Field, string Message, Func<T, bool> Breaks)
{
    /// <summary>The failure to report when it is broken.</summary>
    public RuleFailure Failure => new(Name, Article, Field, Message);
}

/// <summary>How the rules of a stage are read.</summary>
public static class StageRules
{
    /// <summary>Every rule that the case breaks, not only the first.</summary>
    public static IReadOnlyList<RuleFailure> Evaluate<T>(this IEnumerable<StageRule<T>> rules, T facts) =>
        [.. rules.Where(rule => rule.Breaks(facts)).Select(rule => rule.Failure)];

    /// <summary>A rule that an amount is there, in 万元 with at most two decimals, and above zero.</summary>
    internal static StageRule<T> Amount<T>(string name, string article, string field, string what, Func<T, decimal?> amount) =>
        new(name, article, field, $"缺少{what}（万元，大于零，最多两位小数）",
            facts => amount(facts) is not { } value || value <= 0m || !Amounts.HasTwoDecimals(value));

    /// <summary>A rule that a text must not be empty.</summary>
    internal static StageRule<T> Text<T>(string name, string article, string field, string what, Func<T, string?> text) =>
        new(name, article, field, $"缺少{what}", facts => string.IsNullOrWhiteSpace(text(facts)));

    /// <summary>A rule that a question is answered with yes.</summary>
    internal static StageRule<T> Yes<T>(string name, string article, string field, string message, Func<T, bool?> answer) =>
        new(name, article, field, message, facts => answer(facts) != true);
}
