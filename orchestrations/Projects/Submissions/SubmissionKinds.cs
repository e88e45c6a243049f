namespace Dazhou.Serverless.Projects;

/// <summary>Everything that is handed in after the technical review, what it contains and which rules it meets.</summary>
public static class SubmissionKinds
{
    /// <summary>All kinds.</summary>
    public static IReadOnlyList<SubmissionKind> All { get; } = [.. MainLineKinds.All, .. BuildingKinds.All, .. SupervisionKinds.All, .. ExtensionKinds.All, .. InvestmentBudgetKinds.All];

    private static readonly Dictionary<string, SubmissionKind> ByStep = All.ToDictionary(kind => kind.Step, StringComparer.Ordinal);

    /// <summary>The kind of a step, whose name may end in a number; throws for a step that is no submission.</summary>
    public static SubmissionKind Of(string step) =>
        Find(step) ?? throw new ArgumentException($"Nothing is handed in at the step {step}.", nameof(step));

    /// <summary>The same; null for a step that is no submission.</summary>
    public static SubmissionKind? Find(string step) => ByStep.GetValueOrDefault(step.TrimEnd('0', '1', '2', '3', '4', '5', '6', '7', '8', '9'));

    /// <summary>A kind whose content is a record.</summary>
    internal static SubmissionKind Kind<T>(
        string step,
        string title,
        string article,
        SubmissionSide side,
        Func<SubmissionCase, T, IReadOnlyList<RuleFailure>> check,
        params SubmissionField[] fields) =>
        new()
        {
            Step = step,
            Title = title,
            Article = article,
            Side = side,
            Fields = fields,
            Check = (facts, data) => check(facts, SubmissionJson.Read<T>(data)),
        };

    internal static SubmissionField Text(string name, string label) => new(name, label);

    internal static SubmissionField Long(string name, string label) => new(name, label, SubmissionFieldType.LongText);

    internal static SubmissionField Money(string name, string label) => new(name, $"{label}（万元）", SubmissionFieldType.Amount);

    internal static SubmissionField Day(string name, string label) => new(name, label, SubmissionFieldType.Date);

    internal static SubmissionField YesNo(string name, string label) => new(name, label, SubmissionFieldType.YesNo);

    internal static SubmissionField Choice(string name, string label, params (string Value, string Label)[] choices) =>
        new(name, label, SubmissionFieldType.Choice, choices);
}
