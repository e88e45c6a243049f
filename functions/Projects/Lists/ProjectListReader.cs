using Dazhou.Serverless.Projects;

namespace Dazhou.Serverless.Functions.Projects.Lists;

/// <summary>A list of projects as a page shows it.</summary>
/// <param name="Projects">The projects of the page.</param>
/// <param name="Next">The parameters of the next page; null at the end.</param>
/// <param name="Previous">The parameters of the page before; null at the beginning, and where only going on is possible.</param>
/// <param name="Count">How many there are; null where nobody counted.</param>
/// <param name="Cut">Whether not all could be looked at.</param>
public sealed record ProjectListView(IReadOnlyList<ProjectListRow> Projects, string? Next, string? Previous, int? Count, bool Cut);

/// <summary>Reads lists of projects: as they stand page by page, filtered or in another order as a whole.</summary>
public sealed class ProjectListReader(ProjectReader projects, ProjectQueries queries, TimeProvider time)
{
    private const int PageSize = 100;

    /// <summary>The page of a list that its address asks for; the unit of the filter is that which the reader is held to, if to one.</summary>
    public async Task<ProjectListView> ReadAsync(ProjectListQuery query, CancellationToken cancellationToken)
    {
        if (query is { Search: null, Filter.IsPlain: true })
        {
            var list = (await projects.ListAsync(query.Filter.Stage, query.Filter.Unit, PageSize, query.After, cancellationToken))!;
            return new(list.Items, list.Next is null ? null : query.With(("after", list.Next)), Previous: null, Count: null, Cut: false);
        }

        var found = await AllAsync(query, cancellationToken);
        var (page, pages) = (query.Page, (found.Projects.Count + PageSize - 1) / PageSize);
        return new(
            [.. found.Projects.Skip((page - 1) * PageSize).Take(PageSize)],
            page < pages ? query.With(("page", $"{page + 1}")) : null,
            page > 1 ? query.With(("page", page > 2 ? $"{page - 1}" : null)) : null,
            found.Projects.Count,
            found.Cut);
    }

    /// <summary>Everything that the list shows on its pages, as far as it can be looked at.</summary>
    public async Task<FilteredProjects> AllAsync(ProjectListQuery query, CancellationToken cancellationToken)
    {
        var now = time.GetChinaNow();
        if (query.Search is null)
            return await queries.FilterAsync(query.Filter, now, cancellationToken);
        var found = await projects.SearchAsync(query.Search, query.Filter.Unit, cancellationToken);
        return new(query.Filter.Apply(found.Projects, now), found.More);
    }
}
