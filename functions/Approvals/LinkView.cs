using Dazhou.Serverless.Approvals;
using Dazhou.Serverless.Functions.Links;
using Dazhou.Serverless.Records;
using Dazhou.Serverless.Subjects;

namespace Dazhou.Serverless.Functions.Approvals;

/// <summary>What the holder of a link sees of its matter.</summary>
public sealed record LinkView
{
    /// <summary>The matter, as people know it.</summary>
    public required string Title { get; init; }

    /// <summary>What the holder is asked to do: 审核, 审定, 提交技术方案...</summary>
    public required string Act { get; init; }

    /// <summary>Who is asked.</summary>
    public required string Person { get; init; }

    /// <summary>What to read before deciding.</summary>
    public string? Summary { get; init; }

    /// <summary>The article that it rests on.</summary>
    public string? Article { get; init; }

    /// <summary>Until when.</summary>
    public Deadline? Deadline { get; init; }

    /// <summary>The files to read.</summary>
    public IReadOnlyList<DocumentInfo> Documents { get; init; } = [];

    /// <summary>What others said so far, oldest first.</summary>
    public IReadOnlyList<OpinionView> Opinions { get; init; } = [];

    /// <summary>What must be known of the subject.</summary>
    public IReadOnlyList<SubjectFacts> Facts { get; init; } = [];

    /// <summary>The whole of what is decided; nothing where it was not asked for.</summary>
    public IReadOnlyList<SubjectSection> Sections { get; init; } = [];

    /// <summary>When the round before ended: what came after it is new to its readers. Null for a first round.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Whether the holder may hand the step over or ask for an opinion first.</summary>
    public bool MayChange { get; init; }

    /// <summary>Whether the holder is somebody whom an approver consults (加签): the opinion is heard and does not decide.</summary>
    public bool Consulted { get; init; }

    /// <summary>Whose opinion the holder asked for first (加签) and has not got, by name.</summary>
    public IReadOnlyList<string> Awaited { get; init; } = [];

    /// <summary>The other people of the holder's unit: id and name.</summary>
    public IReadOnlyList<(string Person, string Name)> Colleagues { get; init; } = [];

    /// <summary>What the meeting decides about at once; null for a single subject.</summary>
    public MeetingBatch? Batch { get; init; }

    /// <summary>True when a meeting decides and its resolution is to be registered.</summary>
    public bool Meeting { get; init; }

    /// <summary>The matter as a mail tells it.</summary>
    public LinkMatter Told => new(Title, Act, Article, Deadline?.Due, Opinions is [.., var last] ? $"{last.Person}{last.Act}{last.Decision}" : null);
}
