using Dazhou.Serverless.Subjects;

namespace Orchestrations.Tests.Subjects;

/// <summary>One rule for keys and for people: supervisors read all, a unit its own, whoever was asked that one subject.</summary>
public sealed class SubjectAccessTests
{
    private readonly SubjectAccess _access = new(new SubjectKinds([new Ledgers()]), [new Asked("expert", "ledger-1")]);

    public static TheoryData<string?, string?, string, bool> Cases => new()
    {
        { null, null, "ledger-1", true },
        { "supervisor", null, "ledger-1", true },
        { "supervisor", "clerk", "ledger-1", true },
        { "owner", null, "ledger-1", true },
        { "owner", "clerk", "ledger-1", true },
        { "other", null, "ledger-1", false },
        { "other", "clerk", "ledger-1", false },
        { "other", "expert", "ledger-1", true },
        { "other", "expert", "ledger-2", false },
        { "owner", null, "ledger-3", false },
        { "supervisor", null, "unknown", false },
        { null, null, "unknown", false },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Reader_OfASubject_IsLetInByRoleUnitOrBeingAsked(string? unit, string? person, string subject, bool may) =>
        Assert.Equal(may, await _access.MayReadAsync(new(unit, person), subject));

    [Theory]
    [InlineData(null, null)]
    [InlineData("supervisor", null)]
    [InlineData("owner", "owner")]
    public void HeldTo_ReaderOfLists_IsItsUnitUnlessItReadsAll(string? unit, string? heldTo) =>
        Assert.Equal(heldTo, SubjectAccess.HeldTo(new(unit), new Ledgers().Supervisors));

    private sealed class Ledgers : ISubjectKind
    {
        public IReadOnlySet<string> Supervisors { get; } = new HashSet<string>(StringComparer.Ordinal) { "supervisor" };

        public bool Recognises(string subject) => subject.StartsWith("ledger-", StringComparison.Ordinal);

        public string PathOf(string subject) => $"/ledgers/{subject}";

        public Task<SubjectView?> FindAsync(string subject, CancellationToken cancellation = default) =>
            Task.FromResult(subject is "ledger-1" or "ledger-2" ? new SubjectView(subject, "owner") : null);
    }

    private sealed class Asked(string person, string subject) : IAskedAbout
    {
        public Task<bool> WasAskedAsync(string who, string about, CancellationToken cancellation = default) => Task.FromResult(who == person && about == subject);
    }
}
