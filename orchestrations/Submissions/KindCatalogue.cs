namespace Dazhou.Serverless.Submissions;

/// <summary>The kinds of submissions of one system.</summary>
public sealed class KindCatalogue(IEnumerable<SubmissionKind> kinds)
{
    private readonly Dictionary<string, SubmissionKind> _byStep = kinds.ToDictionary(kind => kind.Step, StringComparer.Ordinal);

    /// <summary>Gets a catalogue without kinds.</summary>
    public static KindCatalogue Empty { get; } = new([]);

    /// <summary>Gets all kinds.</summary>
    public IReadOnlyCollection<SubmissionKind> All => _byStep.Values;

    /// <summary>Returns the kind of a step, whose name may end in a number; throws <see cref="ArgumentException"/> if there is none.</summary>
    public SubmissionKind Of(string step) =>
        Find(step) ?? throw new ArgumentException($"Nothing is handed in at the step {step}.", nameof(step));

    /// <summary>Returns the kind of a step, whose name may end in a number; null if there is none.</summary>
    public SubmissionKind? Find(string step) => _byStep.GetValueOrDefault(step.TrimEnd('0', '1', '2', '3', '4', '5', '6', '7', '8', '9'));
}
