using Dazhou.Serverless.Directory;
using Dazhou.Serverless.Rehearsal;
using Microsoft.Extensions.Logging;

namespace Dazhou.Serverless.Functions.Rehearsal;

/// <summary>The processes of a system as the command and the page rehearse them. Registered by the system.</summary>
public interface IRehearsal
{
    /// <summary>The word of the command line, e.g. <c>projects</c>; also the folder of its samples.</summary>
    string Name { get; }

    /// <summary>What people call it, e.g. 信息化项目.</summary>
    string Title { get; }

    /// <summary>What is rehearsed, e.g. 申报.</summary>
    string Matter { get; }

    /// <summary>Whether somebody has to say when it starts; otherwise the document does.</summary>
    bool AsksForStart { get; }

    /// <summary>Which files of the folder are samples.</summary>
    string SamplePattern => "*.json";

    /// <summary>Returns the title of a sample.</summary>
    string TitleOfSample(string json);

    /// <summary>Returns the Chinese title of a stage.</summary>
    string TitleOf(string? stage);

    /// <summary>Returns the orchestration of an entry by its name in code.</summary>
    string NameOf(RehearsalEntry entry);

    /// <summary>Returns whether a stage lasts until the next one begins; one beside it lasts from its first act to its last.</summary>
    bool IsOfMainLine(string stage) => false;

    /// <summary>Throws <see cref="RehearseException"/> for what cannot be read.</summary>
    Task CheckAsync(RehearsalInput input, IDirectory directory, CancellationToken cancellationToken);

    /// <summary>Rehearses; throws <see cref="RehearseException"/> for what cannot be read.</summary>
    /// <param name="input">what is rehearsed</param>
    /// <param name="directory">the people who hold the posts</param>
    /// <param name="loggers">the app's loggers; null for none</param>
    /// <param name="progress">is told regularly how far it is; null for nobody</param>
    /// <param name="cancellationToken">a token to stop</param>
    Task<RehearsalResult> RunAsync(
        RehearsalInput input, IDirectory directory, ILoggerFactory? loggers, Func<RehearsalMoment, Task>? progress, CancellationToken cancellationToken);
}

/// <summary>What is rehearsed.</summary>
/// <param name="Json">The application or definition.</param>
/// <param name="Decisions">The script of decisions; null or empty for none.</param>
/// <param name="Start">When it starts, at +08:00; null where the document says it.</param>
public sealed record RehearsalInput(string Json, string? Decisions, DateTimeOffset? Start);

/// <summary>How far a rehearsal is.</summary>
/// <param name="Done">How much is done.</param>
/// <param name="Of">How much there is.</param>
/// <param name="Text">The same in words, with the virtual time.</param>
public sealed record RehearsalMoment(int Done, int Of, string Text);
