namespace Dazhou.Serverless.Records;

/// <summary>A round of a step: what is asked for again after a return is another round of the same step.</summary>
/// <param name="Step">The step, as its process names it; may hold <c>|</c> itself.</param>
/// <param name="Round">1 for the first.</param>
public readonly record struct StepRound(string Step, int Round)
{
    private const char Separator = '|';

    /// <summary>The row key, of which those of one step are in the order of their rounds.</summary>
    public string RowKey => $"{Step}{Separator}{Round:D4}";

    /// <summary>How keys of mails and deadlines name it, e.g. <c>TechnicalPlan|1</c>.</summary>
    public override string ToString() => $"{Step}{Separator}{Round}";

    /// <summary>Reads what <see cref="ToString"/> wrote; null if it is no round of a step.</summary>
    public static StepRound? Parse(string text)
    {
        var at = text.LastIndexOf(Separator);
        return at > 0 && int.TryParse(text.AsSpan(at + 1), System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var round)
            && new StepRound(text[..at], round) is var read && read.ToString() == text
                ? read
                : null;
    }
}

/// <summary>Whatever belongs to a round of a step.</summary>
public interface IOfStepRound
{
    /// <summary>The step.</summary>
    string Step { get; }

    /// <summary>The round; 1 first.</summary>
    int Round { get; }
}

/// <summary>Reads the round of a step from whatever belongs to one; no member of it, so that it stands in no row and no history.</summary>
public static class StepRounds
{
    extension(IOfStepRound of)
    {
        /// <summary>The round of the step.</summary>
        public StepRound StepRound => new(of.Step, of.Round);
    }
}
