using Dazhou.Serverless.Records;

namespace Dazhou.Serverless.Approvals;

/// <summary>A step in one round. Table ApprovalSteps: partition = subject, row = step and round.</summary>
public sealed record ApprovalStepRow : IRow, IOfStepRound
{
    /// <inheritdoc/>
    public static string TableName => "ApprovalSteps";

    /// <summary>The subject to decide about.</summary>
    public required ApprovalSubject Subject { get; init; }

    /// <summary>The stage, named after its orchestration.</summary>
    public required string Stage { get; init; }

    /// <summary>The step.</summary>
    public required ApprovalStep Step { get; init; }

    /// <summary>The round.</summary>
    public required int Round { get; init; }

    /// <summary>The summary that approvers read.</summary>
    public required string Summary { get; init; }

    /// <summary>The id of the waiting orchestration.</summary>
    public required string InstanceId { get; init; }

    /// <summary>The persons who are asked, after all handovers.</summary>
    public required IReadOnlyList<string> Approvers { get; init; }

    /// <summary>The persons who are asked in the name of absent ones; null if none are.</summary>
    public IReadOnlyList<Substitution>? Substitutions { get; init; }

    /// <summary>转办: the handovers of the step from one person to another.</summary>
    public IReadOnlyList<Handover> Handovers { get; init; } = [];

    /// <summary>加签: the consultations. A consulted person gives an opinion, but does not decide.</summary>
    public IReadOnlyList<Handover> Consultations { get; init; } = [];

    /// <summary>The time of opening.</summary>
    public required DateTimeOffset OpenedAt { get; init; }

    /// <summary>The deadline; null if nothing sets one.</summary>
    public Deadline? Deadline { get; init; }

    /// <summary>The outcome; null while the step is open.</summary>
    public StepOutcome? Outcome { get; init; }

    /// <inheritdoc/>
    public string PartitionKey => Subject.Id;

    /// <inheritdoc/>
    public string RowKey => this.StepRound.RowKey;

    string IOfStepRound.Step => Step.Key;

    /// <summary>Returns a person's display name; for a substitute it also names the absent person.</summary>
    public string NameOf(string person, string name) =>
        Substitutions?.FirstOrDefault(it => it.Person == person) is { } substitution ? $"{name}（代{substitution.AbsentName}）" : name;
}

/// <summary>A person who is told of a decision (抄送).</summary>
/// <param name="Person">the person's id</param>
/// <param name="Name">the person's name at that time</param>
public sealed record Reader(string Person, string Name);

/// <summary>A person who is asked in the name of an absent one.</summary>
/// <param name="Person">the id of the person who is asked</param>
/// <param name="Absent">the id of the absent person</param>
/// <param name="AbsentName">the absent person's name at that time</param>
public sealed record Substitution(string Person, string Absent, string AbsentName);

/// <summary>A handover of a step to another person, or a request for another person's opinion.</summary>
/// <param name="From">the person who was asked before</param>
/// <param name="To">the person who is asked now</param>
/// <param name="By">the person who arranged it: <paramref name="From"/>, or an administrator</param>
/// <param name="At">the time</param>
/// <param name="Comment">the comment; null if there is none</param>
public sealed record Handover(string From, string To, string By, DateTimeOffset At, string? Comment);

/// <summary>
/// A person's decision, written before the orchestration is woken, once per step, round and person. Table Decisions: partition = subject,
/// row = step, round and person.
/// </summary>
public sealed record DecisionRow : IRow, IOfStepRound
{
    /// <inheritdoc/>
    public static string TableName => "Decisions";

    /// <summary>The subject's id.</summary>
    public required string Subject { get; init; }

    /// <summary>The step.</summary>
    public required string Step { get; init; }

    /// <summary>The round.</summary>
    public required int Round { get; init; }

    /// <summary>The id of the person who decided.</summary>
    public required string Person { get; init; }

    /// <summary>The decision.</summary>
    public required Decision Decision { get; init; }

    /// <summary>The comment; null if there is none.</summary>
    public string? Comment { get; init; }

    /// <summary>For a meeting: the resolution.</summary>
    public Resolution? Resolution { get; init; }

    /// <summary>Whether the person decided without waiting for an opinion that was asked for (加签).</summary>
    public bool WithoutOpinion { get; init; }

    /// <summary>抄送: the persons whom the approver chose to tell; null if none.</summary>
    public IReadOnlyList<Reader>? Readers { get; init; }

    /// <summary>The time, at +08:00.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>SHA-256 of the link that was used; null if the person was signed in.</summary>
    public string? Link { get; init; }

    /// <inheritdoc/>
    public string PartitionKey => Subject;

    /// <inheritdoc/>
    public string RowKey => $"{Prefix(this.StepRound)}{Person}";

    /// <summary>Gets the decision in the form that counts in its step.</summary>
    public GivenDecision Given => new(Person, Decision, Comment, At, Resolution);

    /// <summary>Returns the prefix of the row keys of a step's round.</summary>
    public static string Prefix(StepRound of) => $"{of.RowKey}|";
}

/// <summary>
/// What an applicant did in an approval: resubmitted or withdrew the subject. Table ApplicantActs: partition = subject, row = step, round
/// and act.
/// </summary>
public sealed record ApplicantActRow : IRow, IOfStepRound
{
    /// <inheritdoc/>
    public static string TableName => "ApplicantActs";

    /// <summary>The subject's id.</summary>
    public required string Subject { get; init; }

    /// <summary>The step.</summary>
    public required string Step { get; init; }

    /// <summary>The round that is answered.</summary>
    public required int Round { get; init; }

    /// <summary>True for 撤回, false for a resubmission (补正).</summary>
    public required bool Withdrawal { get; init; }

    /// <summary>The person who acted for the applicant.</summary>
    public required string By { get; init; }

    /// <summary>The comment; null if there is none.</summary>
    public string? Comment { get; init; }

    /// <summary>For a resubmission that changes the subject itself: the id of the record of the change; otherwise null.</summary>
    public string? Correction { get; init; }

    /// <summary>The time.</summary>
    public required DateTimeOffset At { get; init; }

    /// <inheritdoc/>
    public string PartitionKey => Subject;

    /// <inheritdoc/>
    public string RowKey => RowKeyOf(this.StepRound, Withdrawal);

    /// <summary>Returns the row key of an act.</summary>
    public static string RowKeyOf(StepRound of, bool withdrawal) =>
        $"{of.RowKey}|{(withdrawal ? "withdrawn" : "resubmitted")}";

    /// <summary>Returns what the applicant did in a round, of both acts the resubmission; null if nothing.</summary>
    public static async Task<ApplicantActRow?> FindAsync(ITableStore tables, string subject, StepRound of, CancellationToken cancellation)
    {
        foreach (var withdrawal in (bool[])[false, true])
        {
            if (await tables.FindAsync<ApplicantActRow>(subject, RowKeyOf(of, withdrawal), cancellation) is { } row) return row.Value;
        }

        return null;
    }
}
