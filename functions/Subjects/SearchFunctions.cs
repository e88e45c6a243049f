using Dazhou.Serverless.Functions.Common;
using Dazhou.Serverless.Subjects;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Dazhou.Serverless.Functions.Subjects;

/// <summary>查找 across all systems.</summary>
public sealed class SearchFunctions(IEnumerable<ISubjectSearch> searches)
{
    /// <summary>The maximum length of the search text in characters.</summary>
    public const int LongestText = 100;

    /// <summary>Shows the results by system; <c>q</c> is the text.</summary>
    [OpenTo(Caller.Staff)]
    [Function("SearchPage")]
    public async Task<IResult> ShowAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "search")] HttpRequest request, CancellationToken cancellationToken)
    {
        var (text, reader) = (request.Query["q"].ToString().Trim(), Readers.Of(request));
        var found = text.Length is > 0 and <= LongestText
            ? await Task.WhenAll(searches.Select(async search => new SearchResult(search.Heading, await search.FindAsync(text, reader, cancellationToken))))
            : [];
        return Pages.Show(new SearchPage
        {
            Text = text.Length <= LongestText ? text : "",
            Results = found.Where(result => result.Found.Count > 0).ToList(),
        });
    }
}

/// <summary>The results in one system.</summary>
/// <param name="Heading">The heading of the system.</param>
/// <param name="Found">The subjects found.</param>
public sealed record SearchResult(string Heading, IReadOnlyList<SubjectFound> Found);
