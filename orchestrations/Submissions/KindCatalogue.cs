namespace Dazhou.Serverless.Submissions;

/// <summary>Everything that is handed in for the subjects of a system.</summary>
public sealed class KindCatalogue(IEnumerable<SubmissionKind> kinds)
{
    private readonly Dictionary<string, SubmissionKind> _byStep = kinds.ToDictionary(kind => kind.Step, StringComparer.Ordinal);

    /// <summary>Of nothing.</summary>
    public static KindCatalogue Empty { get; } = new([]);

    /// <summary>All kinds.</summary>
    public IReadOnlyCollection<SubmissionKind> All => _byStep.Values;

    /// <summary>The kind of a step, whose name may end in a number; throws for a step at which nothing is handed in.</summary>
    public SubmissionKind Of(string step) =>
        Find(step) ?? throw new ArgumentException($"Nothing is handed in at the step {step}.", nameof(step));

    /// <summary>The same; null for a step at which nothing is handed in.</summary>
    public SubmissionKind? Find(string step) => _byStep.GetValueOrDefault(step.TrimEnd('0', '1', '2', '3', '4', '5', '6', '7', '8', '9'));
}
