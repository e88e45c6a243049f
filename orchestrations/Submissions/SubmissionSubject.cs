using System.Text.Json.Serialization;
using Dazhou.Serverless.Mail;

namespace Dazhou.Serverless.Submissions;

/// <summary>A subject for which things are handed in. Only the three parameters are serialized.</summary>
/// <param name="Id">the subject's id</param>
/// <param name="Name">the name shown to people</param>
/// <param name="Unit">the id of the unit that owns the subject</param>
public sealed record SubmissionSubject(string Id, string Name, string Unit)
{
    /// <summary>The kinds that can be handed in.</summary>
    [JsonIgnore]
    public KindCatalogue Kinds { get; init; } = KindCatalogue.Empty;

    /// <summary>The lines that every mail about the subject contains.</summary>
    [JsonIgnore]
    public IReadOnlyList<MailLine> Lines { get; init; } = [];

    /// <summary>The word for a subject of this kind, e.g. 项目.</summary>
    [JsonIgnore]
    public string Noun { get; init; } = "事项";

    /// <summary>The role of the owning unit, e.g. 申报单位.</summary>
    [JsonIgnore]
    public string UnitRole { get; init; } = "申报单位";

    /// <summary>The current stage.</summary>
    [JsonIgnore]
    public string Stage { get; init; } = string.Empty;

    /// <summary>Whether the subject has ended, so that nothing more is requested.</summary>
    [JsonIgnore]
    public bool Ended { get; init; }

    /// <summary>The id of the subject's orchestration, whose parts accept unsolicited submissions; null if there is none.</summary>
    [JsonIgnore]
    public string? InstanceId { get; init; }

    /// <summary>The event that any submission raises now; null if the kind names the event.</summary>
    [JsonIgnore]
    public string? Event { get; init; }

    /// <summary>Information for the person who is asked; null if the name says enough.</summary>
    [JsonIgnore]
    public string? Facts { get; init; }
}

/// <summary>A kind as offered for a subject.</summary>
/// <param name="Kind">the kind, with the choices available now</param>
/// <param name="Begun">the initial values of the form by field; null for an empty form</param>
public sealed record SubmissionOffer(SubmissionKind Kind, IReadOnlyDictionary<string, string>? Begun = null);

/// <summary>Provides the subjects of a system and the kinds that are handed in for them; each system registers one.</summary>
public interface ISubmissionSource
{
    /// <summary>Gets all kinds of the system.</summary>
    KindCatalogue Kinds { get; }

    /// <summary>Returns whether a subject belongs to the system, judging by the id alone.</summary>
    bool Owns(string subject);

    /// <summary>Returns a subject in its present state; null if there is none.</summary>
    Task<SubmissionSubject?> FindAsync(string subject, CancellationToken cancellation);

    /// <summary>Returns the facts for the check of a kind. The subject must exist.</summary>
    Task<SubmissionFacts> ReadFactsAsync(string subject, SubmissionKind kind, AskRow? ask, DateTimeOffset at, CancellationToken cancellation);

    /// <summary>Returns the requests that follow from a subject's state and are not stored; those no longer open have an end.</summary>
    Task<IReadOnlyList<AskRow>> StandingAsync(string subject, CancellationToken cancellation) => Task.FromResult<IReadOnlyList<AskRow>>([]);

    /// <summary>Returns the kinds that a subject accepts unsolicited now.</summary>
    Task<IReadOnlyList<SubmissionKind>> TakenAsync(string subject, CancellationToken cancellation) => Task.FromResult<IReadOnlyList<SubmissionKind>>([]);

    /// <summary>Returns a kind as the form for a subject offers it.</summary>
    Task<SubmissionOffer> OfferAsync(string subject, SubmissionKind kind, CancellationToken cancellation) => Task.FromResult(new SubmissionOffer(kind));

    /// <summary>Returns whether a unit may hand in a kind that no person is asked for by name.</summary>
    Task<bool> MayAsync(SubmissionKind kind, string unit, CancellationToken cancellation) => Task.FromResult(kind.Office == unit);
}

/// <summary>Finds the system that a subject belongs to.</summary>
public sealed class SubmissionSources(IEnumerable<ISubmissionSource> sources)
{
    private readonly List<ISubmissionSource> _sources = [.. sources];

    /// <summary>Returns the system of a subject; null if nothing can be handed in for it.</summary>
    public ISubmissionSource? Of(string subject) => _sources.Find(source => source.Owns(subject));

    /// <summary>Returns the kind of a subject's step; null if there is none.</summary>
    public SubmissionKind? FindKind(string subject, string step) => Of(subject)?.Kinds.Find(step);
}
