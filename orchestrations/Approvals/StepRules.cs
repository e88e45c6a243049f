namespace Dazhou.Serverless.Approvals;

/// <summary>Rules for when a step is decided. Pure, and independent of the order in which decisions arrive.</summary>
public static class StepRules
{
    /// <summary>
    /// Returns the result of the decisions; null while the step is open. Counts only the first decision of each approver; equal times are
    /// ordered by person, so that the result is always the same.
    /// </summary>
    public static ApprovalResult? Evaluate(ApprovalMode mode, int needed, IReadOnlyList<string> approvers, IEnumerable<GivenDecision> decisions)
    {
        var counted = Counted(approvers, decisions);
        if (mode == ApprovalMode.Any)
            return counted.Count == 0 ? null : ResultOf(counted[0].Decision);

        // A person who holds two of the posts decides once, so never require more agreements than there are people.
        needed = Math.Clamp(needed, 1, Math.Max(1, approvers.Count));
        // The first return or refusal to settle the result wins; later decisions do not matter.
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

    /// <summary>Returns the decisions that count, in order of time.</summary>
    public static IReadOnlyList<GivenDecision> Counted(IReadOnlyList<string> approvers, IEnumerable<GivenDecision> decisions) =>
        [.. decisions
            .Where(decision => approvers.Contains(decision.Person))
            .OrderBy(decision => decision.At)
            .ThenBy(decision => decision.Person, StringComparer.Ordinal)
            .DistinctBy(decision => decision.Person)];

    /// <summary>Returns the agreements from the previous step that also count in this one, so that nobody has to approve twice in a row.</summary>
    public static IReadOnlyList<GivenDecision> CarriedOver(IReadOnlyList<string> approvers, StepOutcome? before) =>
        before is not { Result: ApprovalResult.Agreed }
            ? []
            : [.. before.Decisions
                .Where(decision => decision.Decision == Decision.Agree && approvers.Contains(decision.Person))
                .Select(decision => decision with { Carried = true })];

    /// <summary>Evaluates the record of a step. 撤回 is possible until there is a final decision: decisions before it count, later ones do not.</summary>
    /// <param name="mode">how the decisions of several approvers are combined</param>
    /// <param name="needed">for <see cref="ApprovalMode.Count"/>: the number of approvers who must agree</param>
    /// <param name="record">the record</param>
    /// <param name="carried">the decisions carried over from the previous step</param>
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

    /// <summary>Returns whether a person is asked in a step, as an approver or a consulted person.</summary>
    public static bool MayDecide(ApprovalStepRow step, string person) =>
        step.Approvers.Contains(person) || step.Consultations.Any(consultation => consultation.To == person);

    /// <summary>Returns whether a person is only consulted and does not decide (加签).</summary>
    public static bool OnlyAdvises(ApprovalStepRow step, string person) => !step.Approvers.Contains(person) && MayDecide(step, person);

    /// <summary>Returns the persons whom a person asked for an opinion (加签).</summary>
    public static IEnumerable<string> ConsultedBy(ApprovalStepRow step, string person) =>
        step.Consultations.Where(consultation => consultation.From == person).Select(consultation => consultation.To);

    /// <summary>
    /// Returns whether an open step requires sign-in and the reader is not signed in as the person named by the link, so that a misdirected
    /// mail cannot move large amounts.
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
