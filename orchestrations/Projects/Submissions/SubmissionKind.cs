using Dazhou.Serverless.Deadlines;

namespace Dazhou.Serverless.Projects;

/// <summary>Who hands something in.</summary>
public enum SubmissionSide
{
    /// <summary>项目建设单位</summary>
    Unit,

    /// <summary>市数字经济局 or another supervising unit</summary>
    Supervisor,

    /// <summary>an expert of a panel</summary>
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

    /// <summary>several of <see cref="SubmissionField.Choices"/>, or several lines where there are none</summary>
    Several,

    /// <summary>several experts of the pool, see <see cref="ExpertPool"/></summary>
    Experts,
}

/// <summary>A field of what is handed in, as JSON and forms name it.</summary>
/// <param name="Name">its name in JSON</param>
/// <param name="Label">its name for people</param>
/// <param name="Type">what it takes</param>
/// <param name="Choices">for a choice: value and label</param>
public sealed record SubmissionField(
    string Name, string Label, SubmissionFieldType Type = SubmissionFieldType.Text, IReadOnlyList<(string Value, string Label)>? Choices = null);

/// <summary>Everything that the check of a submission looks at.</summary>
/// <param name="Project">the project</param>
/// <param name="Ledger">what is settled about it</param>
/// <param name="Ask">the request that it answers; null for what nobody asked for</param>
/// <param name="At">when it comes, at +08:00</param>
public sealed record SubmissionCase(ProjectRow Project, ProjectLedgerRow Ledger, AskRow? Ask, DateTimeOffset At)
{
    /// <summary>The project's deadlines, where the kind is about them.</summary>
    public IReadOnlyList<DeadlineRow> Deadlines { get; init; } = [];

    /// <summary>专家库, where the kind chooses from it.</summary>
    public IReadOnlyList<Expert> Experts { get; init; } = [];

    /// <summary>Who sits in the panel now, for its change.</summary>
    public IReadOnlyList<PanelMember> Panel { get; init; } = [];

    /// <summary>Where the project stands in the plans of the years, for its budgets.</summary>
    public IReadOnlyList<PlanEntryRow> PlanEntries { get; init; } = [];

    /// <summary>The day on which it comes.</summary>
    public DateOnly Today => ChinaTime.DayOf(At);
}

/// <summary>A kind of thing that is handed in during a project's life.</summary>
public sealed record SubmissionKind
{
    /// <summary>The step, e.g. <c>Procurement.contract</c>, without a number.</summary>
    public required string Step { get; init; }

    /// <summary>What it is called.</summary>
    public required string Title { get; init; }

    /// <summary>The article it rests on.</summary>
    public required string Article { get; init; }

    /// <summary>Who hands it in.</summary>
    public required SubmissionSide Side { get; init; }

    /// <summary>Its fields, in the order of a form.</summary>
    public required IReadOnlyList<SubmissionField> Fields { get; init; }

    /// <summary>The file that must come with it, as people know it; null if none must.</summary>
    public string? Document { get; init; }

    /// <summary>For what nobody asks for: the part of the life that takes it, as <c>stage:round</c>.</summary>
    public string? TakenBy { get; init; }

    /// <summary>Whether its rules alone say that it comes at the wrong time, under the article of the period; they look at the project's deadlines.</summary>
    public bool RulesSayWhen { get; init; }

    /// <summary>Every rule that its content breaks.</summary>
    public required Func<SubmissionCase, string, IReadOnlyList<RuleFailure>> Check { get; init; }

    /// <summary>Whether experts are chosen in it.</summary>
    public bool ChoosesExperts => Fields.Any(item => item.Type == SubmissionFieldType.Experts);

    /// <summary>The stage it belongs to.</summary>
    public string Stage => Step[..Step.IndexOf('.', StringComparison.Ordinal)];
}
