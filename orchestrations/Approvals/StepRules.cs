namespace Dazhou.Serverless.Approvals;

/// <summary>When a step of an approval is decided. Pure, and the same for every order in which decisions arrive.</summary>
public static class StepRules
{
    /// <summary>
    /// The result that these decisions make, or null while it is open. Decisions of people who were not asked do not count,
    /// and of one person only the first; equal times are ordered by person, so that every reading gives the same result.
    /// </summary>
    public static ApprovalResult? Evaluate(ApprovalMode mode, int needed, IReadOnlyList<string> approvers, IEnumerable<GivenDecision> decisions)
    {
        var counted = Counted(approvers, decisions);
        if (mode == ApprovalMode.Any)
            return counted.Count == 0 ? null : ResultOf(counted[0].Decision);

        // Of two posts that one person holds only one word comes: more than there are people can never be had.
        needed = Math.Clamp(needed, 1, Math.Max(1, approvers.Count));
        // Whoever refuses or returns first decides how it ends: the later word finds the subject gone.
        var mayLose = mode == ApprovalMode.All ? 0 : approvers.Count - needed;
        var refused = 0;
        foreach (var decision in counted)
        {
            if (decision.Decision == Decision.Return) return ApprovalResult.Returned;
            if (decision.Decision == Decision.Refuse && ++refused > mayLose) return ApprovalResult.Refused;
        }

        var enough = mode == ApprovalMode.All ? approvers.Count : needed;
        return counted.Count(d => d.Decision == Decision.Agree) >= enough ? ApprovalResult.Agreed : null;
    }

    /// <summary>The decisions that count, in the order in which they do.</summary>
    public static IReadOnlyList<GivenDecision> Counted(IReadOnlyList<string> approvers, IEnumerable<GivenDecision> decisions) =>
        [.. decisions
            .Where(decision => approvers.Contains(decision.Person))
            .OrderBy(decision => decision.At)
            .ThenBy(decision => decision.Person, StringComparer.Ordinal)
            .DistinctBy(decision => decision.Person)];

    /// <summary>
    /// A person who would approve twice in a row decides once: what such a person agreed to in the step just before
    /// counts here too.
    /// </summary>
    public static IReadOnlyList<GivenDecision> CarriedOver(IReadOnlyList<string> approvers, StepOutcome? before) =>
        before is not { Result: ApprovalResult.Agreed }
            ? []
            : [.. before.Decisions
                .Where(decision => decision.Decision == Decision.Agree && approvers.Contains(decision.Person))
                .Select(decision => decision with { Carried = true })];

    /// <summary>
    /// What the record of a step makes of it. 撤回 is possible while no final decision stands: what was decided before it counts,
    /// what came after does not.
    /// </summary>
    /// <param name="mode">how the decisions of several make one</param>
    /// <param name="needed">for <see cref="ApprovalMode.Count"/>: how many must agree</param>
    /// <param name="record">what stands in the record</param>
    /// <param name="carried">what counts of the step before</param>
    public static StepReading Judge(ApprovalMode mode, int needed, StepReading record, IReadOnlyList<GivenDecision> carried)
    {
        IReadOnlyList<GivenDecision> decisions =
        [
            .. carried.Concat(record.Decisions).Where(decision => record.WithdrawnAt is not { } withdrawnAt || decision.At <= withdrawnAt),
        ];
        IEnumerable<string> heard = [.. record.Approvers, .. record.Consultations.Select(consultation => consultation.To)];
        return record with
        {
            Result = Evaluate(mode, needed, record.Approvers, decisions) ?? (record.WithdrawnAt is null ? null : ApprovalResult.Withdrawn),
            Counted = Counted(record.Approvers, decisions),
            Heard = Counted([.. heard], record.Decisions),
        };
    }

    /// <summary>Whether a person's word is asked for: as an approver, or as somebody whom an approver consults.</summary>
    public static bool MayDecide(ApprovalStepRow step, string person) =>
        step.Approvers.Contains(person) || step.Consultations.Any(consultation => consultation.To == person);

    /// <summary>Whether a person's word is heard and does not decide (加签).</summary>
    public static bool OnlyAdvises(ApprovalStepRow step, string person) => !step.Approvers.Contains(person) && MayDecide(step, person);

    /// <summary>Whom a person asked for an opinion first (加签).</summary>
    public static IEnumerable<string> ConsultedBy(ApprovalStepRow step, string person) =>
        step.Consultations.Where(consultation => consultation.From == person).Select(consultation => consultation.To);

    /// <summary>
    /// Whether an open step needs the sign-in of the person whom a link names, and the reader is signed in as nobody or
    /// somebody else: a mail that fell into other hands must not move large amounts.
    /// </summary>
    public static bool LacksSignIn(ApprovalStepRow step, string person, string? signedIn) =>
        step is { Outcome: null, Step.RequiresSignIn: true } && signedIn != person;

    private static ApprovalResult ResultOf(Decision decision) => decision switch
    {
        Decision.Agree => ApprovalResult.Agreed,
        Decision.Refuse => ApprovalResult.Refused,
        _ => ApprovalResult.Returned,
    };
}
