using Dazhou.Serverless.Records;

namespace Dazhou.Serverless.Approvals;

/// <summary>
/// A step that approvers were asked to decide. Table ApprovalSteps: partition = subject, row = step and round.
/// </summary>
public sealed record ApprovalStepRow : IRow, IOfStepRound
{
    /// <inheritdoc/>
    public static string TableName => "ApprovalSteps";

    /// <summary>What is decided.</summary>
    public required ApprovalSubject Subject { get; init; }

    /// <summary>The stage, named as its orchestration.</summary>
    public required string Stage { get; init; }

    /// <summary>The step.</summary>
    public required ApprovalStep Step { get; init; }

    /// <summary>The round.</summary>
    public required int Round { get; init; }

    /// <summary>What approvers read.</summary>
    public required string Summary { get; init; }

    /// <summary>The orchestration that waits.</summary>
    public required string InstanceId { get; init; }

    /// <summary>The persons who are asked, after what was handed over.</summary>
    public required IReadOnlyList<string> Approvers { get; init; }

    /// <summary>Who was asked in the name of an absent person; null where nobody was.</summary>
    public IReadOnlyList<Substitution>? Substitutions { get; init; }

    /// <summary>转办: who handed the step to whom.</summary>
    public IReadOnlyList<Handover> Handovers { get; init; } = [];

    /// <summary>加签: who asked whom for an opinion before deciding. The opinion is heard and does not decide.</summary>
    public IReadOnlyList<Handover> Consultations { get; init; } = [];

    /// <summary>When it opened.</summary>
    public required DateTimeOffset OpenedAt { get; init; }

    /// <summary>Its deadline; null if nothing sets one.</summary>
    public Deadline? Deadline { get; init; }

    /// <summary>How it ended; null while it is open.</summary>
    public StepOutcome? Outcome { get; init; }

    /// <inheritdoc/>
    public string PartitionKey => Subject.Id;

    /// <inheritdoc/>
    public string RowKey => this.StepRound.RowKey;

    string IOfStepRound.Step => Step.Key;

    /// <summary>A person's name for people to read: whoever stands in acts in the absent one's name.</summary>
    public string NameOf(string person, string name) =>
        Substitutions?.FirstOrDefault(it => it.Person == person) is { } substitution ? $"{name}（代{substitution.AbsentName}）" : name;
}

/// <summary>Somebody who is told of a decision (抄送).</summary>
/// <param name="Person">the person's id</param>
/// <param name="Name">the name at that time</param>
public sealed record Reader(string Person, string Name);

/// <summary>Somebody is asked in an absent person's name.</summary>
/// <param name="Person">who is asked</param>
/// <param name="Absent">in whose name</param>
/// <param name="AbsentName">the absent person's name at that time</param>
public sealed record Substitution(string Person, string Absent, string AbsentName);

/// <summary>A step went from one person to another, or one asked the other for an opinion.</summary>
/// <param name="From">who was asked</param>
/// <param name="To">who is asked now</param>
/// <param name="By">who arranged it: <paramref name="From"/>, or an administrator</param>
/// <param name="At">when</param>
/// <param name="Comment">with which words</param>
public sealed record Handover(string From, string To, string By, DateTimeOffset At, string? Comment);

/// <summary>
/// What a person decided: written before the orchestration is woken, once for a step, round and person.
/// Table Decisions: partition = subject, row = step, round and person.
/// </summary>
public sealed record DecisionRow : IRow, IOfStepRound
{
    /// <inheritdoc/>
    public static string TableName => "Decisions";

    /// <summary>The subject's id.</summary>
    public required string Subject { get; init; }

    /// <summary>The step's key.</summary>
    public required string Step { get; init; }

    /// <summary>The round.</summary>
    public required int Round { get; init; }

    /// <summary>Who.</summary>
    public required string Person { get; init; }

    /// <summary>What.</summary>
    public required Decision Decision { get; init; }

    /// <summary>With which words.</summary>
    public string? Comment { get; init; }

    /// <summary>For a meeting: its resolution.</summary>
    public Resolution? Resolution { get; init; }

    /// <summary>Whether it was made although an opinion that was asked for first (加签) had not come.</summary>
    public bool WithoutOpinion { get; init; }

    /// <summary>抄送: who is told of it, as the approver chose; null if nobody is.</summary>
    public IReadOnlyList<Reader>? Readers { get; init; }

    /// <summary>When, at +08:00.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>SHA-256 of the link that was used; null for a decision made signed in.</summary>
    public string? Link { get; init; }

    /// <inheritdoc/>
    public string PartitionKey => Subject;

    /// <inheritdoc/>
    public string RowKey => $"{Prefix(this.StepRound)}{Person}";

    /// <summary>As it counts in its step.</summary>
    public GivenDecision Given => new(Person, Decision, Comment, At, Resolution);

    /// <summary>What the row keys of a step's round begin with.</summary>
    public static string Prefix(StepRound of) => $"{of.RowKey}|";
}

/// <summary>
/// What the applicant did about an approval: supplied what was missing, or withdrew the subject.
/// Table ApplicantActs: partition = subject, row = step, round and act.
/// </summary>
public sealed record ApplicantActRow : IRow, IOfStepRound
{
    /// <inheritdoc/>
    public static string TableName => "ApplicantActs";

    /// <summary>The subject's id.</summary>
    public required string Subject { get; init; }

    /// <summary>The step.</summary>
    public required string Step { get; init; }

    /// <summary>The round that it answers.</summary>
    public required int Round { get; init; }

    /// <summary>True for 撤回, false for a resubmission (补正).</summary>
    public required bool Withdrawal { get; init; }

    /// <summary>Who acted for the applicant.</summary>
    public required string By { get; init; }

    /// <summary>With which words.</summary>
    public string? Comment { get; init; }

    /// <summary>For a resubmission that changes the subject itself: the record of the change; else null.</summary>
    public string? Correction { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset At { get; init; }

    /// <inheritdoc/>
    public string PartitionKey => Subject;

    /// <inheritdoc/>
    public string RowKey => RowKeyOf(this.StepRound, Withdrawal);

    /// <summary>The row key of an act.</summary>
    public static string RowKeyOf(StepRound of, bool withdrawal) =>
        $"{of.RowKey}|{(withdrawal ? "withdrawn" : "resubmitted")}";
}
