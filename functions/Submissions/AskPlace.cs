using Dazhou.Serverless.Records;
using Dazhou.Serverless.Subjects;

namespace Dazhou.Serverless.Functions.Submissions;

/// <summary>Where a request is answered: at a mailed link, or on the 工作台 by a signed-in person.</summary>
/// <param name="At">The path to post the form to.</param>
/// <param name="Files">The path below which the subject's files are served.</param>
/// <param name="LinkId">The part of the URL after <c>/l/</c>; null for a signed-in person.</param>
public sealed record AskPlace(string At, string Files, string? LinkId)
{
    /// <summary>Returns the place of a link.</summary>
    public static AskPlace OfLink(string id) => new($"/l/{id}", $"/l/{id}/documents", id);

    /// <summary>Returns the place on the 工作台.</summary>
    public static AskPlace OfSession(SubjectKinds subjects, string subject, StepRound of) =>
        new(PathOf(subject, of), subjects.FilesOf(subject), LinkId: null);

    /// <summary>Returns the path of the request's page on the 工作台.</summary>
    public static string PathOf(string subject, StepRound of) => $"/asks/{subject}/{of.Step}/{of.Round}";
}
