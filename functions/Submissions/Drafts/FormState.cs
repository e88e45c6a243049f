using Dazhou.Serverless.Functions.Common;
using Microsoft.AspNetCore.Http;

namespace Dazhou.Serverless.Functions.Submissions;

/// <summary>A form as it is shown: what was typed, the files that are kept, and what is wrong.</summary>
public sealed record FormState
{
    /// <summary>An empty form.</summary>
    public static FormState New { get; } = new();

    /// <summary>The status to answer with.</summary>
    public int Status { get; init; } = StatusCodes.Status200OK;

    /// <summary>What was typed, by field; null for nothing.</summary>
    public IReadOnlyDictionary<string, string>? Typed { get; init; }

    /// <summary>The files that are kept.</summary>
    public IReadOnlyList<DraftFile> Files { get; init; } = [];

    /// <summary>How often the draft was saved, as it is shown.</summary>
    public int Revision { get; init; }

    /// <summary>The idempotency key under which the draft is handed in; null for none.</summary>
    public string? Key { get; init; }

    /// <summary>What is wrong.</summary>
    public IReadOnlyList<Fault> Faults { get; init; } = [];

    /// <summary>What is kept and until when; null where nothing is.</summary>
    public string? Kept { get; init; }

    /// <summary>That somebody saved the form since it was shown; null if nobody did.</summary>
    public string? Meanwhile { get; init; }

    /// <summary>What that somebody saved.</summary>
    public IReadOnlyDictionary<string, string>? Stored { get; init; }

    /// <summary>Whether the form holds something that the reader did not find in it.</summary>
    public bool IsBegun => Kept is not null || Meanwhile is not null || Faults.Count > 0;

    /// <summary>The form with values where no draft is.</summary>
    public FormState Or(IReadOnlyDictionary<string, string>? begun) => Typed is null ? this with { Typed = begun } : this;
}
