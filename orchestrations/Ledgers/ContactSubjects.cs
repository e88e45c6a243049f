using Dazhou.Serverless.Records;
using Dazhou.Serverless.Subjects;

namespace Dazhou.Serverless.Ledgers;

/// <summary>A unit's entry in a register of contact persons as a subject. The coordinating office may read all entries of its register.</summary>
public sealed class ContactSubjects(ITableStore tables) : ISubjectKind
{
    /// <inheritdoc/>
    public IReadOnlySet<string> Supervisors { get; } = new HashSet<string>(StringComparer.Ordinal);

    /// <inheritdoc/>
    public bool Recognises(string subject) => ContactSubject.PartsOf(subject) is not null;

    /// <inheritdoc/>
    public string PathOf(string subject) => $"/contact-registers/{ContactSubject.PartsOf(subject)?.Register}";

    /// <inheritdoc/>
    public async Task<SubjectView?> FindAsync(string subject, CancellationToken cancellation = default) =>
        await ContactSubject.FindAsync(tables, subject, cancellation) is var (register, unit) ? new(ContactSubject.Of(register, unit).Name, unit) : null;

    /// <inheritdoc/>
    public string? StageTitle(string stage) => stage is nameof(ContactCall) or nameof(ContactRegister) ? "报送联络人员" : null;
}
