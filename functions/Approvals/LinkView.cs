using Dazhou.Serverless.Approvals;
using Dazhou.Serverless.Functions.Links;
using Dazhou.Serverless.Records;
using Dazhou.Serverless.Subjects;

namespace Dazhou.Serverless.Functions.Approvals;

/// <summary>The subject of a link, as its holder sees it.</summary>
public sealed record LinkView
{
    /// <summary>The title.</summary>
    public required string Title { get; init; }

    /// <summary>The act that the holder is asked for: 审核, 审定, 提交技术方案 etc.</summary>
    public required string Act { get; init; }

    /// <summary>The person who is asked.</summary>
    public required string Person { get; init; }

    /// <summary>The summary to read before deciding; null if there is none.</summary>
    public string? Summary { get; init; }

    /// <summary>The article; null if there is none.</summary>
    public string? Article { get; init; }

    /// <summary>The deadline; null if there is none.</summary>
    public Deadline? Deadline { get; init; }

    /// <summary>The files of the subject.</summary>
    public IReadOnlyList<DocumentInfo> Documents { get; init; } = [];

    /// <summary>The whole subject as a file to print; null if there is none.</summary>
    public SubjectPaper? Paper { get; init; }

    /// <summary>The opinions given so far, oldest first.</summary>
    public IReadOnlyList<OpinionView> Opinions { get; init; } = [];

    /// <summary>The facts that should be known about the subject.</summary>
    public IReadOnlyList<SubjectFacts> Facts { get; init; } = [];

    /// <summary>The whole of what is decided; nothing where it was not asked for.</summary>
    public IReadOnlyList<SubjectSection> Sections { get; init; } = [];

    /// <summary>When the round before ended: what came after it is new to its readers. Null for a first round.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Whether the holder may hand the step over (转办) or ask for an opinion (加签).</summary>
    public bool MayChange { get; init; }

    /// <summary>Whether the holder is only consulted by an approver (加签) and does not decide.</summary>
    public bool Consulted { get; init; }

    /// <summary>The names of the persons whose opinion the holder asked for (加签) and has not received.</summary>
    public IReadOnlyList<string> Awaited { get; init; } = [];

    /// <summary>The other people of the holder's unit, with id and name.</summary>
    public IReadOnlyList<(string Person, string Name)> Colleagues { get; init; } = [];

    /// <summary>The items that the meeting decides about; null for a single subject.</summary>
    public MeetingBatch? Batch { get; init; }

    /// <summary>Whether a meeting decides and its resolution is to be recorded.</summary>
    public bool Meeting { get; init; }

    /// <summary>Gets the subject as mails describe it.</summary>
    public LinkMatter Told => new(Title, Act, Article, Deadline?.Due, Opinions is [.., var last] ? $"{last.Person}{last.Act}{last.Decision}" : null);
}
