namespace Dazhou.Serverless.Records;

/// <summary>A round of a step. A request that is repeated after a return is another round of the same step.</summary>
/// <param name="Step">The step; may contain <c>|</c>.</param>
/// <param name="Round">The round, from 1.</param>
public readonly record struct StepRound(string Step, int Round)
{
    private const char Separator = '|';

    /// <summary>Gets the row key; the keys of a step sort by round.</summary>
    public string RowKey => $"{Step}{Separator}{Round:D4}";

    /// <summary>Returns the text used in the keys of mails and deadlines, e.g. <c>TechnicalPlan|1</c>.</summary>
    public override string ToString() => $"{Step}{Separator}{Round}";

    /// <summary>Parses the text of <see cref="ToString"/>; null if it is not a round of a step.</summary>
    public static StepRound? Parse(string text)
    {
        var at = text.LastIndexOf(Separator);
        return at > 0 && int.TryParse(text.AsSpan(at + 1), System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var round)
            && new StepRound(text[..at], round) is var read && read.ToString() == text
                ? read
                : null;
    }
}

/// <summary>A record that belongs to a round of a step.</summary>
public interface IOfStepRound
{
    /// <summary>The step.</summary>
    string Step { get; }

    /// <summary>The round, from 1.</summary>
    int Round { get; }
}

/// <summary>Provides the step's round of records, as an extension so that it is not serialized into rows and histories.</summary>
public static class StepRounds
{
    extension(IOfStepRound of)
    {
        /// <summary>Gets the step's round.</summary>
        public StepRound StepRound => new(of.Step, of.Round);
    }
}
