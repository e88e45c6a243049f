using Dazhou.Serverless.Records;
using Dazhou.Serverless.Subjects;

namespace Dazhou.Serverless.Functions.Submissions;

/// <summary>Where something that was asked for is handed in: behind a mailed link, or from the 工作台 by who signed in.</summary>
/// <param name="At">The path that the form is sent to.</param>
/// <param name="Files">The path below which the files of the matter are read.</param>
/// <param name="LinkId">What stands behind <c>/l/</c>; null for who signed in.</param>
public sealed record AskPlace(string At, string Files, string? LinkId)
{
    /// <summary>Behind a link.</summary>
    public static AskPlace OfLink(string id) => new($"/l/{id}", $"/l/{id}/documents", id);

    /// <summary>From the 工作台.</summary>
    public static AskPlace OfSession(SubjectKinds subjects, string subject, StepRound of) =>
        new(PathOf(subject, of), subjects.FilesOf(subject), LinkId: null);

    /// <summary>Its page on the 工作台.</summary>
    public static string PathOf(string subject, StepRound of) => $"/asks/{subject}/{of.Step}/{of.Round}";
}
