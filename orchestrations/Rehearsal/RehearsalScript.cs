using System.Text.Json;
using Dazhou.Serverless.Approvals;
using Dazhou.Serverless.Deadlines;
using Dazhou.Serverless.Records;

namespace Dazhou.Serverless.Rehearsal;

/// <summary>
/// The behaviour of people in a rehearsal. By default everything is done on the first morning: every decision is 同意,
/// every document is submitted.
/// </summary>
/// <param name="Answers">exceptions from the default; the first match counts</param>
public sealed record RehearsalScript(IReadOnlyList<RehearsalScriptLine> Answers)
{
    /// <summary>Acts that nobody is asked for.</summary>
    public IReadOnlyList<RehearsalAct> Acts { get; init; } = [];

    /// <summary>Whether a project waiting for the annual plan goes to the meetings at once, as a batch of its own.</summary>
    public bool PlansAtOnce { get; init; } = true;

    /// <summary>
    /// Reads a script: a list of answers, or an object with <c>answers</c> and <c>acts</c>. Throws
    /// <see cref="JsonException"/> for anything else and for an act that is none of <paramref name="acts"/>.
    /// </summary>
    /// <param name="json">the script</param>
    /// <param name="acts">the submissions that may come unasked; null for none</param>
    public static RehearsalScript Parse(string json, KindCatalogue? acts)
    {
        using var document = JsonDocument.Parse(json, new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
        var script = document.RootElement.ValueKind == JsonValueKind.Array
            ? new RehearsalScript(document.RootElement.Deserialize<List<RehearsalScriptLine>>(RecordJson.Options)!)
            : document.RootElement.Deserialize<RehearsalScript>(RecordJson.Options) ?? throw new JsonException("The script is empty.");
        script = script with { Answers = script.Answers ?? [], Acts = script.Acts ?? [] };
        foreach (var act in script.Acts)
        {
            if (acts?.Find(act.Step ?? "") is not { TakenBy: not null })
                throw new JsonException($"acts: {act.Step} is nothing that is handed in unasked.", "$.acts", lineNumber: null, bytePositionInLine: null);
            if (act.Data.ValueKind != JsonValueKind.Object)
                throw new JsonException($"acts: {act.Step} has no data.", "$.acts", lineNumber: null, bytePositionInLine: null);
        }

        return script;
    }

    /// <summary>The script without exceptions.</summary>
    public static RehearsalScript Default { get; } = new([]);

    /// <summary>Returns the line for a step's round and person; the default if none matches.</summary>
    public RehearsalScriptLine LineFor(StepRound of, string person) =>
        Answers.FirstOrDefault(line =>
            line.Step == of.Step && line.Round == of.Round && (line.Person is null || line.Person == person))
        ?? new(of.Step, of.Round);
}

/// <summary>An answer that differs from the default.</summary>
/// <param name="Step">the step's key, e.g. <c>Establishment.review</c>, <c>TechnicalPlan</c>, <c>TechnicalReview</c></param>
/// <param name="Round">the person; null for everyone asked</param>
/// <param name="Person">the person; null for everybody who is asked</param>
/// <param name="Decision">同意, 不同意 or 退回补正; ignored for documents</param>
/// <param name="Comment">the comment</param>
/// <param name="Morning">the morning after being asked, 1 for the first</param>
/// <param name="Data">for a submission: its content; null for the usual one</param>
public sealed record RehearsalScriptLine(
    string Step,
    int Round = 1,
    string? Person = null,
    Decision Decision = Decision.Agree,
    string? Comment = null,
    int Morning = 1,
    JsonElement? Data = null)
{
    /// <summary>When this answer comes: at 09:00, on a morning after the request.</summary>
    public DateTimeOffset After(DateTimeOffset asked)
    {
        var first = ChinaTime.At(ChinaTime.DayOf(asked), DeadlineRules.ReminderTime);
        if (first <= asked) first = first.AddDays(1);
        return first.AddDays(Math.Max(Morning, 1) - 1);
    }
}

/// <summary>A submission that nobody asked for, e.g. a supplement or a pause.</summary>
/// <param name="Step">the step of its <see cref="SubmissionKind"/></param>
/// <param name="Data">its content</param>
/// <param name="Days">the number of days after the step <paramref name="After"/> was requested, at 09:00</param>
/// <param name="After">the step, e.g. <c>TechnicalPlan</c> or <c>TrialRun.start</c>; construction itself if none is named</param>
/// <param name="By">who acts; null for the usual person of the kind</param>
/// <param name="On">the day of the submission instead, at 09:00; not before <paramref name="After"/> is requested</param>
public sealed record RehearsalAct(
    string Step, JsonElement Data, int Days = 0, string After = "Construction.completion", string? By = null, DateOnly? On = null)
{
    /// <summary>When it is submitted, if its step is requested now.</summary>
    public DateTimeOffset At(DateTimeOffset now)
    {
        var at = ChinaTime.At(On ?? ChinaTime.DayOf(now).AddDays(Days), DeadlineRules.ReminderTime);
        return at > now ? at : now;
    }
}
