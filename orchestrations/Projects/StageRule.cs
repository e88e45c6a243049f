namespace Dazhou.Serverless.Projects;

/// <summary>A named rule for a submission. <see cref="Breaks"/> is pure and returns whether the case breaks the rule.</summary>
/// <param name="Name">its name in logs, tests and answers</param>
/// <param name="Article">its article, for example 第十一条第三项</param>
/// <param name="Field">the field it checks, as a JSON path</param>
/// <param name="Message">the message to the sender, in Chinese</param>
/// <param name="Breaks">whether the case breaks it</param>
public sealed record StageRule<T>(string Name, string Article, string Field, string Message, Func<T, bool> Breaks)
{
    /// <summary>The failure to report if the rule is broken.</summary>
    public RuleFailure Failure => new(Name, Article, Field, Message);
}

/// <summary>Evaluation and common kinds of rules.</summary>
public static class StageRules
{
    /// <summary>Returns all rules that the case breaks.</summary>
    public static IReadOnlyList<RuleFailure> Evaluate<T>(this IEnumerable<StageRule<T>> rules, T facts) =>
        [.. rules.Where(rule => rule.Breaks(facts)).Select(rule => rule.Failure)];

    /// <summary>Creates a rule that requires an amount, in 万元, with at most two decimals and above zero.</summary>
    internal static StageRule<T> Amount<T>(string name, string article, string field, string what, Func<T, decimal?> amount) =>
        new(name, article, field, $"缺少{what}（万元，大于零，最多两位小数）",
            facts => amount(facts) is not { } value || value <= 0m || !Amounts.HasTwoDecimals(value));

    /// <summary>Creates a rule that requires a text.</summary>
    internal static StageRule<T> Text<T>(string name, string article, string field, string what, Func<T, string?> text) =>
        new(name, article, field, $"缺少{what}", facts => string.IsNullOrWhiteSpace(text(facts)));

    /// <summary>Creates a rule that requires the answer yes.</summary>
    internal static StageRule<T> Yes<T>(string name, string article, string field, string message, Func<T, bool?> answer) =>
        new(name, article, field, message, facts => answer(facts) != true);
}
