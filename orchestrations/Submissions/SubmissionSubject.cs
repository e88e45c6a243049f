using System.Text.Json.Serialization;
using Dazhou.Serverless.Mail;

namespace Dazhou.Serverless.Submissions;

/// <summary>Something for which people hand things in. As the input of a task it is its first three members.</summary>
/// <param name="Id">its id</param>
/// <param name="Name">as people know it</param>
/// <param name="Unit">the id of the unit to which it belongs</param>
public sealed record SubmissionSubject(string Id, string Name, string Unit)
{
    /// <summary>What is handed in for it.</summary>
    [JsonIgnore]
    public KindCatalogue Kinds { get; init; } = KindCatalogue.Empty;

    /// <summary>What every mail says about it.</summary>
    [JsonIgnore]
    public IReadOnlyList<MailLine> Lines { get; init; } = [];

    /// <summary>What a thing of its kind is called, e.g. 项目.</summary>
    [JsonIgnore]
    public string Noun { get; init; } = "事项";

    /// <summary>What its unit is in it, e.g. 申报单位.</summary>
    [JsonIgnore]
    public string UnitRole { get; init; } = "申报单位";

    /// <summary>The stage it is in.</summary>
    [JsonIgnore]
    public string Stage { get; init; } = string.Empty;

    /// <summary>Whether it is over, so that nothing is asked for any more.</summary>
    [JsonIgnore]
    public bool Ended { get; init; }

    /// <summary>The orchestration of its life, of which parts take what nobody asked for; null if it has none.</summary>
    [JsonIgnore]
    public string? InstanceId { get; init; }

    /// <summary>The event for which it waits now, whatever is handed in; null where the kind names the event.</summary>
    [JsonIgnore]
    public string? Event { get; init; }

    /// <summary>What whoever is asked should know of it; null if its name says enough.</summary>
    [JsonIgnore]
    public string? Facts { get; init; }
}

/// <summary>A kind as it is offered for a subject.</summary>
/// <param name="Kind">the kind, with what may be chosen now</param>
/// <param name="Begun">what the form begins with, by field; null for an empty form</param>
public sealed record SubmissionOffer(SubmissionKind Kind, IReadOnlyDictionary<string, string>? Begun = null);

/// <summary>What a system tells about its subjects and about what is handed in for them; each system registers one.</summary>
public interface ISubmissionSource
{
    /// <summary>Everything that is handed in for its subjects.</summary>
    KindCatalogue Kinds { get; }

    /// <summary>Whether a subject is one of its own, by the id alone.</summary>
    bool Owns(string subject);

    /// <summary>A subject as it stands; null if there is none.</summary>
    Task<SubmissionSubject?> FindAsync(string subject, CancellationToken cancellation);

    /// <summary>What the check of a kind looks at, for a subject that there is.</summary>
    Task<SubmissionFacts> ReadFactsAsync(string subject, SubmissionKind kind, AskRow? ask, DateTimeOffset at, CancellationToken cancellation);

    /// <summary>What a subject asks for by its state alone, and has no request of its own; what it no longer waits for has an end.</summary>
    Task<IReadOnlyList<AskRow>> StandingAsync(string subject, CancellationToken cancellation) => Task.FromResult<IReadOnlyList<AskRow>>([]);

    /// <summary>What a subject takes now although nobody asked for it.</summary>
    Task<IReadOnlyList<SubmissionKind>> TakenAsync(string subject, CancellationToken cancellation) => Task.FromResult<IReadOnlyList<SubmissionKind>>([]);

    /// <summary>A kind as a form offers it for a subject.</summary>
    Task<SubmissionOffer> OfferAsync(string subject, SubmissionKind kind, CancellationToken cancellation) => Task.FromResult(new SubmissionOffer(kind));

    /// <summary>Whether a unit hands in what nobody was asked for by name.</summary>
    Task<bool> MayAsync(SubmissionKind kind, string unit, CancellationToken cancellation) => Task.FromResult(kind.Office == unit);
}

/// <summary>Finds the system of a subject.</summary>
public sealed class SubmissionSources(IEnumerable<ISubmissionSource> sources)
{
    private readonly List<ISubmissionSource> _sources = [.. sources];

    /// <summary>The system whose subject it is; null if nothing is handed in for it.</summary>
    public ISubmissionSource? Of(string subject) => _sources.Find(source => source.Owns(subject));

    /// <summary>The kind of a subject's step; null for a step at which nothing is handed in.</summary>
    public SubmissionKind? FindKind(string subject, string step) => Of(subject)?.Kinds.Find(step);
}
