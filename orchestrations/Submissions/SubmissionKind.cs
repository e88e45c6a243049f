using Dazhou.Serverless.Records;

namespace Dazhou.Serverless.Submissions;

/// <summary>The side that hands something in.</summary>
public enum SubmissionSide
{
    /// <summary>the unit to which the subject belongs</summary>
    Unit,

    /// <summary>a supervising unit</summary>
    Supervisor,

    /// <summary>an expert, in person</summary>
    Expert,
}

/// <summary>The type of a form field.</summary>
public enum SubmissionFieldType
{
    /// <summary>a line of text</summary>
    Text,

    /// <summary>several lines</summary>
    LongText,

    /// <summary>万元 with at most two decimals</summary>
    Amount,

    /// <summary>a whole number</summary>
    Number,

    /// <summary>a day, yyyy-MM-dd</summary>
    Date,

    /// <summary>是 or 否</summary>
    YesNo,

    /// <summary>one of <see cref="SubmissionField.Choices"/></summary>
    Choice,

    /// <summary>several of <see cref="SubmissionField.Choices"/>, or any lines if it is null</summary>
    Several,
}

/// <summary>Choices with what is known of each, for a form to show as a table.</summary>
/// <param name="Name">what the choices are, e.g. 专家</param>
/// <param name="Columns">the further columns</param>
/// <param name="Rows">the choices, and those that cannot be chosen with the reason</param>
public sealed record ChoiceTable(string Name, IReadOnlyList<ChoiceColumn> Columns, IReadOnlyList<ChoiceRow> Rows);

/// <summary>A column of <see cref="ChoiceTable"/>.</summary>
/// <param name="Title">its head</param>
/// <param name="Filters">whether the form offers to show only the rows of one value of it</param>
public sealed record ChoiceColumn(string Title, bool Filters = false);

/// <summary>A row of <see cref="ChoiceTable"/>.</summary>
/// <param name="Value">what is posted</param>
/// <param name="Label">its name for people</param>
/// <param name="Cells">what stands in the columns, in their order</param>
/// <param name="Barred">why it cannot be chosen, as a sentence; null where it can</param>
public sealed record ChoiceRow(string Value, string Label, IReadOnlyList<string> Cells, string? Barred = null);

/// <summary>A field of what is handed in, as JSON and forms name it.</summary>
/// <param name="Name">its name in JSON</param>
/// <param name="Label">its name for people</param>
/// <param name="Type">what it takes</param>
/// <param name="Choices">for a choice: value and label</param>
public sealed record SubmissionField(
    string Name, string Label, SubmissionFieldType Type = SubmissionFieldType.Text, IReadOnlyList<(string Value, string Label)>? Choices = null)
{
    /// <summary>What is known of each choice, where that is a table and not a name; null for names alone.</summary>
    public ChoiceTable? Table { get; init; }

    /// <summary>What stands beside the field, e.g. what was reported last; null for nothing.</summary>
    public string? Hint { get; init; }

    /// <summary>What is said where there is nothing to choose from.</summary>
    public string? NoChoices { get; init; }

    internal static SubmissionField Text(string name, string label) => new(name, label);

    internal static SubmissionField Long(string name, string label) => new(name, label, SubmissionFieldType.LongText);

    internal static SubmissionField Money(string name, string label) => new(name, $"{label}（万元）", SubmissionFieldType.Amount);

    internal static SubmissionField Day(string name, string label) => new(name, label, SubmissionFieldType.Date);

    internal static SubmissionField YesNo(string name, string label) => new(name, label, SubmissionFieldType.YesNo);

    internal static SubmissionField Choice(string name, string label, params (string Value, string Label)[] choices) =>
        new(name, label, SubmissionFieldType.Choice, choices);
}

/// <summary>A kind of submission: its fields, files, rules and texts.</summary>
public sealed record SubmissionKind
{
    /// <summary>The step without its number, e.g. <c>Procurement.contract</c>.</summary>
    public required string Step { get; init; }

    /// <summary>The title.</summary>
    public required string Title { get; init; }

    /// <summary>The article that requires it.</summary>
    public required string Article { get; init; }

    /// <summary>The stage it belongs to, named after its orchestration.</summary>
    public required string Stage { get; init; }

    /// <summary>The side that hands it in.</summary>
    public required SubmissionSide Side { get; init; }

    /// <summary>The id of the supervising unit that hands it in; null if a person is asked by name.</summary>
    public string? Office { get; init; }

    /// <summary>The fields, in the order of the form.</summary>
    public required IReadOnlyList<SubmissionField> Fields { get; init; }

    /// <summary>The name of the required file; null if none is required.</summary>
    public string? Document { get; init; }

    /// <summary>Whether files are accepted.</summary>
    public bool TakesFiles { get; init; } = true;

    /// <summary>The name of its files among the subject's documents; null to use the step.</summary>
    public string? DocumentName { get; init; }

    /// <summary>Whether a person who is asked by link may apply for an extension on the link's page.</summary>
    public bool Extends { get; init; } = true;

    /// <summary>Whether it is optional: the request appears in no list of tasks.</summary>
    public bool IsOffered { get; init; }

    /// <summary>For unsolicited submissions: the part of the subject's life that accepts them, as <c>stage:round</c>.</summary>
    public string? TakenBy { get; init; }

    /// <summary>Whether the content is personal. It is then stored in the submission only; orchestrations learn of its arrival, not of its content.</summary>
    public bool IsPersonal { get; init; }

    /// <summary>Whether only its rules decide that it comes at the wrong time, citing the article of the period.</summary>
    public bool RulesSayWhen { get; init; }

    /// <summary>Returns all rules that the content breaks; throws <see cref="System.Text.Json.JsonException"/> if it cannot be read.</summary>
    public Func<SubmissionFacts, string, IReadOnlyList<RuleFailure>> Check { get; init; } = (_, _) => [];

    /// <summary>For an opinion about the subject: what it comes to, and its words. Null for everything else.</summary>
    public Func<SubmissionRow, (string Verdict, string? Words)>? Opines { get; init; }

    /// <summary>Returns the text of the audit entry; null for the default text.</summary>
    public Func<SubmissionRow, string>? Says { get; init; }

    /// <summary>Returns the text that the audit entry quotes; null to list only the files.</summary>
    public Func<SubmissionRow, string?>? Quotes { get; init; }

    /// <summary>Returns the event that wakes the orchestration waiting for a step's round.</summary>
    public Func<StepRound, string> Event { get; init; } = SubmissionEvents.Submitted;
}
