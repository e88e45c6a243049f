using Dazhou.Serverless.Records;

namespace Dazhou.Serverless.Ledgers;

/// <summary>The submission kinds of registers of contact persons.</summary>
internal static class ContactKinds
{
    /// <summary>The contact person of a unit. The audit trail records only that one was named; name and number stay in the submission.</summary>
    public static SubmissionKind Person { get; } = new()
    {
        Step = "Contacts.person",
        Title = "联络人员信息",
        Article = ContactRules.Document,
        Stage = nameof(ContactCall),
        Side = SubmissionSide.Unit,
        Fields = [SubmissionField.Text("name", "姓名"), SubmissionField.Text("post", "职务"), SubmissionField.Text("phone", "联系电话")],
        TakesFiles = false,
        IsPersonal = true,
        Extends = false,
        Check = (_, data) => ContactRules.Check(RecordJson.Read<ContactPerson>(data)),
    };

    public static KindCatalogue Catalogue { get; } = new([Person]);
}

/// <summary>The facts that the rules of a contact person check.</summary>
/// <param name="Ask">the request that is answered</param>
/// <param name="At">when it is submitted, at +08:00</param>
public sealed record ContactFacts(AskRow? Ask, DateTimeOffset At) : SubmissionFacts(Ask, At);

/// <summary>The submissions of registers of contact persons.</summary>
public sealed class ContactSubmissions(ITableStore tables) : ISubmissionSource
{
    /// <inheritdoc/>
    public KindCatalogue Kinds => ContactKinds.Catalogue;

    /// <inheritdoc/>
    public bool Owns(string subject) => ContactSubject.PartsOf(subject) is not null;

    /// <inheritdoc/>
    public async Task<SubmissionSubject?> FindAsync(string subject, CancellationToken cancellation) =>
        await ContactSubject.FindAsync(tables, subject, cancellation) is var (register, unit)
            ? ContactSubject.Of(register, unit) with { Facts = $"{register.Document}要求于{new FixedDate(register.Due).Chinese}前报送。" }
            : null;

    /// <inheritdoc/>
    public Task<SubmissionFacts> ReadFactsAsync(string subject, SubmissionKind kind, AskRow? ask, DateTimeOffset at, CancellationToken cancellation) =>
        Task.FromResult<SubmissionFacts>(new ContactFacts(ask, at));
}
