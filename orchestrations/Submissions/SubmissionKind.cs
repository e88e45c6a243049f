using Dazhou.Serverless.Records;

namespace Dazhou.Serverless.Submissions;

/// <summary>Who hands something in.</summary>
public enum SubmissionSide
{
    /// <summary>the unit to which the subject belongs</summary>
    Unit,

    /// <summary>a supervising unit</summary>
    Supervisor,

    /// <summary>an expert, in person</summary>
    Expert,
}

/// <summary>What a field of a form takes.</summary>
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

    /// <summary>several of <see cref="SubmissionField.Choices"/>, or several lines where they are null</summary>
    Several,
}

/// <summary>A field of what is handed in, as JSON and forms name it.</summary>
/// <param name="Name">its name in JSON</param>
/// <param name="Label">its name for people</param>
/// <param name="Type">what it takes</param>
/// <param name="Choices">for a choice: value and label</param>
public sealed record SubmissionField(
    string Name, string Label, SubmissionFieldType Type = SubmissionFieldType.Text, IReadOnlyList<(string Value, string Label)>? Choices = null)
{
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

/// <summary>A kind of thing that is handed in: its fields and files, its rules, and what is said about it.</summary>
public sealed record SubmissionKind
{
    /// <summary>The step, e.g. <c>Procurement.contract</c>, without a number.</summary>
    public required string Step { get; init; }

    /// <summary>What it is called.</summary>
    public required string Title { get; init; }

    /// <summary>The article it rests on.</summary>
    public required string Article { get; init; }

    /// <summary>The stage it belongs to, named as its orchestration.</summary>
    public required string Stage { get; init; }

    /// <summary>Who hands it in.</summary>
    public required SubmissionSide Side { get; init; }

    /// <summary>The id of the unit that hands it in for the supervising side where nobody is asked by name.</summary>
    public string? Office { get; init; }

    /// <summary>Its fields, in the order of a form.</summary>
    public required IReadOnlyList<SubmissionField> Fields { get; init; }

    /// <summary>The file that must come with it, as people know it; null if none must.</summary>
    public string? Document { get; init; }

    /// <summary>Whether files may come with it.</summary>
    public bool TakesFiles { get; init; } = true;

    /// <summary>The name of its files among the documents of the subject; null for the step.</summary>
    public string? DocumentName { get; init; }

    /// <summary>Whether whoever is asked by link may apply there for more time.</summary>
    public bool Extends { get; init; } = true;

    /// <summary>Whether it is offered and not asked for: it stands in nobody's list.</summary>
    public bool IsOffered { get; init; }

    /// <summary>For what nobody asks for: the part of the subject's life that takes it, as <c>stage:round</c>.</summary>
    public string? TakenBy { get; init; }

    /// <summary>Whether its content is about people, and so stands in the submission alone: orchestrations learn that it came, not what it says.</summary>
    public bool IsPersonal { get; init; }

    /// <summary>Whether its rules alone say that it comes at the wrong time, under the article of the period.</summary>
    public bool RulesSayWhen { get; init; }

    /// <summary>Every rule that its content breaks; throws <see cref="System.Text.Json.JsonException"/> if it cannot be read.</summary>
    public Func<SubmissionFacts, string, IReadOnlyList<RuleFailure>> Check { get; init; } = (_, _) => [];

    /// <summary>For an opinion about the subject: what it comes to, and its words. Null for everything else.</summary>
    public Func<SubmissionRow, (string Verdict, string? Words)>? Opines { get; init; }

    /// <summary>What the trail says of it; null for what it says of every kind.</summary>
    public Func<SubmissionRow, string>? Says { get; init; }

    /// <summary>What the trail quotes from it; null for nothing but its files.</summary>
    public Func<SubmissionRow, string?>? Quotes { get; init; }

    /// <summary>The event that wakes whoever waits for a step's round.</summary>
    public Func<StepRound, string> Event { get; init; } = SubmissionEvents.Submitted;
}
