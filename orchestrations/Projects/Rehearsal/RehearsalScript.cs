using System.Text.Json;
using Dazhou.Serverless.Approvals;
using Dazhou.Serverless.Deadlines;
using Dazhou.Serverless.Records;

namespace Dazhou.Serverless.Projects.Rehearsal;

/// <summary>
/// How people behave in a rehearsal. What the script does not say is done on the first morning: every decision is
/// 同意, every document is handed in.
/// </summary>
/// <param name="Answers">what differs from that; the first that fits counts</param>
public sealed record RehearsalScript(IReadOnlyList<RehearsalScriptLine> Answers)
{
    /// <summary>What people do without being asked.</summary>
    public IReadOnlyList<RehearsalAct> Acts { get; init; } = [];

    /// <summary>Whether a project that is to wait for the annual plan is handed to the meetings at once, as a batch of its own.</summary>
    public bool PlansAtOnce { get; init; } = true;

    /// <summary>
    /// Reads a script: a list of answers, or an object with <c>answers</c> and <c>acts</c>. Throws <see cref="JsonException"/> for what
    /// is neither, and for an act or a stage that does not exist.
    /// </summary>
    public static RehearsalScript Parse(string json)
    {
        using var document = JsonDocument.Parse(json, new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
        var script = document.RootElement.ValueKind == JsonValueKind.Array
            ? new RehearsalScript(document.RootElement.Deserialize<List<RehearsalScriptLine>>(ProjectJson.Options)!)
            : document.RootElement.Deserialize<RehearsalScript>(ProjectJson.Options) ?? throw new JsonException("The script is empty.");
        script = script with { Answers = script.Answers ?? [], Acts = script.Acts ?? [] };
        foreach (var act in script.Acts)
        {
            if (SubmissionKinds.Find(act.Step ?? "") is not { TakenBy: not null })
                throw new JsonException($"acts: {act.Step} is nothing that is handed in unasked.", "$.acts", lineNumber: null, bytePositionInLine: null);
            if (act.Data.ValueKind != JsonValueKind.Object)
                throw new JsonException($"acts: {act.Step} has no data.", "$.acts", lineNumber: null, bytePositionInLine: null);
        }

        return script;
    }

    /// <summary>Nothing differs.</summary>
    public static RehearsalScript Default { get; } = new([]);

    /// <summary>The line for a step's round and person; the default where there is none.</summary>
    public RehearsalScriptLine LineFor(StepRound of, string person) =>
        Answers.FirstOrDefault(line =>
            line.Step == of.Step && line.Round == of.Round && (line.Person is null || line.Person == person))
        ?? new(of.Step, of.Round);
}

/// <summary>One answer.</summary>
/// <param name="Step">the step's key, e.g. <c>Establishment.review</c>, <c>TechnicalPlan</c>, <c>TechnicalReview</c></param>
/// <param name="Round">the round</param>
/// <param name="Person">the person; null for everybody who is asked</param>
/// <param name="Decision">同意, 不同意 or 退回补正; without meaning for documents</param>
/// <param name="Comment">with which words</param>
/// <param name="Morning">on which morning after being asked, 1 for the first</param>
/// <param name="Data">for what is handed in: its content; null for a usual one</param>
public sealed record RehearsalScriptLine(
    string Step,
    int Round = 1,
    string? Person = null,
    Decision Decision = Decision.Agree,
    string? Comment = null,
    int Morning = 1,
    JsonElement? Data = null)
{
    /// <summary>When this answer comes: at 09:00 of a morning strictly after it was asked for.</summary>
    public DateTimeOffset After(DateTimeOffset asked)
    {
        var first = ChinaTime.At(ChinaTime.DayOf(asked), DeadlineRules.ReminderTime);
        if (first <= asked) first = first.AddDays(1);
        return first.AddDays(Math.Max(Morning, 1) - 1);
    }
}

/// <summary>Something that is handed in without having been asked for, e.g. a supplement or a pause.</summary>
/// <param name="Step">what, see <see cref="SubmissionKinds"/></param>
/// <param name="Data">its content</param>
/// <param name="Days">so many days after the step <paramref name="After"/> was asked for, at 09:00</param>
/// <param name="After">the step, e.g. <c>TechnicalPlan</c> or <c>TrialRun.start</c>; the building itself where none is named</param>
/// <param name="By">who; the usual person of the kind where nobody is named</param>
/// <param name="On">the day on which it is handed in instead, at 09:00; not before <paramref name="After"/> is asked for</param>
public sealed record RehearsalAct(
    string Step, JsonElement Data, int Days = 0, string After = "Construction.completion", string? By = null, DateOnly? On = null)
{
    /// <summary>When it is handed in, if its step is asked for now.</summary>
    public DateTimeOffset At(DateTimeOffset now)
    {
        var at = ChinaTime.At(On ?? ChinaTime.DayOf(now).AddDays(Days), DeadlineRules.ReminderTime);
        return at > now ? at : now;
    }
}
