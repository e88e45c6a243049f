using Dazhou.Serverless.Input;

namespace Dazhou.Serverless.Projects;

/// <summary>Rules of questions and answers (第三十五条).</summary>
public static class QuestionRules
{
    /// <summary>The most characters in a question.</summary>
    public const int LongestQuestion = 1000;

    /// <summary>The most characters in an answer.</summary>
    public const int LongestAnswer = 2000;

    /// <summary>Returns the rules that a question breaks.</summary>
    public static IReadOnlyList<RuleFailure> Check(string? text, string? mail)
    {
        var failures = new List<RuleFailure>();
        if (string.IsNullOrWhiteSpace(text) || text.Trim().Length > LongestQuestion)
            failures.Add(new("question-text", FunctionListRules.Article, "question", $"请填写问题，不超过{LongestQuestion}字"));
        else if (!FieldText.IsText(text))
            failures.Add(new("question-text", FunctionListRules.Article, "question", $"问题{FieldText.TextRule}"));
        if (!QuotationRules.IsMail(mail))
            failures.Add(new("question-mail", FunctionListRules.Article, "questionMail", $"请填写可以收信的电子邮箱，不超过{QuotationRules.LongestMail}个字符"));
        return failures;
    }

    /// <summary>Returns the rules that an answer breaks.</summary>
    public static IReadOnlyList<RuleFailure> CheckAnswer(string? answer) =>
        string.IsNullOrWhiteSpace(answer) || answer.Trim().Length > LongestAnswer
            ? [new("answer-text", FunctionListRules.Article, "answer", $"请填写答复，不超过{LongestAnswer}字")]
            : FieldText.IsText(answer) ? [] : [new("answer-text", FunctionListRules.Article, "answer", $"答复{FieldText.TextRule}")];
}
